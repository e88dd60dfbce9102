"""How much of a plan is realised: as printed, as the bidang claim, as an admin accepted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from core.language.decimals import tercetak
from core.rtl.status import Tahap, keadaan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from core.rtl.plan import Kegiatan, Rtl
    from core.rtl.status import KegiatanStatus


class Bobot(IntEnum):
    """How well a kegiatan is proven; that of its weakest tick."""

    BELUM = 0
    DIKLAIM = 1
    TERCETAK = 2
    DITERIMA = 3


WORTH = {
    Tahap.DIKLAIM: Bobot.DIKLAIM,
    Tahap.TERCETAK: Bobot.TERCETAK,
    Tahap.DITERIMA: Bobot.DITERIMA,
}


@dataclass(frozen=True, slots=True)
class Capaian:
    """Kegiatan of a plan. An activity of several triwulan counts when each of them does."""

    total: int
    dicetak: int  # an imported report prints "sudah"
    diterima: int  # accepted by an admin
    kini: int  # accepted, or printed and unchecked: "Realisasi 6 dari 7"
    diklaim: int  # and with what waits for an admin: "7 dari 7 setelah diterima"

    def persen(self, count: int) -> str:
        """With one decimal, as the reports print it: "85,7"."""
        return tercetak(Fraction(count * 100, self.total), 1) if self.total else "0,0"

    @property
    def belum_diperiksa(self) -> int:
        return self.kini - self.diterima


def capaian(rtls: Sequence[Rtl], pada: date, periode: str | None = None) -> Capaian:
    """Of the plans of one periode (None: of all). Give it every plan: chains are looked through."""
    worth = worth_of(rtls, pada)
    mine = [one for rtl in rtls if periode in (None, rtl.periode) for one in rtl.kegiatan]

    def least(limit: Bobot) -> int:
        return sum(worth[one.id] >= limit for one in mine)

    return Capaian(
        total=len(mine),
        dicetak=sum(_printed(one) for one in mine),
        diterima=least(Bobot.DITERIMA),
        kini=least(Bobot.TERCETAK),
        diklaim=least(Bobot.DIKLAIM),
    )


def worth_of(rtls: Iterable[Rtl], pada: date) -> dict[int, Bobot]:
    """By kegiatan. One without a triwulan can only have been printed."""
    rows = list(rtls)
    ticks: dict[int, list[Bobot]] = {}
    for one in keadaan(rows, pada):
        ticks.setdefault(one.kegiatan.id, []).append(_worth(one))
    found = {one.id: _unscheduled(one) for rtl in rows for one in rtl.kegiatan}
    return found | {id_: min(worth) for id_, worth in ticks.items()}


def selesai(rtl: Rtl, rtls: Sequence[Rtl], pada: date) -> bool:
    """Every kegiatan of an item is accepted: now who wished to hear of it may be told."""
    worth = worth_of(rtls, pada)
    return bool(rtl.kegiatan) and all(worth[one.id] is Bobot.DITERIMA for one in rtl.kegiatan)


def _worth(one: KegiatanStatus) -> Bobot:
    worth = WORTH.get(one.tahap, Bobot.BELUM)
    # A bidang that proves what a report printed must not lower the figure while it waits.
    return Bobot.TERCETAK if worth is Bobot.DIKLAIM and _printed(one.kegiatan) else worth


def _printed(one: Kegiatan) -> bool:
    return one.dicetak is not None and one.dicetak.status == "sudah"


def _unscheduled(one: Kegiatan) -> Bobot:
    return Bobot.TERCETAK if _printed(one) else Bobot.BELUM
