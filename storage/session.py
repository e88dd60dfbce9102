"""The write transaction as a whole: every part of it under one name."""

from __future__ import annotations

from storage.answers.bursts import Rush
from storage.answers.recount import Rollup
from storage.answers.visits import Visits
from storage.conversations.leases import Presence
from storage.conversations.turns import Turns
from storage.outbox.lent_files import Lent
from storage.people.staff_list import Staff
from storage.people.subscriptions import Follow
from storage.rtl.writes import Rtls
from storage.upkeep.job_log import ClockBook
from storage.upkeep.retention import Retention


class SqlTx(Lent, Turns, Staff, Rtls, Follow, ClockBook, Rollup, Retention, Visits, Rush, Presence):
    """What `Store.write` hands out: `core.ports.Tx` over one SQL connection."""
