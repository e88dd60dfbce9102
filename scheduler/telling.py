"""Told at the end of a working day: low scores, saran about money, costs of what is free by law.

Never at once, and no score of fewer than five answers.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from core.errors import InputError
from core.model import Compose, Draft, Jumlah, Policy, Rekap
from core.ports import Scope
from core.questionnaire import thaw
from core.uang import speaks_of_money
from scheduler.clock import Job

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from core.agency import Agency, Layanan, Unit
    from core.model import Respons
    from core.ports import Reader, Store, Tx
    from core.ports_rtl import Penerima
    from core.questionnaire import Questionnaire
    from scheduler.weekly import Terms, Writes

EVERY = timedelta(minutes=5)
STALE = timedelta(days=3)
KEPT = timedelta(days=400)
LEAST = 5  # answers, as everywhere
LIVE = ("self", "assisted", "kiosk", "paper")  # an import of old answers is no news
POOR = 2  # the highest score that is low
MONEY_DAYS, FREE_DAYS = 14, 180  # how far back is looked for what was not told
FREE = 4  # the option "Gratis" of the question on cost


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell: its row for each reader, and what is remembered with it."""

    keys: tuple[str, ...]  # remembered together; the first decides whether it is new
    drafts: tuple[Draft, ...] = ()
    shown: tuple[tuple[str, tuple[Rekap, ...]], ...] = field(default=())


def due(reader: Reader, terms: Terms, now: datetime) -> list[News]:
    """Once for each working day, when it ends."""
    agency = terms.agency()
    calendar = agency.kalender(None, terms.libur)
    today = calendar.today(now)
    if not calendar.is_open(now) or now < calendar.at(today, agency.jadwal.akhir_kerja):
        return []
    people = reader.recipients()
    found: list[News] = []
    for unit in agency.unit:
        if not reader.remembered(_day_key(unit, today), now=now):
            found += _low(reader, agency, unit, today, people)
            found += _money(reader, unit, today, people, now)
            found += _paid(reader, unit, today, people, now)
            found.append(News((_day_key(unit, today),)))
    return found


def _day_key(unit: Unit, today: date) -> str:
    return f"harian:{unit.kode}:{today}"


# -- low scores --------------------------------------------------------------------------------


def _low(
    reader: Reader, agency: Agency, unit: Unit, today: date, people: Sequence[Penerima]
) -> Iterator[News]:
    """How often each unsur got a 1 or 2, over the answers since the last look that had five."""
    key = f"rendah|{unit.kode}"
    before = reader.shown(key)
    told = before[0] if before else Rekap("", 0, {}, today.toordinal(), 0)
    since = date.fromordinal(told.t1)
    rows = reader.respons(Scope(unit.kode, None, "", since, today, modes=LIVE))
    counts = _counted(reader, rows)
    for unsur, sums in told.nilai.items():  # of that day these were told already
        counts[unsur] -= sums.s1
    n = len(rows) - told.n
    if before and n < LEAST:
        return
    drafts = tuple(_low_drafts(agency, unit, n, counts, today, people)) if before else ()
    last = [row for row in rows if row.tanggal == today]
    nilai = {unsur: Jumlah(count, 0) for unsur, count in _counted(reader, last).items()}
    state = Rekap("", len(last), nilai, today.toordinal(), 0)
    yield News((f"rendah:{unit.kode}:{today}",), drafts, ((key, (state,)),))


def _counted(reader: Reader, rows: Sequence[Respons]) -> Counter[str]:
    """Answers with a 1 or 2, by unsur."""
    surveys = _surveys(reader, rows)
    return Counter(
        unsur
        for row in rows
        for unsur in {
            one.unsur
            for one in surveys[row.snapshot].pertanyaan
            if row.nilai.get(one.key, FREE) <= POOR
        }
    )


def _low_drafts(
    agency: Agency,
    unit: Unit,
    n: int,
    counts: Counter[str],
    today: date,
    people: Sequence[Penerima],
) -> Iterator[Draft]:
    services = [None, *(one.kode for one in unit.layanan)]
    for to in people:
        mine = [
            [unsur, count]
            for unsur, count in counts.most_common()
            if count > 0
            and to.role in ("admin", "bidang")
            and to.bidang in (None, *(agency.owner(unsur, one) for one in services))
        ]
        if mine:
            args = {"unit": unit.kode, "n": n, "unsur": mine}
            yield _draft(to, "nilai_rendah", args, f"rendah:{unit.kode}:{today}")


def _surveys(reader: Reader, rows: Sequence[Respons]) -> dict[str, Questionnaire]:
    return {snapshot: _survey(reader, snapshot) for snapshot in {one.snapshot for one in rows}}


