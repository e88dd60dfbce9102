"""From a turn in keys to messages in words, with choices bound to their question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model import Choice, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.talk.state import Pilih, Reply, State, Survey, Turn
    from core.texts import Says


def write(
    survey: Survey, turn: Turn, payload: Callable[[State, str, str], str], *, kanal: str | None
) -> tuple[tuple[Message, ...], str | None]:
    """The turn's messages and its notice, in the respondent's language.

    `kanal` is the channel's name as people call it; None drops the lines that speak of it.
    """
    say = _speaker(survey, turn.state.bahasa, kanal)

    def choice(reply: Reply, pilih: Pilih) -> Choice:
        row = say(pilih.row) if pilih.row is not None else None
        label = say(pilih.label)
        return Choice(payload(turn.state, reply.layar, pilih.code), label, row)

    def message(reply: Reply) -> Message:
        return Message(
            text=say(reply.isi),
            note=say(reply.note) if reply.note is not None else None,
            heading=say(reply.heading) if reply.heading is not None else None,
            choices=tuple(choice(reply, pilih) for pilih in reply.choices),
            columns=reply.columns,
            free_text=reply.free_text,
        )

    notice = say(turn.notice) if turn.notice is not None else None
    return tuple(map(message, turn.replies)), notice


def _speaker(survey: Survey, language: str, kanal: str | None) -> Callable[[Says], str]:
    return lambda words: survey.texts.say(language, words, kanal=kanal)
