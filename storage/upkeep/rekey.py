"""A change of secret (`skm rekey`): values sealed under older secrets are sealed anew.

After it the older secrets may be thrown away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Table, func, select, tuple_

from storage.answers import responses
from storage.conversations import group as conversation_group
from storage.conversations import received_events
from storage.database.crypto import ID_BYTES, Vault
from storage.database.engines import writing_engine
from storage.database.outages import told_as_down
from storage.outbox import lent_files, reply_windows
from storage.outbox import queue as outbox_queue
from storage.people import addresses
from storage.people.staff import invitations
from storage.rtl import reads as rtl_reads
from storage.rtl import rows as rtl_rows
from storage.tables import billing as tables_billing
from storage.tables import messaging as tables
from storage.tables import rtl as tables_rtl
from storage.tables import survey as tables_survey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine

BATCH = 500  # rows of one transaction: others write in between

# Every sealed column with its purpose of sealing. The hash key in `meta` follows at each start.
SEALED: tuple[tuple[Table, str, str], ...] = (
    (tables.address_table, "content", addresses.PURPOSE),
    (tables.address_table, "choices", reply_windows.PURPOSE),
    (tables.conversation_table, "content", conversation_group.PURPOSE),
    (tables.staff_role_table, "name", invitations.NAME),
    (tables.parked_event_table, "content", received_events.PURPOSE),
    (tables.outbox_table, "content", outbox_queue.PURPOSE),
    (tables_survey.response_table, "profile", responses.PROFILE),
    (tables_survey.saran_table, "text", responses.TEXT),
    (tables_billing.lent_file_table, "content", lent_files.PURPOSE),
    (tables_rtl.rtl_table, "content", rtl_rows.RTL),
    (tables_rtl.kegiatan_table, "content", rtl_rows.KEGIATAN),
    (tables_rtl.realisasi_table, "content", rtl_rows.REALISASI),
    (tables_rtl.realisasi_table, "reason", rtl_rows.REASON),
    (tables_rtl.evidence_table, "content", rtl_rows.EVIDENCE),
    (tables_rtl.evidence_file_table, "content", rtl_reads.FILE),
)


def reseal(url: str, secrets: Sequence[bytes]) -> dict[str, int]:
    """Seal under the first secret all that another one sealed; return counts by "table.column".

    It may be cut short, and may run beside processes that know all the secrets. Raises InputError
    at a value that no secret opens, and StoreDown when the database cannot be used now.
    """
    vault, engine = Vault(secrets), writing_engine(url)
    try:
        with told_as_down():
            return {
                f"{table.name}.{table.c[name].name}": _column(engine, vault, table, name, purpose)
                for table, name, purpose in SEALED
            }
    finally:
        engine.dispose()


def _column(engine: Engine, vault: Vault, table: Table, name: str, purpose: str) -> int:
    done, last = 0, None
    while True:
        with engine.begin() as conn:
            found = _others(conn, vault, table, name, last)
            for *keys, sealed in found:
                anew = vault.seal(purpose, vault.open(purpose, sealed))
                here = _place(table) == tuple_(*keys)
                conn.execute(table.update().where(here).values({name: anew}))
        done += len(found)
        if len(found) < BATCH:
            return done
        last = tuple(found[-1][:-1])


def _others(
    conn: Connection, vault: Vault, table: Table, name: str, after: tuple[Any, ...] | None
) -> list[tuple[Any, ...]]:
    """Return the next values under other secrets, with the keys of their rows, in key order."""
    keys: list[Column[Any]] = list(table.primary_key)
    value = table.c[name]
    wanted = select(*keys, value).where(func.substr(value, 1, ID_BYTES) != vault.current)
    if after is not None:
        wanted = wanted.where(_place(table) > tuple_(*after))
    return [tuple(row) for row in conn.execute(wanted.order_by(*keys).limit(BATCH))]


def _place(table: Table) -> Any:
    return tuple_(*table.primary_key)
