"""Reads the part [jadwal] of an agency's file, and the day, hour and zone of a bidang."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.periods.periode import LENGTH
from core.periods.working_days import NAMES, Schedule, WeeklySchedule

if TYPE_CHECKING:
    from core.office.document_table import Table
    from core.periods.periode import PeriodeKind

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])")
WORKDAYS = (5, 6)
LEAP = 2028  # a year that has every day of the calendar


def read_schedule(row: Table) -> Schedule:
    plain = Schedule()
    own = read_weekly(row)
    made = Schedule(
        weekday=plain.weekday if own.weekday is None else own.weekday,
        hour=own.hour or plain.hour,
        quiet=_quiet(row),
        workdays=row.whole("hari_kerja", plain.workdays),
        work_ends=_hour(row, "akhir_kerja") or plain.work_ends,
        rka_deadline=_deadline(row),
        closing=_closing(row),
        holidays=_days(row, "libur"),
        not_holidays=_days(row, "bukan_libur"),
    )
    if made.workdays not in WORKDAYS:
        raise row.fault("hari_kerja", "bukan 5 atau 6", "Tulis 5 (Senin-Jumat) atau 6")
    row.done()
    return made


def read_weekly(row: Table) -> WeeklySchedule:
    """The keys `hari` and `jam`, of [jadwal] or of one bidang."""
    said = row.maybe("hari")
    if said is not None and said.casefold() not in NAMES:
        raise row.fault("hari", f"{said!r} tidak dikenal", f"Pilih: {', '.join(NAMES)}")
    weekday = None if said is None else NAMES.index(said.casefold())
    return WeeklySchedule(weekday, _hour(row, "jam"))


def of_bidang(row: Table) -> WeeklySchedule:
    own = read_weekly(row)
    name = row.maybe("zona")
    return WeeklySchedule(own.weekday, own.hour, zone(row, "zona", name) if name else None)


def zone(row: Table, key: str, name: str) -> ZoneInfo:
    try:
        return zone_named(name)
    except (ZoneInfoNotFoundError, ValueError):
        remedy = "Pakai WIB, WITA, WIT, atau nama seperti Asia/Jakarta"
        raise row.fault(key, f"{name!r} tidak dikenal", remedy) from None


def zone_named(name: str) -> ZoneInfo:
    """As an office writes it: WIB, WITA, WIT, or Asia/Jakarta. Raises ZoneInfoNotFoundError."""
    return ZoneInfo(ZONES.get(name.upper(), name))


def _hour(row: Table, key: str) -> time | None:
    said = row.maybe(key)
    return None if said is None else _clock(row, key, said)


def _clock(row: Table, key: str, said: str) -> time:
    found = CLOCK.fullmatch(said)
    if not found:
        raise row.fault(key, f"{said!r} bukan jam", 'Tulis seperti "08.00"')
    return time(int(found[1]), int(found[2]))


def _quiet(row: Table) -> tuple[time, time] | None:
    """Two hours; an empty text: every hour will do."""
    said = row.text("tenang", "20.00-07.00").strip()
    if not said:
        return None
    hours = re.split(r"\s*[-–]\s*", said)
    if len(hours) != 2:  # noqa: PLR2004 - from and until
        raise row.fault("tenang", f"{said!r} bukan dua jam", 'Tulis seperti "20.00-07.00"')
    start, end = (_clock(row, "tenang", hour) for hour in hours)
    if start == end:
        raise row.fault("tenang", "mulai dan akhirnya sama", 'Tulis "" bila tidak ada jam tenang')
    return start, end


def _deadline(row: Table) -> tuple[int, int] | None:
    """ "07-31": it comes every year."""
    said = row.maybe("batas_rka")
    if said is None:
        return None
    try:
        day = date.fromisoformat(f"{LEAP}-{said}")
    except ValueError:
        remedy = 'Tulis bulan dan tanggal, misalnya "07-31"'
        raise row.fault("batas_rka", f"{said!r} bukan tanggal", remedy) from None
    return day.month, day.day


def _closing(row: Table) -> PeriodeKind | Literal["admin"] | None:
    """Which periods close of themselves; "admin": none does."""
    said = row.maybe("tutup")
    if said is None:
        return None
    known: dict[str, PeriodeKind | Literal["admin"]] = {kind: kind for kind in LENGTH}
    known["admin"] = "admin"
    if said.casefold() not in known:
        raise row.fault("tutup", f"{said!r} tidak dikenal", f"Pilih: {', '.join(known)}")
    return known[said.casefold()]


def _days(row: Table, key: str) -> frozenset[date]:
    found = set()
    for said in row.texts(key, ()):
        try:
            found.add(date.fromisoformat(said))
        except ValueError:
            remedy = 'Tulis seperti ["2026-12-24"]'
            raise row.fault(key, f"{said!r} bukan tanggal", remedy) from None
    return frozenset(found)
