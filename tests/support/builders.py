"""What tests build: desk, dispatcher, pages and channel, each as small as the rule that is tried."""

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
from bot.web.house import HealthSources, WebHouse, WebTerms
from tests.support.fakes import wall_clock


class NoDialogs:
    """No dialogue of staff is open."""

    def is_open(self, state):
        return False


def registry_of(commands=None):
    """These commands alone: no dialogue, no composer, no menu."""
    return Registry((), CommandIndex(commands or {}), NoDialogs(), {})


def desk_of(survey, caps, *, began, commands=None, **terms):
    """`survey` gives the one in force. A desk of these commands, or of none."""
    return DeskRouter(survey, registry_of(commands), DeskTerms(caps, began, **terms))


def dispatcher_of(channels, writer, store, *, composers=None, **terms):
    """The process p1; chance is always the same, and a repeat bears no mark."""
    terms = {"now": wall_clock, "repeated": _unmarked, "chance": Random(1), **terms}
    composers = composers or {}
    return Dispatcher(channels, writer, store, composers, SendingTerms(**terms), holder="p1")


def _unmarked(_row, message):
    return message


def pages_of(**parts):
    """All pages; the parts by their names in `WebHouse`, `WebTerms`, `HealthSources`, `web_app`."""

    def part(kind):
        return kind(**{name: parts.pop(name) for name in kind.__slots__ if name in parts})

    return web_app(part(WebHouse), part(WebTerms), part(HealthSources), **parts)


def whatsapp_of(api, sender, *, how_to_answer, now, **options):
    """A line; what Twilio keeps, how it reaches us and when we look by the names in their values."""

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