def _survey(reader: Reader, snapshot: str) -> Questionnaire:
    document = reader.snapshot(snapshot)
    if document is None:
        raise InputError(snapshot)
    return thaw(document)


# -- money -------------------------------------------------------------------------------------


def _money(
    reader: Reader, unit: Unit, today: date, people: Sequence[Penerima], now: datetime
) -> Iterator[News]:
    """How many saran of the days before speak of money; never which, never to a bidang."""
    days = _untold(reader, f"uang:{unit.kode}", MONEY_DAYS, today, now)
    counts = {day: _speaking(reader, unit, day) for day in days}
    if not counts:
        return
    args = {"unit": unit.kode, "n": sum(counts.values()), "sejak": min(counts).isoformat()}
    keys = tuple(f"uang:{unit.kode}:{day}" for day in counts)
    readers = [one for one in people if one.role in ("admin", "pengawas")] if args["n"] else []
    yield News(keys, tuple(_draft(to, "saran_uang", args, keys[0]) for to in readers))


def _speaking(reader: Reader, unit: Unit, day: date) -> int:
    rows = reader.saran(Scope(unit.kode, None, "", day, day))
    return sum(speaks_of_money(one.teks) for one in rows)


def _paid(
    reader: Reader, unit: Unit, today: date, people: Sequence[Penerima], now: datetime
) -> Iterator[News]:
    """Answers that name a cost for what is free by law: from five on, to pimpinan and pengawas."""
    for one in unit.layanan:
        if not one.gratis:
            continue
        stem = f"gratis:{one.kode}"
        days = _untold(reader, stem, FREE_DAYS, today, now)
        counts = {day: _paying(reader, unit, one, day) for day in days}
        if none := tuple(f"{stem}:{day}" for day, n in counts.items() if not n):
            yield News(none)
        if (n := sum(counts.values())) < LEAST:
            continue
        some = [day for day, count in counts.items() if count]
        args = {"unit": unit.kode, "layanan": one.kode, "n": n, "sejak": min(some).isoformat()}
        keys = tuple(f"{stem}:{day}" for day in some)
        readers = [to for to in people if to.role in ("pimpinan", "pengawas")]
        yield News(keys, tuple(_draft(to, "tidak_gratis", args, keys[0]) for to in readers))


def _paying(reader: Reader, unit: Unit, service: Layanan, day: date) -> int:
    rows = reader.respons(Scope(unit.kode, service.kode, "", day, day, modes=LIVE))
    surveys = _surveys(reader, rows)
    return sum(_names_cost(row, surveys[row.snapshot]) for row in rows)


def _names_cost(row: Respons, survey: Questionnaire) -> bool:
    """Only where the highest option of the question says that nothing was paid."""
    asked = [one for one in survey.pertanyaan if one.unsur == "biaya"]
    free = [one for one in asked if one.opsi[FREE - 1].casefold() == "gratis"]
    return any(row.nilai.get(one.key, FREE) < FREE for one in free)


def _untold(reader: Reader, stem: str, most: int, today: date, now: datetime) -> list[date]:
    """The whole days before this one that nobody was told of."""
    days = (today - timedelta(days=n) for n in range(most, 0, -1))
    return [day for day in days if not reader.remembered(f"{stem}:{day}", now=now)]


# -- writing -----------------------------------------------------------------------------------


def _draft(to: Penerima, name: str, args: Mapping[str, Any], key: str) -> Draft:
    body = Compose(name, {**args, "bahasa": to.bahasa, "penerima": to.kunci})
    return Draft(to.address, body, policy=Policy.POST, unique=f"{key}:{to.kunci}")


def write(tx: Tx, news: Sequence[News], now: datetime) -> Mapping[str, int]:
    told = 0
    for one in news:
        fresh = [tx.remember(key, until=now + KEPT) for key in one.keys]
        if not fresh[0]:  # another scheduler was quicker
            continue
        for key, sums in one.shown:
            tx.show(key, sums, now=now)
        told += sum(row is not None for row in tx.enqueue(one.drafts, now=now))
    return {"told": told}


async def tell_due(writer: Writes, store: Store, terms: Terms, now: datetime) -> Mapping[str, int]:
    def look() -> list[News]:
        with store.read() as reader:
            return due(reader, terms, now)

    news = await asyncio.to_thread(look)
    if not news:
        return {}
    return await writer.run(lambda tx: write(tx, news, now))


def telling(writer: Writes, store: Store, terms: Terms) -> Job:
    async def run(now: datetime) -> Mapping[str, int]:
        return await tell_due(writer, store, terms, now)

    return Job("telling", EVERY, run)
