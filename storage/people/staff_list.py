"""The staff as a list: who holds which role, taking it back, and codes for group chats."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import and_, delete, select, update

from core.ports.staff import AuditEntry, StaffMember
from storage.database.codec import loads
from storage.people.identities import id_keys
from storage.people.roles import People, open_name
from storage.tables.messaging import alamat, jejak, orang_id, petugas, undangan

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select

    from core.messaging.address import Address, Person
    from core.office.roles import Role

# Not listed: who only asked for figures, and when a survey was filled in with or for somebody.
# Nor what the clock deletes every hour: it would leave no room for anything else.
UNLISTED = ("lihat", "isi")
HOURLY = and_(jejak.c.siapa == "jadwal", jejak.c.apa == "purge")
GROUP = "grup"  # stands in undangan.peran; no role of a person

STAFF = (
    select(
        petugas.c.id,
        petugas.c.peran,
        petugas.c.bidang,
        petugas.c.nama,
        petugas.c.sejak,
        alamat.c.isi,
        alamat.c.terjangkau,
    )
    .outerjoin(alamat, alamat.c.id == petugas.c.alamat)
    .order_by(petugas.c.id)
)


def trail(conn: Connection, most: int) -> list[AuditEntry]:
    rows = conn.execute(
        select(jejak.c.waktu, jejak.c.siapa, jejak.c.apa, jejak.c.fakta)
        .where(jejak.c.apa.not_in(UNLISTED), ~HOURLY)
        .order_by(jejak.c.id.desc())
        .limit(most)
    )
    return [AuditEntry(waktu, siapa, apa, loads(fakta)) for waktu, siapa, apa, fakta in rows]


class Staff(People):
    if TYPE_CHECKING:  # the part that keeps the groups has it

        def join_group(self, group: Address, bidang: str, *, by: str, now: datetime) -> bool: ...

    def staff(self) -> list[StaffMember]:
        return self._staff(STAFF)

    def staff_of(self, person: Person) -> list[StaffMember]:
        whose = select(orang_id.c.orang).where(orang_id.c.kunci.in_(id_keys(self.vault, person)))
        return self._staff(STAFF.where(petugas.c.orang.in_(whose)))

    def _staff(
        self, asked: Select[int, str, str, bytes | None, datetime, bytes, bool]
    ) -> list[StaffMember]:
        return [self._staf(row) for row in self.conn.execute(asked)]

    def _staf(self, row: Row[int, str, str, bytes | None, datetime, bytes, bool]) -> StaffMember:
        nama = open_name(self.vault, row.nama)
        to = self.open_address(row.isi) if row.isi is not None and row.terjangkau else None
        return StaffMember(row.id, cast("Role", row.peran), row.bidang or None, nama, row.sejak, to)

    def come_to(self, person: Person, address: Address) -> int:
        place = self.places([address])[address]
        whose = select(orang_id.c.orang).where(orang_id.c.kunci.in_(id_keys(self.vault, person)))
        mine = (petugas.c.orang.in_(whose), petugas.c.alamat.is_distinct_from(place.id))
        moved = update(petugas).where(*mine).values(alamat=place.id).returning(petugas.c.id)
        return len(self.conn.execute(moved).all())

    def revoke(self, staf: int, *, by: Person, now: datetime) -> StaffMember | None:
        found = self._staff(STAFF.where(petugas.c.id == staf))
        if not found:
            return None
        whose = select(orang_id.c.kunci).join(petugas, petugas.c.orang == orang_id.c.orang)
        keys = self.conn.scalars(whose.where(petugas.c.id == staf).order_by(orang_id.c.kunci)).all()
        self.conn.execute(delete(petugas).where(petugas.c.id == staf))
        self.roles.clear()
        if found[0].role == "admin":  # nobody else invites
            self.recall(keys)
        facts = {
            "peran": found[0].role,
            "bidang": found[0].bidang,
            "orang": [key.hex() for key in keys],
        }
        self.note(self.who(by), "cabut", facts, now=now)
        return found[0]

    # -- groups --------------------------------------------------------------------------------

    def invite_group(
        self, bidang: str, *, by: str | Person, expires: datetime, now: datetime
    ) -> str:
        return self.invited(GROUP, bidang, by=by, expires=expires, now=now)

    def redeem_group(
        self, kode: str, person: Person, group: Address, *, now: datetime
    ) -> str | None:
        used = self.used(kode, now, undangan.c.peran == GROUP)
        if used is None:
            self.tried(person, now)
            return None
        self.join_group(group, used.bidang, by=self.who(person), now=now)
        bidang: str = used.bidang
        return bidang
