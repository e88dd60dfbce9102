"""Triwulan: read with their year, in order, and never without one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.periods import periode, triwulan
from core.periods.triwulan import Triwulan

ANY = st.builds(Triwulan, st.integers(1991, 2099), st.integers(1, 4))


@pytest.mark.parametrize(
    "written",
    [
        "TW IV 2023",
        "tw 4 2023",
        "Triwulan IV 2023",
        "2023-TW4",
        "TW4/2023",
        "triwulan ke-4, 2023",
        " tw  iv  2023 ",
    ],
)
def test_a_triwulan_is_read_as_people_write_it(written):
    assert triwulan.parse(written) == Triwulan(2023, 4)


def test_a_triwulan_without_year_is_refused():
    """The Jambi plan of 2024 prints "TW IV": whoever imports it must say of which year."""
    with pytest.raises(InputError, match="tanpa tahun"):
        triwulan.parse("TW IV")


def test_the_year_told_for_a_whole_file_is_taken():
    assert triwulan.parse("TW IV", 2025) == Triwulan(2025, 4)
    assert triwulan.parse("TW IV 2023", 2025) == Triwulan(2023, 4)


@pytest.mark.parametrize(
    "written",
    ["TW V 2023", "TW 0 2023", "TW IV 23", "IV 2023", "", "TW IV 1200", "2022 TW IV 2023"],
)
def test_what_is_no_triwulan_is_refused(written):
    with pytest.raises(InputError):
        triwulan.parse(written)


def test_first_and_last_day():
    assert (Triwulan(2024, 1).first, Triwulan(2024, 1).last) == (
        date(2024, 1, 1),
        date(2024, 3, 31),
    )
    assert (Triwulan(2023, 4).first, Triwulan(2023, 4).last) == (
        date(2023, 10, 1),
        date(2023, 12, 31),
    )


def test_upcoming_goes_over_the_year():
    found = triwulan.upcoming(date(2024, 12, 15))

    assert [one.label for one in found] == ["TW IV 2024", "TW I 2025", "TW II 2025", "TW III 2025"]


@given(ANY)
def test_label_and_key_are_read_back(one):
    assert triwulan.parse(one.label) == one == triwulan.parse(one.code)


@given(ANY)
def test_it_has_the_days_of_the_period_of_that_name(one):
    same = periode.parse(one.code, date(2000, 1, 1))

    assert (same.label, same.first, same.last) == (one.code, one.first, one.last)


@given(ANY)
def test_triwulan_follow_each_other_without_a_gap(one):
    assert one.next().first == one.last + timedelta(days=1)
    assert one < one.next()
    assert triwulan.of(one.first) == one == triwulan.of(one.last)
