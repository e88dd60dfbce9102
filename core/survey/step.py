"""The entry of the survey: step(survey, state, event) -> Turn. The desk's router calls it.

No clock, no database, no words and no channel are known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.survey.beginning import fresh, opened, placed, renewed, seen, started, visited
from core.survey.commands import ASIDES, stop
from core.survey.moves import closed, enter, noted, reshow
from core.survey.presses import chose, old_press
from core.survey.route import service_name
from core.survey.screens import show
from core.survey.state import (
    CLOSED,
    KEPT,
    Checked,
    Chose,
    Event,
    Finished,
    Opened,
    Said,
    Started,
    State,
    SurveyDefinition,
    Turn,
    Visited,
)
from core.survey.typed_answers import code_of, said

if TYPE_CHECKING:
    from datetime import datetime


def step(survey: SurveyDefinition, state: State | None, event: Event) -> Turn:
    """Return the turn to which one event leads. Deterministic; every text and press gets an answer.

    `state` None means that nothing is kept of this person. The order of the screens is that of the
    form (PermenPANRB 14/2017, annex).
    """
    if state is None or event.at - seen(state) > KEPT:
        turn = _first(survey, event)
    elif state.snapshot != survey.questionnaire.snapshot:
        turn = renewed(survey, state)
    else:
        turn = _handle(survey, state, event)
    return turn._replace(state=turn.state._replace(last_seen=event.at.timestamp()))


def _first(survey: SurveyDefinition, event: Event) -> Turn:
    """Introduce the bot to a new person, whatever the event is; a stop or a no is one even then."""
    state = fresh(survey, event.at, getattr(event, "language", None))
    match event:
        case Chose():
            return old_press(survey, state._replace(screen="tutup"), event)
        case Said(text=text) if survey.texts.command(text) == "berhenti":
            return stop(survey, state)
        case Said(text=text):
            turn = placed(survey, state, code_of(survey, text) or "")
            asked = survey.texts.command(text)
            if asked in ASIDES:
                return enter(survey, turn.state, asked)
            if asked or any(map(str.isdecimal, text)):  # no number was offered yet
                return turn
            read = said(survey, turn.state, event._replace(unseen=False))
            return turn if read.state.open else read  # "no" to an invitation closes the survey
        case Started(code=code) | Opened(code=code):
            return placed(survey, state, code)
    return reshow(survey, placed(survey, state, "").state, _not_kept(survey))


def _handle(survey: SurveyDefinition, state: State, event: Event) -> Turn:
    match event:
        case Started(code=code):
            return started(survey, state, event.at, code)
        case Opened():
            return opened(survey, state, event)
        case Chose():
            return chose(survey, state, event)
        case Said():
            return said(survey, state, event)
        case Checked():
            return _checked(survey, state, event)
        case Visited():
            return visited(survey, state, event)
    return reshow(survey, state, _not_kept(survey))


def _not_kept(survey: SurveyDefinition) -> Words:
    return Words("catat.lampiran", {"petugas": survey.agency.complaints.staff})


# -- the answer to a check, and the end ------------------------------------------------------------


def _checked(survey: SurveyDefinition, state: State, event: Checked) -> Turn:
    if event.already and state.ticket:  # another answer has used up this visit's code
        return closed(survey, state, "catat.kode_didahului")
    if event.already:
        kept = state._replace(nilai={}, checked=False, sending=False, changing=None, aside=None)
        return reshow(survey, kept._replace(screen="sudah"))
    if state.sending:
        return _finish(survey, state, event.at)
    note = None
    if not state.placed_by_code:
        note = Words("catat.tercatat", {"jawaban": service_name(survey, state)})
    return reshow(survey, state._replace(checked=True), note)


def _finish(survey: SurveyDefinition, state: State, at: datetime) -> Turn:
    assert state.unit  # noqa: S101 - the review cannot be reached without a place
    assert state.layanan  # noqa: S101
    finished = Finished(
        unit=state.unit,
        layanan=state.layanan,
        loket=state.loket,
        language=state.language,
        profile=state.profile,
        nilai=state.nilai,
        duration=max(0, int(at.timestamp() - (state.started or at.timestamp()))),
    )
    done = State(state.snapshot, state.session, state.language, screen=CLOSED[0])
    return Turn(done, (show(survey, done),), finished=finished, saran=noted(survey, state))
