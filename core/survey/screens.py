"""The screens of the survey, the review included, as replies in catalogue keys.

`show` makes the reply for a state; nothing is recorded here (`recording` does that).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from core.language.catalogue import Joined, Words
from core.language.option import Option
from core.office.questionnaire import DECLINED
from core.survey.route import (
    about,
    deleted_by,
    kept_until,
    place_name,
    position,
    questions,
    service_name,
    services,
    worst,
)
from core.survey.state import CLOSED, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from core.language.catalogue import Fact, Says
    from core.office.questionnaire import SurveyQuestion
    from core.survey.state import State, SurveyDefinition


# Codes of buttons that send or delete: a shortened or mistyped word must not press them.
FINAL = ("kirim", "batal", "hapus", "hapus_saran", "dari_awal", "ya_berhenti", "selesai_di_sini")


# Short words to type for a button where nothing can be pressed; the catalogues know both.
SHORT = {"apa": "?", "kembali": "0"}


@cache  # codes come from this file alone, so their number is bounded
def button(code: str, *, counted: bool = True) -> Option:
    """Return the button with this code; `counted`: typed digits count it."""
    label, also = Words(f"tombol.{code}"), f"juga.{code}"
    short = None if counted else SHORT.get(code)
    return Option(code, label, also=also, counted=counted, short=short, exact=code in FINAL)


def quoted(text: str, most: int = 200) -> str:
    """Cut a respondent's words for a screen to `most` characters; the store keeps all of them."""
    return text if len(text) <= most else text[: most - 1] + "…"


def show(survey: SurveyDefinition, state: State, note: Words | None = None) -> Reply:
    """Return the screen in front of the respondent, with a line on what just happened."""
    screen = state.here
    if "." in screen:  # a question of the questionnaire or of the profile
        language = state.language
        reply = survey.once(
            ("layar", screen, language), lambda: _instrument(survey, screen, language)
        )
    else:
        reply = _SCREENS[screen](survey, state)
    return reply if note is None else reply._replace(note=note)


def _instrument(survey: SurveyDefinition, screen: str, language: str) -> Reply:
    if screen.startswith("t."):
        foreign = language != survey.questionnaire.language
        return _question(survey, screen, foreign=foreign)._replace(fixed=screen)
    return _about(survey, screen)._replace(fixed=screen)


def _plain(
    name: str, *codes: str, free_text: bool = False
) -> Callable[[SurveyDefinition, State], Reply]:
    """Make a screen of fixed words and fixed buttons."""
    choices = tuple(button(code, counted=not free_text) for code in codes)
    reply = Reply(name, Words(f"layar.{name}"), choices=choices, free_text=free_text, fixed=name)
    return lambda _survey, _state: reply


def _question(survey: SurveyDefinition, screen: str, *, foreign: bool) -> Reply:
    """Make the screen of a question; in a foreign language the official words are one tap away."""
    every = survey.questionnaire.questions
    place = questions(survey).index(screen)
    key = every[place].key
    head: dict[str, Fact] = {
        "no": place + 1,
        "dari": len(every),
        "judul": Words(f"tanya.{key}.judul"),
    }
    return Reply(
        screen,
        Words(f"tanya.{key}.isi"),
        heading=Words("layar.kepala", head),
        choices=(
            *(_option(key, score) for score in (1, 2, 3, 4)),
            button("apa", counted=False),
            *((button("resmi", counted=False),) if foreign else ()),
            button("kembali", counted=False),
        ),
    )


def _option(key: str, score: int) -> Option:
    options, row_labels = Words(f"tanya.{key}.opsi.{score}"), Words(f"tanya.{key}.baris.{score}")
    label = Words("tombol.bernomor", {"nomor": score, "opsi": options})
    return Option(str(score), label, names=(options, row_labels), row=row_labels, letter=True)


