"""`decision_of_turn`: turns one `Turn` of the survey into the `Decision` that the store writes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.desk.citizen import visit_codes
from bot.desk.citizen.survey_events import response_of, saran
from bot.desk.citizen.typing_hints import way
from bot.desk.citizen.web_detour import account
from bot.desk.command import draft
from core.messaging.incoming import EventKind
from core.ports.conversations import Decision
from core.survey.presses import payload
from core.survey.rendering import write

if TYPE_CHECKING:
    from bot.desk.incoming import IncomingEvent
    from core.messaging.channel_limits import Caps
    from core.survey.state import Turn


# Names, as people call them, of the companies that carry a message.
CHANNEL_NAMES = {"telegram": "Telegram", "whatsapp": "WhatsApp"}


def decision_of_turn(incoming: IncomingEvent, turn: Turn, *, caps: Caps) -> Decision:
    """The decision of a turn: its screens, and the answer, saran and marks of a finished one.

    After a press, on a channel that edits, the first screen replaces the pressed one.
    """
    survey, event = incoming.survey, incoming.event
    channel = CHANNEL_NAMES.get(event.address.channel)
    how_to_answer = partial(way, survey.texts, turn.state.language) if caps.numbers else None
    messages, notice = write(survey, turn, payload, channel=channel, how_to_answer=how_to_answer)
    edited = event.shown_in if caps.edit and event.kind is EventKind.CHOICE else None
    done = turn.finished
    unit = account(survey, caps, turn)
    marks = visit_codes.marks(survey, event, done, incoming.tx) if done else ()
    return Decision(
        turn.state.to_json(),
        language=turn.state.language,
        drafts=tuple(
            draft(event, message, replace=edited if place == 0 else None, unit=unit)
            for place, message in enumerate(messages)
        ),
        notice=notice,
        response=response_of(survey, event, done, marks) if done else None,
        answered_mark=visit_codes.once(turn, event),
        saran=saran(survey, event, turn.saran) if turn.saran else None,
        wants_follow_up=bool(turn.saran and turn.saran.wants_follow_up),
    )
