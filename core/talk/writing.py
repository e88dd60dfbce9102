"""From a turn in keys to messages in words, with choices bound to their question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.model import Choice, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.talk.state import Reply, State, Survey, Turn
    from core.texts import Says


def write(
    survey: Survey, turn: Turn, payload: Callable[[State, str, str], str], *, kanal: str | None
) -> tuple[tuple[Message, ...], str | None]:
    """The turn's messages and its notice, in the respondent's language.

    `payload` ends in the code of a choice. `kanal` is the channel's name as people call it; None
    drops the lines that speak of it.
    """
    language = turn.state.bahasa

    def say(words: Says) -> str:
        return survey.texts.say(language, words, kanal=kanal)

    def worded(reply: Reply) -> _Worded:
        key = ("kata", language, kanal, reply.layar)
        return survey.once(key, lambda: _worded(reply, say)) if reply.fixed else _worded(reply, say)

    def message(reply: Reply) -> Message:
        words, stem = worded(reply), payload(turn.state, reply.layar, "")
        return Message(
            text=words.text,
            note=say(reply.note) if reply.note is not None else None,
            heading=words.heading,
            choices=tuple(
                Choice(stem + code, label, row, typed) for code, label, row, typed in words.choices
            ),
            columns=reply.columns,
            free_text=reply.free_text,
        )

    notice = say(turn.notice) if turn.notice is not None else None
    return tuple(map(message, turn.replies)), notice


class _Worded(NamedTuple):
    """What a screen says, but for its note; the same to everybody where it is a fixed one."""

    text: str
    heading: str | None
    choices: tuple[tuple[str, str, str | None, str | None], ...]  # code, label, in a row, typed


def _worded(reply: Reply, say: Callable[[Says], str]) -> _Worded:
    return _Worded(
        say(reply.isi),
        say(reply.heading) if reply.heading is not None else None,
        tuple(
            (one.code, say(one.label), say(one.row) if one.row is not None else None, one.short)
            for one in reply.choices
        ),
    )