def _about(survey: SurveyDefinition, screen: str) -> Reply:
    one = about(survey, screen)
    declined = button("rahasia", counted=one.kind == "pilihan")
    if screen.startswith("lain."):
        return Reply(screen, Words("layar.sebutkan"), choices=(declined,), free_text=True)
    question = Words(f"profil.{one.key}.tanya")
    if one.kind == "angka":
        return Reply(screen, question, choices=(declined,), free_text=True)
    named = (
        Option(code, Words(f"profil.{one.key}.{code}"), also=f"juga.profil.{one.key}.{code}")
        for code in one.choices
    )
    return Reply(screen, question, choices=(*named, declined))


def _greeting(survey: SurveyDefinition, state: State) -> Reply:
    count = len(survey.questionnaire.questions)
    facts: dict[str, Fact] = {
        "unit": place_name(survey, state),
        "jumlah": count,
        "menit": survey.minutes,
        "usia_minimum": survey.agency.minimum_age,
    }
    several = len(survey.texts.languages) > 1
    codes = ("setuju", "privasi", "nanti", *(("bahasa",) if several else ()))
    name, choices = f"salam.{state.unit}.{survey.minutes}", tuple(map(button, codes))
    return Reply("salam", Words("layar.salam", facts), choices=choices, fixed=name)


def _unit(survey: SurveyDefinition, _state: State) -> Reply:
    named = tuple(Option(one.code, one.short, names=(one.name,)) for one in survey.agency.unit)
    return Reply("unit", Words("layar.unit"), choices=named, fixed="unit")


def _layanan(survey: SurveyDefinition, state: State) -> Reply:
    every = services(survey, state)
    named = tuple(Option(one.code, one.label, names=(one.name,)) for one in every)
    return Reply("layanan", Words("layar.layanan"), choices=named, fixed=f"layanan.{state.unit}")


def _saran(survey: SurveyDefinition, state: State) -> Reply:
    if state.saran:
        name = "saran_ganti" if state.changing else "saran_ada"
        content = Words(f"layar.{name}", {"saran": quoted(state.saran)})
        choices = (button("simpan", counted=False), button("hapus_saran", counted=False))
        return Reply("saran", content, choices=choices, free_text=True)
    if low := worst(survey, state):
        name, code = f"saran.{low.key}", "lewati"
        content = Words("layar.saran_kurang", {"judul": Words(f"tanya.{low.key}.judul")})
    else:
        name, code, content = "saran", "tidak_ada", Words("layar.saran")
    return Reply(
        "saran", content, choices=(button(code, counted=False),), free_text=True, fixed=name
    )


def _already_rated(survey: SurveyDefinition, state: State) -> Reply:
    other = len(services(survey, state)) > 1 or len(survey.agency.unit) > 1
    codes = ("tambah_saran", *(("layanan_lain",) if other else ()))
    content = Words("layar.sudah", {"layanan": service_name(survey, state)})
    return Reply("sudah", content, choices=tuple(map(button, codes)))


def _privacy(_survey: SurveyDefinition, state: State) -> Reply:
    code = "lanjutkan" if state.open else "mulai"
    content = Words("layar.privasi", {"tanggal": deleted_by(state)})
    return Reply("privasi", content, choices=(button(code),))


def _help(_survey: SurveyDefinition, state: State) -> Reply:
    code = "lanjutkan" if state.open else "mulai"
    return Reply("bantuan", Words("layar.bantuan"), choices=(button(code),))


def _language(survey: SurveyDefinition, _state: State) -> Reply:
    named = tuple(Option(code, Words(f"bahasa.{code}")) for code in survey.texts.languages)
    return Reply("bahasa", Words("layar.bahasa"), choices=named)


def _complaints(survey: SurveyDefinition, state: State) -> Reply:
    channel = survey.agency.complaints
    facts = {
        "unit": place_name(survey, state),
        "petugas": channel.staff,
        "lapor": channel.lapor,
        "inspektorat": channel.inspektorat,
        "ombudsman": channel.ombudsman,
    }
    codes = (("simpan_saran",) if state.text else ()) + (("lanjut_menilai",) if state.open else ())
    return Reply("pengaduan", Words("layar.pengaduan", facts), choices=tuple(map(button, codes)))


def _question_aside(survey: SurveyDefinition, state: State) -> Reply:
    content = Words("layar.pertanyaan", {"posisi": position(survey, state)})
    return Reply("pertanyaan", content, choices=(button("lanjutkan"),))


