"""Recording of choices: writes the chosen answer into the state, and moves on.

`presses.pick` calls `apply` for every choice that is no command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.office.questionnaire import DECLINED
from core.survey.free_text import typed, with_saran
from core.survey.moves import close, enter, forward, leave_aside, reshow
from core.survey.route import route, services
from core.survey.screens import show
from core.survey.state import Turn

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.language.option import Option
    from core.survey.state import State, SurveyDefinition


def recorded(chosen: Option, *, typo: bool) -> Words:
    """Return the line "Tercatat: …" on a choice; after a slip it offers the way back."""
    label = chosen.names[0] if chosen.names and chosen.letter else chosen.label
    return Words("catat.tercatat_keliru" if typo else "catat.tercatat", {"jawaban": label})


def apply(
    survey: SurveyDefinition, state: State, chosen: Option, at: datetime, *, typo: bool
) -> Turn:
    """Carry out one choice of the screen in front of the respondent.

    Raises KeyError for a code that the screen cannot offer.
    """
    note = recorded(chosen, typo=typo)
    screen = state.here
    group, _, key = screen.partition(".")
    match group:
        case "t":
            state = state._replace(nilai={**state.nilai, key: int(chosen.code)})
            return forward(survey, state, note)
        case "p" | "lain":
            return _profile(survey, state, key, chosen, note)
        case "unit":
            return _unit(survey, state, chosen.code, note)
        case "layanan":
            state = state._replace(layanan=chosen.code, checked=False)
            return forward(survey, state, note)
        case "bahasa":
            return leave_aside(survey, state._replace(language=chosen.code))
        case "ubah":
            return _change(survey, state, chosen.code)
        case "salam" if chosen.code == "setuju":
            note_code = Words("catat.kode_salah") if state.wrong_code else None
            state = state._replace(started=at.timestamp(), wrong_code=False)
            return forward(survey, state, note_code)
    return _ACTIONS[chosen.code](survey, state)


def _profile(survey: SurveyDefinition, state: State, key: str, chosen: Option, note: Words) -> Turn:
    code = DECLINED if chosen.code == "rahasia" else chosen.code
    kept = {k: v for k, v in state.profile.items() if k != f"{key}.lain"}
    if state.screen.startswith("lain."):
        return forward(survey, state._replace(profile=kept))
    profile = kept | {key: code}
    said = None if code == DECLINED else note
    return forward(survey, state._replace(profile=profile), said)


def _unit(survey: SurveyDefinition, state: State, code: str, note: Words) -> Turn:
    state = state._replace(unit=code, layanan=None, checked=False)
    only = services(survey, state)
    if len(only) == 1:
        state = state._replace(layanan=only[0].code, screen="layanan")
    return forward(survey, state, note)


def _change(survey: SurveyDefinition, state: State, code: str) -> Turn:
    state = state._replace(aside=None)
    if code == "profil":
        return reshow(survey, state._replace(screen=route(survey, state)[1], changing="profil"))
    if code in ("saran", *(f"t.{one.key}" for one in survey.questionnaire.questions)):
        return reshow(survey, state._replace(screen=code, changing="satu"))
    return reshow(survey, state)


# -- buttons that do the same on every screen ------------------------------------------------------


def _aside(name: str) -> Callable[[SurveyDefinition, State], Turn]:
    return lambda survey, state: enter(survey, state, name)


def _wish(survey: SurveyDefinition, state: State, *, wants_follow_up: bool) -> Turn:
    return forward(survey, state._replace(wants_follow_up=wants_follow_up))


def _send(_survey: SurveyDefinition, state: State) -> Turn:
    return Turn(state._replace(sending=True), check=state.layanan)


def _drop_saran(survey: SurveyDefinition, state: State) -> Turn:
    return forward(survey, state._replace(saran=None, wants_follow_up=False))


def _other_service(survey: SurveyDefinition, state: State) -> Turn:
    several = len(survey.agency.unit) > 1
    fresh = state._replace(
        unit=None if several else state.unit,
        layanan=None,
        loket=None,
        ticket=None,
        placed_by_code=False,
        screen="unit" if several else "layanan",
    )
    return reshow(survey, fresh)


def _resume(survey: SurveyDefinition, state: State) -> Turn:
    """Answer "go on" to the question whether to stop; words for a screen of free text are kept."""
    text, state = state.text, state._replace(aside=None, text=None)
    if text is not None and show(survey, state).free_text:
        return typed(survey, state, text)
    return reshow(survey, state)


def _keep_as_saran(survey: SurveyDefinition, state: State) -> Turn:
    text, state = state.text, state._replace(aside=None, text=None)
    if text is None:
        return reshow(survey, state)
    return with_saran(survey, state, text)


_ACTIONS: dict[str, Callable[[SurveyDefinition, State], Turn]] = {
    "privasi": _aside("privasi"),
    "bahasa": _aside("bahasa"),
    "nanti": lambda survey, state: close(survey, state, "catat.nanti"),
    "lewati": lambda survey, state: (
        close(survey, state, "catat.nanti")
        if state.screen == "saran_susulan"
        else forward(survey, state)
    ),
    "tidak_ada": forward,
    "simpan": forward,
    "hapus_saran": _drop_saran,
    "boleh": lambda survey, state: _wish(survey, state, wants_follow_up=True),
    "tidak_perlu": lambda survey, state: _wish(survey, state, wants_follow_up=False),
    "kirim": _send,
    "ubah": _aside("ubah"),
    "tambah_saran": lambda survey, state: reshow(survey, state._replace(screen="saran_susulan")),
    "layanan_lain": _other_service,
    "hasil": lambda _survey, state: Turn(state, command="ikm"),
    "pengaduan": _aside("pengaduan"),
    "lanjutkan": leave_aside,
    "lanjut_menilai": leave_aside,
    "coba_lagi": leave_aside,
    "ya_berhenti": lambda survey, state: close(survey, state, "catat.berhenti")._replace(
        silence=True
    ),
    "lanjut_isi": _resume,
    "itu_saran": _keep_as_saran,
    "simpan_saran": _keep_as_saran,
    "itu_pengaduan": _aside("pengaduan"),
    "itu_pertanyaan": _aside("pertanyaan"),
    "salah_kirim": leave_aside,
    "dibantu": _aside("dibantu"),
    "selesai_di_sini": lambda survey, state: close(survey, state, "catat.dibatalkan"),
}
