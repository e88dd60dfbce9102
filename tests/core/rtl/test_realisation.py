"""Realisation: printed, claimed, accepted; and when an item is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.rtl.realisation import is_finished, rtl_progress
from tests.support.rtl_kit import done_row, jambi, kegiatan, plan, printed

PADA = date(2025, 1, 15)


def test_jambi_2023_is_6_of_7_as_printed():
    """The report's conclusion: 85.7 %, 6 of 7. Nobody here has accepted any of it."""
    found = rtl_progress(jambi(), PADA, "2023")

    assert (found.total, found.printed, found.current, found.claimed) == (7, 6, 6, 6)
    assert found.percent(found.current) == "85,7"
    assert (found.accepted, found.unreviewed) == (0, 6)


def test_a_claim_counts_when_it_is_accepted():
    """voice.md: "Realisasi 6 dari 7 (85,7%); 7 dari 7 setelah diterima"."""
    plans = jambi()
    *done, training = plans[0].kegiatan
    claimed = replace(training, realisasi=(done_row("TW III 2023", 7),))
    found = rtl_progress([replace(plans[0], kegiatan=(*done, claimed)), plans[1]], PADA, "2023")

    assert (found.current, found.claimed, found.total) == (6, 7, 7)


@pytest.mark.parametrize(
    ("answers", "counts"),
    [
        ((), (0, 0, 0)),
        ((done_row("TW I 2026", verdict="diterima"),), (0, 0, 0)),
        ((done_row("TW II 2026", verdict="diterima"),), (0, 0, 0)),
        ((done_row("TW I 2026", verdict="diterima"), done_row("TW II 2026")), (0, 0, 1)),
        (
            (done_row("TW I 2026", verdict="diterima"), done_row("TW II 2026", verdict="diterima")),
            (1, 1, 1),
        ),
        ((done_row("TW I 2026"), done_row("TW II 2026", verdict="dikembalikan")), (0, 0, 0)),
    ],
)
def test_an_activity_of_two_triwulan_is_done_after_the_last(answers, counts):
    row = kegiatan(1, "TW I 2026", "TW II 2026", realisasi=answers)
    found = rtl_progress([plan(row)], PADA)

    assert (found.accepted, found.current, found.claimed) == counts
    assert is_finished(plan(row), [plan(row)], PADA) is (counts[0] == 1)


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        (done_row("TW II 2026"), (0, 1, 1)),
        (done_row("TW II 2026", verdict="diterima"), (1, 1, 1)),
        (done_row("TW II 2026", verdict="dikembalikan"), (0, 0, 0)),
    ],
)
def test_proving_what_a_report_printed_does_not_lower_the_figure(answer, counts):
    """Unless an admin looks at the proof and returns it."""
    row = kegiatan(1, "TW II 2026", printed=printed("sudah"), realisasi=(answer,))
    found = rtl_progress([plan(row)], PADA)

    assert (found.accepted, found.current, found.claimed) == counts


def test_a_printed_activity_without_triwulan_counts_as_printed():
    row = replace(kegiatan(1, printed=printed("sudah")), schedule=())
    found = rtl_progress([plan(row)], PADA)

    assert (found.current, found.accepted) == (1, 0)


def test_a_plan_without_kegiatan_is_no_hundred_percent():
    found = rtl_progress([plan()], PADA)

    assert (found.total, found.percent(found.current)) == (0, "0,0")
    assert not is_finished(plan(), [plan()], PADA)
