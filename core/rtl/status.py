"""Where every tick of an RTL stands on a day: due, late, claimed, accepted, planned anew.

Judged is what was answered until now. An overdue kegiatan is not silenced by merely appearing in
a newer plan: the newer one takes over when its plan is agreed upon or its triwulan has begun.
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

WEEK = 7
SOON = timedelta(days=2 * WEEK)  # before the end of a triwulan
TWICE = 2  # planned anew so often, it stays before the pimpinan until it is accepted


class Tahap(StrEnum):
    BELUM_MULAI = "belum_mulai"
    BERJALAN = "berjalan"
    JATUH_TEMPO = "jatuh_tempo"  # the last two weeks of its triwulan
    LEWAT = "lewat"
    DIKLAIM = "diklaim"
    DITERIMA = "diterima"
    DIKEMBALIKAN = "dikembalikan"
    DIRENCANAKAN_ULANG = "direncanakan_ulang"  # to a triwulan that has not begun
    TERCETAK = "tercetak"  # an imported report says "sudah"; nobody checked it


DONE = frozenset({Tahap.DITERIMA, Tahap.TERCETAK})
DUE = frozenset({Tahap.BERJALAN, Tahap.JATUH_TEMPO, Tahap.LEWAT, Tahap.DIKEMBALIKAN})


@dataclass(frozen=True, slots=True)
class KegiatanStatus:
    """One tick of a kegiatan on a day."""

    rtl: Rtl
    kegiatan: Kegiatan
    triwulan: Triwulan  # the tick: what an answer is about
    target: Triwulan  # by when it is promised now
    tahap: Tahap
    minggu: int | None  # whole weeks since the target ended; None: not overdue
    rencana: tuple[Triwulan, ...]  # every target there was in the chain, the first plan's first
    asal: Kegiatan | None = None  # where the chain began; None: here
    penerus: Kegiatan | None = None  # the kegiatan of a later plan that carries it on
    diwakili: bool = False  # another kegiatan of the chain speaks for it: do not ask twice
    terakhir: Realisasi | None = None  # the newest answer about this tick

    @property
    def awal(self) -> Triwulan:
        return self.rencana[0]

    @property
    def ke(self) -> int:
        """How often it was planned anew: "direncanakan ulang ke-2 kali"."""
        return len(self.rencana) - 1

    @property
    def lewat(self) -> bool:
        return self.minggu is not None

    @property
    def selesai(self) -> bool:
        return self.tahap in DONE

    @property
    def diminta(self) -> bool:
        """Due or overdue, and it is this kegiatan that is asked about."""
        return self.tahap in DUE and not self.diwakili

    @property
    def untuk_pimpinan(self) -> bool:
        """Overdue, or planned anew twice and still not accepted."""
        late = self.lewat or (self.ke >= TWICE and self.tahap is not Tahap.DITERIMA)
        return late and not self.diwakili


@dataclass(frozen=True, slots=True)
class Rantai:
    """All kegiatan by id, and which one carries which on."""

    semua: Mapping[int, tuple[Rtl, Kegiatan]]
    terusan: Mapping[int, int]

    def before(self, one: Kegiatan) -> list[Kegiatan]:
        """Those it was carried over from, the first plan's first."""
        found: list[Kegiatan] = []
        while (asal := one.asal) in self.semua and asal is not None:
            one = self.semua[asal][1]
            if one in found:  # somebody linked a ring: each of it is told once
                break
            found.append(one)
        return found[::-1]

    def after(self, one: Kegiatan) -> list[Kegiatan]:
        found: list[Kegiatan] = []
        while one.id in self.terusan:
            one = self.semua[self.terusan[one.id]][1]
            if one in found:
                break
            found.append(one)
        return found


def chains(rtls: Iterable[Rtl]) -> Rantai:
    semua = {one.id: (rtl, one) for rtl in rtls for one in rtl.kegiatan}
    ordered = sorted(semua.values(), key=lambda pair: (pair[1].jadwal, pair[1].id))
    # Where two carry the same one on, the later plan speaks for it.
    terusan = {one.asal: one.id for _, one in ordered if one.asal in semua and one.asal != one.id}
    return Rantai(semua, {asal: id_ for asal, id_ in terusan.items() if asal is not None})


def keadaan(rtls: Sequence[Rtl], pada: date) -> list[KegiatanStatus]:
    """Every tick of every kegiatan on a day, in the order of the plans.

    Give it all plans of a unit: a chain is told by what it is linked to.
    """
    rantai = chains(rtls)
    return [
        _keadaan(rantai, rtl, one, tick, pada)
        for rtl in rtls
        for one in rtl.kegiatan
        for tick in one.jadwal
    ]


def belum_dijadwalkan(rtls: Iterable[Rtl]) -> list[tuple[Rtl, Kegiatan]]:
    """Kegiatan whose plan names no triwulan: nothing can be due until somebody gives them one."""
    return [(rtl, one) for rtl in rtls for one in rtl.kegiatan if not one.jadwal]


