"""The read side of the store: one read-only connection with a stable view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from storage.answers.distribution import daily, newest_saran, profiles, spread
from storage.answers.queries import (
    median_duration,
    rekap_of,
    respons_of,
    saran_of,
    sizes_of,
    totals_of,
)
from storage.answers.recount import differences
from storage.answers.visits import coverage, visit_of
from storage.conversations.dropouts import stops
from storage.conversations.leases import PresenceReading
from storage.database.codec import loads, unpack_figures
from storage.outbox.costs import ledger
from storage.outbox.lent_files import lent
from storage.people import subscriptions as follow
from storage.people.erasure import holdings
from storage.people.recipients import recipients
from storage.people.roles import standing
from storage.people.staff_list import trail
from storage.rtl.reads import berkas_of, rtl_of
from storage.tables.messaging import alamat, diterima, outbox, percakapan, petugas, terparkir
from storage.tables.rtl import berkas, grup, rtl, rtl_kegiatan
from storage.tables.survey import instansi, kabar, kuesioner, periode, rekap, saran, tampil
from storage.upkeep.job_log import ticks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from sqlalchemy import Connection

    from core.answers.response import Response, Saran
    from core.ikm.sums import Rekap
    from core.messaging.address import Address, Person
    from core.messaging.outgoing import Document
    from core.office.roles import Role
    from core.office.visit import Kunjungan
    from core.ports.follow_up import BidangGroup, JobRun, PostedSummary, Recipient
    from core.ports.outbox import CostLine
    from core.ports.scope import Scope
    from core.ports.staff import AuditEntry, StaffRole
    from core.rtl.plan import Berkas, Rtl
    from storage.database.crypto import Vault

COUNTED = (
    *(alamat, percakapan, diterima, terparkir, petugas, grup, saran, kabar),
    *(rtl, rtl_kegiatan, berkas),
)


class SqlReader(PresenceReading):
    """What `Store.read` hands out: `core.ports.Reader` over one SQL connection."""

    def __init__(self, conn: Connection, vault: Vault) -> None:
        self.conn, self.vault = conn, vault

    # -- documents -----------------------------------------------------------------------------

    def agency(self) -> Mapping[str, Any] | None:
        found = self.conn.execute(select(instansi.c.dokumen)).scalar_one_or_none()
        return None if found is None else loads(found)

    def snapshot(self, snapshot: str) -> Mapping[str, Any] | None:
        mine = select(kuesioner.c.dokumen).where(kuesioner.c.id == snapshot)
        found = self.conn.execute(mine).scalar_one_or_none()
        return None if found is None else loads(found)

    def snapshots(self) -> Mapping[str, Mapping[str, Any]]:
        rows = self.conn.execute(select(kuesioner.c.id, kuesioner.c.dokumen))
        return {snapshot: loads(document) for snapshot, document in rows if document}

    # -- figures -------------------------------------------------------------------------------

    def rekap(self, scope: Scope) -> list[Rekap]:
        return rekap_of(self.conn, scope)

    def totals(self, scope: Scope) -> list[Rekap]:
        return totals_of(self.conn, scope)

    def sizes(self, scope: Scope) -> Mapping[tuple[str, str], int]:
        return sizes_of(self.conn, scope)

    def shown(self, key: str) -> list[Rekap] | None:
        mine = select(tampil.c.angka).where(tampil.c.kunci == key)
        found = self.conn.execute(mine).scalar_one_or_none()
        return None if found is None else unpack_figures(found)

    def published(self, unit: str | None = None) -> list[Mapping[str, Any]]:
        """Every revision, newest first: label, unit, revisi, waktu and the figures in `angka`."""
        asked = select(periode).order_by(periode.c.waktu.desc(), periode.c.revisi.desc())
        if unit is not None:
            asked = asked.where(periode.c.unit == unit)
        rows = self.conn.execute(asked).mappings()
        return [dict(row) | {"angka": loads(row["angka"])} for row in rows]

    def median_duration(self, since: date) -> tuple[int, int] | None:
        return median_duration(self.conn, since)

    def check_rekap(self) -> list[str]:
        return differences(self.conn)

    def respons(self, scope: Scope) -> list[Response]:
        return respons_of(self.conn, self.vault, scope)

    def saran(self, scope: Scope) -> list[Saran]:
        return saran_of(self.conn, self.vault, scope)

    def spread(self, scope: Scope) -> list[tuple[str, str, str, int]]:
        return spread(self.conn, scope)

    def trail(self, most: int) -> list[AuditEntry]:
        return trail(self.conn, most)

    def daily(self, scope: Scope) -> Mapping[date | None, int]:
        return daily(self.conn, scope)

    def profiles(self, scope: Scope, most: int) -> list[Mapping[str, str]]:
        return profiles(self.conn, self.vault, scope, most)

    def stops(self, first: date, last: date, idle: datetime, most: int) -> Mapping[str, int]:
        return stops(self.conn, self.vault, first, last, idle, most)

    def newest_saran(self, scope: Scope, unsur: Collection[str] | None, most: int) -> list[Saran]:
        return newest_saran(self.conn, self.vault, scope, unsur, most)

    # -- visits --------------------------------------------------------------------------------

    def visit(self, kode: str, *, today: date) -> Kunjungan | None:
        return visit_of(self.conn, self.vault, kode, today)

    def coverage(self, scope: Scope) -> list[tuple[str, str, int, int]]:
        return coverage(self.conn, scope)

    # -- people --------------------------------------------------------------------------------

    def holdings(self, person: Person, address: Address) -> Mapping[str, int]:
        return holdings(self.conn, self.vault, person, address)

    def petugas(self, person: Person) -> tuple[StaffRole, ...]:
        return standing(self.conn, self.vault, person)

    def ticks(self) -> list[JobRun]:
        return ticks(self.conn)

    def recipients(self) -> list[Recipient]:
        return recipients(self.conn, self.vault)

    def groups(self, bidang: str | None = None) -> list[BidangGroup]:
        return follow.groups(self.conn, self.vault, bidang)

    def staff_addresses(self, role: Role, bidang: str | None = None) -> list[Address]:
        return follow.staff_addresses(self.conn, self.vault, role, bidang)

    # -- follow-up -----------------------------------------------------------------------------

    def rtl(self, unit: str | None = None, periode: str | None = None) -> list[Rtl]:
        return rtl_of(self.conn, self.vault, unit, periode)

    def berkas(self, sha256: str) -> Berkas | None:
        return berkas_of(self.conn, self.vault, sha256)

    def remembered(self, key: str, *, now: datetime) -> bool:
        return follow.remembered(self.conn, self.vault, key, now)

    def posted_weeks(self, penerima: str) -> list[PostedSummary]:
        return follow.posted_weeks(self.conn, self.vault, penerima)

    # -- all of it -----------------------------------------------------------------------------

    def lent(self, ticket: bytes, *, now: datetime) -> Document | None:
        return lent(self.conn, self.vault, ticket, now)

    def ledger(self, since: str) -> list[CostLine]:
        return ledger(self.conn, since)

    def counts(self) -> Mapping[str, int]:
        """Rows by table, the outbox by state; responses as `rekap` counts them."""
        found = {
            table.name: self.conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in COUNTED
        }
        states = select(outbox.c.keadaan, func.count()).group_by(outbox.c.keadaan)
        found |= {f"outbox.{state}": n for state, n in self.conn.execute(states)}
        found["respons"] = int(self.conn.execute(select(func.sum(rekap.c.n))).scalar_one() or 0)
        return found
