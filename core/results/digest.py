"""The text of the weekly summary: its lines, their order, and their limit of 1,000 letters.

`bot.desk.staff.summary.weekly` hands over a `WeeklySummary`, whose figures may all be told. Nothing
is computed or looked up here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.language.catalogue import Joined, Words
from core.language.shortening import cut
from core.results.small_numbers import LEAST
from core.results.summary import (
    LowUnsur,
    Overdue,
    UnitBlock,
    WeekFigures,
    WeeklySummary,
    YearFigures,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from core.language.catalogue import Fact, Says
    from core.periods.periode import Periode


LONGEST = 1000  # letters of a summary
SARAN_MOST, SARAN_LETTERS = 3, 140  # saran that are quoted, and letters of each
RTL_MOST = 4  # kegiatan that are listed
RTL_LETTERS = 90  # of a kegiatan
SHORTER = (60, 30)  # letters of a kegiatan where the whole would be too long
UNSUR_MOST = 5  # unsur that are listed, with those that share the third place
UNIT_UNSUR = 3  # unsur of each of several units


def tell(what: WeeklySummary, say: Callable[[Says], str]) -> str:
    """Return the summary as text, of at most `LONGEST` letters where that can be reached.

    A text that is too long loses first its saran, then the ends of its kegiatan, then units.
    """
    for shorter in _shorter(what):
        text = "\n".join(say(line) if line else "" for line in _lines(shorter, say))
        if len(text) <= LONGEST:
            return text
    return text


def three_lines(what: WeeklySummary, say: Callable[[Says], str]) -> str:
    """Return the summary for pimpinan: index and target, missing answers, and overdue RTL."""
    parts = (_head(what, say), [_year(what.year)], [_missing(what.year)], [_overdue(what.rtl)])
    return "\n".join(say(line) for part in parts for line in part)


def _shorter(what: WeeklySummary) -> Iterator[WeeklySummary]:
    yield what
    for most in range(len(what.saran) - 1, -1, -1):
        yield replace(what, saran=what.saran[:most])
    bare = replace(what, saran=())
    for letters in SHORTER:
        rtl = tuple(replace(one, kegiatan=cut(one.kegiatan, letters)) for one in what.rtl)
        shortest = replace(bare, rtl=rtl)
        yield shortest
    for most in range(min(len(what.unit), what.units_shown) - 1, 0, -1):
        yield replace(shortest, units_shown=most)


def _lines(what: WeeklySummary, say: Callable[[Says], str]) -> Iterator[Says]:
    yield from _head(what, say)
    yield ""
    yield from _figures(what)
    if lowest := list(_units(what) if what.unit else _lowest(what)):
        yield ""
        yield from lowest
    if what.saran:
        yield ""
        yield Words("ringkasan.saran")
        yield from (Words("ringkasan.kutipan", {"saran": one}) for one in what.saran)
    if what.mentions_money:
        yield ""
        yield Words("ringkasan.uang", {"n": what.mentions_money})
    if what.closing:
        label, day = what.closing
        yield ""
        yield Words("ringkasan.tutup", {"label": label, "hari": day})
    yield ""
    yield from _rtl(what)


def _head(what: WeeklySummary, say: Callable[[Says], str]) -> Iterator[Says]:
    newest = what.weeks[-1]
    yield Words("ringkasan.judul", {"kepada": what.addressee, "hari": days(newest, say)})
    if len(what.weeks) > 1:
        count, first = len(what.weeks), what.weeks[0].label
        facts: dict[str, Fact] = {"n": count, "awal": first, "akhir": newest.label}
        yield Words("ringkasan.mencakup", facts)


def days(week: Periode, say: Callable[[Says], str]) -> str:
    """Return a week's days: "9–15 Des 2024", "30 Des 2024–5 Jan 2025"."""
    last = say(Words("ringkasan.tanggal", {"hari": week.last}))
    first = say(Words("ringkasan.tanggal", {"hari": week.first}))
    same = (week.first.year, week.first.month) == (week.last.year, week.last.month)
    if same:
        return f"{week.first.day}–{last}"
    if week.first.year == week.last.year:
        first = first.removesuffix(f" {week.first.year}")
    return f"{first}–{last}"


def _figures(what: WeeklySummary) -> Iterator[Says]:
    interval = None if _tells_change(what.year, what.week) else what.year.interval
    yield _year(what.year, interval)
    yield _respondents(what.year)
    yield _week(what.year, what.week)


def _year(year: YearFigures, interval: tuple[str, str] | None = None) -> Words:
    if year.ikm is None:
        return Words("ringkasan.tahun_kosong", {"label": year.label})
    low, high = interval or (None, None)
    facts: dict[str, Fact] = {"label": year.label, "ikm": year.ikm, "sasaran": year.ikm_target}
    facts |= {"rendah": low, "tinggi": high}
    if year.mutu:
        facts |= {"mutu": year.mutu, "kinerja": year.kinerja}
    return Words("ringkasan.tahun", facts | {"capaian": year.achievement})


def _respondents(year: YearFigures) -> Words:
    facts: dict[str, Fact] = {"n": year.n, "target": year.target, "kurang": year.missing or None}
    return Words("ringkasan.responden" if year.target else "ringkasan.responden_saja", facts)