def targets(one: Kegiatan, tick: Triwulan) -> list[Triwulan]:
    """What was promised for a tick, in order: the plan, the report's new target, each Belum."""
    printed = one.dicetak.target if one.dicetak else None
    answered = [row.target for row in _answers(one, tick) if row.klaim == "belum"]
    return [tick, *(target for target in (printed, *answered) if target is not None)]


def _keadaan(rantai: Rantai, rtl: Rtl, one: Kegiatan, tick: Triwulan, pada: date) -> KegiatanStatus:
    before, after = rantai.before(one), rantai.after(one)
    tahap, target, minggu = _alone(one, tick, pada)
    taken = bool(after) and tahap not in (*DONE, Tahap.DIKLAIM) and _took_over(rantai, after, pada)
    if taken:
        last = after[-1]
        target = targets(last, last.jadwal[-1])[-1] if last.jadwal else target
        tahap = Tahap.DITERIMA if _accepted(last, pada) else Tahap.DIRENCANAKAN_ULANG
        minggu = None
    return KegiatanStatus(
        rtl=rtl,
        kegiatan=one,
        triwulan=tick,
        target=target,
        tahap=tahap,
        minggu=minggu,
        rencana=_plans(before, one, tick, after),
        asal=before[0] if before else None,
        penerus=after[-1] if after else None,
        diwakili=taken or _spoken_for(rantai, one, pada),
        terakhir=next(iter(_answers(one, tick)[::-1]), None),
    )


def _plans(
    before: Sequence[Kegiatan], one: Kegiatan, tick: Triwulan, after: Sequence[Kegiatan]
) -> tuple[Triwulan, ...]:
    """Told once each: a Belum and the next plan that name the same triwulan are one promise."""
    others = [[(row, row.jadwal[-1]) for row in rows if row.jadwal] for rows in (before, after)]
    every = [*others[0], (one, tick), *others[1]]
    return tuple(dict.fromkeys(target for row, which in every for target in targets(row, which)))


def _alone(one: Kegiatan, tick: Triwulan, pada: date) -> tuple[Tahap, Triwulan, int | None]:
    """As if there were no other plan."""
    target = targets(one, tick)[-1]
    newest = next(iter(_answers(one, tick)[::-1]), None)
    tahap, minggu = _by_date(target, pada, anew=target != tick)
    if newest is None or newest.klaim == "belum":
        printed = newest is None and one.dicetak is not None and one.dicetak.status == "sudah"
        return (Tahap.TERCETAK, target, None) if printed else (tahap, target, minggu)
    if newest.keputusan is None:
        return Tahap.DIKLAIM, target, None
    if newest.keputusan.hasil == "diterima":
        return Tahap.DITERIMA, target, None
    return Tahap.DIKEMBALIKAN, target, minggu


def _by_date(target: Triwulan, pada: date, *, anew: bool) -> tuple[Tahap, int | None]:
    if pada < target.first:
        return (Tahap.DIRENCANAKAN_ULANG if anew else Tahap.BELUM_MULAI), None
    if pada > target.last:
        return Tahap.LEWAT, (pada - target.last).days // WEEK
    return (Tahap.JATUH_TEMPO if pada >= target.last - SOON else Tahap.BERJALAN), None


def _answers(one: Kegiatan, tick: Triwulan) -> list[Realisasi]:
    return [row for row in one.realisasi if row.triwulan == tick]


def _took_over(rantai: Rantai, after: Iterable[Kegiatan], pada: date) -> bool:
    return any(
        not rantai.semua[one.id][0].rancangan or pada >= one.jadwal[0].first
        for one in after
        if one.jadwal
    )


def _spoken_for(rantai: Rantai, one: Kegiatan, pada: date) -> bool:
    """Its forerunner is still open, and this plan has not taken over: that one is asked about."""
    before = rantai.before(one)
    if not before or _took_over(rantai, [one, *rantai.after(one)], pada):
        return False
    return any(_alone(row, tick, pada)[0] not in DONE for row in before for tick in row.jadwal)


def _accepted(one: Kegiatan, pada: date) -> bool:
    return bool(one.jadwal) and set(_stages(one, pada)) == {Tahap.DITERIMA}


def _stages(one: Kegiatan, pada: date) -> Iterator[Tahap]:
    return (_alone(one, tick, pada)[0] for tick in one.jadwal)


def menurut_kegiatan(states: Iterable[KegiatanStatus]) -> list[tuple[KegiatanStatus, ...]]:
    """Ticks of a kegiatan that stand alike, for one row of a list; the longest overdue first."""
    found: dict[tuple[int, bool, int], list[KegiatanStatus]] = {}
    for one in sorted(states, key=lambda one: (one.target.last, one.kegiatan.nomor)):
        found.setdefault((one.kegiatan.id, one.lewat, one.ke), []).append(one)
    return [tuple(each) for each in found.values()]
