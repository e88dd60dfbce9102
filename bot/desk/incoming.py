"""`IncomingEvent`: one event with its conversation, read once for all rules of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from core.messaging.incoming import EventKind
from core.survey.state import from_json

if TYPE_CHECKING:
    from core.messaging.incoming import Inbound
    from core.ports.conversations import Seen
    from core.ports.store import Tx
    from core.survey.state import State, SurveyDefinition

COMMAND_MOST = 80  # letters; a longer text is no command


class IncomingEvent(NamedTuple):
    """One event, and the conversation that stands open with its sender."""

    survey: SurveyDefinition
    event: Inbound
    seen: Seen
    tx: Tx
    before: State | None  # the sender's survey, where one is kept
    text: str  # as typed; of a slash command, its name
    asked: str | None  # the word of the survey that the whole text is, by name: "bahasa"

    @classmethod
    def read(cls, survey: SurveyDefinition, event: Inbound, seen: Seen, tx: Tx) -> Self:
        """Read an event; a text longer than `COMMAND_MOST` is no word of the survey."""
        text = event.command[0] if event.command else event.text or ""
        short, pressed = len(text) <= COMMAND_MOST, event.kind is EventKind.CHOICE
        asked = survey.texts.command(text, label=pressed) if text and short else None
        return cls(survey, event, seen, tx, from_json(seen.state), text, asked)

    @property
    def in_survey(self) -> bool:
        """Whether a survey of the sender is open."""
        return self.before is not None and self.before.open
