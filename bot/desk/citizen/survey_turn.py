"""What a turn of the survey causes: messages, and what is stored of a finished answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.desk.citizen import visit_codes as visits
from bot.desk.citizen.survey_events import respons, saran
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


def decision_of_turn(
    heard: IncomingEvent, turn: Turn, *, caps: Caps, kanal: str | None
) -> Decision:
    survey, event = heard.survey, heard.event
    cara = partial(way, survey.texts, turn.state.bahasa) if caps.numbers else None
    messages, notice = write(survey, turn, payload, kanal=kanal, cara=cara)
    edited = event.shown_in if caps.edit and event.kind is EventKind.CHOICE else None
    done = turn.finished
    unit = account(survey, caps, turn)
    marks = visits.marks(survey, event, done, heard.tx) if done else ()
    return Decision(
        turn.state.to_json(),
        language=turn.state.bahasa,
        drafts=tuple(
            draft(event, message, replace=edited if place == 0 else None, unit=unit)
            for place, message in enumerate(messages)
        ),
        notice=notice,
        respons=respons(survey, event, done, marks) if done else None,
        sekali=visits.once(turn, event),
        saran=saran(survey, event, turn.saran) if turn.saran else None,
        kabar=bool(turn.saran and turn.saran.kabar),
    )
