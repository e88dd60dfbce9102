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
    from core.office.agency import Tempat
    from core.survey.state import Opened, SurveyDefinition, Visited


def fresh(survey: SurveyDefinition, at: datetime, language: str | None) -> State:
    """A new survey of somebody of whom nothing is kept."""
    return State(
        snapshot=survey.questionnaire.snapshot,
        sesi=session_id(at),
        bahasa=survey.texts.known(language),
        dilihat=at.timestamp(),
    )


def seen(state: State) -> datetime:
    return datetime.fromtimestamp(state.dilihat, UTC)


def placed(survey: SurveyDefinition, state: State, kode: str) -> Turn:
    """The welcome, with what the start code tells about unit, layanan and loket."""
    told = survey.agency.tempat(kode) if kode else None
    if kode and told is None:
        turn = welcomed(survey, state._replace(kode_salah=True), None)
        return turn._replace(kode=kode)
    return welcomed(survey, state, told)


def visited(survey: SurveyDefinition, state: State, event: Visited) -> Turn:
    """The code was one of a visit: its answer is about that visit, or it is good no more."""
    state, visit = state._replace(kode_salah=False), event.kunjungan
    if not state.open:  # the page that was just answered on was loaded again
        if visit.keadaan == "terpakai":
            return reshow(survey, state)
        state = fresh(survey, event.at, state.bahasa)
    if visit.keadaan != "berlaku":
        return welcomed(survey, state, None, Words(f"catat.kode_{visit.keadaan}"))
    there = visit.tempat if visit.tempat and survey.agency.place(visit.tempat.unit) else None
    return welcomed(survey, state._replace(tiket=event.kode), there)


def welcomed(
    survey: SurveyDefinition, state: State, told: Tempat | None, note: Words | None = None
) -> Turn:
    kode_unit = told.unit if told else _only([one.kode for one in survey.agency.unit])
    unit = survey.agency.place(kode_unit)
    only = _only([one.kode for one in unit.layanan if one.aktif]) if unit else None
    layanan = (told.layanan if told else None) or only
    state = state._replace(
        unit=kode_unit,
        layanan=layanan,
        loket=told.loket if told else None,
        diberitahu=layanan is not None,
    )
    return Turn(state, (show(survey, state, note),))


def _only(codes: list[str]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def restart(survey: SurveyDefinition, state: State, at: datetime, kode: str = "") -> Turn:
    return placed(survey, fresh(survey, at, state.bahasa), kode)


def renewed(survey: SurveyDefinition, state: State) -> Turn:
    """The questionnaire was changed under an open survey: its answers cannot be mixed."""
    anew = state._replace(
        snapshot=survey.questionnaire.snapshot,
        nilai={},
        sisipan=None,
        ubah=None,
        kirim=False,
    )
    places, first = route(survey, anew), questions(survey)[0]
    if not state.open:
        return reshow(survey, anew)
    if state.layar not in places or places.index(state.layar) > places.index(first):
        anew = anew._replace(layar=first if state.dicek else "salam")
    return reshow(survey, anew, Words("catat.kuesioner_baru"))


def started(survey: SurveyDefinition, state: State, at: datetime, kode: str) -> Turn:
    """`mulai` in the middle of a survey asks before anything is lost."""
    if not state.open or state.layar in ("salam", "sudah", "saran_susulan"):
        return restart(survey, state, at, kode)
    return enter(survey, state._replace(teks=kode or None), "kembali_lagi")


def opened(survey: SurveyDefinition, state: State, event: Opened) -> Turn:
    """A page was opened: show where we are, or begin with the code it brings."""
    if not state.open and letters_of(event.kode) and survey.agency.tempat(event.kode) is None:
        return reshow(survey, state)._replace(kode=event.kode)
    if event.kode and (not state.open or state.layar in ("salam", "sudah")):
        return restart(survey, state, event.at, event.kode)
    if state.open and state.layar != "salam" and event.at - seen(state) > PAUSE:
        return enter(survey, state, "kembali_lagi")
    return reshow(survey, state)
