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

COMMAND_MOST = 80  # letters; a longer text is not looked up among the commands


class IncomingEvent(NamedTuple):
    """One event, and the conversation that stands open with its sender."""

    survey: SurveyDefinition
    event: Inbound
    seen: Seen
    tx: Tx
    before: State | None  # the sender's survey; None: none is kept, or a staff dialogue is open
    text: str  # as typed; of a slash command ("/bahasa"), its name alone ("bahasa")
    # The survey's command that the whole text spells, in any language, by its key under `kata` of
    # the catalogues: "bahasa" for "language". Commands of the whole bot ("/ikm tw3") are found by
    # `CommandIndex`.
    command_name: str | None

    @classmethod
    def read(cls, survey: SurveyDefinition, event: Inbound, seen: Seen, tx: Tx) -> Self:
        """Read an event; a text longer than `COMMAND_MOST` is no command.

        `event.command` is (name, words behind it) of a slash command. The text of a press, where
        the channel tells it, is the button's label: it names a command only by its exact words,
        while typed text may also be a free wish to be left alone, which counts as "berhenti".
        """
        text = event.command[0] if event.command else event.text or ""
        short, pressed = len(text) <= COMMAND_MOST, event.kind is EventKind.CHOICE
        name = survey.texts.command(text, label=pressed) if text and short else None
        # `from_json` reads the survey's flow alone: of a staff dialogue's state it makes None.
        return cls(survey, event, seen, tx, from_json(seen.state), text, name)

    @property
    def in_survey(self) -> bool:
        """Whether a survey of the sender is open."""
        return self.before is not None and self.before.open
