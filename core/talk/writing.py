"""From a turn in keys to messages in words, with choices bound to their question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.model import Choice, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.talk.state import Reply, State, Survey, Turn
    from core.texts import Says


def write(
    survey: Survey, turn: Turn, payload: Callable[[State, str, str], str], *, kanal: str | None
) -> tuple[tuple[Message, ...], str | None]:
    """The turn's messages and its notice, in the respondent's language.

    `kanal` is the channel's name as people call it; None drops the lines that speak of it.
    """
    say = _speaker(survey, turn.state.bahasa, kanal)

    def message(reply: Reply) -> Message:
        worded = _worded(survey, turn.state.bahasa, reply, say)
        return Message(
            text=worded.text,
            note=say(reply.note) if reply.note is not None else None,
            heading=worded.heading,
            choices=tuple(
                Choice(payload(turn.state, reply.layar, code), label, row, short)
                for code, label, row, short in worded.choices
            ),
            columns=reply.columns,
            free_text=reply.free_text,
        )

    notice = say(turn.notice) if turn.notice is not None else None
    return tuple(map(message, turn.replies)), notice


@dataclass(frozen=True, slots=True)
class _Worded:
    text: str
    heading: str | None
    choices: tuple[tuple[str, str, str | None, str | None], ...]  # code, label, in a row, typed


def _worded(survey: Survey, language: str, reply: Reply, say: Callable[[Says], str]) -> _Worded:
    """What a screen says; made once for those that say the same to everybody."""
    kept: _Worded | None = survey.fixed.get((language, reply.layar)) if reply.fixed else None
    if kept is not None:
        return kept
    made = _Worded(
        say(reply.isi),
        say(reply.heading) if reply.heading is not None else None,
        tuple(
            (one.code, say(one.label), say(one.row) if one.row is not None else None, one.short)
            for one in reply.choices
        ),
    )
    if reply.fixed:
        survey.fixed[language, reply.layar] = made
    return made


def _speaker(survey: Survey, language: str, kanal: str | None) -> Callable[[Says], str]:
    return lambda words: survey.texts.say(language, words, kanal=kanal)
