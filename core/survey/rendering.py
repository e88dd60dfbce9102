"""Rendering of a turn: from screens in keys to messages in words, whose buttons bear payloads.

The desk (`bot/desk/citizen/survey_turn.py`) calls `write` after every turn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core.messaging.outgoing import Choice, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.language.catalogue import Says
    from core.survey.state import Reply, State, SurveyDefinition, Turn


def write(
    survey: SurveyDefinition,
    turn: Turn,
    payload: Callable[[State, str, str], str],
    *,
    channel: str | None,
    how_to_answer: Callable[[Message], str] | None = None,
) -> tuple[tuple[Message, ...], str | None]:
    """Return the turn's messages and its notice (None: it has none), in the respondent's language.

    `payload(state, screen, "")` gives the payload of a choice without its code, which is added at
    the end. `channel` is the channel's name as people call it; None drops the lines that speak of
    it. `how_to_answer` writes the line on typed answers for channels where nothing can be pressed.
    """
    pen = _Pen(survey, turn.state.language, channel, how_to_answer)
    messages = tuple(
        pen.message(reply, payload(turn.state, reply.screen, "")) for reply in turn.replies
    )
    return messages, pen.say(turn.notice) if turn.notice is not None else None


class _Pen(NamedTuple):
    """The writer of screens in one language for one channel."""

    survey: SurveyDefinition
    language: str
    channel: str | None
    how_to_answer: Callable[[Message], str] | None

    def say(self, words: Says) -> str:
        return self.survey.texts.say(self.language, words, {"kanal": self.channel})

    def message(self, reply: Reply, stem: str) -> Message:
        """Write the screen with its note; `stem` binds its choices to the respondent's survey."""
        screen = self._fixed(reply) if reply.fixed else self._screen(reply)
        return Message(
            text=screen.text,
            note=self.say(reply.note) if reply.note is not None else None,
            heading=screen.heading,
            choices=tuple(
                Choice(stem + one.payload, one.label, one.hint, one.typed) for one in screen.choices
            ),
            columns=screen.columns,
            free_text=screen.free_text,
            how_to_answer=screen.how_to_answer,
        )

    def _fixed(self, reply: Reply) -> Message:
        key = ("kata", reply.fixed, self.language, self.channel, self.how_to_answer is None)
        return self.survey.once(key, lambda: self._screen(reply))

    def _screen(self, reply: Reply) -> Message:
        """Write the screen without its note, bound to nobody: a payload is only the code."""
        say = self.say
        screen = Message(
            text=say(reply.content),
            heading=say(reply.heading) if reply.heading is not None else None,
            choices=tuple(
                Choice(
                    one.code, say(one.label), None if one.row is None else say(one.row), one.short
                )
                for one in reply.choices
            ),
            columns=reply.columns,
            free_text=reply.free_text,
        )
        if self.how_to_answer is None or not screen.choices:
            return screen
        return replace(screen, how_to_answer=self.how_to_answer(screen))
