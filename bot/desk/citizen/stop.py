"""`berhenti` said by staff: the bot goes silent, the open dialogue is dropped, the roles stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.messaging.incoming import EventKind

if TYPE_CHECKING:
    from bot.desk.command import CommandCall
    from bot.desk.incoming import IncomingEvent
    from core.ports.conversations import Decision


def asks_for_silence(incoming: IncomingEvent) -> bool:
    """Whether a member of staff says `berhenti` outside a survey, which has an answer of its own.

    `DeskRouter` asks before any dialogue sees the event, and before the messages that waited.
    """
    if incoming.command_name != "berhenti" or incoming.event.kind is EventKind.CHOICE:
        return False
    return not incoming.in_survey and bool(incoming.tx.staff.roles(incoming.event.person))


def left_alone(call: CommandCall) -> Decision:
    """Send nothing unasked until this person writes again; their roles stay."""
    call.tx.people.silence(call.event.person, call.event.address, now=call.event.at)
    return replace(call.reply(Words("jawab.petugas_diam")), state=None)
