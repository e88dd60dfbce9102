"""The facts of one weekly summary, all of them such as may be told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.figures import LEAST, key_of, scope_of
from bot.staff.ringkasan_rtl import tunggakan
from core import digest
from core import ikm as index
from core import periode as periods
from core.angka import comma, tercetak
from core.errors import InputError
from core.samar import samar
from core.sampel import krejcie_morgan, significant
from core.selisih import added
from core.texts import Words
from core.uang import speaks_of_money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.figures import Figures
    from core.agency import Agency
    from core.model import Rekap, Saran
    from core.periode import Periode
    from core.ports import Reader, Scope
    from core.texts import Says

LOOK_BACK = 10  # weeks in which an earlier summary is looked for


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom, and of which weeks (oldest first)."""

    role: str  # "bidang" | "admin" | "pimpinan"
    bidang: str | None
    weeks: tuple[Periode, ...]
    now: datetime


def week_key(scope: Scope, week: Periode) -> str:
    """Under which the sums told in a week's summary are kept, for the arrow of the next one."""
    return f"{key_of(scope)}|{week.label}"


def gather(
    reader: Reader, agency: Agency, asked: Asked, found: Figures, told: tuple[Rekap, ...]
) -> digest.Rangkuman:
    newest = asked.weeks[-1]
    scope = scope_of(agency, periods.parse(newest.label[:4], newest.last))
    week = replace(scope, label=newest.label, first=newest.first, last=newest.last)
    count = sum(one.n for one in reader.rekap(week))
    every = reader.saran(week) if count >= LEAST else []
    ours = [one for one in every if asked.bidang in (None, _owner(agency, one))]
    plain = [one for one in ours if not speaks_of_money(one.teks)]
    own = None if asked.role != "bidang" else asked.bidang
    return digest.Rangkuman(
        kepada=_whom(agency, asked),
        weeks=asked.weeks,
        tahun=_of_layanan(reader, agency, scope, _year(found)),
        pekan=_week(reader, scope, newest, count, found, told),
        terendah=tuple(_lowest(agency, found, own)),
        semua_sama=found.ikm is not None and len(found.terendah) == len(found.ikm.unsur),
        saran=tuple(digest.cut(samar(one.teks)) for one in plain[: digest.SARAN_MOST]),
        uang=len(every) - len(plain) if own is None else 0,
        rtl=tunggakan(reader, agency, own, asked.now),
        semua=own is None,
    )


def _owner(agency: Agency, one: Saran) -> str:
    return agency.owner(one.unsur or "", one.layanan)


def _whom(agency: Agency, asked: Asked) -> Says:
    if asked.role != "bidang":
        return Words("ringkasan.pimpinan" if asked.role == "pimpinan" else "ringkasan.semua_bidang")
    return _named(agency, asked.bidang)


def _named(agency: Agency, bidang: str | None) -> str:
    return next((one.nama for one in agency.bidang if one.kode == bidang), bidang or "")


def _year(found: Figures) -> digest.Angka:
    ikm = found.ikm
    made = digest.Angka(
        found.periode.label,
        found.n,
        target=found.target,
        kurang=found.kurang,
        sasaran=tercetak(found.sasaran) if found.sasaran is not None else None,
        capaian=comma(found.capaian) if found.capaian else None,
    )
    if ikm is None:
        return made
    made = replace(made, ikm=comma(ikm.ikm))
    if ikm.rentang:
        made = replace(made, rentang=(comma(ikm.rentang.rendah), comma(ikm.rentang.tinggi)))
    return replace(made, mutu=ikm.mutu, kinerja=ikm.kinerja) if found.bermutu else made


def _of_layanan(reader: Reader, agency: Agency, scope: Scope, year: digest.Angka) -> digest.Angka:
    """Where N is known of every layanan instead of the unit, their targets together."""
    place = agency.place(scope.unit)
    if year.target is not None or place is None:
        return year
    target = kurang = 0
    for one in place.layanan:
        known = agency.users(place.kode, one.kode, scope.label)
        if known is None and one.aktif:
            return year
        if known is not None:
            least = known.target or krejcie_morgan(known.pengguna or 1)
            n = sum(row.n for row in reader.rekap(replace(scope, layanan=one.kode)))
            target, kurang = target + least, kurang + max(0, least - n)
    return replace(year, target=target or None, kurang=kurang if target else None)


def _lowest(agency: Agency, found: Figures, own: str | None) -> Iterator[digest.Rendah]:
    for one in found.terendah:
        owner = None if own else _named(agency, agency.owner(one.key, None))
        mine = own is not None and own in _owners(agency, one.key)
        mutu = one.mutu if found.bermutu else None
        yield digest.Rendah(one.singkat, comma(one.nrr_cetak), mutu, mine, owner)


def _owners(agency: Agency, unsur: str) -> set[str]:
    """Who answers for an unsur, of whatever layanan."""
    layanan = [one.kode for unit in agency.unit for one in unit.layanan]
    return {agency.owner(unsur, one) for one in (None, *layanan)}


# -- what the week changed ---------------------------------------------------------------------


def _week(
    reader: Reader,
    scope: Scope,
    week: Periode,
    count: int,
    found: Figures,
    told: Sequence[Rekap],
) -> digest.Sepekan:
    """Against what was told a week ago: two figures that were told both, so nothing new shows."""
    before = _told_before(reader, scope, week)
    if count < LEAST or not before or found.ikm is None or found.survey is None:
        return digest.Sepekan(count)
    try:
        then = index.hitung(before, found.survey, found.ikm.policy)
        between = added(before, told)
        nyata = (
            significant(index.hitung(between, found.survey, then.policy), then) if between else None
        )
    except InputError:  # the questionnaire was changed meanwhile
        return digest.Sepekan(count)
    return digest.Sepekan(count, comma(then.ikm), nyata)


def _told_before(reader: Reader, scope: Scope, week: Periode) -> list[Rekap] | None:
    for _ in range(LOOK_BACK):
        week = periods.previous(week)
        if found := reader.shown(week_key(scope, week)):
            return found
    return None
