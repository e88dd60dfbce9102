"""Realisation: printed, claimed, accepted; and when an item is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.rtl.realisation import capaian, selesai
from tests.support.rtl_kit import jambi, kegiatan, plan, printed, sudah

PADA = date(2025, 1, 15)


def test_jambi_2023_is_6_of_7_as_printed():
    """The report's conclusion: 85.7 %, 6 of 7. Nobody here has accepted any of it."""
    found = capaian(jambi(), PADA, "2023")

    assert (found.total, found.dicetak, found.kini, found.diklaim) == (7, 6, 6, 6)
    assert found.persen(found.kini) == "85,7"
    assert (found.diterima, found.belum_diperiksa) == (0, 6)


def test_a_claim_counts_when_it_is_accepted():
    """voice.md: "Realisasi 6 dari 7 (85,7%); 7 dari 7 setelah diterima"."""
    plans = jambi()
    *done, training = plans[0].kegiatan
    claimed = replace(training, realisasi=(sudah("TW III 2023", 7),))
    found = capaian([replace(plans[0], kegiatan=(*done, claimed)), plans[1]], PADA, "2023")

    assert (found.kini, found.diklaim, found.total) == (6, 7, 7)


@pytest.mark.parametrize(
    ("answers", "counts"),
    [
        ((), (0, 0, 0)),
        ((sudah("TW I 2026", hasil="diterima"),), (0, 0, 0)),
        ((sudah("TW II 2026", hasil="diterima"),), (0, 0, 0)),
        ((sudah("TW I 2026", hasil="diterima"), sudah("TW II 2026")), (0, 0, 1)),
        ((sudah("TW I 2026", hasil="diterima"), sudah("TW II 2026", hasil="diterima")), (1, 1, 1)),
        ((sudah("TW I 2026"), sudah("TW II 2026", hasil="dikembalikan")), (0, 0, 0)),
    ],
)
def test_an_activity_of_two_triwulan_is_done_after_the_last(answers, counts):
    row = kegiatan(1, "TW I 2026", "TW II 2026", realisasi=answers)
    found = capaian([plan(row)], PADA)

    assert (found.diterima, found.kini, found.diklaim) == counts
    assert selesai(plan(row), [plan(row)], PADA) is (counts[0] == 1)


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        (sudah("TW II 2026"), (0, 1, 1)),
        (sudah("TW II 2026", hasil="diterima"), (1, 1, 1)),
        (sudah("TW II 2026", hasil="dikembalikan"), (0, 0, 0)),
    ],
)
def test_proving_what_a_report_printed_does_not_lower_the_figure(answer, counts):
    """Unless an admin looks at the proof and returns it."""
    row = kegiatan(1, "TW II 2026", dicetak=printed("sudah"), realisasi=(answer,))
    found = capaian([plan(row)], PADA)

    assert (found.diterima, found.kini, found.diklaim) == counts


def test_a_printed_activity_without_triwulan_counts_as_printed():
    row = replace(kegiatan(1, dicetak=printed("sudah")), jadwal=())
    found = capaian([plan(row)], PADA)

    assert (found.kini, found.diterima) == (1, 0)


def test_a_plan_without_kegiatan_is_no_hundred_percent():
    found = capaian([plan()], PADA)

    assert (found.total, found.persen(found.kini)) == (0, "0,0")
    assert not selesai(plan(), [plan()], PADA)
