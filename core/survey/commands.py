"""Commands that work on any screen of the survey: kembali, lanjut, ubah, batal, berhenti, bantuan.

`typed_answers` finds them in typed text, `presses` under buttons; the names are keys under `kata`
of the catalogues.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.survey.beginning import start
from core.survey.moves import close, enter, leave_aside, onward, reshow
from core.survey.route import questions, route
from core.survey.state import Chose, Turn

if TYPE_CHECKING:
    from core.survey.state import Event, State, SurveyDefinition

# Commands that lay a screen of the same name over the present one: help, language, privacy,
# complaints.
ASIDES = ("bantuan", "bahasa", "privasi", "pengaduan")


def command(survey: SurveyDefinition, state: State, name: str, event: Event) -> Turn:
    """Carry out a command by its name; a name without meaning here shows the screen again."""
    match name:
        case "mulai":
            return start(survey, state, event.at, "")
        case "batal" if state.open:
            return close(survey, state, "catat.dibatalkan")
        case "kembali":
            return _go_back(survey, state)
        case "lanjut":
            return _go_on(survey, state)
        case "apa" if state.here.startswith("t."):
            return explain(survey, state, event)
        case "ubah":
            return _change(survey, state)
    return enter(survey, state, name) if name in ASIDES else reshow(survey, state)


def stop(survey: SurveyDefinition, state: State) -> Turn:
    """Stop at once, without asking; the goodbye is the last message to the person (ADR 0006)."""
    return close(survey, state, "catat.berhenti")._replace(silence=True)


def explain(survey: SurveyDefinition, state: State, event: Event) -> Turn:
    """Explain the question of the screen, beside the press where the channel can, else above it."""
    words = Words(f"{state.here.replace('t.', 'tanya.', 1)}.apa")
    return _beside(survey, state, event, words)


def _beside(survey: SurveyDefinition, state: State, event: Event, words: Words) -> Turn:
    if isinstance(event, Chose) and event.popup:
        return Turn(state, notice=words)
    return reshow(survey, state, words)


def official(survey: SurveyDefinition, state: State, event: Event) -> Turn:
    """Show the question as the regulation words it, in any language of the survey."""
    key = state.here.removeprefix("t.")
    asked = next(one for one in survey.questionnaire.questions if one.key == key)
    words = Words("catat.resmi", {"isi": asked.content, "opsi": " / ".join(asked.options)})
    return _beside(survey, state, event, words)


def _change(survey: SurveyDefinition, state: State) -> Turn:
    every = len(survey.questionnaire.questions)
    if state.open and len(state.nilai) == every:
        return enter(survey, state._replace(screen="periksa", changing=None), "ubah")
    return reshow(survey, state, Words("catat.ubah_nanti") if state.open else None)


def _go_back(survey: SurveyDefinition, state: State) -> Turn:
    if state.aside:
        return leave_aside(survey, state)
    if state.changing:
        return reshow(survey, state._replace(screen="periksa", changing=None))
    places = route(survey, state)
    here = places.index(state.screen) if state.screen in places else 0
    if here == 0:
        return reshow(survey, state)
    state = state._replace(screen=places[here - 1])
    return reshow(survey, state, _earlier(survey, state))


def _earlier(survey: SurveyDefinition, state: State) -> Words:
    key = state.screen.removeprefix("t.")
    score = state.nilai.get(key) if state.screen.startswith("t.") else None
    if score is None:
        return Words("catat.kembali")
    no = questions(survey).index(state.screen) + 1
    return Words("catat.kembali_tanya", {"no": no, "jawaban": Words(f"tanya.{key}.opsi.{score}")})


def _go_on(survey: SurveyDefinition, state: State) -> Turn:
    """Go on to the next screen if this one is answered already."""
    if state.aside:
        return leave_aside(survey, state)
    group, _, key = state.screen.partition(".")
    kept = {"t": state.nilai, "p": state.profile, "lain": state.profile}.get(group, {})
    chosen = group == "layanan" and state.checked
    return reshow(survey, onward(survey, state) if chosen or key in kept else state)
