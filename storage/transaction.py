"""The write transaction as a whole: every part of it under one name."""

from __future__ import annotations

from storage.retention import Retention
from storage.rollup import Rollup
from storage.turns import Turns


class SqlTx(Turns, Rollup, Retention):
    """What `Store.write` hands out: `core.ports.Tx` over one SQL connection."""
