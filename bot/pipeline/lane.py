"""`Lane`: the rows that wait for one address, in order. `Dispatcher` has one per busy address.

The first row is in flight, the others stand behind it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.messaging.outdated_screens import SCREENS, outdated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.messaging.outgoing import Outgoing


@dataclass(slots=True)
class LeasedRow:
    """A row in this process's hands, with the end of its lease."""

    row: Outgoing
    until: float  # end of the lease, in loop time


class Lane(deque[LeasedRow]):
    """A queue of `LeasedRow`, from which screens that newer ones replace are taken out."""

    def line_up(self, row: Outgoing, until: float) -> Sequence[Outgoing]:
        """Append a row; return the rows that it makes out of date, taken out of the lane.

        `until`: end of the lease, in loop time. A row that stands here already only gets its new
        lease.
        """
        for held in self:
            if held.row.seq == row.seq:  # the row's lease had run out while it waited here
                held.until = until
                return ()
        self.append(LeasedRow(row, until))
        if len(self) <= SCREENS + 1:
            return ()
        return self._without(outdated([held.row for held in self][1:]))

    def unasked(self) -> Sequence[Outgoing]:
        """Take out and return the rows that answer no event: posts such as a weekly summary."""
        return self._without([held.row for held in self if held.row.caused_at is None])

    def _without(self, rows: Sequence[Outgoing]) -> Sequence[Outgoing]:
        gone = {row.seq for row in rows}
        for held in [one for one in self if one.row.seq in gone]:
            self.remove(held)
        return rows
