"""The audit trail: each step of the staff, by names that tell nothing outside this database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from core.ports.staff import AuditEntry
from storage.database.codec import dumps, loads
from storage.database.inserts import insert
from storage.tables.messaging import audit_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.messaging.address import Person
    from storage.database.crypto import Vault
    from storage.database.session import ReadSession, WriteSession

# Steps that `audit_trail` leaves out: requests for figures, and surveys filled in with or for
# somebody. HOURLY, the purge of the clock, would leave no room for other steps.
UNLISTED = ("lihat", "isi")
HOURLY = and_(audit_table.c.actor == "jadwal", audit_table.c.action == "purge")


def audit_name(vault: Vault, person: Person) -> str:
    """Return the name of a person in the audit trail: a keyed hash of their first id."""
    return "orang:" + vault.hash("jejak", person.ids[0]).hex()


def audit(
    session: WriteSession, who: str, what: str, facts: Mapping[str, Any], now: datetime
) -> None:
    """Append a step to the audit trail: `who` did `what`; `facts` are stored as JSON."""
    row = {"at": now, "actor": who, "action": what, "facts": dumps(facts).decode()}
    session.conn.execute(insert(audit_table, session.dialect), row)


def audit_trail(session: ReadSession, most: int) -> list[AuditEntry]:
    """Return the newest steps, newest first, at most `most` of them."""
    rows = session.conn.execute(
        select(audit_table.c.at, audit_table.c.actor, audit_table.c.action, audit_table.c.facts)
        .where(audit_table.c.action.not_in(UNLISTED), ~HOURLY)
        .order_by(audit_table.c.id.desc())
        .limit(most)
    )
    return [AuditEntry(at, actor, action, loads(facts)) for at, actor, action, facts in rows]
