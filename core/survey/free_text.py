"""Free words: age, occupation, saran. Kept as they are up to a told limit, never interpreted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.language.free_text import SARAN_MOST, SEBUTKAN_MOST, too_long
from core.language.matching import bare, normal, whole_number
from core.survey.moves import closed, enter, forward, noted, reshow
from core.survey.route import about
from core.survey.screens import quoted
from core.survey.state import MISSES, State, Turn

if TYPE_CHECKING:
    from core.survey.state import SurveyDefinition


def typed(survey: SurveyDefinition, state: State, text: str) -> Turn:
    """Words on a screen that asks for words."""
    group, _, key = state.layar.partition(".")
    if group == "p":
        return _number(survey, state, key, text)
    if group == "lain":
        return _named(survey, state, key, text)
    return with_saran(survey, state, text)


def _number(survey: SurveyDefinition, state: State, key: str, text: str) -> Turn:
    least, most = about(survey, state.layar).batas
    value = whole_number(text)
    youngest = survey.agency.usia_minimum if key == "usia" else None
    if value is not None and youngest and value < youngest:
        return closed(survey, state, Words("catat.terlalu_muda", {"usia_minimum": youngest}))
    if value is not None and least <= value <= most:
        state = state._replace(profil={**state.profil, key: str(value)}, meleset=0)
        return forward(survey, state, Words("catat.tercatat", {"jawaban": str(value)}))
    wrong = " ".join(quoted(text, 20).split()) or "–"
    return _refused(survey, state, Words("catat.angka_salah", {"tulisan": wrong}))


def _named(survey: SurveyDefinition, state: State, key: str, text: str) -> Turn:
    if not normal(text):
        return _refused(survey, state, Words("catat.kosong"))
    if len(text) > SEBUTKAN_MOST:
        return _refused(survey, state, too_long(text, SEBUTKAN_MOST))
    profil = {**state.profil, f"{key}.lain": text.strip()}
    said = Words("catat.tercatat", {"jawaban": text.strip()})
    return forward(survey, state._replace(profil=profil, meleset=0), said)


def _refused(survey: SurveyDefinition, state: State, note: Words) -> Turn:
    state = state._replace(meleset=state.meleset + 1)
    if state.meleset >= MISSES:
        return enter(survey, state._replace(meleset=0), "macet")
    return reshow(survey, state, note)


def with_saran(survey: SurveyDefinition, state: State, text: str) -> Turn:
    """Keep words as the saran: now if its screen is open, else beside the question that waits."""
    if not normal(text) or bare(text) in survey.texts.words_for("juga.itu_saran"):
        return reshow(survey, state, Words("catat.kosong"))
    joined = text if state.ubah or not state.saran else f"{state.saran}\n{text}"
    if len(joined) > SARAN_MOST:
        return reshow(survey, state, too_long(joined, SARAN_MOST))
    state = state._replace(saran=joined)
    if state.layar == "saran_susulan":
        return _afterwards(survey, state)
    if state.layar == "saran":
        return _on_to_wish(survey, state)
    return reshow(survey, state, Words("catat.saran_disimpan"))


def _on_to_wish(survey: SurveyDefinition, state: State) -> Turn:
    """A changed saran goes back to the review only after the wish to be told was asked."""
    if state.ubah:
        return reshow(survey, state._replace(layar="kabar"), Words("catat.saran_tercatat"))
    return forward(survey, state, Words("catat.saran_tercatat"))


def _afterwards(survey: SurveyDefinition, state: State) -> Turn:
    """A saran added to a survey that was sent before: kept at once, alone."""
    done = State(state.snapshot, state.sesi, state.bahasa, layar="selesai")
    turn = reshow(survey, done, Words("catat.saran_diterima"))
    return turn._replace(saran=noted(survey, state))
