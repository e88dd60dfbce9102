"""Who hears of the follow-up, and what they were told: groups, staff, wishes, posted weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from core.ports.follow_up import BidangGroup, PostedSummary
from storage.database.codec import dumps, loads, unpack_address
from storage.database.part import insert
from storage.people.addresses import PURPOSE as ADDRESS
from storage.people.roles import People
from storage.tables.messaging import alamat, petugas
from storage.tables.rtl import grup, ringkasan, terkirim
from storage.tables.survey import kabar, saran

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection

    from core.messaging.address import Address
    from core.office.roles import Role
    from storage.database.crypto import Vault

WEEK, TOLD = "ringkasan", "terkirim"
GROUP_ID = 16  # letters


def groups(conn: Connection, vault: Vault, bidang: str | None = None) -> list[BidangGroup]:
    """Those that can be reached, by bidang and then as they came."""
    asked = (
        select(alamat.c.isi, grup.c.alamat, grup.c.bidang, grup.c.sejak)
        .join(alamat, alamat.c.id == grup.c.alamat)
        .where(alamat.c.terjangkau)
        .order_by(grup.c.bidang, grup.c.sejak, grup.c.alamat)
    )
    if bidang is not None:
        asked = asked.where(grup.c.bidang == bidang)
    return [
        BidangGroup(
            unpack_address(vault.open(ADDRESS, isi)), code, at, _group_id(vault, place, code)
        )
        for isi, place, code, at in conn.execute(asked)
    ]


def _group_id(vault: Vault, place: bytes, bidang: str) -> str:
    return vault.hash("grup", place.hex(), bidang).hex()[:GROUP_ID]


def staff_addresses(
    conn: Connection, vault: Vault, role: Role, bidang: str | None = None
) -> list[Address]:
    asked = (
        select(alamat.c.id, alamat.c.isi)
        .join(petugas, petugas.c.alamat == alamat.c.id)
        .where(alamat.c.terjangkau, petugas.c.peran == role)
        .order_by(petugas.c.id)
    )
    if bidang is not None:
        asked = asked.where(petugas.c.bidang == bidang)
    found = {id_: isi for id_, isi in conn.execute(asked)}  # noqa: C416 - rows are no pairs to the checker
    return [unpack_address(vault.open(ADDRESS, isi)) for isi in found.values()]


def remembered(conn: Connection, vault: Vault, key: str, now: datetime) -> bool:
    mine = (terkirim.c.kunci == vault.hash(TOLD, key), terkirim.c.sampai > now)
    return conn.execute(select(terkirim.c.kunci).where(*mine)).first() is not None


def posted_weeks(conn: Connection, vault: Vault, penerima: str) -> list[PostedSummary]:
    mine = ringkasan.c.penerima == vault.hash(WEEK, penerima)
    rows = conn.execute(select(ringkasan).where(mine).order_by(ringkasan.c.minggu.desc()))
    return [
        PostedSummary(
            penerima, one.minggu, tuple(loads(one.mencakup)), one.waktu, one.pesan, one.keluar
        )
        for one in rows
    ]


class Follow(People):
    # -- groups and wishes ---------------------------------------------------------------------

    def join_group(self, group: Address, bidang: str, *, by: str, now: datetime) -> bool:
        place = self.places([group])[group]
        row = {"alamat": place.id, "bidang": bidang, "sejak": now, "oleh": by}
        made = insert(grup, self.dialect).values(**row).on_conflict_do_nothing()
        fresh = self.conn.execute(made.returning(grup.c.bidang)).first() is not None
        if fresh:
            self.note(by, "grup", {"bidang": bidang}, now=now)
        return fresh

    def leave_group(
        self, group: Address, bidang: str | None = None, *, by: str, now: datetime
    ) -> int:
        place = self.place_of(group)
        if place is None:
            return 0
        which = [grup.c.alamat == place.id, *([] if bidang is None else [grup.c.bidang == bidang])]
        gone = self.conn.execute(delete(grup).where(*which).returning(grup.c.bidang)).scalars()
        codes = sorted(gone)
        if codes:
            self.note(by, "grup_lepas", {"bidang": codes}, now=now)
        return len(codes)

    def groups(self, bidang: str | None = None) -> list[BidangGroup]:
        return groups(self.conn, self.vault, bidang)

    def staff_addresses(self, role: Role, bidang: str | None = None) -> list[Address]:
        return staff_addresses(self.conn, self.vault, role, bidang)

    def take_kabar(
        self, unit: str, unsur: str, first: date, last: date, *, now: datetime
    ) -> list[Address]:
        about = select(saran.c.id).where(
            saran.c.unit == unit, saran.c.unsur == unsur, saran.c.tanggal.between(first, last)
        )
        used = delete(kabar).where(kabar.c.saran.in_(about), kabar.c.berlaku_sampai > now)
        places = set(self.conn.execute(used.returning(kabar.c.alamat)).scalars())
        self.erased = self.erased or bool(places)
        asked = select(alamat.c.isi).where(alamat.c.id.in_(places), alamat.c.terjangkau)
        # By their random ids: nothing tells who wished first.
        return [
            self.open_address(isi)
            for isi in self.conn.execute(asked.order_by(alamat.c.id)).scalars()
        ]

    # -- what was told -------------------------------------------------------------------------

    def remember(self, key: str, *, until: datetime) -> bool:
        row = {"kunci": self.vault.hash(TOLD, key), "sampai": until}
        made = insert(terkirim, self.dialect).values(**row).on_conflict_do_nothing()
        return self.conn.execute(made.returning(terkirim.c.kunci)).first() is not None

    def remembered(self, key: str, *, now: datetime) -> bool:
        return remembered(self.conn, self.vault, key, now)

    def post_week(self, row: PostedSummary) -> bool:
        told = {
            "mencakup": dumps(list(row.mencakup)).decode(),
            "waktu": row.waktu,
            "pesan": row.pesan,
            "keluar": row.keluar,
        }
        which = {"penerima": self.vault.hash(WEEK, row.penerima), "minggu": row.minggu}
        made = insert(ringkasan, self.dialect).values(**which, **told).on_conflict_do_nothing()
        return self.conn.execute(made.returning(ringkasan.c.minggu)).first() is not None

    def posted_weeks(self, penerima: str) -> list[PostedSummary]:
        return posted_weeks(self.conn, self.vault, penerima)
