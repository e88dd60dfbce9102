"""Builders of desk, dispatcher, pages and WhatsApp channel, each as small as a test needs."""

from __future__ import annotations

from random import Random

from bot.channels.whatsapp.channel import KeptContent, PublicSide, WhatsApp
from bot.channels.whatsapp.polling import LookTimes
from bot.desk.command_index import CommandIndex
from bot.desk.registry import Registry
from bot.desk.router import DeskRouter, DeskTerms
from bot.pipeline.dispatcher import Dispatcher
from bot.pipeline.sender import SendingTerms
from bot.web.app import web_app
from bot.web.parts import HealthSources, WebParts, WebTerms
from tests.support.fakes import wall_clock


class NoDialogs:
    """The dialogues of a desk that has none: no dialogue of staff is ever open."""

    def is_open(self, state):
        return False


def registry_of(commands=None):
    """A registry of these commands alone: no dialogue, no composer, no menu."""
    return Registry((), CommandIndex(commands or {}), NoDialogs(), {})


def desk_of(survey, caps, *, began, commands=None, **terms):
    """A desk of these commands, or of none. `survey` is a call that gives the survey in force."""
    return DeskRouter(survey, registry_of(commands), DeskTerms(caps, began, **terms))


def dispatcher_of(channels, writer, store, *, composers=None, **terms):
    """A dispatcher of the process p1; chance is always the same, and a repeat bears no mark."""
    terms = {"now": wall_clock, "repeated": _unmarked, "chance": Random(1), **terms}
    composers = composers or {}
    return Dispatcher(channels, writer, store, composers, SendingTerms(**terms), holder="p1")


def _unmarked(_row, message):
    return message


def pages_of(**parts):
    """All pages; parts by their names in `WebParts`, `WebTerms`, `HealthSources` and `web_app`."""

    def part(kind):
        return kind(**{name: parts.pop(name) for name in kind.__slots__ if name in parts})

    return web_app(part(WebParts), part(WebTerms), part(HealthSources), **parts)


def whatsapp_of(api, sender, *, how_to_answer, now, **options):
    """A channel; options: `list_sid`, `templates`, `public_url`, `publish`, `every`, `pauses`."""

    def option(kind, **names):
        found = {name: options.pop(given) for name, given in names.items() if given in options}
        return kind(**found)

    line = WhatsApp(
        api,
        sender,
        how_to_answer=how_to_answer,
        content=option(KeptContent, list_sid="list_sid", templates="templates"),
        public=option(PublicSide, url="public_url", publish="publish"),
        times=option(LookTimes, every="every", pauses="pauses"),
        now=now,
    )
    assert not options
    return line
