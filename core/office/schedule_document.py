"""The reader of the section [jadwal] of an agency's file, and of a bidang's day, hour and zone.

`agency_document.parse` calls it; `skm setup` uses `zone_named`. Faults are FileErrors.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.periods.periode import LENGTH
from core.periods.working_days import WEEKDAY_NAMES, Schedule, WeeklySchedule

if TYPE_CHECKING:
    from core.office.document_table import Table
    from core.periods.periode import PeriodeKind

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])")
WORKDAYS = (5, 6)  # days a week
LEAP = 2028  # a leap year, which has every day of the calendar


def read_schedule(row: Table) -> Schedule:
    """Read the section [jadwal]; a missing key keeps the default of `Schedule`.

    Raises FileError.
    """
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
        extra_holidays=_days(row, "libur"),
        worked_holidays=_days(row, "bukan_libur"),
    )
    if made.workdays not in WORKDAYS:
        raise row.fault("hari_kerja", "bukan 5 atau 6", "Tulis 5 (Senin-Jumat) atau 6")
    row.done()
    return made


def read_weekly(row: Table) -> WeeklySchedule:
    """Read the keys `hari` and `jam`, of [jadwal] or of one bidang. Raises FileError."""
    said = row.maybe("hari")
    if said is not None and said.casefold() not in WEEKDAY_NAMES:
        raise row.fault("hari", f"{said!r} tidak dikenal", f"Pilih: {', '.join(WEEKDAY_NAMES)}")
    weekday = None if said is None else WEEKDAY_NAMES.index(said.casefold())
    return WeeklySchedule(weekday, _hour(row, "jam"))


def of_bidang(row: Table) -> WeeklySchedule:
    """Read the keys `hari`, `jam` and `zona` of one bidang. Raises FileError."""
    own = read_weekly(row)
    name = row.maybe("zona")
    return WeeklySchedule(own.weekday, own.hour, zone(row, "zona", name) if name else None)


def zone(row: Table, key: str, name: str) -> ZoneInfo:
    """Return the zone that a key names. Raises FileError when there is no such zone."""
    try:
        return zone_named(name)
    except (ZoneInfoNotFoundError, ValueError):
        remedy = "Pakai WIB, WITA, WIT, atau nama seperti Asia/Jakarta"
        raise row.fault(key, f"{name!r} tidak dikenal", remedy) from None


def zone_named(name: str) -> ZoneInfo:
    """Return the zone as an office writes it: WIB, WITA, WIT, or Asia/Jakarta.

    Raises ZoneInfoNotFoundError, or ValueError for a malformed name.
    """
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
    """Read two hours, "20.00-07.00"; an empty text means that there are no quiet hours."""
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
    """Read a month and day that come every year, such as "07-31"."""
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
    """Read the kind of period that closes of itself.

    "admin": none does. None: those in which users are counted.
    """
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
