"""Settling leased rows by their outcomes: ended, back into the queue, or held until a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.messaging.outcomes import Gone, Moved, Sent, Unknown
from core.messaging.outgoing import ResendPolicy
from storage.database.compiled_statements import rows_of
from storage.outbox.costs import add_to_costs
from storage.outbox.reply_windows import hold_rows, keep_choices
from storage.outbox.rows import ended
from storage.outbox.statements import (
    FORGET_ROWS,
    GOODBYES,
    LEFT,
    RETRY,
    SETTLE,
    forget_addresses,
)
from storage.people.addresses import move, place_of, set_reachable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.ports.outbox import Settlement
    from storage.database.session import WriteSession


def settle(session: WriteSession, settlements: Sequence[Settlement], now: datetime) -> None:
    """Write the outcomes of leased rows, with costs, shown choices and addresses that changed."""
    done: list[dict[str, Any]] = []
    again = []
    for one in settlements:
        if isinstance(one.outcome, Moved):
            move(session, one.row.to, one.outcome.to)
        if one.held:
            continue
        if one.retry_at is None and not isinstance(one.outcome, Moved):
            facts = {"unsure": one.unsure, "kept": one.kept}
            done.append(ended(one.row.seq, one.outcome, now, **facts))
        else:
            when = {"b_not_before": one.retry_at or now, "b_planned": one.planned}
            again.append({"b_seq": one.row.seq, "b_unsure": one.unsure, **when})
    end_rows(session, done)
    session.run(RETRY, again)
    mark_left(session, [one.row.id for one in settlements if _is_post_gone_out(one)], now)
    hold_rows(session, [one for one in settlements if one.held], now)
    keep_choices(session, settlements)
    add_to_costs(session, settlements, now)
    for one in settlements:
        if isinstance(one.outcome, Gone) and (place := place_of(session, one.row.to)):
            set_reachable(session, place.id, reachable=False, now=now)


def mark_left(session: WriteSession, posts: Sequence[str], now: datetime | None) -> None:
    """Note for posted summaries that their rows left at `now`; None: they have not after all."""
    session.run(LEFT, [{"b_id": row_id, "b_now": now} for row_id in posts])


def end_rows(session: WriteSession, done: Sequence[dict[str, Any]]) -> None:
    """End rows by parameters of SETTLE.

    A temporary address goes with its last waiting row.
    """
    if not done:
        return
    session.run(SETTLE, done)
    ids = [place for (place,) in rows_of(session.conn, GOODBYES, {})]
    if ids:
        session.conn.execute(FORGET_ROWS, {"ids": ids})
        session.change_addresses(forget_addresses(ids))
        session.erased = True


def _is_post_gone_out(one: Settlement) -> bool:
    """Tell whether a post was sent, or ended without an answer.

    In either case its recipient most likely has it.
    """
    out = isinstance(one.outcome, Sent | Unknown) and one.retry_at is None and not one.held
    return out and one.row.policy is ResendPolicy.POST
