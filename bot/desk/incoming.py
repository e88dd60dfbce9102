"""One event as the desk takes it: read once, for everything that asks about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.messaging.incoming import EventKind
from core.survey.state import from_json

if TYPE_CHECKING:
    from core.messaging.incoming import Inbound
    from core.ports.conversations import Seen
    from core.ports.store import Tx
    from core.survey.state import State, SurveyDefinition

COMMAND_MOST = 80  # letters: a longer text is no command


class IncomingEvent(NamedTuple):
    """What was said, and what stands open with whoever said it."""

    survey: SurveyDefinition
    event: Inbound
    seen: Seen
    tx: Tx
    before: State | None  # their survey, where one is kept
    text: str  # as typed; of a slash command, its name
    asked: str | None  # the word of the survey that the whole text is

    @property
    def in_survey(self) -> bool:
        return self.before is not None and self.before.open


def heard(survey: SurveyDefinition, event: Inbound, seen: Seen, tx: Tx) -> IncomingEvent:
    text = event.command[0] if event.command else event.text or ""
    short, pressed = len(text) <= COMMAND_MOST, event.kind is EventKind.CHOICE
    asked = survey.texts.command(text, label=pressed) if text and short else None
    return IncomingEvent(survey, event, seen, tx, from_json(seen.state), text, asked)
