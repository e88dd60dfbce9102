"""What a turn of the survey causes: messages, and what is stored of a finished answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot import visits
from bot.call import draft
from bot.events import respons, saran
from bot.spelled import way
from bot.tariff import account
from core.conversation import payload
from core.model import Kind
from core.ports import Decision
from core.talk.writing import write

if TYPE_CHECKING:
    from bot.heard import Heard
    from core.conversation import Turn
    from core.model import Caps


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
