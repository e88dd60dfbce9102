"""Staff who want to be left alone are, in any dialogue; it costs them nothing but what was open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.messaging.incoming import EventKind

if TYPE_CHECKING:
    from bot.desk.command import CommandCall
    from bot.desk.incoming import IncomingEvent
    from core.ports.conversations import Decision


def asks_for_silence(heard: IncomingEvent) -> bool:
    """Before every question of theirs, and before what waited; a survey has its own answer."""
    if heard.asked != "berhenti" or heard.event.kind is EventKind.CHOICE:
        return False
    return not heard.in_survey and bool(heard.tx.staff.roles(heard.event.person))


def left_alone(call: CommandCall) -> Decision:
    """Nothing comes until they write again. Their standing is another matter."""
    call.tx.people.silence(call.event.person, call.event.address, now=call.event.at)
    return replace(call.reply(Words("jawab.petugas_diam")), state=None)
