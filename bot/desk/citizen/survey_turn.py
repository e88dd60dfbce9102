"""What a turn of the survey causes: messages, and what is stored of a finished answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.config.prices import account
from bot.desk.citizen import visit_codes as visits
from bot.desk.citizen.survey_events import respons, saran
from bot.desk.citizen.typing_hints import way
from bot.desk.command import draft
from core.messaging.outgoing import Kind
from core.ports.store import Decision
from core.survey.rendering import write
from core.survey.step import payload

if TYPE_CHECKING:
    from bot.desk.incoming import Heard
    from core.messaging.outgoing import Caps
    from core.survey.step import Turn


def decided(heard: Heard, turn: Turn, *, caps: Caps, kanal: str | None) -> Decision:
    survey, event = heard.survey, heard.event
    cara = partial(way, survey.texts, turn.state.bahasa) if caps.numbers else None
    messages, notice = write(survey, turn, payload, kanal=kanal, cara=cara)
    edited = event.shown_in if caps.edit and event.kind is Kind.CHOICE else None
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
