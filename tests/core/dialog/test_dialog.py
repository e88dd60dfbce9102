"""The engine of staff dialogues: presses, versions, typed words, steps, and their effects."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from core.dialog import engine
from core.dialog.assisted import DIALOG as ASSISTED
from core.dialog.assisted import AssistedAnswer
from core.dialog.assisted_data import AssistedData
from core.dialog.invitation import DIALOG as INVITE
from core.dialog.invitation import KINDS, InvitationData, NewInvitation
from core.dialog.population import DIALOG as POPULATION
from core.dialog.population import PopulationData, UserCount
from core.dialog.rtl.change import DIALOG as CHANGE
from core.dialog.rtl.change import ChangeData, ItemChange, KegiatanDraft
from core.dialog.rtl.done import DIALOG as DONE_DIALOG
from core.dialog.rtl.done import DoneClaim, DoneData
from core.dialog.rtl.evidence import link, piece, refused
from core.dialog.rtl.forum import DIALOG as FORUM
from core.dialog.rtl.forum import ForumData, ForumRecord, read_day
from core.dialog.rtl.new_item import DIALOG as NEW_ITEM_DIALOG
from core.dialog.rtl.new_item import NewItem, NewItemData, PlannedKegiatan
from core.dialog.rtl.not_done import DIALOG as NOT_DONE_DIALOG
from core.dialog.rtl.not_done import NotDoneClaim, NotDoneData
from core.dialog.rtl.return_claim import DIALOG as RETURN_CLAIM
from core.dialog.rtl.return_claim import ClaimReturn, ReturnClaimData
from core.dialog.values import DialogAttachment, DialogFacts, DialogPress, DialogState, DialogText
from core.language.catalogue import Words
from core.messaging.incoming import Attachment
from core.periods.triwulan import Triwulan
from core.rtl.waiting_evidence import WaitingFile, WaitingLink

ALL = {
    one.name: one
    for one in (
        INVITE,
        DONE_DIALOG,
        NOT_DONE_DIALOG,
        RETURN_CLAIM,
        NEW_ITEM_DIALOG,
        FORUM,
        CHANGE,
        ASSISTED,
        POPULATION,
    )
}
TW4 = Triwulan(2023, 4)
DONE, NOT_DONE, RETURN = DoneData(1, TW4), NotDoneData(1, TW4), ReturnClaimData(7)
NEW_ITEM = NewItemData("pelayanan", "2024", "waktu", asks_reason=True)
PLAN = ForumData("pelayanan", "2024")
TICKS = (Triwulan(2024, 4), Triwulan(2025, 2))
KEGIATAN = KegiatanDraft(
    3, "1.1", "Membuka loket", ("sekretariat", "lama"), TICKS, {TICKS[0]: "mulai"}, removable=True
)
ITEM = ChangeData(1, "0", "2024", 1, "Waktu", (KEGIATAN,), None, needs_budget=False, partners="")
BEGUN = {
    one.flow: one
    for one in (
        *(InvitationData(), PopulationData(), AssistedData("paper"), DONE, NOT_DONE, RETURN),
        *(NEW_ITEM, PLAN, ITEM),
    )
}
NOW = datetime(2025, 1, 15, 2, 0, tzinfo=UTC)


@pytest.fixture
def facts(survey):
    return DialogFacts(survey.agency, survey.texts, "id", NOW, survey.questionnaire)


def led(dialog, facts, *events, content=None):
    """The last turn; the place goes through JSON between every two events."""
    turn = engine.begin(dialog, content or BEGUN[dialog.name], facts)
    for event in events:
        stored = json.loads(json.dumps(turn.place.to_json()))
        place = engine.resume(dialog, stored, facts)
        assert place == turn.place
        given = DialogText(event) if isinstance(event, str) else event
        turn = engine.step(dialog, place, given, facts)
    return turn


def photo(**changes):
    return DialogAttachment(replace(Attachment("photo", "F1", 1000, "image/jpeg"), **changes))


# -- the engine ----------------------------------------------------------------------------------


def test_a_press_belongs_to_its_dialogue_its_run_and_its_question(facts):
    turn = engine.begin(INVITE, InvitationData(), facts)
    good = engine.payload(turn.place, "admin")
    assert led(INVITE, facts, DialogPress(good)).effect == NewInvitation("admin", None)
    for part in ("undang", turn.place.session, "sebagai", "admin"):
        forged = led(INVITE, facts, DialogPress(good.replace(part, "x"), popup=True))
        assert (forged.effect, forged.notice) == (None, Words("catat.tombol_lama"))
        assert forged.place == turn.place
    silent = led(INVITE, facts, DialogPress("fl:x"))
    assert (silent.notice, silent.note) == (None, Words("catat.tombol_lama"))


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_payload_fits_into_64_bytes_of_ascii(name, facts):
    place = DialogState(
        "zzzzzzz", max(["sebagai", "periksa", "berita_acara"], key=len), BEGUN[name]
    )
    for code in ("x" * 200, "bidang-é", "a:b", "2025-TW4"):
        made = engine.payload(place, code)
        assert made.isascii()
        assert len(made) <= 64
        assert made.count(":") == 4


def test_two_long_codes_stay_two(facts):
    place = engine.begin(INVITE, InvitationData(), facts).place
    assert engine.payload(place, "x" * 60 + "a") != engine.payload(place, "x" * 60 + "b")


@pytest.mark.parametrize("word", ["batal", "BATAL", "stop", "cancel"])
def test_batal_leaves_without_effect_also_where_words_are_an_answer(word, facts):
    turn = led(NOT_DONE_DIALOG, facts, "Menunggu", word)
    assert (turn.place, turn.effect, turn.note) == (None, None, Words("dialog.dibatalkan"))


@pytest.mark.parametrize(
    ("dialog", "typed", "tail", "is_answer"),
    [
        (INVITE, "petugas bidang", "bidang", True),
        (INVITE, "Petugas  Bidang.", "bidang", True),
        (INVITE, "petugas sekretariat", "sekretariat", False),
        (INVITE, "petugas", "", False),
        (DONE_DIALOG, "saran warga kami bahas", "warga kami bahas", True),
        (DONE_DIALOG, "saran", "", False),
        (DONE_DIALOG, "data saya", "", False),
        (DONE_DIALOG, "ikm 2024", "2024", False),
        (DONE_DIALOG, "tren tw 3 2024 sktm", "tw 3 2024 sktm", False),
    ],
)
def test_what_the_open_question_asks_for_is_its_answer(dialog, typed, tail, is_answer, facts):
    place = engine.begin(dialog, BEGUN[dialog.name], facts).place
    assert engine.expects(dialog, place, typed, tail, facts) is is_answer


def test_kembali_steps_back_and_keeps_what_was_said(facts):
    turn = led(NOT_DONE_DIALOG, facts, "Menunggu jadwal", "Bersurat", "kembali")
    assert (turn.place.step, turn.place.content.strategy) == ("strategi", "Bersurat")
    first = led(NOT_DONE_DIALOG, facts, "kembali")
    assert (first.place.step, first.note) == ("hambatan", Words("dialog.awal"))


def test_another_version_begins_again_with_its_subject_and_says_so(facts):
    stored = led(NOT_DONE_DIALOG, facts, "Menunggu").place.to_json()
    lost = stored["data"] | {"di": "x"}
    odd = stored["data"] | {"isi": stored["data"]["isi"] | {"hambatan": 3}}
    early = stored["data"] | {"di": "yakin"}
    for changed in ({"version": 2}, {"data": lost}, {"data": odd}, {"data": early}):
        turn = engine.resume(NOT_DONE_DIALOG, stored | changed, facts)
        assert (turn.place.step, turn.place.content) == ("hambatan", NOT_DONE)
        assert turn.note == Words("dialog.diperbarui")
    assert engine.resume(INVITE, {"data": None}, facts).place.step == "sebagai"


def test_a_question_whose_facts_are_missing_is_broken_data(facts):
    """At the summary of a number of users without the number: it cannot be put into words."""
    stored = led(POPULATION, facts, "sktm", "2025", "200", "Buku").place.to_json()
    del stored["data"]["isi"]["n"]
    assert engine.resume(POPULATION, stored, facts).note == Words("dialog.diperbarui")


@pytest.mark.parametrize("broken", [None, [], {}, {"isi": "x"}, {"isi": {"kegiatan": "1"}}])
def test_of_what_it_was_about_being_lost_nothing_is_left(broken, facts):
    turn = engine.resume(NOT_DONE_DIALOG, {"flow": "belum", "version": 1, "data": broken}, facts)
    assert (turn.place, turn.effect, turn.note) == (None, None, Words("dialog.dibatalkan"))


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 1001, "a\ud800"])
def test_empty_broken_and_endless_words_are_asked_for_again(text, facts):
    turn = led(NOT_DONE_DIALOG, facts, text)
    assert turn.place.step == "hambatan"
    assert turn.note is not None


WORDS = (
    "kembali",
    "x",
    "Rapat 12",
    "TW IV 2025",
    "12 Des 2024",
    "1",
    "2",
    "a.go.id",
    "selesai",
    "343 434 334",
    "P, 34, SMA",
    "",
)


def wander(name, facts, seed):
    """Anything that people may do, for long; every screen on the way is put into words."""
    chance, dialog = Random(seed), ALL[name]
    turn = engine.begin(dialog, BEGUN[name], facts)
    for _ in range(200):
        if turn.place is None:
            return turn
        for language in ("id", "en"):
            assert facts.texts.say(language, turn.ask.content)
            assert not turn.note or facts.texts.say(language, turn.note)
            labels = [facts.texts.say(language, one.label) for one in turn.ask.choices]
            assert all(0 < len(label) <= 30 for label in labels), labels
        place = engine.resume(dialog, json.loads(json.dumps(turn.place.to_json())), facts)
        assert place == turn.place
        presses = [DialogPress(engine.payload(place, one.code)) for one in turn.ask.choices]
        event = chance.choice([*presses, *map(DialogText, WORDS), photo(), DialogAttachment(None)])
        turn = engine.step(dialog, place, event, facts)
    return turn


@pytest.mark.parametrize("name", sorted(ALL))
def test_whatever_people_do_there_is_a_screen_or_an_effect(name, facts):
    ends = [wander(name, facts, seed) for seed in range(40)]
    effects = {type(one.effect) for one in ends if one.place is None}
    wanted = {
        "undang": NewInvitation,
        "sudah": DoneClaim,
        "belum": NotDoneClaim,
        "baru": NewItem,
        "ubah": ItemChange,
    }
    wanted |= {
        "kembalikan": ClaimReturn,
        "forum": ForumRecord,
        "isi": AssistedAnswer,
        "populasi": UserCount,
    }
    assert wanted[name] in effects


# -- undang --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_bidang_and_its_group_are_asked_which(kind, facts):
    turn = led(
        INVITE,
        facts,
        DialogPress(engine.payload(engine.begin(INVITE, InvitationData(), facts).place, kind)),
    )
    if kind in ("bidang", "grup"):
        turn = led(INVITE, facts, "rehabilitasi sosial", content=InvitationData(kind))
        assert turn.place.step == "sebagai"  # the first answer is asked for again
        place = DialogState("s", "bidang", InvitationData(kind))
        turn = engine.step(INVITE, place, DialogText("rehabilitasi sosial"), facts)
        assert turn.effect == NewInvitation(kind, "rehsos")
    else:
        assert turn.effect == NewInvitation(kind, None)


def test_the_only_bidang_there_is_is_not_asked_for(facts):
    one = replace(facts, agency=replace(facts.agency, bidang=facts.agency.bidang[:1]))
    assert led(INVITE, one, "petugas bidang").effect == NewInvitation("bidang", "sekretariat")


# -- sudah and belum -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "n", "is_target"),
    [("200", 200, False), ("1.200", 1200, False), ("1 200 orang", 1200, False), ("N = 52", 52, False),
     ("target 100", 100, True), ("10000000", 10**7, False)],
)  # fmt: skip
def test_the_number_of_users_is_read_as_offices_write_it(said, n, is_target, facts):
    turn = led(POPULATION, facts, "sktm", "2025", said, "Buku register", "simpan")
    assert turn.effect == UserCount("pelayanan", "sktm", "2025", n, is_target, "Buku register")


@pytest.mark.parametrize("said", ["0", "10000001", "12,5", "-3", "dua ratus", "1.20", "200 sumber"])
def test_what_is_no_number_of_users_is_asked_again(said, facts):
    asked = led(POPULATION, facts, "sktm", "2025")
    turn = engine.step(POPULATION, asked.place, DialogText(said), facts)
    assert turn.effect is None
    assert turn.place.content == asked.place.content


def test_a_layanan_that_is_gone_meanwhile_is_left_to_the_agency_to_refuse(facts):
    place = led(POPULATION, facts, "sktm", "2025", "200", "Buku").place
    gone = replace(place, content=replace(place.content, query="pelayanan/paspor"))
    assert engine.step(POPULATION, gone, DialogText("simpan"), facts).effect.layanan == "paspor"


def test_sudah_takes_photos_files_and_links_until_it_is_enough(facts):
    turn = led(
        DONE_DIALOG,
        facts,
        "Pelatihan, 10 Jan 2025",
        photo(),
        "contoh.go.id/foto",
        photo(kind="document", mime="application/pdf", name="hadir.pdf"),
        "selesai",
        "kirim",
    )
    assert turn.effect == DoneClaim(
        1,
        TW4,
        "Pelatihan, 10 Jan 2025",
        (
            WaitingFile("F1", "image/jpeg", "bukti-1.jpg"),
            WaitingLink("https://contoh.go.id/foto"),
            WaitingFile("F1", "application/pdf", "hadir.pdf"),
        ),
    )


def test_no_more_than_ten_pieces_of_evidence(facts):
    turn = led(DONE_DIALOG, facts, "Pelatihan", *[photo()] * 11)
    assert turn.note == Words("rtl.sudah.penuh", {"n": 10})
    assert len(turn.place.content.evidence) == 10


def test_ubah_begins_with_the_words_and_keeps_the_evidence(facts):
    turn = led(DONE_DIALOG, facts, "Salah", photo(), "selesai", "ubah")
    assert (turn.place.step, len(turn.place.content.evidence)) == ("uraian", 1)


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        (Attachment("document", "x", 1, "application/zip"), "dialog.lampiran_lain"),
        (Attachment("document", "x", 1, None), "dialog.lampiran_lain"),
        (Attachment("video", "x", 1, "video/mp4"), "dialog.lampiran_lain"),
        (Attachment("photo", "x", 20 * 2**20 + 1, "image/jpeg"), "dialog.lampiran_besar"),
    ],
)
def test_what_cannot_be_evidence_is_told(sent, key):
    assert refused(sent).key == key


def test_twenty_megabytes_exactly_and_an_untold_size_may_come():
    assert refused(Attachment("photo", "x", 20 * 2**20, "image/jpeg")) is None
    assert refused(Attachment("photo", "x", None, "image/png")) is None
    assert piece(Attachment("photo", "x", 1, "image/png"), 3).name == "bukti-3.png"


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
    turn = led(NOT_DONE_DIALOG, facts, "Menunggu", "Bersurat", "TW IV 2025", "tidak ada")
    assert turn.effect == NotDoneClaim(1, TW4, "Menunggu", "Bersurat", Triwulan(2025, 4), "")


def test_the_offered_targets_are_the_four_that_come(facts):
    turn = led(NOT_DONE_DIALOG, facts, "Menunggu", "Bersurat")
    told = [facts.texts.say("id", one.label) for one in turn.ask.choices]
    assert told == ["TW I 2025", "TW II 2025", "TW III 2025", "TW IV 2025"]


@pytest.mark.parametrize("said", ["TW IV 2024", "TW I 2031", "TW IV", "nanti", "TW V 2026"])
def test_a_target_in_the_past_without_a_year_or_far_away_is_asked_again(said, facts):
    turn = led(NOT_DONE_DIALOG, facts, "Menunggu", "Bersurat", said)
    assert turn.place.step == "target"


def test_a_claim_is_given_back_only_with_a_reason(facts):
    turn = led(RETURN_CLAIM, facts, " ")
    assert turn.place.step == "alasan"
    done = led(RETURN_CLAIM, facts, "Foto kurang")
    assert done.effect == ClaimReturn(7, "Foto kurang")


# -- baru and forum ------------------------------------------------------------------------------


def test_a_plan_may_have_several_kegiatan_each_with_bidang_and_triwulan(facts):
    said = ("Sudah dianggarkan", "Loket kedua", "sekretariat", "rehab", "selesai", "TW II 2025")
    more = ("selesai", "tambah kegiatan", "Pelatihan", "rehab", "selesai", "TW I 2025", "selesai")
    turn = led(NEW_ITEM_DIALOG, facts, *said, *more, "selesai", "menengah", "ya", "BPSDM", "kirim")
    assert turn.effect == NewItem(
        "pelayanan",
        "2024",
        "waktu",
        None,
        None,
        "Sudah dianggarkan",
        (
            PlannedKegiatan("Loket kedua", ("sekretariat", "rehsos"), (Triwulan(2025, 2),)),
            PlannedKegiatan("Pelatihan", ("rehsos",), (Triwulan(2025, 1),)),
        ),
        "menengah",
        needs_budget=True,
        partners="BPSDM",
    )


def test_kembali_after_a_complete_kegiatan_loses_nothing(facts):
    said = ("Alasan", "Loket kedua", "sekretariat", "selesai", "TW II 2025", "selesai")
    turn = led(NEW_ITEM_DIALOG, facts, *said, "kembali", "selesai")
    assert (turn.place.step, turn.place.content.description) == ("lagi", "Loket kedua")


def test_outside_the_nine_unsur_what_and_whence_are_asked_instead(facts):
    content = replace(NEW_ITEM, unsur=None, asks_reason=False)
    assert NEW_ITEM_DIALOG.route(content, facts)[:3] == ("tentang", "sumber", "uraian")
    assert NEW_ITEM_DIALOG.route(replace(NEW_ITEM, asks_reason=False), facts)[0] == "uraian"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 Des 2024", date(2024, 12, 12)),
        ("2 januari 2025", date(2025, 1, 2)),
        ("12-12-2024", date(2024, 12, 12)),
        ("12/1/2025", date(2025, 1, 12)),
        ("2024-12-31", date(2024, 12, 31)),
        ("29 Feb 2025", None),
        ("31.4.2025", None),
        ("besok", None),
        ("12 Xyz 2024", None),
    ],
)
def test_a_day_is_read_or_asked_again(text, day):
    assert read_day(text) == day


def test_an_odd_date_is_taken_only_after_it_was_confirmed(facts):
    early = ("FGD", "12 Des 2023")
    assert led(FORUM, facts, *early).place.step == "yakin"
    again = led(FORUM, facts, *early, "ganti tanggal", "9 Jan 2025")
    assert again.place.step == "peserta"
    sure = led(FORUM, facts, *early, "ya benar", "LSM", "tidak ada", "tidak ada")
    assert sure.effect.file is None
    forum = sure.effect.forum
    assert (forum.kind, forum.day, forum.minutes) == ("FGD", date(2023, 12, 12), "")
    future = led(FORUM, facts, "FKP", "16 Jan 2025")
    assert future.place.step == "yakin"


@pytest.mark.parametrize(
    ("said", "odd"),
    [
        ("Kamis, 9 Jan 2025", False),
        ("Selasa, 9 Jan 2025", True),
        ("minggu 12 Januari 2025", True),  # right, but who meets on a Sunday
    ],
)
def test_a_weekday_that_is_not_the_dates_is_questioned(facts, said, odd):
    assert led(FORUM, facts, "FGD", said).place.step == ("yakin" if odd else "peserta")


def test_the_minutes_wait_by_name_until_they_are_fetched(facts):
    said = ("FGD", "9 Jan 2025", "LSM", "BA-1")
    sent = DialogAttachment(Attachment("document", "ref", 10, "application/pdf", "ba.pdf"))
    done = led(FORUM, facts, *said, sent)
    assert done.effect.file == WaitingFile("ref", "application/pdf", "ba.pdf")
    large = DialogAttachment(Attachment("document", "ref", 21 * 2**20, "application/pdf", "ba.pdf"))
    assert led(FORUM, facts, *said, large).place.step == "berkas"


# -- ubah ----------------------------------------------------------------------------------------


def test_each_part_of_an_item_is_changed_by_itself_and_kept_at_the_end(facts):
    said = ("1.1 Membuka loket", "Ubah bidang", "lama (dipilih)", "selesai")
    tick = ("1.1 Membuka loket", "Ubah triwulan", "TW II 2025 (dipilih)", "TW III 2025", "selesai")
    turn = led(CHANGE, facts, *said, *tick, "anggaran", "ya", "simpan")
    (one,) = turn.effect.kegiatan
    assert (one.bidang, one.schedule) == (("sekretariat",), (TICKS[0], Triwulan(2025, 3)))
    assert (turn.effect.needs_budget, turn.effect.partners, turn.effect.fingerprint) == (
        True,
        "",
        "0",
    )


def test_a_tick_that_stays_and_one_that_is_past_are_told_so(facts):
    into = ("1.1 Membuka loket", "Ubah triwulan")
    stays = led(CHANGE, facts, *into, "TW IV 2024 (dipilih)")
    assert stays.note == Words("rtl.ubah.tetap_mulai", {"triwulan": "TW IV 2024"})
    past = led(CHANGE, facts, *into, "TW III 2024")
    assert past.note == Words("rtl.baru.jadwal_lalu", {"dari": "TW I 2025"})


def test_a_kegiatan_is_taken_out_or_added_whole(facts):
    gone = led(CHANGE, facts, "1.1 Membuka loket", "hapus kegiatan ini", "simpan")
    assert gone.effect.kegiatan == ()
    said = ("tambah kegiatan", "Pelatihan", "rehab", "selesai", "TW I 2025")
    half = led(CHANGE, facts, *said, "kembali", "kembali", "kembali")
    assert half.place.step == "apa"
    assert len(half.place.content.kegiatan) == 1
    whole = led(CHANGE, facts, *said, "selesai", "simpan")
    assert [one.description for one in whole.effect.kegiatan] == ["Membuka loket", "Pelatihan"]


def test_nothing_changed_is_nothing_to_keep(facts):
    asked = led(CHANGE, facts, "instansi lain", "tidak ada").ask
    assert "simpan" not in {one.code for one in asked.choices}
    full = replace(ITEM, kegiatan=ITEM.kegiatan * 10)
    assert led(CHANGE, facts, "tambah kegiatan", content=full).note == Words(
        "rtl.baru.penuh", {"n": 10}
    )
