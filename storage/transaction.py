"""The write transaction as a whole: every part of it under one name."""

from __future__ import annotations

from storage.clock_book import ClockBook
from storage.follow import Follow
from storage.lent import Lent
from storage.presence import Presence
from storage.retention import Retention
from storage.rollup import Rollup
from storage.rtl import Rtls
from storage.rush import Rush
from storage.staff import Staff
from storage.turns import Turns
from storage.visits import Visits


class SqlTx(Lent, Turns, Staff, Rtls, Follow, ClockBook, Rollup, Retention, Visits, Rush, Presence):
    """What `Store.write` hands out: `core.ports.Tx` over one SQL connection."""
