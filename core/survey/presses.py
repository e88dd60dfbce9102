"""Presses of buttons: a choice of the present screen, or a press that comes too late.

A payload names the questionnaire's version, the run of the survey, the screen and the choice, so
that an old button can never answer another question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.messaging.numbering import counted
from core.messaging.outgoing import TAPPED, Message
from core.survey.beginning import restart
from core.survey.commands import command, explain, official
from core.survey.moves import close, reshow
from core.survey.recording import apply
from core.survey.screens import show
from core.survey.state import SENT_SCREEN, Turn

if TYPE_CHECKING:
    from core.language.option import Option
    from core.messaging.outgoing import Choice
    from core.survey.state import Chose, Event, State, SurveyDefinition


REMINDER = "pengingat"  # stands in the payload of a reminder's button, in place of a screen


def payload(state: State, screen: str, code: str) -> str:
    """Return the payload of a choice, at most 64 bytes; code "" gives the part before it."""
    return f"sv:{_mine(state)}:{screen}:{code}"


def reminds(payload: str) -> bool:
    """Tell whether a payload stands on a reminder, which is no screen of the survey's own."""
    return payload.startswith("sv:") and payload.split(":")[2:3] == [REMINDER]


def _mine(state: State) -> str:
    return f"{state.snapshot[:4]}{state.session}"


def answer_press(survey: SurveyDefinition, state: State, event: Chose) -> Turn:
    """Answer a press: carry out a choice of the present screen, else tell that the press is old."""
    parts = event.payload.split(":")
    if len(parts) != 4 or parts[:2] != ["sv", _mine(state)]:  # noqa: PLR2004
        return old_press(survey, state, event)
    screen, code = parts[2:]
    if screen == REMINDER:  # a reminder's button shows the present screen in any case
        return reshow(survey, state)
    if screen == state.here:
        for chosen in show(survey, state).choices:
            if chosen.code == code:
                return pick(survey, state, chosen, event)
    return old_press(survey, state, event, screen)


def pick(
    survey: SurveyDefinition, state: State, chosen: Option, event: Event, *, typo: bool = False
) -> Turn:
    """Carry out a choice of the screen in front of the respondent, pressed or typed."""
    match chosen.code:
        case "apa":
            return explain(survey, state, event)
        case "resmi":
            return official(survey, state, event)
        case "kembali" if state.here != "ubah":
            return command(survey, state, "kembali", event)
        case "batal":
            return command(survey, state, "batal", event)
        case "hapus":
            return close(survey, state, "catat.dihapus")
        case "mulai" | "dari_awal":
            return restart(survey, state, event.at, state.text or state.ticket or "")
    turn = apply(survey, state, chosen, event.at, typo=typo)
    if turn.state.misses:
        turn = turn._replace(state=turn.state._replace(misses=0))
    return turn


def old_press(survey: SurveyDefinition, state: State, event: Chose, screen: str = "") -> Turn:
    """Answer a press on an old question, a second tap or a former version: nothing is recorded."""
    key = screen.removeprefix("t.")
    score = state.nilai.get(key) if screen.startswith("t.") else None
    if score:
        words = Words("catat.sudah_dijawab", {"jawaban": Words(f"tanya.{key}.opsi.{score}")})
    elif screen == "periksa" and state.screen == SENT_SCREEN:
        words = Words("catat.sudah_terkirim")
    else:
        words = Words("catat.tombol_lama" if state.open else "catat.tombol_mati")
    return Turn(state, notice=words) if event.popup else reshow(survey, state, words)


def choices_shown(message: Message) -> tuple[Choice, ...]:
    """Return the choices of a message that no conversation reads, in the order of their numbers.

    They are commands and reminders, so a typed number on a channel without buttons can stand for
    them; () where the message is a screen of a conversation.
    """
    if any(_is_of_a_flow(one) for one in message.choices):
        return ()
    numbered = counted(message)
    return (*numbered, *(one for one in message.choices if one not in numbered))


def _is_of_a_flow(choice: Choice) -> bool:
    return not choice.payload.startswith(TAPPED) and not reminds(choice.payload)
