"""`entry.read`: an answer completed elsewhere counts only if every part of it is within bounds."""

from __future__ import annotations

from datetime import date

import pytest

from core.answers.entry import is_open, known, read
from core.errors import FileError
from core.office.agency import ServicePoint

TODAY = date(2026, 11, 21)
L1 = ServicePoint("pelayanan", "sktm", "L1")
SCORES = dict.fromkeys(
    ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarpras"), 3
)
WHOLE = {
    "bahasa": "id",
    "tanggal": "2026-11-21",
    "slot": "08-12",
    "durasi": 95,
    "profil": {"kelamin": "P", "usia": "34", "pekerjaan": "LAINNYA", "pekerjaan.lain": "Penjahit"},
    "nilai": {**SCORES, "waktu": 2, "pengaduan": 4},
    "saran": "Antre lama. ",
}


def taken(survey, point=L1, **changes):
    given = {key: value for key, value in (WHOLE | changes).items() if value is not None}
    unit = survey.agency.unit_with("pelayanan")
    return read(given, survey.questionnaire, unit, point, ("id", "en"), TODAY)


def test_a_whole_answer_becomes_what_a_conversation_would_have_stored(survey):
    found = taken(survey)
    stored = found.response()

    assert (stored.unit, stored.layanan, stored.loket) == ("pelayanan", "sktm", "L1")
    assert (stored.mode, stored.channel, stored.day) == ("kiosk", "web", TODAY)
    assert stored.nilai["waktu"] == 2
    assert stored.profile["pendidikan"] == "-"
    assert stored.profile["pekerjaan.lain"] == "Penjahit"
    said = found.words()
    assert (said.text, said.unsur, said.day) == ("Antre lama.", "waktu", TODAY)


def test_without_a_low_score_a_saran_is_about_nothing_in_particular(survey):
    assert taken(survey, nilai={**SCORES, "pengaduan": 3}).words().unsur is None
    assert taken(survey, saran="  ").words() is None


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("nilai", {**SCORES, "pengaduan": 5}, "nilai.pengaduan"),
        ("nilai", {**SCORES, "pengaduan": 0}, "nilai.pengaduan"),
        ("nilai", {**SCORES, "pengaduan": True}, "nilai.pengaduan"),
        ("nilai", {**SCORES, "pengaduan": "3"}, "nilai.pengaduan"),
        ("nilai", SCORES, "nilai.pengaduan"),
        ("nilai", {**SCORES, "pengaduan": 3, "U9": 3}, "nilai.U9"),
        ("nilai", [3] * 9, "nilai"),
        ("profil", {"kelamin": "X"}, "profil.kelamin"),
        ("profil", {"usia": "9"}, "profil.usia"),
        ("profil", {"usia": "034"}, "profil.usia"),
        ("profil", {"usia": 34}, "profil.usia"),
        ("profil", {"nik": "1571"}, "profil.nik"),
        ("profil", {"pekerjaan": "PNS", "pekerjaan.lain": "x"}, "profil.pekerjaan.lain"),
        ("profil", {"kelamin.lain": "x"}, "profil.kelamin.lain"),
        ("tanggal", "2026-11-22", "tanggal"),
        ("tanggal", "2026-11-06", "tanggal"),
        ("tanggal", "20261121", "tanggal"),
        ("tanggal", None, "tanggal"),
        ("slot", "09:12", "slot"),
        ("durasi", -1, "durasi"),
        ("bahasa", "xx", "bahasa"),
        ("layanan", "akta", "layanan"),
        ("saran", "a" * 1001, "saran"),
        ("saran", "\ud800", "saran"),
        ("nama", "Budi", "nama"),
    ],
)
def test_one_wrong_part_refuses_the_whole_and_is_named(survey, key, value, where):
    with pytest.raises(FileError) as wrong:
        taken(survey, **{key: value})
    assert wrong.value.where == where


def test_a_loket_for_every_service_asks_which_one(survey):
    everywhere = ServicePoint("pelayanan", None, "L9")

    assert taken(survey, everywhere, layanan="sktm").response().layanan == "sktm"
    with pytest.raises(FileError):
        taken(survey, everywhere)
    with pytest.raises(FileError):
        taken(survey, everywhere, layanan="tidak-ada")


def test_a_day_is_open_for_a_fortnight_and_never_ahead():
    assert is_open(date(2026, 11, 7), TODAY)
    assert not is_open(date(2026, 11, 6), TODAY)
    assert not is_open(date(2026, 11, 22), TODAY)


def test_an_absurd_duration_is_left_out(survey):
    assert taken(survey, durasi=90_000).duration is None
    assert taken(survey, durasi=0).duration is None


def test_who_is_younger_than_the_office_asks_is_not_counted(survey):
    unit, asked = survey.agency.unit_with("pelayanan"), survey.questionnaire
    given = WHOLE | {"profil": {"usia": "16"}}
    with pytest.raises(FileError) as wrong:
        read(given, asked, unit, L1, ("id",), TODAY, 17)
    assert wrong.value.where == "profil.usia"
    assert read(given, asked, unit, L1, ("id",), TODAY, 16)
    assert read(WHOLE | {"profil": {"usia": "-"}}, asked, unit, L1, ("id",), TODAY, 17)


def test_what_looks_doubtful_is_marked_and_counted(survey):
    same = dict.fromkeys(("pengaduan", *SCORES), 3)
    assert taken(survey, nilai=same, durasi=5).response().flags == ("seragam", "kilat")
    assert taken(survey).response().flags == ()


def test_a_declined_profile_question_is_an_answer(survey):
    assert all(known(one, "-") for one in survey.questionnaire.profile)
