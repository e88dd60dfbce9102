"""Conversions of outbox rows: outcomes to states, and drafts to `Outgoing`. No SQL here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.messaging.outcomes import Gone, Later, Moved, Refused, Sent, Unknown, WindowShut
from core.messaging.outgoing import Outgoing
from storage.outbox.reply_windows import is_templated

if TYPE_CHECKING:
    from datetime import datetime

    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Draft
    from storage.database.session import AddressRow


def ending(outcome: Outcome) -> tuple[str, str | None, str | None]:
    """Return state, provider id and code under which a row ends after this outcome."""
    match outcome:
        case Sent(provider_id):
            return "terkirim", provider_id, None
        case Gone(reason):
            return "tak_terjangkau", None, reason
        case Refused("needless" | "ceiling"):  # no words or no money were left: no fault
            return "dibatalkan", None, None
        case Refused(code):
            return "ditolak", None, code
        case WindowShut():
            return "ditolak", None, "window"
        case Unknown():
            return "tak_pasti", None, None
        case Later() | Moved():
            return "menyerah", None, None


def ended(
    seq: int, outcome: Outcome, now: datetime, *, unsure: bool, kept: bool = False
) -> dict[str, Any]:
    """Return the parameters of SETTLE for a row with this outcome.

    `kept`: its content stays until the delivery report.
    """
    state, provider_id, code = ending(outcome)
    return {
        "b_seq": seq,
        "b_now": now,
        "b_state": state,
        "b_provider": provider_id,
        "b_code": code,
        "b_unsure": unsure,
        "b_kept": kept,
    }


def resting(seq: int, state: str, now: datetime) -> dict[str, Any]:
    """Return the parameters of SETTLE for a row that ends in `state` without being sent."""
    plain = {"b_provider": None, "b_code": None, "b_unsure": False, "b_kept": False}
    return {"b_seq": seq, "b_now": now, "b_state": state, **plain}


def outgoing(draft: Draft, row_id: str, seq: int, place: AddressRow) -> Outgoing:
    """Return a row that was just written from a draft, as the Dispatcher takes it."""
    return Outgoing(
        seq=seq,
        id=row_id,
        to=draft.to,
        body=draft.body,
        policy=draft.policy,
        replace=draft.replace,
        caused_at=draft.caused_at,
        attempts=0,
        unsure=False,
        expires_at=draft.expires_at,
        heard_at=place.heard,
        templated=is_templated(place.window),
        unit=draft.unit,
    )
