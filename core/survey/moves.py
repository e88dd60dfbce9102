"""Moves between screens: on, back to the review, into an aside and out of it, to the end.

An aside (help, privacy, complaints …) lies over a screen, which waits beneath it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.survey.route import route, worst
from core.survey.screens import show
from core.survey.state import GIVEN_UP_SCREEN, Noted, State, Turn

if TYPE_CHECKING:
    from core.survey.state import SurveyDefinition


def reshow(survey: SurveyDefinition, state: State, note: Words | None = None) -> Turn:
    """Show the screen of this state, after a line on what happened."""
    return Turn(state, (show(survey, state, note),))


def enter(survey: SurveyDefinition, state: State, aside: str, note: Words | None = None) -> Turn:
    """Lay an aside over the screen; the screen waits beneath it."""
    return reshow(survey, state._replace(aside=aside), note)


def leave_aside(survey: SurveyDefinition, state: State, note: Words | None = None) -> Turn:
    """Show the screen beneath the aside again."""
    return reshow(survey, state._replace(aside=None, text=None, misses=0), note)


def close(survey: SurveyDefinition, state: State, note: str | Words) -> Turn:
    """Give the survey up; nothing of the unsent answers is left. `note` may be a catalogue key."""
    done = State(state.snapshot, state.session, state.language, screen=GIVEN_UP_SCREEN)
    return reshow(survey, done, Words(note) if isinstance(note, str) else note)


def onward(survey: SurveyDefinition, state: State) -> State:
    """Return the state at the next screen, or at the review when an answer was being changed."""
    places = route(survey, state)
    following = places[places.index(state.screen) + 1]
    changed = state.changing == "satu" or (
        state.changing == "profil" and following.startswith("t.")
    )
    target, change = ("periksa", None) if changed else (following, state.changing)
    return state._replace(screen=target, changing=change)


def forward(survey: SurveyDefinition, state: State, note: Words | None = None) -> Turn:
    """Go onward. A layanan that has just become known is first checked for an earlier answer.

    `Turn.check` then asks the store, and the answer comes as `Checked`.
    """
    known = state.layanan is not None and state.screen in ("salam", "unit", "layanan")
    there = onward(survey, state)
    if known and not state.checked:
        return Turn(there, check=state.layanan)
    return reshow(survey, there, note)


def saran_of(survey: SurveyDefinition, state: State) -> Noted | None:
    """Return the saran as it is kept: beside the unsur it was asked about, apart from the answers.

    None: there is no saran, or its place is not known.
    """
    if not state.saran or not state.unit or not state.layanan:
        return None
    low = worst(survey, state) if state.nilai else None
    about = low.unsur if low else None
    return Noted(
        state.unit, state.layanan, about, state.saran, wants_follow_up=state.wants_follow_up
    )
