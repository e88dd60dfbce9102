"""The agency as one document: instansi, unit, layanan, loket, bidang, owners, N, targets, contacts.

`agency_document` reads it from a TOML file; the store keeps it whole, and every process holds one
`Agency` (`bot/config/office.py`). Parts name each other by code.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from core.periods.working_days import Schedule, WeeklySchedule, WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from fractions import Fraction
    from zoneinfo import ZoneInfo

# The weight of each of nine unsur on the sheet of an office: 1/9, or 1/9 as it was printed.
WeightPolicy = Literal["exact", "0.111", "0.11"]
POLICIES: tuple[WeightPolicy, ...] = ("exact", "0.111", "0.11")


@dataclass(frozen=True, slots=True)
class Layanan:
    """One service of a unit."""

    code: str
    name: str
    label: str  # at most 24 characters: it is a button and a list row
    is_free: bool = False  # free by law
    active: bool = True


@dataclass(frozen=True, slots=True)
class Loket:
    """One counter of a unit; `layanan` is the code of the only layanan that it serves."""

    code: str
    name: str
    layanan: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the agency, with its layanan and loket."""

    code: str
    name: str
    short: str
    layanan: tuple[Layanan, ...]
    loket: tuple[Loket, ...] = ()
    zone: ZoneInfo | None = None  # None: the agency's zone

    def service(self, code: str | None) -> Layanan | None:
        """Return the unit's layanan with this code; None: it has none."""
        return next((one for one in self.layanan if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Bidang:
    """One bidang of the agency, which answers for unsur, and the day on which its summary comes."""

    code: str
    name: str
    weekly: WeeklySchedule = field(default_factory=WeeklySchedule)


@dataclass(frozen=True, slots=True)
class UnsurOwner:
    """The rule that a bidang answers for an unsur of a layanan; None means every one."""

    bidang: str
    unsur: str | None = None
    layanan: str | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """The number N of users of a layanan (None: of the unit) in a period, or a sample target.

    Exactly one of `users` and `target` is set; a target is set by a letter of the office.
    """

    unit: str
    layanan: str | None
    periode: str  # label of the period: "2026-S2"
    users: int | None
    target: int | None  # respondents
    source: str  # the document that gives the number


@dataclass(frozen=True, slots=True)
class ComplaintChannels:
    """The places to which complaints go; an unset one (None) drops its line from the screen."""

    staff: str | None
    lapor: str | None
    inspektorat: str | None
    ombudsman: str | None


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """The place for which a start code stands: a unit, perhaps its layanan and loket (codes)."""

    unit: str
    layanan: str | None = None
    loket: str | None = None


BUTTON_LETTERS = 30  # letters that fit on a button


@dataclass(frozen=True, slots=True)
class Agency:
    """The whole agency of one deployment. The first bidang is the default owner of every unsur."""

    code: str
    name: str
    short: str
    zone: ZoneInfo
    contact: str | None
    opening_hours: str | None
    results_url: str | None  # where results are published
    website: str | None  # the office's own web address, which vouches for the bot
    questionnaire: str  # id of the questionnaire
    weight_policy: WeightPolicy
    ikm_target: Fraction | None  # 25 to 100
    unit: tuple[Unit, ...]
    bidang: tuple[Bidang, ...]
    unsur_owners: tuple[UnsurOwner, ...]
    population: tuple[Population, ...]
    complaints: ComplaintChannels
    document: Mapping[str, Any]  # the parsed file, as the store keeps it
    schedule: Schedule = field(default_factory=Schedule)
    languages: tuple[str, ...] = ()  # codes in which the survey is offered; (): every reviewed one
    reminds: bool = True  # a person who left a survey unfinished is reminded, once
    minimum_age: int | None = None  # years; a younger person's survey is closed with thanks

    def calendar(
        self, bidang: str | None, holidays: Callable[[int], frozenset[date]]
    ) -> WorkCalendar:
        """Return the calendar by which a bidang is written to; None: that of the whole office.

        `holidays` returns the national holidays of a year.
        """
        own = next((one.weekly for one in self.bidang if one.code == bidang), WeeklySchedule())
        weekday = self.schedule.weekday if own.weekday is None else own.weekday
        schedule = replace(self.schedule, weekday=weekday, hour=own.hour or self.schedule.hour)
        return WorkCalendar(own.zone or self._zone_served(bidang), schedule, holidays)

    def unit_calendar(self, unit: Unit, holidays: Callable[[int], frozenset[date]]) -> WorkCalendar:
        """Return the calendar by which a unit works."""
        return WorkCalendar(unit.zone or self.zone, self.schedule, holidays)

    def wakes(self, moment: datetime) -> datetime:
        """Return the moment (UTC) at which quiet hours end in the first of the agency's zones."""
        zones = {self.zone}
        zones |= {one.zone for one in self.unit if one.zone}
        zones |= {one.weekly.zone for one in self.bidang if one.weekly.zone}
        return min(WorkCalendar(zone, self.schedule).wakes(moment) for zone in zones)

    def zone_of(self, unit: str | None) -> ZoneInfo:
        """Return the zone whose local day counts for an answer of this unit (code)."""
        place = self.unit_with(unit)
        return (place and place.zone) or self.zone

    def _zone_served(self, bidang: str | None) -> ZoneInfo:
        """Return the zone of the units that a bidang serves if it is one, else the agency's."""
        zones = {one.zone or self.zone for one in self.served(bidang)} if bidang else set()
        return zones.pop() if len(zones) == 1 else self.zone

    def unit_with(self, code: str | None) -> Unit | None:
        """Return the unit with this code; None: there is none."""
        return next((one for one in self.unit if one.code == code), None)

    def label(self, unit: Unit, layanan: Layanan) -> str:
        """Return a layanan's name for a list over all units, at most 30 letters.

        The unit's short name follows where another unit has a layanan of the same label.
        """
        same = [one for place in self.unit for one in place.layanan if one.label == layanan.label]
        return f"{layanan.label}, {unit.short}"[:BUTTON_LETTERS] if len(same) > 1 else layanan.label

    def point(self, code: str) -> ServicePoint | None:
        """Return the place for which a start code (of a unit, layanan or loket; any case) stands.

        None: no such code.
        """
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
        """Return the code of the bidang that answers for an unsur of a layanan.

        The most exact rule wins (a rule for the unsur before one for the layanan), of equal rules
        the first. Without a rule the first bidang answers (Sekretariat in most offices).
        """
        fits = [
            p
            for p in self.unsur_owners
            if p.unsur in (unsur, None) and p.layanan in (layanan, None)
        ]
        exact = max(fits, key=lambda p: (p.unsur is not None, p.layanan is not None), default=None)
        return exact.bidang if exact else self.bidang[0].code

    def owners(self, unit: Unit, unsur: str | None = None) -> tuple[str, ...]:
        """Return the codes of the bidang that answer for an unsur (None: any) in a unit."""
        every = (
            (*(p.unsur for p in self.unsur_owners if p.unsur), "") if unsur is None else (unsur,)
        )
        found = (self.owner(one, service.code) for service in unit.layanan for one in every)
        return tuple(dict.fromkeys(found))

    def served(self, bidang: str | None) -> tuple[Unit, ...]:
        """Return the units in which a bidang (code) answers for anything; None: all units."""
        return tuple(one for one in self.unit if bidang is None or bidang in self.owners(one))

    def users(self, unit: str, layanan: str | None, periode: str) -> Population | None:
        """Return the row of N or target for exactly this unit, layanan and period (label).

        A layanan of None asks for the row of the whole unit. None: no such row.
        """
        return next(
            (
                p
                for p in self.population
                if (p.unit, p.layanan, p.periode) == (unit, layanan, periode)
            ),
            None,
        )
