"""The questionnaire as data: the official form, and the bounds of an office's own file."""

import copy
import json
import tomllib
from fractions import Fraction

import pytest

from core.errors import FileError
from core.office.questionnaire import from_snapshot, parse
from tests.support.paths import REPO

FILE = REPO / "core" / "office" / "questionnaires" / "permenpanrb-14-2017.toml"
OFFICIAL = tomllib.loads(FILE.read_text("utf-8"))

# The regulation's list of unsur, and the official form: question, its unsur, its four options.
UNSUR = [
    ("U1", "persyaratan", "Persyaratan"),
    ("U2", "prosedur", "Sistem, mekanisme, dan prosedur"),
    ("U3", "waktu", "Waktu penyelesaian"),
    ("U4", "biaya", "Biaya/tarif"),
    ("U5", "produk", "Produk spesifikasi jenis pelayanan"),
    ("U6", "kompetensi", "Kompetensi pelaksana"),
    ("U7", "perilaku", "Perilaku pelaksana"),
    ("U8", "pengaduan", "Penanganan pengaduan, saran, dan masukan"),
    ("U9", "sarpras", "Sarana dan prasarana"),
]
FORM = [
    ("U1", "Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ("U2", "Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    ("U3", "Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    ("U4", "Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
    ("U5", "Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ("U6", "Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
    (
        "U7",
        "Tidak sopan dan ramah",
        "Kurang sopan dan ramah",
        "Sopan dan ramah",
        "Sangat sopan dan ramah",
    ),
    ("U9", "Buruk", "Cukup", "Baik", "Sangat baik"),
    (
        "U8",
        "Tidak ada",
        "Ada tetapi tidak berfungsi",
        "Berfungsi kurang maksimal",
        "Dikelola dengan baik",
    ),
]


@pytest.fixture(scope="module")
def survey():
    return parse(OFFICIAL, "resmi")


def test_the_nine_unsur_are_those_of_the_regulation(survey):
    assert [(u.code, u.key, u.name) for u in survey.unsur] == UNSUR
    assert [u.weight for u in survey.unsur] == [Fraction(1, 9)] * 9


def test_the_nine_questions_are_those_of_the_form(survey):
    """The 8th asks for sarpras and feeds U9, the 9th asks for pengaduan and feeds U8."""
    assert [(survey.unsur_of(p.key).code, *p.options) for p in survey.questions] == FORM


def test_every_text_fits_every_channel(survey):
    for one in survey.questions:
        assert all(len(words) <= 30 for words in one.options)
        assert all(len(words) <= 24 for words in one.row_labels)
        assert len(one.meaning) <= 200
        assert len(set(one.options)) == len(set(one.row_labels)) == 4


def test_finer_codes_roll_up_to_the_official_ones(survey):
    profile = {one.key: one for one in survey.profile}
    assert set(profile) == {"kelamin", "usia", "pendidikan", "pekerjaan"}
    assert set(profile["kelamin"].official_codes.values()) == {"L", "P"}
    assert set(profile["pendidikan"].official_codes.values()) >= {
        "SD",
        "SMP",
        "SMA",
        "S1",
        "S2",
        "S3",
    }
    assert set(profile["pekerjaan"].official_codes.values()) == {
        "PNS",
        "TNI",
        "POLRI",
        "SWASTA",
        "WIRAUSAHA",
        "LAINNYA",
    }
    assert profile["usia"].kind == "angka"
    assert profile["usia"].official("34") == "34"
    assert profile["pekerjaan"].own_words in profile["pekerjaan"].choices


def test_equal_weights_become_equal_integers(survey):
    assert survey.integer_weights() == {p.key: 1 for p in survey.questions}


def with_weights(*weight, twice=False):
    """A small questionnaire: one unsur a weight, one question each; `twice` asks the first twice."""
    document = copy.deepcopy(OFFICIAL)
    document["unsur"] = document["unsur"][: len(weight)]
    for unsur, written in zip(document["unsur"], weight, strict=True):
        unsur["bobot"] = written
    keys = {unsur["kunci"] for unsur in document["unsur"]}
    document["pertanyaan"] = [p for p in document["pertanyaan"] if p["unsur"] in keys]
    if twice:
        document["pertanyaan"].append({**document["pertanyaan"][0], "kunci": "lagi"})
    document.pop("terjemahan", None)
    return document


def test_weights_stay_exact_as_integers():
    survey = parse(with_weights("1/2", "1/3", "1/6"), "a.toml")
    assert survey.integer_weights() == {"persyaratan": 3, "prosedur": 2, "waktu": 1}


def test_two_questions_share_the_weight_of_their_unsur():
    survey = parse(with_weights("1/2", "1/2", twice=True), "a.toml")
    assert survey.integer_weights() == {"persyaratan": 1, "prosedur": 2, "lagi": 1}


def test_weights_that_are_not_written_are_equal():
    document = with_weights("1/3", "1/3", "1/3")
    for unsur in document["unsur"]:
        del unsur["bobot"]
    assert [u.weight for u in parse(document, "a.toml").unsur] == [Fraction(1, 3)] * 3


# -- the snapshot ------------------------------------------------------------------------------


def test_a_snapshot_thaws_to_the_same_questionnaire(survey):
    """It travels through the database as JSON."""
    kept = json.loads(json.dumps(survey.document))
    assert from_snapshot(kept) == survey
    assert len(survey.snapshot) == 16


def test_every_word_and_weight_counts_in_the_snapshot(survey):
    other = copy.deepcopy(OFFICIAL)
    other["pertanyaan"][0]["isi"] += " "
    assert parse(other, "a.toml").snapshot != survey.snapshot
    assert parse(dict(reversed(OFFICIAL.items())), "b.toml").snapshot == survey.snapshot
    halves = parse(with_weights("1/2", "1/2"), "a.toml").snapshot
    assert parse(with_weights("1/3", "2/3"), "a.toml").snapshot != halves


# -- refusals ----------------------------------------------------------------------------------


def drop(*path):
    def change(document):
        for step in path[:-1]:
            document = document[step]
        del document[path[-1]]

    return change


def put(value, *path):
    def change(document):
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return change


WRONG = [
    (drop("kuesioner"), "kuesioner"),
    (drop("kuesioner", "id"), "kuesioner.id"),
    (put("x", "kuesioner", "judul"), "kuesioner.judul"),
    (put([], "unsur"), "unsur"),
    (put("1/8", "unsur", 0, "bobot"), "unsur.bobot"),
    (put("0.11", "unsur", 0, "bobot"), "unsur.bobot"),
    (put("x", "unsur", 0, "bobot"), "unsur[1].bobot"),
    (put("1/0", "unsur", 0, "bobot"), "unsur[1].bobot"),
    (put("-1/9", "unsur", 0, "bobot"), "unsur[1].bobot"),
    (put("prosedur", "unsur", 0, "kunci"), "unsur.kunci"),
    (put("prosedur", "pertanyaan", 0, "kunci"), "pertanyaan.kunci"),
    (put("maklumat", "pertanyaan", 0, "unsur"), "pertanyaan[1].unsur"),
    (put("prosedur", "pertanyaan", 0, "unsur"), "pertanyaan"),
    (put(["a", "b", "c"], "pertanyaan", 0, "opsi"), "pertanyaan[1].opsi"),
    (put(["a", "b", "c", "x" * 31], "pertanyaan", 0, "opsi"), "pertanyaan[1].opsi"),
    (put(["a", "b", "c", "x" * 25], "pertanyaan", 8, "baris"), "pertanyaan[9].baris"),
    (put("x" * 201, "pertanyaan", 0, "apa"), "pertanyaan[1].apa"),
    (put("x", "pertanyaan", 0, "petunjuk"), "pertanyaan[1].petunjuk"),
    (put("bebas", "profil", 0, "jenis"), "profil[1].jenis"),
    (put([], "profil", 0, "pilihan"), "profil[1].pilihan"),
    (put("X", "profil", 0, "sebutkan"), "profil[1].pilihan"),
    (put("x", "profil", 0, "wajib"), "profil[1].wajib"),
    (put({}, "penutup"), "penutup"),
]


@pytest.mark.parametrize(("change", "where"), WRONG)
def test_a_wrong_questionnaire_is_refused_at_its_place(change, where):
    document = copy.deepcopy(OFFICIAL)
    change(document)
    with pytest.raises(FileError) as fault:
        parse(document, "a.toml")
    assert (fault.value.file, fault.value.where) == ("a.toml", where)
    assert fault.value.remedy
