"""What follows from the outcome of a send: the table of the house, as one pure function."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.messaging.outcomes import Later, Moved, Refused, Sent, Unknown, WindowShut
from core.messaging.outgoing import Message, ResendPolicy
from core.ports.outbox import Settlement

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from core.messaging.channel_limits import Caps
    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Choice, Outgoing

LONGEST = 300.0  # seconds between two tries while a provider is away
REPLY_AGAIN = (3.0, 5.0)  # a lost answer of the provider: a reply goes once more
POST_AGAIN = (120.0, 240.0)  # a digest goes once more, later, and says so
REPORT_WITHIN = (120.0, 300.0)  # where reports come, one may still tell that it was sent
AWAKE = timedelta(minutes=10)
SHUT_BEFORE = timedelta(minutes=2)  # a window is not trusted to the last moment
EDITS = 5  # an edit is the same twice, so it may be repeated
LOOKS = 8  # tries where what was made is found before it is sent twice
REPLY_LIFE = timedelta(hours=24)


def judge(
    row: Outgoing, outcome: Outcome, now: datetime, chance: Random, caps: Caps | None = None
) -> Settlement:
    match outcome:
        case Sent():
            return sent(row, outcome, caps)
        case Later(after=after):
            # The provider's word is the least; it grows while nothing helps.
            wait = max(after, backoff(row.attempts, chance))
            return Settlement(row, outcome, _in(now, wait), unsure=row.unsure)
        case Unknown(failed=True) if row.policy is ResendPolicy.REPLY:
            # The provider says that it failed: most likely nothing came, and twice is harmless.
            return Settlement(row, outcome, _in(now, backoff(row.attempts, chance)), row.unsure)
        case Unknown():
            return _unsure(row, outcome, now, chance, caps)
        case Moved():
            return Settlement(row, outcome, now, unsure=row.unsure)
    return Settlement(row, outcome, None, unsure=row.unsure)


def sent(
    row: Outgoing,
    outcome: Sent,
    caps: Caps | None,
    *,
    shown: tuple[Choice, ...] | None = None,
    cost: int = 0,
) -> Settlement:
    """Done, unless its delivery is reported: what it says stays until then."""
    kept = caps is not None and caps.receipts
    return Settlement(row, outcome, None, row.unsure, cost=cost, kept=kept, shown=shown)


def _unsure(
    row: Outgoing, outcome: Unknown, now: datetime, chance: Random, caps: Caps | None
) -> Settlement:
    if row.replace is not None:
        wait = backoff(row.attempts, chance) if row.attempts < EDITS else None
    elif caps is not None and caps.looks_up and row.policy is ResendPolicy.REPLY:
        # Somebody waits; what was made is found, so that nothing need be waited for.
        wait = max(chance.uniform(*REPLY_AGAIN), backoff(row.attempts, chance))
        wait = wait if row.attempts < LOOKS else None
    elif row.unsure:
        wait = None
    else:
        reports = caps is not None and caps.receipts
        again = REPLY_AGAIN if row.policy is ResendPolicy.REPLY else POST_AGAIN
        wait = chance.uniform(*(REPORT_WITHIN if reports else again))
    return Settlement(row, outcome, None if wait is None else _in(now, wait), unsure=True)


def overtakes(new: Outgoing, old: Outgoing) -> bool:
    """Whether the answer to something newer makes repeating an old one needless.

    Whoever wrote again has seen it, or sees where they are by the new one.
    """
    if not (new.policy is old.policy is ResendPolicy.REPLY and isinstance(old.body, Message)):
        return False
    return bool(new.caused_at and old.caused_at and new.caused_at > old.caused_at)


def backoff(attempts: int, chance: Random) -> float:
    """Half a second, doubled with each try up to five minutes; half of it is chance."""
    most = min(LONGEST, 0.5 * 2.0 ** min(attempts, 16))
    return chance.uniform(most / 2, most)


def expired(row: Outgoing, now: datetime) -> bool:
    """Nobody waits for it any more."""
    end = row.expires_at
    if end is None and row.caused_at is not None:
        end = row.caused_at + REPLY_LIFE
    return end is not None and now >= end


def _in(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds)


def put_off(row: Outgoing, until: datetime) -> Settlement:
    """Back into the outbox, unsent."""
    return Settlement(row, Later(0.0), until, unsure=row.unsure)


def plan(row: Outgoing, until: datetime) -> Settlement:
    """Back into the outbox for a later hour; what is asked for meanwhile overtakes it."""
    return Settlement(row, Later(0.0), until, unsure=row.unsure, planned=True)


def is_awake(row: Outgoing, now: datetime) -> bool:
    """Whether somebody has just written there: then what waited for that comes at any hour."""
    return row.heard_at is not None and now - row.heard_at < AWAKE


def is_moot(row: Outgoing, message: Message, now: datetime) -> bool:
    """An invitation to somebody who has just written: what they wrote is the answer to it."""
    return message.template is not None and message.template.name == "invite" and is_awake(row, now)


# -- while a window is shut --------------------------------------------------------------------


def is_shut(row: Outgoing, caps: Caps, now: datetime) -> bool:
    """Whether nothing but a template may be said there now, as far as we know."""
    if caps.window is None:
        return False
    heard, caused = row.heard_at, row.caused_at
    last = max(heard, caused) if heard and caused else heard or caused
    return last is None or now >= last + caps.window - SHUT_BEFORE


def hold(row: Outgoing) -> Settlement:
    """It waits until the person writes; what they asked for that long ago is dropped."""
    return Settlement(row, WindowShut(), None, held=row.caused_at is None)


def judge_template(
    row: Outgoing, outcome: Outcome, now: datetime, chance: Random, caps: Caps
) -> Settlement:
    """The row itself waits, unless its template can still be said or nobody is there."""
    final = isinstance(outcome, Sent | Refused | WindowShut)
    if final or (isinstance(outcome, Unknown) and row.unsure):
        return Settlement(row, outcome, None, held=True, templated=True)
    return judge(row, outcome, now, chance, caps)
