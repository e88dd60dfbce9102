"""Free words on a screen that asks for them: age, occupation, saran.

They are kept as they are, up to a limit that the refusal names, and never interpreted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.language.free_text import OWN_WORDS_MOST, SARAN_MOST, too_long
from core.language.matching import bare, normal, whole_number
from core.survey.moves import close, enter, forward, reshow, saran_of
from core.survey.route import about
from core.survey.screens import quoted
from core.survey.state import MISSES, SENT_SCREEN, State, Turn

if TYPE_CHECKING:
    from core.survey.state import SurveyDefinition


def typed(survey: SurveyDefinition, state: State, text: str) -> Turn:
    """Record typed words on a screen that asks for words."""
    group, _, key = state.screen.partition(".")
    if group == "p":
        return _number(survey, state, key, text)
    if group == "lain":
        return _named(survey, state, key, text)
    return with_saran(survey, state, text)


def _number(survey: SurveyDefinition, state: State, key: str, text: str) -> Turn:
    least, most = about(survey, state.screen).bounds
    value = whole_number(text)
    youngest = survey.agency.minimum_age if key == "usia" else None
    if value is not None and youngest and value < youngest:
        return close(survey, state, Words("catat.terlalu_muda", {"usia_minimum": youngest}))
    if value is not None and least <= value <= most:
        state = state._replace(profile={**state.profile, key: str(value)}, misses=0)
        return forward(survey, state, Words("catat.tercatat", {"jawaban": str(value)}))
    wrong = " ".join(quoted(text, 20).split()) or "–"
    return _refused(survey, state, Words("catat.angka_salah", {"tulisan": wrong}))


def _named(survey: SurveyDefinition, state: State, key: str, text: str) -> Turn:
    if not normal(text):
        return _refused(survey, state, Words("catat.kosong"))
    if len(text) > OWN_WORDS_MOST:
        return _refused(survey, state, too_long(text, OWN_WORDS_MOST))
    profile = {**state.profile, f"{key}.lain": text.strip()}
    said = Words("catat.tercatat", {"jawaban": text.strip()})
    return forward(survey, state._replace(profile=profile, misses=0), said)


def _refused(survey: SurveyDefinition, state: State, note: Words) -> Turn:
    state = state._replace(misses=state.misses + 1)
    if state.misses >= MISSES:
        return enter(survey, state._replace(misses=0), "macet")
    return reshow(survey, state, note)


def with_saran(survey: SurveyDefinition, state: State, text: str) -> Turn:
    """Keep words as the saran: the answer to its screen, or an addition beside another."""
    if not normal(text) or bare(text) in survey.texts.words_for("juga.itu_saran"):
        return reshow(survey, state, Words("catat.kosong"))
    joined = text if state.changing or not state.saran else f"{state.saran}\n{text}"
    if len(joined) > SARAN_MOST:
        return reshow(survey, state, too_long(joined, SARAN_MOST))
    state = state._replace(saran=joined)
    if state.screen == "saran_susulan":
        return _afterwards(survey, state)
    if state.screen == "saran":
        return _on_to_wish(survey, state)
    return reshow(survey, state, Words("catat.saran_disimpan"))


def _on_to_wish(survey: SurveyDefinition, state: State) -> Turn:
    """Go on to the wish to be told, also when the saran was changed from the review."""
    if state.changing:
        return reshow(survey, state._replace(screen="kabar"), Words("catat.saran_tercatat"))
    return forward(survey, state, Words("catat.saran_tercatat"))


def _afterwards(survey: SurveyDefinition, state: State) -> Turn:
    """Keep a saran that is added to a survey sent before: at once, and alone."""
    done = State(state.snapshot, state.session, state.language, screen=SENT_SCREEN)
    turn = reshow(survey, done, Words("catat.saran_diterima"))
    return turn._replace(saran=saran_of(survey, state))
