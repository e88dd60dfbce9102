"""Beginning, beginning anew, and coming back after a while."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.messaging.session_id import session_id
from core.office.visit import letters_of
from core.survey.moves import enter, reshow
from core.survey.route import questions, route
from core.survey.screens import show
from core.survey.state import PAUSE, State, Turn

if TYPE_CHECKING:
    from core.office.agency import ServicePoint
    from core.survey.state import Opened, SurveyDefinition, Visited


def fresh(survey: SurveyDefinition, at: datetime, language: str | None) -> State:
    """A new survey of somebody of whom nothing is kept."""
    return State(
        snapshot=survey.questionnaire.snapshot,
        session=session_id(at),
        language=survey.texts.known(language),
        last_seen=at.timestamp(),
    )


def seen(state: State) -> datetime:
    return datetime.fromtimestamp(state.last_seen, UTC)


def placed(survey: SurveyDefinition, state: State, code: str) -> Turn:
    """The welcome, with what the start code tells about unit, layanan and loket."""
    told = survey.agency.point(code) if code else None
    if code and told is None:
        turn = welcomed(survey, state._replace(wrong_code=True), None)
        return turn._replace(code=code)
    return welcomed(survey, state, told)


def visited(survey: SurveyDefinition, state: State, event: Visited) -> Turn:
    """The code was one of a visit: its answer is about that visit, or it is good no more."""
    state, visit = state._replace(wrong_code=False), event.visit
    if not state.open:  # the page that was just answered on was loaded again
        if visit.status == "terpakai":
            return reshow(survey, state)
        state = fresh(survey, event.at, state.language)
    if visit.status != "berlaku":
        return welcomed(survey, state, None, Words(f"catat.kode_{visit.status}"))
    there = visit.point if visit.point and survey.agency.place(visit.point.unit) else None
    return welcomed(survey, state._replace(ticket=event.code), there)


def welcomed(
    survey: SurveyDefinition, state: State, told: ServicePoint | None, note: Words | None = None
) -> Turn:
    unit_code = told.unit if told else _only([one.code for one in survey.agency.unit])
    unit = survey.agency.place(unit_code)
    only = _only([one.code for one in unit.layanan if one.active]) if unit else None
    layanan = (told.layanan if told else None) or only
    state = state._replace(
        unit=unit_code,
        layanan=layanan,
        loket=told.loket if told else None,
        placed_by_code=layanan is not None,
    )
    return Turn(state, (show(survey, state, note),))


def _only(codes: list[str]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def restart(survey: SurveyDefinition, state: State, at: datetime, code: str = "") -> Turn:
    return placed(survey, fresh(survey, at, state.language), code)


def renewed(survey: SurveyDefinition, state: State) -> Turn:
    """The questionnaire was changed under an open survey: its answers cannot be mixed."""
    anew = state._replace(
        snapshot=survey.questionnaire.snapshot,
        nilai={},
        aside=None,
        changing=None,
        sending=False,
    )
    places, first = route(survey, anew), questions(survey)[0]
    if not state.open:
        return reshow(survey, anew)
    if state.screen not in places or places.index(state.screen) > places.index(first):
        anew = anew._replace(screen=first if state.checked else "salam")
    return reshow(survey, anew, Words("catat.kuesioner_baru"))


def started(survey: SurveyDefinition, state: State, at: datetime, code: str) -> Turn:
    """`mulai` in the middle of a survey asks before anything is lost."""
    if not state.open or state.screen in ("salam", "sudah", "saran_susulan"):
        return restart(survey, state, at, code)
    return enter(survey, state._replace(text=code or None), "kembali_lagi")


def opened(survey: SurveyDefinition, state: State, event: Opened) -> Turn:
    """A page was opened: show where we are, or begin with the code it brings."""
    if not state.open and letters_of(event.code) and survey.agency.point(event.code) is None:
        return reshow(survey, state)._replace(code=event.code)
    if event.code and (not state.open or state.screen in ("salam", "sudah")):
        return restart(survey, state, event.at, event.code)
    if state.open and state.screen != "salam" and event.at - seen(state) > PAUSE:
        return enter(survey, state, "kembali_lagi")
    return reshow(survey, state)
