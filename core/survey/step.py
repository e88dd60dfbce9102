"""The entry of the survey: step(survey, state, event) -> Turn. The desk's router calls it.

No clock, no database, no channel and no language are known here: typed words are recognised by the
catalogues in `survey.texts`, and screens leave as catalogue keys, which `rendering` puts into
words. Keys under `catat` are notes: the line above a screen on what just happened.

The events are Started (/start or `mulai`, perhaps with a code), Opened (a page was opened), Chose
(a button was pressed), Said (a text was typed), Attached (a photo or another medium came), and two
answers of the store to a turn: Checked, whether this answer may be given again, and Visited, the
state of the visit whose code the turn asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.survey.beginning import (
    greet_at_code,
    last_seen_at,
    new_state,
    open_page,
    renew,
    start,
    take_visit,
)
from core.survey.commands import ASIDES, stop
from core.survey.moves import close, enter, reshow, saran_of
from core.survey.presses import answer_press, old_press
from core.survey.route import service_name
from core.survey.screens import show
from core.survey.state import (
    GIVEN_UP_SCREEN,
    KEPT,
    SENT_SCREEN,
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
from core.survey.typed_answers import answer_text, start_code

if TYPE_CHECKING:
    from datetime import datetime

STOP = "berhenti"  # the command under `kata` of the catalogues by which a person wants no message


def step(survey: SurveyDefinition, state: State | None, event: Event) -> Turn:
    """Return the turn to which one event leads. Deterministic; every text and press gets an answer.

    `state` None means that nothing is kept of this person; a state older than `KEPT` counts as
    none. The order of the screens is that of the form (PermenPANRB 14/2017, annex).
    """
    if state is None or event.at - last_seen_at(state) > KEPT:
        turn = _meet(survey, event)
    elif state.snapshot != survey.questionnaire.snapshot:
        turn = renew(survey, state)
    else:
        turn = _handle(survey, state, event)
    return turn._replace(state=turn.state._replace(last_seen=event.at.timestamp()))


def _meet(survey: SurveyDefinition, event: Event) -> Turn:
    """Answer the first event of a person of whom nothing is kept.

    The answer is the greeting, with the place of a code that came along. Exceptions are a press,
    which can only be on an old button, and three kinds of text: a wish to be left alone, an aside
    ("bantuan"), and a refusal ("nanti") of an invitation. A yes is not taken before the greeting
    was read.
    """
    state = new_state(survey, event.at, getattr(event, "language", None))
    match event:
        case Chose():
            return old_press(survey, state._replace(screen=GIVEN_UP_SCREEN), event)
        case Said(text=text) if survey.texts.command(text) == STOP:
            return stop(survey, state)
        case Said(text=text):
            turn = greet_at_code(survey, state, start_code(survey, text) or "")
            command = survey.texts.command(text)
            if command in ASIDES:
                return enter(survey, turn.state, command)
            # A digit would count choices of the greeting, which the person has not seen yet.
            if command or any(map(str.isdecimal, text)):
                return turn
            # `unseen` would refuse the text as typed before our last question came: there is none.
            read = answer_text(survey, turn.state, event._replace(unseen=False))
            return turn if read.state.open else read  # closed: "no" to an invitation
        case Started(code=code) | Opened(code=code):
            return greet_at_code(survey, state, code)
    # Attached; answers of the store come only to persons who have a state.
    return reshow(survey, greet_at_code(survey, state, "").state, _attachment_refused(survey))


def _handle(survey: SurveyDefinition, state: State, event: Event) -> Turn:
    match event:
        case Started(code=code):
            return start(survey, state, event.at, code)
        case Opened():
            return open_page(survey, state, event)
        case Chose():
            return answer_press(survey, state, event)
        case Said():
            return answer_text(survey, state, event)
        case Checked():
            return _checked(survey, state, event)
        case Visited():
            return take_visit(survey, state, event)
    return reshow(survey, state, _attachment_refused(survey))


def _attachment_refused(survey: SurveyDefinition) -> Words:
    """Say that the file was not kept, and where evidence of a complaint may be sent instead."""
    return Words("catat.lampiran", {"petugas": survey.agency.complaints.staff})


# -- the answer to a check, and the end ------------------------------------------------------------


def _checked(survey: SurveyDefinition, state: State, event: Checked) -> Turn:
    """Go on after the store told whether this answer may be given (again).

    The store is asked twice. As soon as the layanan is known, so that nobody fills in a survey that
    will not count: a person who rated it lately is shown the screen "sudah", which offers to add a
    saran or to rate another layanan. And before sending (`state.sending`), for another answer may
    have come first meanwhile; one that used up the code of this visit closes the survey.
    """
    if event.already and state.ticket:
        return close(survey, state, "catat.kode_didahului")
    if event.already:
        kept = state._replace(nilai={}, checked=False, sending=False, changing=None, aside=None)
        return reshow(survey, kept._replace(screen="sudah"))
    if state.sending:
        return _finish(survey, state, event.at)
    note = None
    if not state.placed_by_code:  # the person has just chosen the layanan, and reads which
        note = Words("catat.tercatat", {"jawaban": service_name(survey, state)})
    return reshow(survey, state._replace(checked=True), note)


def _finish(survey: SurveyDefinition, state: State, at: datetime) -> Turn:
    """Hand the whole answer to the desk; no part of it is left in the state."""
    assert state.unit  # noqa: S101 - the review cannot be reached without a place
    assert state.layanan  # noqa: S101
    finished = Finished(
        unit=state.unit,
        layanan=state.layanan,
        loket=state.loket,
        language=state.language,
        profile=state.profile,
        nilai=state.nilai,
        # Seconds since consent; 0 where the clocks of two events disagree.
        duration=max(0, int(at.timestamp() - (state.started or at.timestamp()))),
    )
    done = State(state.snapshot, state.session, state.language, screen=SENT_SCREEN)
    return Turn(done, (show(survey, done),), finished=finished, saran=saran_of(survey, state))
