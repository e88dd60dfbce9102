"""The findings of `skm doctor` on the clock: each job's last run, next run, and counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from core.ports.store import Store
    from core.ports.upkeep import JobRun

LATE = timedelta(hours=1)  # past a job's next run: then the clock stands still
# Words for the jobs of the clock, and for the counts of their runs.
NAMES = {
    "purge": "penghapusan data lama",
    "weekly": "ringkasan mingguan",
    "reminders": "pengingat RTL",
    "telling": "kabar nilai rendah",
    "nudges": "pengingat mengisi survei",
    "proposals": "penutupan periode dan usulan RTL",
}
DID = {
    "posted": "dikirim",
    "missed_weeks": "minggu tertinggal",
    "reminded": "diingatkan",
    "told": "dikabarkan",
    "nudged": "diingatkan",
    "proposed": "diberi tahu",
    "closed": "ditutup",
    "published": "diumumkan",
}
GOOD, NOTE = "baik   ", "catat  "


def findings(store: Store) -> Iterator[tuple[str, str | None, str]]:
    """Yield (what, remedy or None, mark) for each job of the clock."""
    from bot.app import wiring

    with store.read() as reader:
        ticks = reader.upkeep.job_runs()
    if not ticks:
        yield "Jadwal belum pernah berjalan di basis data ini.", None, NOTE
        return
    agency = wiring.load_agency(store)
    zone = agency.zone if agency else None
    now = datetime.now(UTC)
    for one in ticks:
        yield _told(one, now, zone)


def _told(one: JobRun, now: datetime, zone: ZoneInfo | None) -> tuple[str, str | None, str]:
    what = NAMES.get(one.job, one.job)
    last, due = (f"{when.astimezone(zone):%d-%m-%Y %H.%M}" for when in (one.last_at, one.next_at))
    did = ", ".join(f"{DID.get(name, name)} {count}" for name, count in one.counts.items())
    line = f"Jadwal {what}: terakhir {last}, berikutnya {due}{f'; {did}' if did else ''}."
    if now > one.next_at + LATE:
        remedy = "Jalankan skm run dengan schedule di SKM_ROLES (bawaannya ada)."
        return f"{line} Jadwal tidak berjalan.", remedy, GOOD
    if not one.succeeded:
        return f"{line} Gagal; dicoba lagi pada waktu itu.", None, NOTE
    return line, None, GOOD
