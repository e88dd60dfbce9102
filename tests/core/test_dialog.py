"""The engine of staff dialogues: presses, versions, typed words, steps; and what each leads to."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.dialog import engine
from core.dialog.belum import DIALOG as BELUM
from core.dialog.belum import Belum
from core.dialog.kembalikan import DIALOG as KEMBALIKAN
from core.dialog.kembalikan import Kembalikan
from core.dialog.lapor import link, piece, refused
from core.dialog.sudah import DIALOG as SUDAH
from core.dialog.sudah import Sudah
from core.dialog.undang import DIALOG as UNDANG
from core.dialog.undang import KINDS, Undang
from core.dialog.values import Attached, Chose, Facts, Place, Said
from core.model import Lampiran
from core.texts import Words
from core.triwulan import Triwulan

ALL = {one.name: one for one in (UNDANG, SUDAH, BELUM, KEMBALIKAN)}
ABOUT = {"kegiatan": 1, "triwulan": "2023-TW4"}
NOW = datetime(2025, 1, 15, 2, 0, tzinfo=UTC)


@pytest.fixture
def facts(survey):
    return Facts(survey.agency, survey.texts, "id", NOW)


def led(dialog, facts, *events, isi=None):
    """The last turn; the place goes through JSON between every two events."""
    turn = engine.begin(dialog, isi or {}, facts)
    for event in events:
        stored = json.loads(json.dumps(turn.place.to_json()))
        place = engine.resume(dialog, stored, facts)
        assert place == turn.place
        given = Said(event) if isinstance(event, str) else event
        turn = engine.step(dialog, place, given, facts)
    return turn


def photo(**changes):
    return Attached(replace(Lampiran("photo", "F1", 1000, "image/jpeg"), **changes))


# -- the engine ----------------------------------------------------------------------------------


def test_a_press_belongs_to_its_dialogue_its_run_and_its_question(facts):
    turn = engine.begin(UNDANG, {}, facts)
    good = engine.payload(turn.place, "admin")
    assert led(UNDANG, facts, Chose(good)).effect == Undang("admin", None)
    for part in ("undang", turn.place.sesi, "sebagai", "admin"):
        forged = led(UNDANG, facts, Chose(good.replace(part, "x"), popup=True))
        assert (forged.effect, forged.notice) == (None, Words("catat.tombol_lama"))
        assert forged.place == turn.place
    silent = led(UNDANG, facts, Chose("fl:x"))
    assert (silent.notice, silent.note) == (None, Words("catat.tombol_lama"))


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_payload_fits_into_64_bytes_of_ascii(name, facts):
    place = Place(name, 1, "zzzzzzz", max(["sebagai", "periksa", "hambatan"], key=len), {})
    for code in ("x" * 200, "bidang-é", "a:b", "2025-TW4"):
        made = engine.payload(place, code)
        assert made.isascii()
        assert len(made) <= 64
        assert made.count(":") == 4


def test_two_long_codes_stay_two(facts):
    place = engine.begin(UNDANG, {}, facts).place
    assert engine.payload(place, "x" * 60 + "a") != engine.payload(place, "x" * 60 + "b")


@pytest.mark.parametrize("word", ["batal", "BATAL", "stop", "cancel"])
def test_batal_leaves_without_effect_also_where_words_are_an_answer(word, facts):
    turn = led(BELUM, facts, "Menunggu", word, isi=ABOUT)
    assert (turn.place, turn.effect, turn.note) == (None, None, Words("dialog.dibatalkan"))


def test_kembali_steps_back_and_keeps_what_was_said(facts):
    turn = led(BELUM, facts, "Menunggu jadwal", "Bersurat", "kembali", isi=ABOUT)
    assert (turn.place.di, turn.place.isi["strategi"]) == ("strategi", "Bersurat")
    first = led(BELUM, facts, "kembali", isi=ABOUT)
    assert (first.place.di, first.note) == ("hambatan", Words("dialog.awal"))


def test_another_version_begins_again_with_its_subject_and_says_so(facts):
    stored = led(BELUM, facts, "Menunggu", isi=ABOUT).place.to_json()
    for changed in (stored | {"version": 2}, stored | {"data": stored["data"] | {"di": "x"}}):
        turn = engine.resume(BELUM, changed, facts)
        assert (turn.place.di, turn.place.isi) == ("hambatan", ABOUT)
        assert turn.note == Words("dialog.diperbarui")
    assert engine.resume(UNDANG, {"data": None}, facts).place.di == "sebagai"


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 1001, "a\ud800"])
def test_empty_broken_and_endless_words_are_asked_for_again(text, facts):
    turn = led(BELUM, facts, text, isi=ABOUT)
    assert turn.place.di == "hambatan"
    assert turn.note is not None


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_word_of_every_question_is_in_the_catalogue(name, facts):
    """A missing key would only show when somebody comes that far."""
    data = ABOUT | {"realisasi": 1, "uraian": "x", "sebagai": "bidang"}
    for given in ({}, {"bukti": [{"tautan": "https://a.b"}]}):
        for step in ("bidang", *ALL[name].route(data, facts)):
            if step in ALL[name].route(data, facts):
                ask = ALL[name].ask(step, data | given, facts)
                for language in ("id", "en"):
                    assert facts.texts.say(language, ask.isi)
                    for one in ask.choices:
                        assert 0 < len(facts.texts.say(language, one.label)) <= 30


# -- undang --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_bidang_and_its_group_are_asked_which(kind, facts):
    turn = led(UNDANG, facts, Chose(engine.payload(engine.begin(UNDANG, {}, facts).place, kind)))
    if kind in ("bidang", "grup"):
        turn = led(UNDANG, facts, "rehabilitasi sosial", isi={"sebagai": kind, "x": 1})
        assert turn.place.di == "sebagai"  # the first answer is asked for again
        place = Place("undang", 1, "s", "bidang", {"sebagai": kind})
        turn = engine.step(UNDANG, place, Said("rehabilitasi sosial"), facts)
        assert turn.effect == Undang(kind, "rehsos")
    else:
        assert turn.effect == Undang(kind, None)


def test_the_only_bidang_there_is_is_not_asked_for(facts):
    one = replace(facts, agency=replace(facts.agency, bidang=facts.agency.bidang[:1]))
    assert led(UNDANG, one, "petugas bidang").effect == Undang("bidang", "sekretariat")


# -- sudah and belum -----------------------------------------------------------------------------


def test_sudah_takes_photos_files_and_links_until_it_is_enough(facts):
    turn = led(
        SUDAH,
        facts,
        "Pelatihan, 10 Jan 2025",
        photo(),
        "contoh.go.id/foto",
        photo(jenis="document", mime="application/pdf", nama="hadir.pdf"),
        "selesai",
        "kirim",
        isi=ABOUT,
    )
    assert turn.effect == Sudah(
        1,
        "2023-TW4",
        "Pelatihan, 10 Jan 2025",
        (
            {"ref": "F1", "mime": "image/jpeg", "nama": "bukti-1.jpg"},
            {"tautan": "https://contoh.go.id/foto"},
            {"ref": "F1", "mime": "application/pdf", "nama": "hadir.pdf"},
        ),
    )


def test_no_more_than_ten_pieces_of_evidence(facts):
    turn = led(SUDAH, facts, "Pelatihan", *[photo()] * 11, isi=ABOUT)
    assert turn.note == Words("rtl.sudah.penuh", {"n": 10})
    assert len(turn.place.isi["bukti"]) == 10


def test_ubah_begins_with_the_words_and_keeps_the_evidence(facts):
    turn = led(SUDAH, facts, "Salah", photo(), "selesai", "ubah", isi=ABOUT)
    assert (turn.place.di, len(turn.place.isi["bukti"])) == ("uraian", 1)


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        (Lampiran("document", "x", 1, "application/zip"), "dialog.lampiran_lain"),
        (Lampiran("document", "x", 1, None), "dialog.lampiran_lain"),
        (Lampiran("video", "x", 1, "video/mp4"), "dialog.lampiran_lain"),
        (Lampiran("photo", "x", 20 * 2**20 + 1, "image/jpeg"), "dialog.lampiran_besar"),
    ],
)
def test_what_cannot_be_evidence_is_told(sent, key):
    assert refused(sent).key == key


def test_twenty_megabytes_exactly_and_an_untold_size_may_come():
    assert refused(Lampiran("photo", "x", 20 * 2**20, "image/jpeg")) is None
    assert refused(Lampiran("photo", "x", None, "image/png")) is None
    assert piece(Lampiran("photo", "x", 1, "image/png"), 3)["nama"] == "bukti-3.png"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://contoh.go.id/a?b=1#c", "https://contoh.go.id/a?b=1#c"),
        (" drive.google.com/x ", "https://drive.google.com/x"),
        ("HTTP://contoh.go.id", "HTTP://contoh.go.id"),
        ("lihat contoh.go.id", None),
        ("javascript:alert(1)", None),
        ("contoh", None),
        ("selesai.", None),
        ("", None),
    ],
)
def test_a_link_is_one_address_and_nothing_else(text, address):
    assert link(text) == address


def test_belum_ends_with_a_target_that_has_its_year(facts):
    turn = led(BELUM, facts, "Menunggu", "Bersurat", "TW IV 2025", "tidak ada", isi=ABOUT)
    assert turn.effect == Belum(1, "2023-TW4", "Menunggu", "Bersurat", Triwulan(2025, 4), "")


def test_the_offered_targets_are_the_four_that_come(facts):
    turn = led(BELUM, facts, "Menunggu", "Bersurat", isi=ABOUT)
    told = [facts.texts.say("id", one.label) for one in turn.ask.choices]
    assert told == ["TW I 2025", "TW II 2025", "TW III 2025", "TW IV 2025"]


@pytest.mark.parametrize("said", ["TW IV 2024", "TW I 2031", "TW IV", "nanti", "TW V 2026"])
def test_a_target_in_the_past_without_a_year_or_far_away_is_asked_again(said, facts):
    turn = led(BELUM, facts, "Menunggu", "Bersurat", said, isi=ABOUT)
    assert turn.place.di == "target"


def test_a_claim_is_given_back_only_with_a_reason(facts):
    turn = led(KEMBALIKAN, facts, " ", isi={"realisasi": 7})
    assert turn.place.di == "alasan"
    done = led(KEMBALIKAN, facts, "Foto kurang", isi={"realisasi": 7})
    assert done.effect == Kembalikan(7, "Foto kurang")
