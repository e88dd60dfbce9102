"""How much of a plan is realised: as printed, as the bidang claim, as an admin accepted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from core.language.decimals import printed_with_comma
from core.rtl.status import Stage, kegiatan_statuses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from core.rtl.plan import Kegiatan, Rtl
    from core.rtl.status import KegiatanStatus


class ProofStrength(IntEnum):
    """How well a kegiatan is proven; that of its weakest tick."""

    NOT_DONE = 0
    CLAIMED = 1
    PRINTED = 2
    ACCEPTED = 3


WORTH = {
    Stage.CLAIMED: ProofStrength.CLAIMED,
    Stage.PRINTED: ProofStrength.PRINTED,
    Stage.ACCEPTED: ProofStrength.ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class RtlProgress:
    """Kegiatan of a plan. An activity of several triwulan counts when each of them does."""

    total: int
    printed: int  # an imported report prints "sudah"
    accepted: int  # accepted by an admin
    current: int  # accepted, or printed and unchecked: "Realisasi 6 dari 7"
    claimed: int  # and with what waits for an admin: "7 dari 7 setelah diterima"

    def percent(self, count: int) -> str:
        """With one decimal, as the reports print it: "85,7"."""
        return printed_with_comma(Fraction(count * 100, self.total), 1) if self.total else "0,0"

    @property
    def unreviewed(self) -> int:
        return self.current - self.accepted


def rtl_progress(rtls: Sequence[Rtl], on: date, periode: str | None = None) -> RtlProgress:
    """Of the plans of one periode (None: of all). Give it every plan: chains are looked through."""
    worth = worth_of(rtls, on)
    mine = [one for rtl in rtls if periode in (None, rtl.periode) for one in rtl.kegiatan]

    def least(limit: ProofStrength) -> int:
        return sum(worth[one.id] >= limit for one in mine)

    return RtlProgress(
        total=len(mine),
        printed=sum(_printed(one) for one in mine),
        accepted=least(ProofStrength.ACCEPTED),
        current=least(ProofStrength.PRINTED),
        claimed=least(ProofStrength.CLAIMED),
    )


def worth_of(rtls: Iterable[Rtl], on: date) -> dict[int, ProofStrength]:
    """By kegiatan. One without a triwulan can only have been printed."""
    rows = list(rtls)
    ticks: dict[int, list[ProofStrength]] = {}
    for one in kegiatan_statuses(rows, on):
        ticks.setdefault(one.kegiatan.id, []).append(_worth(one))
    found = {one.id: _unscheduled(one) for rtl in rows for one in rtl.kegiatan}
    return found | {id_: min(worth) for id_, worth in ticks.items()}


def is_finished(rtl: Rtl, rtls: Sequence[Rtl], on: date) -> bool:
    """Every kegiatan of an item is accepted: now who wished to hear of it may be told."""
    worth = worth_of(rtls, on)
    return bool(rtl.kegiatan) and all(
        worth[one.id] is ProofStrength.ACCEPTED for one in rtl.kegiatan
    )


def _worth(one: KegiatanStatus) -> ProofStrength:
    worth = WORTH.get(one.stage, ProofStrength.NOT_DONE)
    # A bidang that proves what a report printed must not lower the figure while it waits.
    return (
        ProofStrength.PRINTED
        if worth is ProofStrength.CLAIMED and _printed(one.kegiatan)
        else worth
    )


def _printed(one: Kegiatan) -> bool:
    return one.printed is not None and one.printed.status == "sudah"


def _unscheduled(one: Kegiatan) -> ProofStrength:
    return ProofStrength.PRINTED if _printed(one) else ProofStrength.NOT_DONE
