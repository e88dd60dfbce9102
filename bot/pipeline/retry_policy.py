"""Decides from the outcome of a send whether and when its row goes again. Pure functions.

`Sender` asks `judge` after each call of a channel, and the predicates before it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.messaging.outcomes import Later, Moved, Refused, Sent, Unknown, WindowShut
from core.messaging.outgoing import REPLY_LIFE, Message, ResendPolicy
from core.ports.outbox import Settlement

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from core.messaging.channel_limits import Caps
    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Choice, Outgoing

LONGEST = 300.0  # seconds between two tries while a provider is away
# Ranges in seconds after which a row goes again whose answer of the provider was lost.
REPLY_AGAIN = (3.0, 5.0)  # a reply
POST_AGAIN = (120.0, 240.0)  # a post, such as a weekly summary, which is marked as repeated
REPORT_WITHIN = (120.0, 300.0)  # where delivery reports come, one may still settle it
AWAKE = timedelta(minutes=10)  # after a person's last message, posts come at any hour
SHUT_BEFORE = timedelta(minutes=2)  # before its end a window counts as shut
EDITS = 5  # tries of an edit, which may be repeated without harm
LOOKS = 8  # tries where the channel looks up what it sent before it sends again


def judge(
    row: Outgoing, outcome: Outcome, now: datetime, chance: Random, caps: Caps | None = None
) -> Settlement:
    """The settlement of a row after one send.

    `chance` spreads the waits, so that many rows do not come back in one moment. `caps`: the
    channel's, None when unknown. A row whose outcome is `Later` is tried again until it expires.
    """
    match outcome:
        case Sent():
            return sent(row, outcome, caps)
        case Later(after=after):
            # Wait at least as long as the provider says, and longer with each try.
            wait = max(after, backoff(row.attempts, chance))
            return Settlement(row, outcome, _in(now, wait), unsure=row.unsure)
        case Unknown(failed=True) if row.policy is ResendPolicy.REPLY:
            # The provider says that it failed: most likely nothing came, and a second is harmless.
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
    """The settlement of a row that left.

    Where the channel reports deliveries (`Caps.receipts`), its content is kept until the report.
    `shown`: the choices that may be typed by number now. `cost`: rupiah.
    """
    kept = caps is not None and caps.receipts
    return Settlement(row, outcome, None, row.unsure, cost=cost, kept=kept, shown=shown)


def _unsure(
    row: Outgoing, outcome: Unknown, now: datetime, chance: Random, caps: Caps | None
) -> Settlement:
    if row.replace is not None:
        wait = backoff(row.attempts, chance) if row.attempts < EDITS else None
    elif caps is not None and caps.looks_up and row.policy is ResendPolicy.REPLY:
        # Somebody waits, and the channel looks up its earlier try before it sends again.
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
    """Whether the answer to a newer event makes repeating an old answer needless.

    A person who wrote again has seen the old answer, or sees by the new one where they are.
    """
    if not (new.policy is old.policy is ResendPolicy.REPLY and isinstance(old.body, Message)):
        return False
    return bool(new.caused_at and old.caused_at and new.caused_at > old.caused_at)


def backoff(attempts: int, chance: Random) -> float:
    """Seconds before the next try: at most 0.5 s doubled with each try, up to 5 minutes.

    Half of it is chance.
    """
    most = min(LONGEST, 0.5 * 2.0 ** min(attempts, 16))
    return chance.uniform(most / 2, most)


def expired(row: Outgoing, now: datetime) -> bool:
    """Whether the row's time is over: `expires_at`, or a day after the event it answers."""
    end = row.expires_at
    if end is None and row.caused_at is not None:
        end = row.caused_at + REPLY_LIFE
    return end is not None and now >= end


def _in(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds)


def put_off(row: Outgoing, until: datetime) -> Settlement:
    """Back into the outbox, unsent, until `until`; the rows behind it wait too."""
    return Settlement(row, Later(0.0), until, unsure=row.unsure)


def plan(row: Outgoing, until: datetime) -> Settlement:
    """Back into the outbox for a later hour; rows behind it do not wait."""
    return Settlement(row, Later(0.0), until, unsure=row.unsure, planned=True)


def is_awake(row: Outgoing, now: datetime) -> bool:
    """Whether somebody wrote there in the last ten minutes, so that posts disturb nobody."""
    return row.heard_at is not None and now - row.heard_at < AWAKE


def is_moot(row: Outgoing, message: Message, now: datetime) -> bool:
    """Whether the message is an invitation to a person who has just written by themselves."""
    return message.template is not None and message.template.name == "invite" and is_awake(row, now)


# -- while a window is shut --------------------------------------------------------------------


def is_shut(row: Outgoing, caps: Caps, now: datetime) -> bool:
    """Whether only a template may be said there now, as far as the store knows.

    WhatsApp takes free text for `Caps.window` after a person's last message.
    """
    if caps.window is None:
        return False
    heard, caused = row.heard_at, row.caused_at
    last = max(heard, caused) if heard and caused else heard or caused
    return last is None or now >= last + caps.window - SHUT_BEFORE


def hold(row: Outgoing) -> Settlement:
    """The row waits until the person writes; an answer to an event that old is dropped."""
    return Settlement(row, WindowShut(), None, held=row.caused_at is None)


def judge_template(
    row: Outgoing, outcome: Outcome, now: datetime, chance: Random, caps: Caps
) -> Settlement:
    """The settlement after a template was said in place of the row's message.

    The row itself waits for the person, unless the template can still be said or nobody is there.
    """
    final = isinstance(outcome, Sent | Refused | WindowShut)
    if final or (isinstance(outcome, Unknown) and row.unsure):
        return Settlement(row, outcome, None, held=True, templated=True)
    return judge(row, outcome, now, chance, caps)
