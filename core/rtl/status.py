"""The state of every scheduled triwulan of an RTL on a day: due, overdue, claimed, accepted …

Reminders, progress and the desk's lists derive from these states. A "tick" is one triwulan in the
schedule of one kegiatan. An overdue kegiatan is not silenced by merely appearing in a newer plan:
the newer kegiatan takes over when its plan is agreed upon or its triwulan has begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from core.periods.triwulan import Triwulan
    from core.rtl.plan import Kegiatan, Realisasi, Rtl

WEEK = 7  # days
SOON = timedelta(days=2 * WEEK)  # before the end of a triwulan
TWICE = 2  # a kegiatan planned anew so often is shown to pimpinan until it is accepted


class Stage(StrEnum):
    """The state of one tick on a day."""

    NOT_STARTED = "belum_mulai"
    RUNNING = "berjalan"
    DUE = "jatuh_tempo"  # the last two weeks of its triwulan
    OVERDUE = "lewat"
    CLAIMED = "diklaim"
    ACCEPTED = "diterima"
    RETURNED = "dikembalikan"
    REPLANNED = "direncanakan_ulang"  # to a triwulan that has not begun
    PRINTED = "tercetak"  # an imported report says "sudah"; nobody checked it


DONE = frozenset({Stage.ACCEPTED, Stage.PRINTED})
DUE = frozenset({Stage.RUNNING, Stage.DUE, Stage.OVERDUE, Stage.RETURNED})


@dataclass(frozen=True, slots=True)
class KegiatanStatus:
    """One tick of a kegiatan on a day."""

    rtl: Rtl
    kegiatan: Kegiatan
    triwulan: Triwulan  # the tick, which answers name
    target: Triwulan  # the present promise
    stage: Stage
    weeks: int | None  # whole weeks since the target ended; None: not overdue
    planned: tuple[Triwulan, ...]  # every target there was in the chain, the first plan's first
    origin: Kegiatan | None = None  # the first kegiatan of the chain; None: this one
    successor: Kegiatan | None = None  # the kegiatan of a later plan that carries it on
    represented: bool = False  # another kegiatan of the chain speaks for it: do not ask twice
    last: Realisasi | None = None  # the newest answer about this tick

    @property
    def first_target(self) -> Triwulan:
        """The target of the first plan in the chain."""
        return self.planned[0]

    @property
    def nth(self) -> int:
        """The number of new plans for it: "direncanakan ulang ke-2 kali"."""
        return len(self.planned) - 1

    @property
    def is_overdue(self) -> bool:
        return self.weeks is not None

    @property
    def finished(self) -> bool:
        """Whether it is accepted, or printed as done by an imported report."""
        return self.stage in DONE

    @property
    def is_asked(self) -> bool:
        """Whether it is due or overdue, and its bidang is asked about this kegiatan."""
        return self.stage in DUE and not self.represented

    @property
    def is_for_pimpinan(self) -> bool:
        """Whether it is overdue, or planned anew twice and still not accepted."""
        late = self.is_overdue or (self.nth >= TWICE and self.stage is not Stage.ACCEPTED)
        return late and not self.represented


@dataclass(frozen=True, slots=True)
class KegiatanChains:
    """All kegiatan by id, and their links from plan to plan."""

    every: Mapping[int, tuple[Rtl, Kegiatan]]
    carried_on: Mapping[int, int]  # id of a kegiatan to the id of its successor

    def before(self, one: Kegiatan) -> list[Kegiatan]:
        """Return the kegiatan that it was carried over from, the oldest first."""
        found: list[Kegiatan] = []
        while (origin := one.origin) in self.every and origin is not None:
            one = self.every[origin][1]
            if one in found:  # the links form a ring: each kegiatan is listed once
                break
            found.append(one)
        return found[::-1]

    def after(self, one: Kegiatan) -> list[Kegiatan]:
        """Return the kegiatan that carry it on, the newest last."""
        found: list[Kegiatan] = []
        while one.id in self.carried_on:
            one = self.every[self.carried_on[one.id]][1]
            if one in found:
                break
            found.append(one)
        return found


def chains(rtls: Iterable[Rtl]) -> KegiatanChains:
    """Link the kegiatan of all plans of a unit by their `origin`."""
    every = {one.id: (rtl, one) for rtl in rtls for one in rtl.kegiatan}
    ordered = sorted(every.values(), key=lambda pair: (pair[1].schedule, pair[1].id))
    # Of two successors the one with the later schedule wins.
    carried_on = {
        one.origin: one.id for _, one in ordered if one.origin in every and one.origin != one.id
    }
    return KegiatanChains(
        every, {origin: id_ for origin, id_ in carried_on.items() if origin is not None}
    )


def kegiatan_statuses(rtls: Sequence[Rtl], on: date) -> list[KegiatanStatus]:
    """Return the status of every tick of every kegiatan on a day, in the order of the plans.

    `rtls` must hold all plans of a unit, for a status follows from the whole chain of a kegiatan.
    """
    chain = chains(rtls)
    return [
        _status(chain, rtl, one, tick, on)
        for rtl in rtls
        for one in rtl.kegiatan
        for tick in one.schedule
    ]


def unscheduled(rtls: Iterable[Rtl]) -> list[tuple[Rtl, Kegiatan]]:
    """Return the kegiatan without a triwulan: they are never due until somebody schedules them."""
    return [(rtl, one) for rtl in rtls for one in rtl.kegiatan if not one.schedule]


def targets(one: Kegiatan, tick: Triwulan) -> list[Triwulan]:
    """Return the promises for a tick, in order.

    The first is the plan's own triwulan; then come the new target of an imported report and that of
    each "belum".
    """
    printed = one.printed.target if one.printed else None
    answered = [row.target for row in _answers(one, tick) if row.claim == "belum"]
    return [tick, *(target for target in (printed, *answered) if target is not None)]


def _status(
    chain: KegiatanChains, rtl: Rtl, one: Kegiatan, tick: Triwulan, on: date
) -> KegiatanStatus:
    before, after = chain.before(one), chain.after(one)
    stage, target, weeks = _alone(one, tick, on)
    taken = bool(after) and stage not in (*DONE, Stage.CLAIMED) and _took_over(chain, after, on)
    if taken:
        last = after[-1]
        target = targets(last, last.schedule[-1])[-1] if last.schedule else target
        stage = Stage.ACCEPTED if _accepted(last, on) else Stage.REPLANNED
        weeks = None
    return KegiatanStatus(
        rtl=rtl,
        kegiatan=one,
        triwulan=tick,
        target=target,
        stage=stage,
        weeks=weeks,
        planned=_plans(before, one, tick, after),
        origin=before[0] if before else None,
        successor=after[-1] if after else None,
        represented=taken or _spoken_for(chain, one, on),
        last=next(iter(_answers(one, tick)[::-1]), None),
    )


def _plans(
    before: Sequence[Kegiatan], one: Kegiatan, tick: Triwulan, after: Sequence[Kegiatan]
) -> tuple[Triwulan, ...]:
    """All targets, each once: a "belum" and a later plan for the same triwulan are one promise."""
    others = [[(row, row.schedule[-1]) for row in rows if row.schedule] for rows in (before, after)]
    every = [*others[0], (one, tick), *others[1]]
    return tuple(dict.fromkeys(target for row, which in every for target in targets(row, which)))


def _alone(one: Kegiatan, tick: Triwulan, on: date) -> tuple[Stage, Triwulan, int | None]:
    """The stage, target and weeks overdue of a tick, as if there were no other plan."""
    target = targets(one, tick)[-1]
    newest = next(iter(_answers(one, tick)[::-1]), None)
    stage, weeks = _by_date(target, on, anew=target != tick)
    if newest is None or newest.claim == "belum":
        printed = newest is None and one.printed is not None and one.printed.status == "sudah"
        return (Stage.PRINTED, target, None) if printed else (stage, target, weeks)
    if newest.review is None:
        return Stage.CLAIMED, target, None
    if newest.review.verdict == "diterima":
        return Stage.ACCEPTED, target, None
    return Stage.RETURNED, target, weeks


def _by_date(target: Triwulan, on: date, *, anew: bool) -> tuple[Stage, int | None]:
    if on < target.first:
        return (Stage.REPLANNED if anew else Stage.NOT_STARTED), None
    if on > target.last:
        return Stage.OVERDUE, (on - target.last).days // WEEK
    return (Stage.DUE if on >= target.last - SOON else Stage.RUNNING), None


def _answers(one: Kegiatan, tick: Triwulan) -> list[Realisasi]:
    return [row for row in one.realisasi if row.triwulan == tick]


def _took_over(chain: KegiatanChains, after: Iterable[Kegiatan], on: date) -> bool:
    return any(
        not chain.every[one.id][0].is_draft or on >= one.schedule[0].first
        for one in after
        if one.schedule
    )


def _spoken_for(chain: KegiatanChains, one: Kegiatan, on: date) -> bool:
    """Whether an older kegiatan of its chain is still open, and so is asked about in its place."""
    before = chain.before(one)
    if not before or _took_over(chain, [one, *chain.after(one)], on):
        return False
    return any(_alone(row, tick, on)[0] not in DONE for row in before for tick in row.schedule)


def _accepted(one: Kegiatan, on: date) -> bool:
    return bool(one.schedule) and set(_stages(one, on)) == {Stage.ACCEPTED}


def _stages(one: Kegiatan, on: date) -> Iterator[Stage]:
    return (_alone(one, tick, on)[0] for tick in one.schedule)


def by_kegiatan(states: Iterable[KegiatanStatus]) -> list[tuple[KegiatanStatus, ...]]:
    """Group the ticks of a kegiatan that stand alike, for one row of a list each.

    The groups are ordered by target, so the longest overdue come first.
    """
    found: dict[tuple[int, bool, int], list[KegiatanStatus]] = {}
    for one in sorted(states, key=lambda one: (one.target.last, one.kegiatan.number)):
        found.setdefault((one.kegiatan.id, one.is_overdue, one.nth), []).append(one)
    return [tuple(each) for each in found.values()]
