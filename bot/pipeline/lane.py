"""What waits for one address, in order: the first row flies, the others stand behind it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.messaging.outdated_screens import SCREENS, outdated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.messaging.outgoing import Outgoing


@dataclass(slots=True)
class Held:
    row: Outgoing
    until: float  # when our lease ends


class Lane(deque[Held]):
    def line_up(self, row: Outgoing, until: float) -> Sequence[Outgoing]:
        """Those that this makes out of date; they stand here no more."""
        for held in self:
            if held.row.seq == row.seq:  # its lease had run out in the lane
                held.until = until
                return ()
        self.append(Held(row, until))
        if len(self) <= SCREENS + 1:
            return ()
        return self._without(outdated([held.row for held in self][1:]))

    def unasked(self) -> Sequence[Outgoing]:
        """What nobody asked for; it stands here no more."""
        return self._without([held.row for held in self if held.row.caused_at is None])

    def _without(self, rows: Sequence[Outgoing]) -> Sequence[Outgoing]:
        gone = {row.seq for row in rows}
        for held in [one for one in self if one.row.seq in gone]:
            self.remove(held)
        return rows
