"""The progress of a plan: kegiatan counted as printed, as claimed and as accepted by an admin.

The desk's RTL commands and `skm rtl` tell it.
"""

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
    """The proof of a kegiatan, from none to accepted; its weakest triwulan decides."""

    NOT_DONE = 0
    CLAIMED = 1
    PRINTED = 2
    ACCEPTED = 3


# A stage that is missing here proves nothing.
WORTH = {
    Stage.CLAIMED: ProofStrength.CLAIMED,
    Stage.PRINTED: ProofStrength.PRINTED,
    Stage.ACCEPTED: ProofStrength.ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class RtlProgress:
    """Counts of the kegiatan of a plan; one of several triwulan counts when each of them does."""

    total: int
    printed: int  # an imported report prints "sudah"
    accepted: int  # accepted by an admin
    current: int  # accepted, or printed and unchecked: "Realisasi 6 dari 7"
    claimed: int  # `current` and claims that wait for an admin: "7 dari 7 setelah diterima"

    def percent(self, count: int) -> str:
        """Return a count in percent of the total, with one decimal as reports print it: "85,7"."""
        return printed_with_comma(Fraction(count * 100, self.total), 1) if self.total else "0,0"

    @property
    def unreviewed(self) -> int:
        """The kegiatan that count as done by print alone."""
        return self.current - self.accepted


def rtl_progress(rtls: Sequence[Rtl], on: date, periode: str | None = None) -> RtlProgress:
    """Count the kegiatan of the plans of one periode (None: of all) as they stand on a day.

    `rtls` must hold every plan of the unit, for a later plan may carry a kegiatan on.
    """
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
    """Return the proof of each kegiatan on a day, by its id.

    A kegiatan without a triwulan can only have been printed.
    """
    rows = list(rtls)
    ticks: dict[int, list[ProofStrength]] = {}
    for one in kegiatan_statuses(rows, on):
        ticks.setdefault(one.kegiatan.id, []).append(_worth(one))
    found = {one.id: _unscheduled(one) for rtl in rows for one in rtl.kegiatan}
    return found | {id_: min(worth) for id_, worth in ticks.items()}


def is_finished(rtl: Rtl, rtls: Sequence[Rtl], on: date) -> bool:
    """Return whether every kegiatan of an item is accepted.

    Then the citizens who wished to hear of it are told (`tx.people.take_wishes`).
    """
    worth = worth_of(rtls, on)
    return bool(rtl.kegiatan) and all(
        worth[one.id] is ProofStrength.ACCEPTED for one in rtl.kegiatan
    )


def _worth(one: KegiatanStatus) -> ProofStrength:
    worth = WORTH.get(one.stage, ProofStrength.NOT_DONE)
    # A bidang that claims a printed result must not lower the figure while the claim waits.
    return (
        ProofStrength.PRINTED
        if worth is ProofStrength.CLAIMED and _printed(one.kegiatan)
        else worth
    )


def _printed(one: Kegiatan) -> bool:
    return one.printed is not None and one.printed.status == "sudah"


def _unscheduled(one: Kegiatan) -> ProofStrength:
    return ProofStrength.PRINTED if _printed(one) else ProofStrength.NOT_DONE
