"""Where a tick stands on a day, and that nothing planned ever vanishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rtl.status import DONE, Tahap, belum_dijadwalkan, keadaan, menurut_kegiatan
from tests.support.rtl_kit import FGD, belum, jambi, kegiatan, plan, printed, sudah, tw


def only(row, pada):
    [found] = keadaan([plan(row)], pada)
    return found


@pytest.mark.parametrize(
    ("pada", "tahap", "minggu"),
    [
        (date(2026, 3, 31), Tahap.BELUM_MULAI, None),
        (date(2026, 4, 1), Tahap.BERJALAN, None),
        (date(2026, 6, 15), Tahap.BERJALAN, None),
        (date(2026, 6, 16), Tahap.JATUH_TEMPO, None),
        (date(2026, 6, 30), Tahap.JATUH_TEMPO, None),
        (date(2026, 7, 1), Tahap.LEWAT, 0),
        (date(2026, 7, 6), Tahap.LEWAT, 0),
        (date(2026, 7, 7), Tahap.LEWAT, 1),
        (date(2027, 6, 30), Tahap.LEWAT, 52),
    ],
)
def test_what_nobody_answered_goes_by_the_calendar(pada, tahap, minggu):
    found = only(kegiatan(1, "TW II 2026"), pada)

    assert (found.tahap, found.minggu) == (tahap, minggu)


LATE = date(2026, 7, 20)


@pytest.mark.parametrize(
    ("answers", "tahap", "target", "ke"),
    [
        ([], Tahap.LEWAT, "TW II 2026", 0),
        ([sudah("TW II 2026")], Tahap.DIKLAIM, "TW II 2026", 0),
        ([sudah("TW II 2026", hasil="diterima")], Tahap.DITERIMA, "TW II 2026", 0),
        ([sudah("TW II 2026", hasil="dikembalikan")], Tahap.DIKEMBALIKAN, "TW II 2026", 0),
        (
            [sudah("TW II 2026", hasil="dikembalikan"), sudah("TW II 2026")],
            Tahap.DIKLAIM,
            "TW II 2026",
            0,
        ),
        ([belum("TW II 2026", "TW IV 2026")], Tahap.DIRENCANAKAN_ULANG, "TW IV 2026", 1),
        ([belum("TW II 2026", "TW III 2026")], Tahap.BERJALAN, "TW III 2026", 1),
        ([belum("TW II 2026")], Tahap.LEWAT, "TW II 2026", 0),
        (
            [belum("TW II 2026", "TW III 2026"), belum("TW II 2026", "TW I 2027")],
            Tahap.DIRENCANAKAN_ULANG,
            "TW I 2027",
            2,
        ),
        (
            [belum("TW II 2026", "TW III 2026"), sudah("TW II 2026")],
            Tahap.DIKLAIM,
            "TW III 2026",
            1,
        ),
        (
            [belum("TW II 2026", "TW III 2026"), belum("TW II 2026", "TW III 2026")],
            Tahap.BERJALAN,
            "TW III 2026",
            1,
        ),
    ],
)
def test_what_was_answered(answers, tahap, target, ke):
    found = only(kegiatan(1, "TW II 2026", realisasi=tuple(answers)), LATE)

    assert (found.tahap, found.target.label, found.ke) == (tahap, target, ke)
    assert found.awal.label == "TW II 2026"


def test_a_returned_claim_is_overdue_like_an_unanswered_one():
    row = kegiatan(1, "TW II 2026", realisasi=(sudah("TW II 2026", hasil="dikembalikan"),))

    assert only(row, LATE).minggu == only(kegiatan(1, "TW II 2026"), LATE).minggu == 2


def test_each_tick_is_answered_for_itself():
    row = kegiatan(1, "TW I 2026", "TW II 2026", realisasi=(sudah("TW I 2026", hasil="diterima"),))

    assert [one.tahap for one in keadaan([plan(row)], LATE)] == [Tahap.DITERIMA, Tahap.LEWAT]


def test_what_a_report_prints_as_done_is_not_accepted():
    found = only(kegiatan(1, "TW II 2026", dicetak=printed("sudah")), LATE)

    assert (found.tahap, found.selesai, found.lewat) == (Tahap.TERCETAK, True, False)


def test_a_kegiatan_without_triwulan_is_told_apart():
    row = replace(kegiatan(1), jadwal=())

    assert keadaan([plan(row)], LATE) == []
    assert [one for _, one in belum_dijadwalkan([plan(row)])] == [row]


# -- the training of Jambi -----------------------------------------------------------------------


def training(pada, forum=None, plans=None):
    found = {one.kegiatan.nomor: one for one in keadaan(plans or jambi(forum), pada)}
    return found["4.1"], found["3.1"]


def test_the_training_of_jambi_on_15_january_2025():
    """Planned for TW III 2023, printed "Belum" with target TW IV 2023, then planned for TW IV 2025."""
    first, again = training(date(2025, 1, 15))

    assert (first.tahap, first.minggu, first.target.label) == (Tahap.LEWAT, 54, "TW IV 2023")
    assert [one.label for one in first.rencana] == ["TW III 2023", "TW IV 2023", "TW IV 2025"]
    assert first.ke == again.ke == 2
    assert first.penerus == again.kegiatan
    assert again.asal == first.kegiatan
    assert first.diminta
    assert first.untuk_pimpinan
    assert not again.diminta
    assert again.diwakili


def test_on_15_december_2024_it_is_50_weeks_late():
    """350 days after 31 December 2023; the figure of the reminder in voice.md."""
    assert training(date(2024, 12, 15))[0].minggu == 50


def test_a_new_plan_takes_over_when_it_is_agreed_upon():
    first, again = training(date(2025, 1, 15), FGD)

    assert (first.tahap, first.target.label, first.lewat) == (
        Tahap.DIRENCANAKAN_ULANG,
        "TW IV 2025",
        False,
    )
    assert not first.untuk_pimpinan
    assert again.untuk_pimpinan, "planned anew twice: it stays there until accepted"


def test_a_draft_takes_over_when_its_triwulan_begins():
    assert training(date(2025, 9, 30))[0].diminta
    first, again = training(date(2025, 10, 1))

    assert (first.diwakili, again.tahap, again.diminta) == (True, Tahap.BERJALAN, True)


def test_a_questioned_forum_leaves_it_a_draft():
    """FGD on 11 Mei 2021 for the period 2024."""
    doubtful = replace(FGD, tanggal=date(2021, 5, 11), diragukan=True)

    assert training(date(2025, 1, 15), doubtful)[0].lewat


def test_accepting_the_new_kegiatan_ends_the_old_one():
    plans = jambi(FGD)
    done = replace(plans[1].kegiatan[2], realisasi=(sudah("TW IV 2025", 10, "diterima"),))
    plans[1] = replace(plans[1], kegiatan=(*plans[1].kegiatan[:2], done))
    first, again = training(date(2026, 2, 1), plans=plans)

    assert first.tahap == again.tahap == Tahap.DITERIMA
    assert not first.untuk_pimpinan
    assert not again.untuk_pimpinan


def test_a_ring_of_links_ends():
    rows = [kegiatan(1, "TW I 2025", asal=2), kegiatan(2, "TW II 2025", asal=1)]

    assert len(keadaan([plan(*rows)], LATE)) == 2


# -- whatever is planned and answered ------------------------------------------------------------

TICKS = ["TW I 2024", "TW III 2024", "TW IV 2024", "TW II 2025", "TW I 2026"]
DAYS = st.dates(date(2023, 12, 1), date(2027, 1, 31))


@st.composite
def answered(draw, id_, asal=None):
    ticks = draw(st.lists(st.sampled_from(TICKS), min_size=1, max_size=3, unique=True))
    told = []
    for tick in sorted(ticks, key=tw):
        for kind in draw(
            st.lists(st.sampled_from(["belum", "kembali", "klaim", "terima"]), max_size=3)
        ):
            told.append(
                belum(tick, draw(st.sampled_from(TICKS)), id_)
                if kind == "belum"
                else sudah(tick, id_, {"kembali": "dikembalikan", "terima": "diterima"}.get(kind))
            )
            if kind == "terima":
                break
    return kegiatan(id_, *sorted(ticks, key=tw), asal=asal, realisasi=tuple(told))


@st.composite
def chained(draw):
    """A chain of plans, each agreed upon or not."""
    length = draw(st.integers(1, 4))
    return [
        plan(
            draw(answered(id_, asal=id_ - 1 or None)),
            nomor=id_,
            periode=str(2022 + id_),
            forum=draw(st.sampled_from([None, FGD])),
        )
        for id_ in range(1, length + 1)
    ]


@given(chained(), DAYS)
def test_each_target_is_counted_once(plans, pada):
    for one in keadaan(plans, pada):
        assert len(set(one.rencana)) == len(one.rencana) == one.ke + 1
        assert one.triwulan in one.rencana


@given(chained())
def test_nothing_vanishes(plans):
    """When every date is past, what is not done is asked about or waits for an admin."""
    found = keadaan(plans, date(2030, 1, 1))
    newest = [one for one in found if one.kegiatan.id == len(plans)]

    assert {one.kegiatan.id for one in found} == set(range(1, len(plans) + 1))
    if not all(one.selesai for one in newest):
        assert any(one.diminta or one.tahap is Tahap.DIKLAIM for one in found if not one.diwakili)


@given(chained(), DAYS)
def test_overdue_means_after_the_target_and_not_done(plans, pada):
    for one in keadaan(plans, pada):
        if one.lewat:
            assert one.minggu == (pada - one.target.last).days // 7
            assert one.tahap not in (*DONE, Tahap.DIKLAIM)
        if one.tahap is Tahap.LEWAT:
            assert pada > one.target.last


@given(chained(), DAYS)
def test_what_was_planned_anew_twice_stays_with_the_pimpinan_until_accepted(plans, pada):
    for one in keadaan(plans, pada):
        if one.ke >= 2 and one.tahap is not Tahap.DITERIMA and not one.diwakili:
            assert one.untuk_pimpinan


def test_ticks_that_stand_alike_share_a_row():
    """Four overdue quarters of one activity are one thing to do, not four."""
    ticks = ("TW I 2025", "TW II 2025", "TW III 2025", "TW II 2026")
    rows = [plan(kegiatan(1, *ticks), kegiatan(2, "TW IV 2024"))]
    found = menurut_kegiatan(keadaan(rows, date(2026, 5, 4)))

    assert [[one.triwulan.label for one in each] for each in found] == [
        ["TW IV 2024"],
        ["TW I 2025", "TW II 2025", "TW III 2025"],
        ["TW II 2026"],
    ]
