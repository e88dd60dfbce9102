"""What each screen of the survey shows, the review too. Nothing is recorded here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from core.language.catalogue import Joined, Words
from core.language.option import Option
from core.office.questionnaire import DECLINED
from core.survey.route import (
    about,
    gone_by,
    place_name,
    position,
    questions,
    service_name,
    services,
    until,
    worst,
)
from core.survey.state import CLOSED, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


def show(survey: SurveyDefinition, state: State, note: Words | None = None) -> Reply:
    """The screen in front of the respondent, with a line on what just happened."""
    layar = state.here
    if "." in layar:  # a question of the instrument
        language = state.bahasa
        reply = survey.once(
            ("layar", layar, language), lambda: _instrument(survey, layar, language)
        )
    else:
        reply = _SCREENS[layar](survey, state)
    return reply if note is None else reply._replace(note=note)


def _instrument(survey: SurveyDefinition, layar: str, language: str) -> Reply:
    if layar.startswith("t."):
        foreign = language != survey.questionnaire.bahasa
        return _question(survey, layar, foreign=foreign)._replace(fixed=layar)
    return _about(survey, layar)._replace(fixed=layar)


def _plain(
    name: str, *codes: str, free_text: bool = False
) -> Callable[[SurveyDefinition, State], Reply]:
    """A screen of fixed words and fixed buttons."""
    choices = tuple(button(code, counted=not free_text) for code in codes)
    reply = Reply(name, Words(f"layar.{name}"), choices=choices, free_text=free_text, fixed=name)
    return lambda _survey, _state: reply


def _question(survey: SurveyDefinition, layar: str, *, foreign: bool) -> Reply:
    """In another language the official words are one tap away: the scores are tied to them."""
    every = survey.questionnaire.pertanyaan
    place = questions(survey).index(layar)
    key = every[place].key
    head: dict[str, Fact] = {
        "no": place + 1,
        "dari": len(every),
        "judul": Words(f"tanya.{key}.judul"),
    }
    return Reply(
        layar,
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
    opsi, baris = Words(f"tanya.{key}.opsi.{score}"), Words(f"tanya.{key}.baris.{score}")
    label = Words("tombol.bernomor", {"nomor": score, "opsi": opsi})
    return Option(str(score), label, names=(opsi, baris), row=baris, letter=True)


def _about(survey: SurveyDefinition, layar: str) -> Reply:
    one = about(survey, layar)
    declined = button("rahasia", counted=one.jenis == "pilihan")
    if layar.startswith("lain."):
        return Reply(layar, Words("layar.sebutkan"), choices=(declined,), free_text=True)
    tanya = Words(f"profil.{one.key}.tanya")
    if one.jenis == "angka":
        return Reply(layar, tanya, choices=(declined,), free_text=True)
    named = (
        Option(kode, Words(f"profil.{one.key}.{kode}"), also=f"juga.profil.{one.key}.{kode}")
        for kode in one.pilihan
    )
    return Reply(layar, tanya, choices=(*named, declined))


def _salam(survey: SurveyDefinition, state: State) -> Reply:
    count = len(survey.questionnaire.pertanyaan)
    facts: dict[str, Fact] = {
        "unit": place_name(survey, state),
        "jumlah": count,
        "menit": survey.menit,
        "usia_minimum": survey.agency.usia_minimum,
    }
    several = len(survey.texts.languages) > 1
    codes = ("setuju", "privasi", "nanti", *(("bahasa",) if several else ()))
    name, choices = f"salam.{state.unit}.{survey.menit}", tuple(map(button, codes))
    return Reply("salam", Words("layar.salam", facts), choices=choices, fixed=name)


def _unit(survey: SurveyDefinition, _state: State) -> Reply:
    named = tuple(Option(one.kode, one.singkat, names=(one.nama,)) for one in survey.agency.unit)
    return Reply("unit", Words("layar.unit"), choices=named, fixed="unit")


def _layanan(survey: SurveyDefinition, state: State) -> Reply:
    every = services(survey, state)
    named = tuple(Option(one.kode, one.label, names=(one.nama,)) for one in every)
    return Reply("layanan", Words("layar.layanan"), choices=named, fixed=f"layanan.{state.unit}")


def _saran(survey: SurveyDefinition, state: State) -> Reply:
    if state.saran:
        name = "saran_ganti" if state.ubah else "saran_ada"
        isi = Words(f"layar.{name}", {"saran": quoted(state.saran)})
        choices = (button("simpan", counted=False), button("hapus_saran", counted=False))
        return Reply("saran", isi, choices=choices, free_text=True)
    if low := worst(survey, state):
        name, code = f"saran.{low.key}", "lewati"
        isi = Words("layar.saran_kurang", {"judul": Words(f"tanya.{low.key}.judul")})
    else:
        name, code, isi = "saran", "tidak_ada", Words("layar.saran")
    return Reply("saran", isi, choices=(button(code, counted=False),), free_text=True, fixed=name)


def _sudah(survey: SurveyDefinition, state: State) -> Reply:
    other = len(services(survey, state)) > 1 or len(survey.agency.unit) > 1
    codes = ("tambah_saran", *(("layanan_lain",) if other else ()))
    isi = Words("layar.sudah", {"layanan": service_name(survey, state)})
    return Reply("sudah", isi, choices=tuple(map(button, codes)))


def _privasi(_survey: SurveyDefinition, state: State) -> Reply:
    code = "lanjutkan" if state.open else "mulai"
    isi = Words("layar.privasi", {"tanggal": gone_by(state)})
    return Reply("privasi", isi, choices=(button(code),))


def _bantuan(_survey: SurveyDefinition, state: State) -> Reply:
    code = "lanjutkan" if state.open else "mulai"
    return Reply("bantuan", Words("layar.bantuan"), choices=(button(code),))


def _bahasa(survey: SurveyDefinition, _state: State) -> Reply:
    named = tuple(Option(code, Words(f"bahasa.{code}")) for code in survey.texts.languages)
    return Reply("bahasa", Words("layar.bahasa"), choices=named)


def _pengaduan(survey: SurveyDefinition, state: State) -> Reply:
    kanal = survey.agency.pengaduan
    facts = {
        "unit": place_name(survey, state),
        "petugas": kanal.petugas,
        "lapor": kanal.lapor,
        "inspektorat": kanal.inspektorat,
        "ombudsman": kanal.ombudsman,
    }
    codes = (("simpan_saran",) if state.teks else ()) + (("lanjut_menilai",) if state.open else ())
    return Reply("pengaduan", Words("layar.pengaduan", facts), choices=tuple(map(button, codes)))


def _pertanyaan(survey: SurveyDefinition, state: State) -> Reply:
    isi = Words("layar.pertanyaan", {"posisi": position(survey, state)})
    return Reply("pertanyaan", isi, choices=(button("lanjutkan"),))


def _kembali_lagi(survey: SurveyDefinition, state: State) -> Reply:
    facts: dict[str, Fact] = {"posisi": position(survey, state), "tanggal": until(state)}
    codes = ("lanjutkan", "dari_awal", "hapus")
    isi = Words("layar.kembali_lagi", facts)
    return Reply("kembali_lagi", isi, choices=tuple(map(button, codes)))


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


_SCREENS: dict[str, Callable[[SurveyDefinition, State], Reply]] = {
    "salam": _salam,
    "unit": _unit,
    "layanan": _layanan,
    "saran": _saran,
    "kabar": _plain("kabar", "boleh", "tidak_perlu"),
    "periksa": periksa,
    "ubah": ubah,
    "sudah": _sudah,
    "saran_susulan": _plain("saran_susulan", "lewati", free_text=True),
    "selesai": _plain("selesai", "hasil", "pengaduan"),
    "tutup": _plain("tutup", "mulai"),
    "privasi": _privasi,
    "bantuan": _bantuan,
    "bahasa": _bahasa,
    "tanya_berhenti": _plain("tanya_berhenti", "ya_berhenti", "lanjut_isi"),
    "kalimat": _plain("kalimat", "itu_saran", "itu_pengaduan", "itu_pertanyaan", "salah_kirim"),
    "pengaduan": _pengaduan,
    "pertanyaan": _pertanyaan,
    "macet": _plain("macet", "coba_lagi", "dibantu", "selesai_di_sini"),
    "dibantu": _plain("dibantu", "lanjutkan"),
    "kembali_lagi": _kembali_lagi,
}
SCREENS = frozenset(_SCREENS)
assert set(CLOSED) <= SCREENS  # noqa: S101 - a closed state must have something to show
