"""The review before sending, and the choice of what to change. Also the parts screens share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from core.language.catalogue import Joined, Words
from core.language.option import Option
from core.office.questionnaire import DECLINED
from core.survey.route import service_name
from core.survey.state import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.language.catalogue import Fact, Says
    from core.office.questionnaire import Pertanyaan
    from core.survey.state import State, SurveyDefinition


# Buttons that send or delete: a shortened or mistyped word must not be taken for them.
FINAL = ("kirim", "batal", "hapus", "hapus_saran", "dari_awal", "ya_berhenti", "selesai_di_sini")


# What is typed for a button where nothing can be pressed; the catalogues know both as words.
SHORT = {"apa": "?", "kembali": "0"}


@cache  # a code stands in our own lines
def button(code: str, *, counted: bool = True) -> Option:
    label, also = Words(f"tombol.{code}"), f"juga.{code}"
    short = None if counted else SHORT.get(code)
    return Option(code, label, also=also, counted=counted, short=short, exact=code in FINAL)


def quoted(text: str, most: int = 200) -> str:
    """A respondent's words within a screen; the whole text is what is stored."""
    return text if len(text) <= most else text[: most - 1] + "…"


def periksa(survey: SurveyDefinition, state: State) -> Reply:
    lines = tuple(
        _line(survey, state.bahasa, no, one, state.nilai.get(one.key))
        for no, one in enumerate(survey.questionnaire.pertanyaan, start=1)
    )
    profil = Joined(", ", tuple(profile_words(survey, state)))
    facts = {
        "layanan": service_name(survey, state),
        "profil": profil if profil.parts else None,
        "daftar": Joined("\n", lines),
        "saran": quoted(state.saran) if state.saran else None,
    }
    codes = ("kirim", "ubah", "batal")
    return Reply("periksa", Words("layar.periksa", facts), choices=tuple(map(button, codes)))


def _line(
    survey: SurveyDefinition, language: str, no: int, one: Pertanyaan, score: int | None
) -> str:
    """In words already: a score of a question reads the same in everybody's review."""

    def make() -> str:
        facts: dict[str, Fact] = {
            "no": no,
            "judul": Words(f"tanya.{one.key}.singkat"),
            "jawaban": Words(f"tanya.{one.key}.opsi.{score}") if score else "–",
        }
        return survey.texts.say(language, Words("layar.periksa_baris", facts))

    return survey.once(("periksa", one.key, score, language), make)


def profile_words(survey: SurveyDefinition, state: State) -> Iterator[Says]:
    """The profile as the review shows it; what was declined is left out."""
    for one in survey.questionnaire.profil:
        value = state.profil.get(one.key, DECLINED)
        if value == DECLINED:
            continue
        words = state.profil.get(f"{one.key}.lain")
        yield words or (value if one.jenis == "angka" else Words(f"profil.{one.key}.{value}"))


def ubah(survey: SurveyDefinition, _state: State) -> Reply:
    numbers = tuple(
        Option(f"t.{one.key}", str(no), names=(Words(f"tanya.{one.key}.singkat"),))
        for no, one in enumerate(survey.questionnaire.pertanyaan, start=1)
    )
    rest = tuple(button(code, counted=False) for code in ("profil", "saran", "kembali"))
    facts = {"dari": len(numbers)}
    return Reply("ubah", Words("layar.ubah", facts), choices=numbers + rest, columns=3)
