"""Costs of sent messages on paid channels: by month, unit and kind, in whole rupiah.

A paid channel is one with a reply window (`storage.store.WINDOWS`): WhatsApp alone. `settle` adds
the costs in the transaction that writes the outcomes.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from core.messaging.outcomes import Sent
from core.ports.outbox import CostLine
from storage.database.inserts import insert
from storage.tables.billing import cost_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.dialects.sqlite import Insert

    from core.ports.outbox import Settlement
    from storage.database.session import ReadSession, WriteSession

REPLY = "balasan"  # kind of a message that is no template, as it is stored in `tagihan.jenis`


def month_of(now: datetime) -> str:
    """Return the month of a moment as "2026-11", in the zone of the moment (callers pass UTC)."""
    return f"{now:%Y-%m}"


@cache
def _upsert_costs(dialect: str) -> Insert:
    """Return the statement that writes a cost line, or adds to the one of its month and kind."""
    made = insert(cost_table, dialect)
    more = {name: cost_table.c[name] + made.excluded[name] for name in ("n", "cost")}
    return made.on_conflict_do_update(index_elements=cost_table.primary_key, set_=more)


def add_to_costs(session: WriteSession, settlements: Sequence[Settlement], now: datetime) -> None:
    """Add the messages among these outcomes that were sent on a paid channel to the month of `now`.

    A settlement is the outcome of one outbox row. Other outcomes and channels are not counted; a
    sent message of price 0 is counted all the same.
    """
    n: Counter[tuple[str, str]] = Counter()
    cost: Counter[tuple[str, str]] = Counter()
    for one in settlements:
        # The keys of `session.windows` are names of channels.
        if isinstance(one.outcome, Sent) and one.row.to.channel in session.windows:
            where = (one.row.unit, one.said or REPLY)  # `said`: the template that was sent
            n[where] += 1
            cost[where] += one.cost
    month = month_of(now)
    rows = [
        {"month": month, "unit": unit, "kind": kind, "n": count, "cost": cost[unit, kind]}
        for (unit, kind), count in sorted(n.items())
    ]
    session.run(_upsert_costs(session.dialect), rows)  # no rows: nothing is executed


def spent(session: WriteSession, now: datetime) -> int:
    """Return the rupiah spent in the month of `now` (UTC).

    It is read in a write transaction, where `Sender` asks before an invitation and the desk before
    it answers a newcomer.
    """
    asked = select(func.sum(cost_table.c.cost)).where(cost_table.c.month == month_of(now))
    return int(session.conn.execute(asked).scalar() or 0)


def costs(session: ReadSession, since: str) -> list[CostLine]:
    """Return the cost lines from the month `since` ("2026-11") on, by month, unit and kind."""
    rows = session.conn.execute(
        select(cost_table)
        .where(cost_table.c.month >= since)
        .order_by(cost_table.c.month, cost_table.c.unit, cost_table.c.kind)
    )
    return [CostLine(one.month, one.unit, one.kind, one.n, one.cost) for one in rows]
