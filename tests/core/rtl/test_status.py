"""`kegiatan_statuses`: the stage of a tick on a given day; nothing planned ever vanishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rtl.status import DONE, Stage, by_kegiatan, kegiatan_statuses, unscheduled
from tests.support.rtl_kit import (
    FGD,
    done_row,
    jambi,
    kegiatan,
    not_done,
    plan,
    printed,
    triwulan_of,
)


def only(row, on):
    [found] = kegiatan_statuses([plan(row)], on)
    return found


@pytest.mark.parametrize(
    ("on", "stage", "weeks"),
    [
        (date(2026, 3, 31), Stage.NOT_STARTED, None),
        (date(2026, 4, 1), Stage.RUNNING, None),
        (date(2026, 6, 15), Stage.RUNNING, None),
        (date(2026, 6, 16), Stage.DUE, None),
        (date(2026, 6, 30), Stage.DUE, None),
        (date(2026, 7, 1), Stage.OVERDUE, 0),
        (date(2026, 7, 6), Stage.OVERDUE, 0),
        (date(2026, 7, 7), Stage.OVERDUE, 1),
        (date(2027, 6, 30), Stage.OVERDUE, 52),
    ],
)
def test_what_nobody_answered_goes_by_the_calendar(on, stage, weeks):
    found = only(kegiatan(1, "TW II 2026"), on)

    assert (found.stage, found.weeks) == (stage, weeks)


LATE = date(2026, 7, 20)


@pytest.mark.parametrize(
    ("answers", "stage", "target", "nth"),
    [
        ([], Stage.OVERDUE, "TW II 2026", 0),
        ([done_row("TW II 2026")], Stage.CLAIMED, "TW II 2026", 0),
        ([done_row("TW II 2026", verdict="diterima")], Stage.ACCEPTED, "TW II 2026", 0),
        ([done_row("TW II 2026", verdict="dikembalikan")], Stage.RETURNED, "TW II 2026", 0),
        (
            [done_row("TW II 2026", verdict="dikembalikan"), done_row("TW II 2026")],
            Stage.CLAIMED,
            "TW II 2026",
            0,
        ),
        ([not_done("TW II 2026", "TW IV 2026")], Stage.REPLANNED, "TW IV 2026", 1),
        ([not_done("TW II 2026", "TW III 2026")], Stage.RUNNING, "TW III 2026", 1),
        ([not_done("TW II 2026")], Stage.OVERDUE, "TW II 2026", 0),
        (
            [not_done("TW II 2026", "TW III 2026"), not_done("TW II 2026", "TW I 2027")],
            Stage.REPLANNED,
            "TW I 2027",
            2,
        ),
        (
            [not_done("TW II 2026", "TW III 2026"), done_row("TW II 2026")],
            Stage.CLAIMED,
            "TW III 2026",
            1,
        ),
        (
            [not_done("TW II 2026", "TW III 2026"), not_done("TW II 2026", "TW III 2026")],
            Stage.RUNNING,
            "TW III 2026",
            1,
        ),
    ],
)
def test_what_was_answered(answers, stage, target, nth):
    found = only(kegiatan(1, "TW II 2026", realisasi=tuple(answers)), LATE)

    assert (found.stage, found.target.label, found.nth) == (stage, target, nth)
    assert found.first_target.label == "TW II 2026"


def test_a_returned_claim_is_overdue_like_an_unanswered_one():
    row = kegiatan(1, "TW II 2026", realisasi=(done_row("TW II 2026", verdict="dikembalikan"),))

    assert only(row, LATE).weeks == only(kegiatan(1, "TW II 2026"), LATE).weeks == 2


def test_each_tick_is_answered_for_itself():
    row = kegiatan(
        1, "TW I 2026", "TW II 2026", realisasi=(done_row("TW I 2026", verdict="diterima"),)
    )

    assert [one.stage for one in kegiatan_statuses([plan(row)], LATE)] == [
        Stage.ACCEPTED,
        Stage.OVERDUE,
    ]


def test_what_a_report_prints_as_done_is_not_accepted():
    found = only(kegiatan(1, "TW II 2026", printed=printed("sudah")), LATE)

    assert (found.stage, found.finished, found.is_overdue) == (Stage.PRINTED, True, False)


def test_a_kegiatan_without_triwulan_is_told_apart():
    row = replace(kegiatan(1), schedule=())

    assert kegiatan_statuses([plan(row)], LATE) == []
    assert [one for _, one in unscheduled([plan(row)])] == [row]


# -- the training of Jambi -----------------------------------------------------------------------


def training(on, forum=None, plans=None):
    found = {one.kegiatan.number: one for one in kegiatan_statuses(plans or jambi(forum), on)}
    return found["4.1"], found["3.1"]


def test_the_training_of_jambi_on_15_january_2025():
    """Planned for TW III 2023, printed "Belum" with target TW IV 2023, then planned for TW IV 2025."""
    first, again = training(date(2025, 1, 15))

    assert (first.stage, first.weeks, first.target.label) == (Stage.OVERDUE, 54, "TW IV 2023")
    assert [one.label for one in first.planned] == ["TW III 2023", "TW IV 2023", "TW IV 2025"]
    assert first.nth == again.nth == 2
    assert first.successor == again.kegiatan
    assert again.origin == first.kegiatan
    assert first.is_asked
    assert first.is_for_pimpinan
    assert not again.is_asked
    assert again.represented


def test_on_15_december_2024_it_is_50_weeks_late():
    """350 days after 31 December 2023; the figure of the reminder in voice.md."""
    assert training(date(2024, 12, 15))[0].weeks == 50


def test_a_new_plan_takes_over_when_it_is_agreed_upon():
    first, again = training(date(2025, 1, 15), FGD)

    assert (first.stage, first.target.label, first.is_overdue) == (
        Stage.REPLANNED,
        "TW IV 2025",
        False,
    )
    assert not first.is_for_pimpinan
    assert again.is_for_pimpinan, "planned anew twice: it stays there until accepted"


def test_a_draft_takes_over_when_its_triwulan_begins():
    assert training(date(2025, 9, 30))[0].is_asked
    first, again = training(date(2025, 10, 1))

    assert (first.represented, again.stage, again.is_asked) == (True, Stage.RUNNING, True)


def test_a_questioned_forum_leaves_it_a_draft():
    """FGD on 11 Mei 2021 for the period 2024."""
    doubtful = replace(FGD, day=date(2021, 5, 11), doubtful=True)

    assert training(date(2025, 1, 15), doubtful)[0].is_overdue


def test_accepting_the_new_kegiatan_ends_the_old_one():
    plans = jambi(FGD)
    done = replace(plans[1].kegiatan[2], realisasi=(done_row("TW IV 2025", 10, "diterima"),))
    plans[1] = replace(plans[1], kegiatan=(*plans[1].kegiatan[:2], done))
    first, again = training(date(2026, 2, 1), plans=plans)

    assert first.stage == again.stage == Stage.ACCEPTED
    assert not first.is_for_pimpinan
    assert not again.is_for_pimpinan


def test_a_ring_of_links_ends():
    rows = [kegiatan(1, "TW I 2025", origin=2), kegiatan(2, "TW II 2025", origin=1)]

    assert len(kegiatan_statuses([plan(*rows)], LATE)) == 2


# -- whatever is planned and answered ------------------------------------------------------------

TICKS = ["TW I 2024", "TW III 2024", "TW IV 2024", "TW II 2025", "TW I 2026"]
DAYS = st.dates(date(2023, 12, 1), date(2027, 1, 31))


@st.composite
def answered(draw, id_, origin=None):
    ticks = draw(st.lists(st.sampled_from(TICKS), min_size=1, max_size=3, unique=True))
    told = []
    for tick in sorted(ticks, key=triwulan_of):
        for kind in draw(
            st.lists(st.sampled_from(["belum", "kembali", "klaim", "terima"]), max_size=3)
        ):
            told.append(
                not_done(tick, draw(st.sampled_from(TICKS)), id_)
                if kind == "belum"
                else done_row(
                    tick, id_, {"kembali": "dikembalikan", "terima": "diterima"}.get(kind)
                )
            )
            if kind == "terima":
                break
    return kegiatan(id_, *sorted(ticks, key=triwulan_of), origin=origin, realisasi=tuple(told))


@st.composite
def chained(draw):
    """A chain of plans, each agreed upon or not."""
    length = draw(st.integers(1, 4))
    return [
        plan(
            draw(answered(id_, origin=id_ - 1 or None)),
            number=id_,
            periode=str(2022 + id_),
            forum=draw(st.sampled_from([None, FGD])),
        )
        for id_ in range(1, length + 1)
    ]


@given(chained(), DAYS)
def test_each_target_is_counted_once(plans, on):
    for one in kegiatan_statuses(plans, on):
        assert len(set(one.planned)) == len(one.planned) == one.nth + 1
        assert one.triwulan in one.planned


@given(chained())
def test_nothing_vanishes(plans):
    """When every date is past, what is not done is asked about or waits for an admin."""
    found = kegiatan_statuses(plans, date(2030, 1, 1))
    newest = [one for one in found if one.kegiatan.id == len(plans)]

    assert {one.kegiatan.id for one in found} == set(range(1, len(plans) + 1))
    if not all(one.finished for one in newest):
        assert any(
            one.is_asked or one.stage is Stage.CLAIMED for one in found if not one.represented
        )


@given(chained(), DAYS)
def test_overdue_means_after_the_target_and_not_done(plans, on):
    for one in kegiatan_statuses(plans, on):
        if one.is_overdue:
            assert one.weeks == (on - one.target.last).days // 7
            assert one.stage not in (*DONE, Stage.CLAIMED)
        if one.stage is Stage.OVERDUE:
            assert on > one.target.last


@given(chained(), DAYS)
def test_what_was_planned_anew_twice_stays_with_the_pimpinan_until_accepted(plans, on):
    for one in kegiatan_statuses(plans, on):
        if one.nth >= 2 and one.stage is not Stage.ACCEPTED and not one.represented:
            assert one.is_for_pimpinan


def test_ticks_that_stand_alike_share_a_row():
    """Four overdue quarters of one activity are one thing to do, not four."""
    ticks = ("TW I 2025", "TW II 2025", "TW III 2025", "TW II 2026")
    rows = [plan(kegiatan(1, *ticks), kegiatan(2, "TW IV 2024"))]
    found = by_kegiatan(kegiatan_statuses(rows, date(2026, 5, 4)))

    assert [[one.triwulan.label for one in each] for each in found] == [
        ["TW IV 2024"],
        ["TW I 2025", "TW II 2025", "TW III 2025"],
        ["TW II 2026"],
    ]
