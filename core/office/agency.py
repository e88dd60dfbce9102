"""The agency as one document: instansi, unit, layanan, loket, bidang, owners, N, targets, contacts.

It is read from a TOML file (`agency_document`), kept whole in the store, edited as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from core.periods.working_days import Jadwal, Kalender, Mingguan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from fractions import Fraction
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Layanan:
    kode: str
    nama: str
    label: str  # at most 24 characters: it is a button and a list row
    gratis: bool = False  # free by law
    aktif: bool = True


@dataclass(frozen=True, slots=True)
class Loket:
    kode: str
    nama: str
    layanan: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    kode: str
    nama: str
    singkat: str
    layanan: tuple[Layanan, ...]
    loket: tuple[Loket, ...] = ()
    zona: ZoneInfo | None = None  # where it lies in another zone than the office

    def service(self, kode: str | None) -> Layanan | None:
        return next((one for one in self.layanan if one.kode == kode), None)


@dataclass(frozen=True, slots=True)
class Bidang:
    kode: str
    nama: str
    mingguan: Mingguan = field(default_factory=Mingguan)


@dataclass(frozen=True, slots=True)
class Pemilik:
    """Who answers for an unsur of a layanan; None means every one."""

    bidang: str
    unsur: str | None = None
    layanan: str | None = None


@dataclass(frozen=True, slots=True)
class Populasi:
    """Users N of a layanan (None: of the unit) in a period, or a target set by letter."""

    unit: str
    layanan: str | None
    periode: str
    pengguna: int | None
    target: int | None
    sumber: str


@dataclass(frozen=True, slots=True)
class Kanal:
    """Where complaints go; an unset one drops its line."""

    petugas: str | None
    lapor: str | None
    inspektorat: str | None
    ombudsman: str | None


@dataclass(frozen=True, slots=True)
class Tempat:
    """What a start code tells: a unit, perhaps its layanan and loket."""

    unit: str
    layanan: str | None = None
    loket: str | None = None


NAMED = 30  # letters on a button


@dataclass(frozen=True, slots=True)
class Agency:
    kode: str
    nama: str
    singkat: str
    zona: ZoneInfo
    kontak: str | None
    jam: str | None
    hasil: str | None  # where results are published
    situs: str | None  # the office's own web address, which vouches for the bot
    kuesioner: str
    bobot: str
    target_ikm: Fraction | None
    unit: tuple[Unit, ...]
    bidang: tuple[Bidang, ...]
    pemilik: tuple[Pemilik, ...]
    populasi: tuple[Populasi, ...]
    pengaduan: Kanal
    document: Mapping[str, Any]
    jadwal: Jadwal = field(default_factory=Jadwal)
    bahasa: tuple[str, ...] = ()  # that the survey is offered in; none: every reviewed one
    ingatkan: bool = True  # who left a survey unfinished is reminded, once
    usia_minimum: int | None = None  # years; who is younger is kindly sent away

    def kalender(self, bidang: str | None, libur: Callable[[int], frozenset[date]]) -> Kalender:
        """By which days and hours a bidang is written to; None: the office as a whole."""
        own = next((one.mingguan for one in self.bidang if one.kode == bidang), Mingguan())
        hari = self.jadwal.hari if own.hari is None else own.hari
        jadwal = replace(self.jadwal, hari=hari, jam=own.jam or self.jadwal.jam)
        return Kalender(own.zona or self._zona_served(bidang), jadwal, libur)

    def kalender_unit(self, unit: Unit, libur: Callable[[int], frozenset[date]]) -> Kalender:
        """By which days and hours a unit works."""
        return Kalender(unit.zona or self.zona, self.jadwal, libur)

    def wakes(self, moment: datetime) -> datetime:
        """When the quiet hours are over in the first of the office's zones."""
        zones = {self.zona}
        zones |= {one.zona for one in self.unit if one.zona}
        zones |= {one.mingguan.zona for one in self.bidang if one.mingguan.zona}
        return min(Kalender(zone, self.jadwal).wakes(moment) for zone in zones)

    def zona_of(self, unit: str | None) -> ZoneInfo:
        """In whose local day an answer of this unit falls."""
        place = self.place(unit)
        return (place and place.zona) or self.zona

    def _zona_served(self, bidang: str | None) -> ZoneInfo:
        """The zone of the units that a bidang serves, where it is one zone."""
        zones = {one.zona or self.zona for one in self.served(bidang)} if bidang else set()
        return zones.pop() if len(zones) == 1 else self.zona

    def place(self, kode: str | None) -> Unit | None:
        return next((one for one in self.unit if one.kode == kode), None)

    def label(self, unit: Unit, layanan: Layanan) -> str:
        """A layanan's name on a list of all units: with its unit where another has one so named."""
        same = [one for place in self.unit for one in place.layanan if one.label == layanan.label]
        return f"{layanan.label}, {unit.singkat}"[:NAMED] if len(same) > 1 else layanan.label

    def tempat(self, kode: str) -> Tempat | None:
        """What a start code (of a unit, layanan or loket; any case) stands for."""
        return self._codes().get(kode.strip().casefold())

    def _codes(self) -> dict[str, Tempat]:
        found: dict[str, Tempat] = {}
        for unit in self.unit:
            found[unit.kode.casefold()] = Tempat(unit.kode)
            for one in unit.layanan:
                found[one.kode.casefold()] = Tempat(unit.kode, one.kode)
            for spot in unit.loket:
                found[spot.kode.casefold()] = Tempat(unit.kode, spot.layanan, spot.kode)
        return found

    def owner(self, unsur: str, layanan: str | None) -> str:
        """The bidang that answers for an unsur of a layanan: the most exact rule, else the first.

        The first bidang is the default (Sekretariat in most offices).
        """
        fits = [
            p for p in self.pemilik if p.unsur in (unsur, None) and p.layanan in (layanan, None)
        ]
        exact = max(fits, key=lambda p: (p.unsur is not None, p.layanan is not None), default=None)
        return exact.bidang if exact else self.bidang[0].kode

    def owners(self, unit: Unit, unsur: str | None = None) -> tuple[str, ...]:
        """The bidang that answer for an unsur of a unit's layanan (None: for any of them)."""
        every = (*(p.unsur for p in self.pemilik if p.unsur), "") if unsur is None else (unsur,)
        found = (self.owner(one, service.kode) for service in unit.layanan for one in every)
        return tuple(dict.fromkeys(found))

    def served(self, bidang: str | None) -> tuple[Unit, ...]:
        """The units for which a bidang answers in anything; None: all."""
        return tuple(one for one in self.unit if bidang is None or bidang in self.owners(one))

    def users(self, unit: str, layanan: str | None, periode: str) -> Populasi | None:
        return next(
            (
                p
                for p in self.populasi
                if (p.unit, p.layanan, p.periode) == (unit, layanan, periode)
            ),
            None,
        )
