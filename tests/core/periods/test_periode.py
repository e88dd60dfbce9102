"""Periods as people type them, and their edges at the ends of years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.periods.periode import current, parse, previous

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "label", "first", "last"),
    [
        ("2026", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-S2", "2026-S2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-TW3", "2026-TW3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-11", "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-W47", "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("tw3 2026", "2026-TW3", date(2026, 7, 1), date(2026, 9, 30)),
        ("TW III 2025", "2025-TW3", date(2025, 7, 1), date(2025, 9, 30)),
        ("tw iv", "2026-TW4", date(2026, 10, 1), date(2026, 12, 31)),
        ("triwulan ke-2", "2026-TW2", date(2026, 4, 1), date(2026, 6, 30)),
        ("Semester 2 2026", "2026-S2", date(2026, 7, 1), date(2026, 12, 31)),
        ("semester I 2021", "2021-S1", date(2021, 1, 1), date(2021, 6, 30)),
        ("november 2026", "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("bulan nop 2025", "2025-11", date(2025, 11, 1), date(2025, 11, 30)),
        ("11/2026", "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("minggu 47 2026", "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("2026w47", "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("tahun 2024", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("tahun ini", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("tahun lalu", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("minggu lalu", "2026-W46", date(2026, 11, 9), date(2026, 11, 15)),
        ("bulan ini", "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
def test_a_period_is_read_as_it_is_said(text, label, first, last):
    found = parse(text, TODAY)

    assert (found.label, found.first, found.last) == (label, first, last)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2021, 1, 1), "2020-W53"),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(day, label):
    assert current("minggu", day).label == label


def test_week_53_exists_only_in_long_years():
    """2026 begins on a Thursday, so it has 53 weeks; 2025 has 52."""
    assert parse("2026-W53", TODAY).last == date(2027, 1, 3)
    with pytest.raises(InputError, match="minggu 2025 bernomor 1 sampai 52"):
        parse("2025-W53", TODAY)


@pytest.mark.parametrize(
    ("kind", "day", "label"),
    [
        ("minggu", date(2027, 1, 4), "2026-W53"),
        ("bulan", date(2026, 1, 31), "2025-12"),
        ("triwulan", date(2026, 2, 1), "2025-TW4"),
        ("semester", date(2026, 6, 30), "2025-S2"),
        ("tahun", date(2024, 2, 29), "2023"),
    ],
)
def test_before_the_first_of_a_year_comes_the_last_of_the_year_before(kind, day, label):
    assert previous(current(kind, day)).label == label


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-TW5", "triwulan 2026 bernomor 1 sampai 4"),
        ("2026-S3", "semester 2026 bernomor 1 sampai 2"),
        ("2026-13", "bulan 2026 bernomor 1 sampai 12"),
        ("2026-00", "bulan 2026 bernomor 1 sampai 12"),
        ("1889", "tahun 1990 sampai 2100. Contoh"),
        ("2204", "Maksud Anda 2024?"),
        ("2o24", "tidak terbaca. Maksud Anda 2024? Contoh"),
        ("nopmber 2026", "Maksud Anda november?"),
        ("smester 2", "Maksud Anda semester?"),
        ("2024 2025", "tidak terbaca"),
        ("tw vi 2026", "tidak terbaca"),
        ("47", "tidak terbaca"),
        ("", "tidak terbaca"),
        ("kemarin", "tidak terbaca"),
        ("２０２６", "tidak terbaca"),
    ],
)
def test_what_is_no_period_is_answered_with_examples(text, told):
    with pytest.raises(InputError) as refused:
        parse(text, TODAY)

    assert told in str(refused.value)
    assert "Contoh: 2026, 2026-S2, 2026-TW3, 2026-11, 2026-W47." in str(refused.value)


@given(st.text(max_size=40))
def test_any_text_is_a_period_or_an_input_error(text):
    try:
        found = parse(text, TODAY)
    except InputError:
        return
    assert parse(found.label, TODAY) == found


@given(
    st.sampled_from(["minggu", "bulan", "triwulan", "semester", "tahun"]),
    st.dates(date(1995, 1, 1), date(2099, 12, 31)),
)
def test_periods_follow_each_other_without_gap(kind, day):
    now = current(kind, day)

    assert now.first <= day <= now.last
    assert (now.first - previous(now).last).days == 1
    assert parse(now.label, TODAY) == now