def _back_again(survey: SurveyDefinition, state: State) -> Reply:
    facts: dict[str, Fact] = {"posisi": position(survey, state), "tanggal": kept_until(state)}
    codes = ("lanjutkan", "dari_awal", "hapus")
    content = Words("layar.kembali_lagi", facts)
    return Reply("kembali_lagi", content, choices=tuple(map(button, codes)))


def review(survey: SurveyDefinition, state: State) -> Reply:
    """Return the review: every answer, the profile and the saran, before anything is sent."""
    lines = tuple(
        _line(survey, state.language, no, one, state.nilai.get(one.key))
        for no, one in enumerate(survey.questionnaire.questions, start=1)
    )
    profile = Joined(", ", tuple(profile_words(survey, state)))
    facts = {
        "layanan": service_name(survey, state),
        "profil": profile if profile.parts else None,
        "daftar": Joined("\n", lines),
        "saran": quoted(state.saran) if state.saran else None,
    }
    codes = ("kirim", "ubah", "batal")
    return Reply("periksa", Words("layar.periksa", facts), choices=tuple(map(button, codes)))


def _line(
    survey: SurveyDefinition, language: str, no: int, one: SurveyQuestion, score: int | None
) -> str:
    """Return a line of the review, in words already: it reads the same for everybody."""

    def make() -> str:
        facts: dict[str, Fact] = {
            "no": no,
            "judul": Words(f"tanya.{one.key}.singkat"),
            "jawaban": Words(f"tanya.{one.key}.opsi.{score}") if score else "–",
        }
        return survey.texts.say(language, Words("layar.periksa_baris", facts))

    return survey.once(("periksa", one.key, score, language), make)


def profile_words(survey: SurveyDefinition, state: State) -> Iterator[Says]:
    """Yield the profile as the review shows it, without the questions that were declined."""
    for one in survey.questionnaire.profile:
        value = state.profile.get(one.key, DECLINED)
        if value == DECLINED:
            continue
        words = state.profile.get(f"{one.key}.lain")
        yield words or (value if one.kind == "angka" else Words(f"profil.{one.key}.{value}"))


def change(survey: SurveyDefinition, _state: State) -> Reply:
    """Return the list of answers that can be changed from the review, by number."""
    numbers = tuple(
        Option(f"t.{one.key}", str(no), names=(Words(f"tanya.{one.key}.singkat"),))
        for no, one in enumerate(survey.questionnaire.questions, start=1)
    )
    rest = tuple(button(code, counted=False) for code in ("profil", "saran", "kembali"))
    facts = {"dari": len(numbers)}
    return Reply("ubah", Words("layar.ubah", facts), choices=numbers + rest, columns=3)


_SCREENS: dict[str, Callable[[SurveyDefinition, State], Reply]] = {
    "salam": _greeting,
    "unit": _unit,
    "layanan": _layanan,
    "saran": _saran,
    "kabar": _plain("kabar", "boleh", "tidak_perlu"),
    "periksa": review,
    "ubah": change,
    "sudah": _already_rated,
    "saran_susulan": _plain("saran_susulan", "lewati", free_text=True),
    "selesai": _plain("selesai", "hasil", "pengaduan"),
    "tutup": _plain("tutup", "mulai"),
    "privasi": _privacy,
    "bantuan": _help,
    "bahasa": _language,
    "tanya_berhenti": _plain("tanya_berhenti", "ya_berhenti", "lanjut_isi"),
    "kalimat": _plain("kalimat", "itu_saran", "itu_pengaduan", "itu_pertanyaan", "salah_kirim"),
    "pengaduan": _complaints,
    "pertanyaan": _question_aside,
    "macet": _plain("macet", "coba_lagi", "dibantu", "selesai_di_sini"),
    "dibantu": _plain("dibantu", "lanjutkan"),
    "kembali_lagi": _back_again,
}
SCREENS = frozenset(_SCREENS)
assert set(CLOSED) <= SCREENS  # noqa: S101 - a closed state must have something to show