def _missing(year: YearFigures) -> Words:
    if year.missing is None:
        return Words("ringkasan.kurang_asing", {"n": year.n})
    facts: dict[str, Fact] = {"n": year.n, "target": year.target, "kurang": year.missing}
    return Words("ringkasan.kurang" if year.missing else "ringkasan.cukup", facts)


def _week(year: YearFigures, week: WeekFigures) -> Words:
    if week.n < LEAST:
        return Words("ringkasan.minggu_sedikit", {"n": week.n})
    facts: dict[str, Fact] = {"n": week.n}
    if week.week_ago and year.ikm:
        facts["arah"] = _change(year, week)
    return Words("ringkasan.minggu", facts)


def _tells_change(year: YearFigures, week: WeekFigures) -> bool:
    """Return whether the week's line tells a change, and with it the interval."""
    return week.n >= LEAST and year.ikm is not None and week.week_ago not in (None, year.ikm)


def _change(year: YearFigures, week: WeekFigures) -> Words:
    if week.week_ago == year.ikm:
        return Words("ringkasan.tetap", {"ikm": year.ikm})
    low, high = year.interval or (None, None)
    facts: dict[str, Fact] = {"dari": week.week_ago, "ke": year.ikm, "rendah": low, "tinggi": high}
    significant = {True: "ringkasan.nyata", False: "ringkasan.belum_nyata", None: None}[
        week.significant
    ]
    return Words(
        "ringkasan.berubah", facts | {"nyata": Words(significant) if significant else None}
    )


def _lowest(what: WeeklySummary) -> Iterator[Says]:
    if what.all_alike:
        yield Words("ringkasan.semua_sama")
        return
    if not what.lowest:
        return
    yield Words("ringkasan.terendah")
    for place, one in enumerate(what.lowest[:UNSUR_MOST], start=1):
        own = Words("ringkasan.milik") if one.is_own else one.bidang
        facts: dict[str, Fact] = {"no": place, "nama": one.short, "nrr": one.nrr}
        yield Words("ringkasan.unsur", facts | {"mutu": one.mutu, "milik": own})
    if len(what.lowest) > UNSUR_MOST:
        yield Words("ringkasan.unsur_lain", {"n": len(what.lowest) - UNSUR_MOST})


def _units(what: WeeklySummary) -> Iterator[Says]:
    """The first units (the lowest), each in two lines, and then the number of the others."""
    for place, one in enumerate(what.unit[: what.units_shown]):
        if place:
            yield ""
        yield _unit(one)
        if one.lowest:
            told: list[Says] = [_in_line(each) for each in one.lowest[:UNIT_UNSUR]]
            if (more := len(one.lowest) - UNIT_UNSUR) > 0:
                told.append(Words("ringkasan.unsur_lain", {"n": more}))
            yield Words("ringkasan.unit_terendah", {"unsur": Joined(", ", tuple(told))})
    if (more := len(what.unit) - what.units_shown) > 0:
        yield Words("ringkasan.unit_lain", {"n": more})


def _unit(one: UnitBlock) -> Words:
    facts: dict[str, Fact] = {"unit": one.unit, "ikm": one.ikm, "mutu": one.mutu}
    facts |= {"n": one.n, "target": one.target, "pekan": one.week}
    return Words("ringkasan.unit" if one.ikm else "ringkasan.unit_kosong", facts)


def _in_line(one: LowUnsur) -> Words:
    own = Words("ringkasan.milik") if one.is_own else None
    facts: dict[str, Fact] = {"nama": one.short, "nrr": one.nrr, "mutu": one.mutu, "milik": own}
    return Words("ringkasan.unit_unsur", facts)


def _rtl(what: WeeklySummary) -> Iterator[Says]:
    if what.whole:
        yield _overdue(what.rtl)
        return
    yield Words("ringkasan.rtl")
    if not what.rtl:
        yield Words("ringkasan.rtl_tidak_ada")
    for one in what.rtl[:RTL_MOST]:
        facts: dict[str, Fact] = {"kegiatan": cut(one.kegiatan, RTL_LETTERS), "target": one.target}
        facts |= {
            "lewat": one.weeks_late,
            "ulang": one.times_planned if one.times_planned > 1 else None,
        }
        name = "ringkasan.rtl_jatuh" if one.weeks_late is None else "ringkasan.rtl_lewat"
        yield Words(name, facts)
    if len(what.rtl) > RTL_MOST:
        yield Words("ringkasan.rtl_lain", {"n": len(what.rtl) - RTL_MOST})


def _overdue(rtl: tuple[Overdue, ...]) -> Words:
    """The counts of overdue RTL by bidang, the largest first; RTL planned anew twice count, too."""
    late = [one for one in rtl if one.weeks_late is not None or one.times_planned > 1]
    names = dict.fromkeys(one.bidang or "" for one in late)
    counts = {name: sum(1 for one in late if (one.bidang or "") == name) for name in names}
    if not counts:
        return Words("ringkasan.rtl_beres")
    each = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    parts: tuple[Says, ...] = tuple(f"{name} {count}" for name, count in each)
    return Words("ringkasan.rtl_bidang", {"bidang": Joined(", ", parts)})
