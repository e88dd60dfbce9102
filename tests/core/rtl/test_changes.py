"""Changes to an RTL item: answered and begun parts stay; the audit trail names the changed ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.rtl.changes import changed_parts, locked_triwulan, may_be_removed
from tests.support.rtl_kit import FGD, done_row, kegiatan, plan, printed, triwulan_of

HARI = date(2026, 5, 12)
TICKS = ("TW I 2026", "TW II 2026", "TW III 2026")


@pytest.mark.parametrize(
    ("more", "forum", "stays"),
    [
        ({}, None, {}),  # a draft that nobody knows of
        ({}, FGD, {"TW I 2026": "mulai", "TW II 2026": "mulai"}),
        ({"printed": printed("belum")}, None, {"TW I 2026": "mulai", "TW II 2026": "mulai"}),
        ({"origin": 9}, None, {"TW I 2026": "mulai", "TW II 2026": "mulai"}),
        ({"realisasi": (done_row("TW III 2026"),)}, None, {"TW III 2026": "lapor"}),
    ],
)
def test_what_was_answered_or_has_begun_stays(more, forum, stays):
    one = kegiatan(1, *TICKS, **more)

    found = locked_triwulan(plan(one, forum=forum), one, HARI)

    assert {tick.label: why for tick, why in found.items()} == stays


@pytest.mark.parametrize(
    ("more", "forum", "free"),
    [
        ({}, None, True),
        ({}, FGD, False),
        ({"printed": printed("sudah")}, None, False),
        ({"origin": 9}, None, False),
        ({"realisasi": (done_row("TW I 2026"),)}, None, False),
    ],
)
def test_only_what_is_no_record_yet_may_be_taken_out(more, forum, free):
    one = kegiatan(1, *TICKS, **more)

    assert may_be_removed(plan(one, forum=forum), one) is free


def test_the_parts_that_differ_are_named_and_never_their_words():
    before = plan(kegiatan(1), kegiatan(2))
    changed = replace(kegiatan(1), description="rahasia", schedule=triwulan_of("TW IV 2026"))
    after = replace(before, kegiatan=(changed, kegiatan(0, number="1.3")), needs_budget=True)

    assert changed_parts(before, after) == [
        "perlu_anggaran",
        "1.1 uraian",
        "1.1 jadwal",
        "1.3 baru",
        "1.2 dihapus",
    ]
