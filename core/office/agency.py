"""The agency as one document: instansi, unit, layanan, loket, bidang, owners, N, targets, contacts.

It is read from a TOML file (`agency_document`), kept whole in the store, edited as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from core.periods.working_days import Schedule, WeeklySchedule, WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from fractions import Fraction
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Layanan:
    code: str
    name: str
    label: str  # at most 24 characters: it is a button and a list row
    is_free: bool = False  # free by law
    active: bool = True


@dataclass(frozen=True, slots=True)
class Loket:
    code: str
    name: str
    layanan: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    name: str
    short: str
    layanan: tuple[Layanan, ...]
    loket: tuple[Loket, ...] = ()
    zone: ZoneInfo | None = None  # where it lies in another zone than the office

    def service(self, code: str | None) -> Layanan | None:
        return next((one for one in self.layanan if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Bidang:
    code: str
    name: str
    weekly: WeeklySchedule = field(default_factory=WeeklySchedule)


@dataclass(frozen=True, slots=True)
class UnsurOwner:
    """Who answers for an unsur of a layanan; None means every one."""

    bidang: str
    unsur: str | None = None
    layanan: str | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """Users N of a layanan (None: of the unit) in a period, or a target set by letter."""

    unit: str
    layanan: str | None
    periode: str
    users: int | None
    target: int | None
    source: str


@dataclass(frozen=True, slots=True)
class ComplaintChannels:
    """Where complaints go; an unset one drops its line."""

    staff: str | None
    lapor: str | None
    inspektorat: str | None
    ombudsman: str | None


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """What a start code tells: a unit, perhaps its layanan and loket."""

    unit: str
    layanan: str | None = None
    loket: str | None = None


NAMED = 30  # letters on a button


@dataclass(frozen=True, slots=True)
class Agency:
    code: str
    name: str
    short: str
    zone: ZoneInfo
    contact: str | None
    opening_hours: str | None
    results_url: str | None  # where results are published
    website: str | None  # the office's own web address, which vouches for the bot
    questionnaire: str
    weight_policy: str
    ikm_target: Fraction | None
    unit: tuple[Unit, ...]
    bidang: tuple[Bidang, ...]
    unsur_owners: tuple[UnsurOwner, ...]
    population: tuple[Population, ...]
    complaints: ComplaintChannels
    document: Mapping[str, Any]
    schedule: Schedule = field(default_factory=Schedule)
    language: tuple[str, ...] = ()  # that the survey is offered in; none: every reviewed one
    reminds: bool = True  # who left a survey unfinished is reminded, once
    minimum_age: int | None = None  # years; who is younger is kindly sent away

    def calendar(
        self, bidang: str | None, holidays: Callable[[int], frozenset[date]]
    ) -> WorkCalendar:
        """By which days and hours a bidang is written to; None: the office as a whole."""
        own = next((one.weekly for one in self.bidang if one.code == bidang), WeeklySchedule())
        weekday = self.schedule.weekday if own.weekday is None else own.weekday
        schedule = replace(self.schedule, weekday=weekday, hour=own.hour or self.schedule.hour)
        return WorkCalendar(own.zone or self._zone_served(bidang), schedule, holidays)

    def unit_calendar(self, unit: Unit, holidays: Callable[[int], frozenset[date]]) -> WorkCalendar:
        """By which days and hours a unit works."""
        return WorkCalendar(unit.zone or self.zone, self.schedule, holidays)

    def wakes(self, moment: datetime) -> datetime:
        """When the quiet hours are over in the first of the office's zones."""
        zones = {self.zone}
        zones |= {one.zone for one in self.unit if one.zone}
        zones |= {one.weekly.zone for one in self.bidang if one.weekly.zone}
        return min(WorkCalendar(zone, self.schedule).wakes(moment) for zone in zones)

    def zone_of(self, unit: str | None) -> ZoneInfo:
        """In whose local day an answer of this unit falls."""
        place = self.place(unit)
        return (place and place.zone) or self.zone

    def _zone_served(self, bidang: str | None) -> ZoneInfo:
        """The zone of the units that a bidang serves, where it is one zone."""
        zones = {one.zone or self.zone for one in self.served(bidang)} if bidang else set()
        return zones.pop() if len(zones) == 1 else self.zone

    def place(self, code: str | None) -> Unit | None:
        return next((one for one in self.unit if one.code == code), None)

    def label(self, unit: Unit, layanan: Layanan) -> str:
        """A layanan's name on a list of all units: with its unit where another has one so named."""
        same = [one for place in self.unit for one in place.layanan if one.label == layanan.label]
        return f"{layanan.label}, {unit.short}"[:NAMED] if len(same) > 1 else layanan.label

    def point(self, code: str) -> ServicePoint | None:
        """What a start code (of a unit, layanan or loket; any case) stands for."""
        return self._codes().get(code.strip().casefold())

    def _codes(self) -> dict[str, ServicePoint]:
        found: dict[str, ServicePoint] = {}
        for unit in self.unit:
            found[unit.code.casefold()] = ServicePoint(unit.code)
            for one in unit.layanan:
                found[one.code.casefold()] = ServicePoint(unit.code, one.code)
            for spot in unit.loket:
                found[spot.code.casefold()] = ServicePoint(unit.code, spot.layanan, spot.code)
        return found

    def owner(self, unsur: str, layanan: str | None) -> str:
        """The bidang that answers for an unsur of a layanan: the most exact rule, else the first.

        The first bidang is the default (Sekretariat in most offices).
        """
        fits = [
            p
            for p in self.unsur_owners
            if p.unsur in (unsur, None) and p.layanan in (layanan, None)
        ]
        exact = max(fits, key=lambda p: (p.unsur is not None, p.layanan is not None), default=None)
        return exact.bidang if exact else self.bidang[0].code

    def owners(self, unit: Unit, unsur: str | None = None) -> tuple[str, ...]:
        """The bidang that answer for an unsur of a unit's layanan (None: for any of them)."""
        every = (
            (*(p.unsur for p in self.unsur_owners if p.unsur), "") if unsur is None else (unsur,)
        )
        found = (self.owner(one, service.code) for service in unit.layanan for one in every)
        return tuple(dict.fromkeys(found))

    def served(self, bidang: str | None) -> tuple[Unit, ...]:
        """The units for which a bidang answers in anything; None: all."""
        return tuple(one for one in self.unit if bidang is None or bidang in self.owners(one))

    def users(self, unit: str, layanan: str | None, periode: str) -> Population | None:
        return next(
            (
                p
                for p in self.population
                if (p.unit, p.layanan, p.periode) == (unit, layanan, periode)
            ),
            None,
        )
