"""`Lane`: the rows that wait for one address, in order. `Dispatcher` has one per busy address.

The first row is in flight, the others stand behind it. `Dispatcher` settles each row that it gets
back from a lane, so that no row is left leased.
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
    """A row in this process's hands, with the end of its lease.

    The lease is this process's right to send the row; after its end another may claim it. Loop time
    is the monotonic clock of the event loop, in seconds (`loop.time()`).
    """

    row: Outgoing
    until: float  # end of the lease, in loop time


class Lane(deque[LeasedRow]):
    """A queue of `LeasedRow`, from which screens that newer ones replace are taken out.

    A screen is a reply that asks something. At most SCREENS (8) of them wait for one chat, the
    newest; the older ones are outdated (`core.messaging.outdated_screens`).
    """

    def line_up(self, row: Outgoing, until: float) -> Sequence[Outgoing]:
        """Append a row; return the rows that it makes outdated, taken out of the lane.

        The caller settles the returned rows as needless: they are never sent. The first row is in
        flight and so never among them. `until`: end of the lease, in loop time. A row that stands
        here already only gets its new lease.
        """
        for held in self:
            if held.row.seq == row.seq:  # the row's lease had run out while it waited here
                held.until = until
                return ()
        self.append(LeasedRow(row, until))
        if len(self) <= SCREENS + 1:  # the one in flight, and as many as may wait
            return ()
        return self._without(outdated([held.row for held in self][1:]))

    def take_out_unasked(self) -> Sequence[Outgoing]:
        """Take out and return the rows that answer no event, such as a weekly summary.

        `caused_at` is the moment of the event that a row answers; such rows have none. The first
        row may be among them: the caller asks when no row is in flight, after it took the sent one
        off. It then holds them until the person writes.
        """
        return self._without([held.row for held in self if held.row.caused_at is None])

    def _without(self, rows: Sequence[Outgoing]) -> Sequence[Outgoing]:
        gone = {row.seq for row in rows}
        for held in [one for one in self if one.row.seq in gone]:
            self.remove(held)
        return rows
