"""The checks for oddities of a plan, such as a forum before its period.

The reader of plan files and the dialogue of `rtl forum` tell an oddity before the plan is stored; a
person confirms it, and no code corrects it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import InputError
from core.periods.periode import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from core.periods.periode import Periode
    from core.rtl.plan import Forum, Rtl

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Oddity:
    """An improbable fact in a plan."""

    key: str  # its kind: "forum_hari_minggu"
    words: str  # in Indonesian

    @property
    def impossible(self) -> bool:
        """Whether the fact cannot be; the other kinds are rare, and happen."""
        return self.key in ("forum_terlalu_awal", "forum_belum_terjadi")


def questioned(forum: Forum, periode: str, today: date) -> list[Oddity]:
    """Return the oddities of a forum's date, given the label of its plan's periode.

    Code that stores an impossible date without a confirmation sets `Forum.doubtful`; the other
    oddities are only asked about.
    """
    told = f"{forum.kind} {forum.day:%d-%m-%Y}"
    found = []
    span = _span(periode, today)
    if span and forum.day < span.first:
        found.append(
            Oddity("forum_terlalu_awal", f"{told} terjadi sebelum periode {periode} dimulai")
        )
    elif span and forum.day < span.last:
        found.append(
            Oddity("forum_sebelum_akhir", f"{told} terjadi sebelum periode {periode} berakhir")
        )
    if forum.day > today:
        found.append(Oddity("forum_belum_terjadi", f"{told} belum terjadi"))
    if forum.day.weekday() == SUNDAY:
        found.append(Oddity("forum_hari_minggu", f"{told} jatuh pada hari Minggu"))
    return found


def odd(rtl: Rtl, today: date) -> list[Oddity]:
    """Return all oddities of an item: of its forum, and of triwulan before its periode."""
    return [*(questioned(rtl.forum, rtl.periode, today) if rtl.forum else []), *_ticks(rtl, today)]


def _ticks(rtl: Rtl, today: date) -> Iterator[Oddity]:
    begins = first_day(rtl.periode, today)
    for one in rtl.kegiatan:
        early = [tick for tick in one.schedule if begins is not None and tick.last < begins]
        if early:
            told = ", ".join(tick.label for tick in early)
            yield Oddity(
                "jadwal_terlalu_awal",
                f"{one.number}: {told} berakhir sebelum periode {rtl.periode} dimulai",
            )


def first_day(periode: str, today: date) -> date | None:
    """Return the first day of a periode; None for a label that names no calendar."""
    span = _span(periode, today)
    return span.first if span else None


def _span(periode: str, today: date) -> Periode | None:
    try:
        return parse(periode, today)
    except InputError:
        return None
