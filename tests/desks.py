"""Desks and registries for tests: as small as the rule that is tried."""

from __future__ import annotations

from bot.desk.command_index import CommandIndex
from bot.desk.registry import Registry
from bot.desk.router import DeskRouter, DeskTerms


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
