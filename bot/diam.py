"""Staff who want to be left alone are, in any dialogue; it costs them nothing but what was open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.conversation import from_json
from core.model import Kind
from core.texts import Words

if TYPE_CHECKING:
    from bot.call import Call
    from core.conversation import Survey
    from core.model import Inbound
    from core.ports import Decision, Seen, Tx

MOST = 80  # letters: a longer text asks for more than that


def asks_for_silence(survey: Survey, event: Inbound, seen: Seen, tx: Tx) -> bool:
    """Before every question of theirs, and before what waited; a survey has its own answer."""
    text = event.command[0] if event.command else event.text
    if event.kind is Kind.CHOICE or not text or len(text) > MOST:
        return False
    if survey.texts.command(text) != "berhenti":
        return False
    before = from_json(seen.state)
    return not (before and before.open) and bool(tx.petugas(event.person))


def left_alone(call: Call) -> Decision:
    """Nothing comes until they write again. Their standing is another matter."""
    call.tx.hush(call.event.person, call.event.address, now=call.event.at)
    return replace(call.reply(Words("jawab.petugas_diam")), state=None)
