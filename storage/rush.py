"""How many answers came through one loket's channel just now. Only the newest count is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case

from storage.tables_visits import laju
from storage.work import Work, insert

if TYPE_CHECKING:
    from collections.abc import Sequence


class Rush(Work):
    def rush(self, where: Sequence[str], window: int) -> int:
        """This answer's number among those of its window, from 1."""
        made = insert(laju, self.dialect).values(
            kunci=self.vault.hash("laju", *where), jendela=window, n=1
        )
        more = case((laju.c.jendela == made.excluded.jendela, laju.c.n + 1), else_=1)
        counted = self.conn.execute(
            made.on_conflict_do_update(
                index_elements=["kunci"], set_={"jendela": made.excluded.jendela, "n": more}
            ).returning(laju.c.n)
        )
        return int(counted.scalar_one())
