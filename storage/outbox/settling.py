"""What became of a row: done with, back into the queue, or waiting for somebody to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.messaging.outcomes import Gone, Moved, Sent, Unknown
from core.messaging.outgoing import ResendPolicy
from storage.database.fast_sql import rows_of
from storage.outbox.costs import Ledger
from storage.outbox.reply_windows import Windows
from storage.outbox.rows import ended
from storage.outbox.statements import FORGET_ADDRESS, FORGET_ROWS, GOODBYES, LEFT, RETRY, SETTLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.ports.delivery import Settlement


class Settling(Windows, Ledger):
    def settle(self, settlements: Sequence[Settlement], *, now: datetime) -> None:
        done: list[dict[str, Any]] = []
        again = []
        for one in settlements:
            if isinstance(one.outcome, Moved):
                self.move(one.row.to, one.outcome.to)
            if one.held:
                continue
            if one.retry_at is None and not isinstance(one.outcome, Moved):
                facts = {"unsure": one.unsure, "kept": one.kept}
                done.append(ended(one.row.seq, one.outcome, now, **facts))
            else:
                when = {"b_mulai": one.retry_at or now, "b_planned": one.planned}
                again.append({"b_seq": one.row.seq, "b_ragu": one.unsure, **when})
        self.settle_all(done)
        self.run(RETRY, again)
        self.left([one.row.id for one in settlements if _is_post_gone_out(one)], now)
        self.hold([one for one in settlements if one.held], now)
        self.keep_choices(settlements)
        self.charge(settlements, now)
        for one in settlements:
            if isinstance(one.outcome, Gone) and (place := self.place_of(one.row.to)):
                self.set_reachable(place.id, reachable=False, now=now)

    def left(self, posts: Sequence[str], now: datetime | None) -> None:
        """Tell what keeps a book of posts that these have left; None: they have not after all."""
        self.run(LEFT, [{"b_id": row_id, "b_now": now} for row_id in posts])

    def settle_all(self, done: list[dict[str, Any]]) -> None:
        if not done:
            return
        self.run(SETTLE, done)
        ids = [place for (place,) in rows_of(self.conn, GOODBYES, {})]
        if ids:
            self.conn.execute(FORGET_ROWS, {"ids": ids})
            self.conn.execute(FORGET_ADDRESS, {"ids": ids})
            self.erased = True


def _is_post_gone_out(one: Settlement) -> bool:
    """Sent, or sent twice without an answer: then whoever it is for most likely has it."""
    out = isinstance(one.outcome, Sent | Unknown) and one.retry_at is None and not one.held
    return out and one.row.policy is ResendPolicy.POST
