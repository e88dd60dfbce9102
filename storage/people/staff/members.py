"""The staff as a list: who holds which role, where they are reached, and how a role ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import delete, select, update

from core.ports.staff import StaffMember
from storage.people.addresses import open_address, places_of
from storage.people.identities import id_keys, owners_of
from storage.people.staff.audit import audit, audit_name
from storage.people.staff.invitations import open_name, recall
from storage.tables.messaging import alamat, orang_id, petugas

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select

    from core.messaging.address import Address, Person
    from core.office.roles import Role
    from storage.database.session import ReadSession, WriteSession

    StaffColumns = tuple[int, str, str, bytes | None, datetime, bytes, bool]

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


def members(session: WriteSession) -> list[StaffMember]:
    return _members(session, STAFF)


def members_of(session: WriteSession, person: Person) -> list[StaffMember]:
    return _members(session, STAFF.where(petugas.c.orang.in_(_rows_of(session, person))))


def _rows_of(session: WriteSession, person: Person) -> Select[bytes]:
    """Rows of `orang` that the ids of a person lead to."""
    return select(orang_id.c.orang).where(orang_id.c.kunci.in_(id_keys(session.vault, person)))


def _members(session: WriteSession, asked: Select[*StaffColumns]) -> list[StaffMember]:
    return [_member(session, row) for row in session.conn.execute(asked)]


def _member(session: WriteSession, row: Row[*StaffColumns]) -> StaffMember:
    nama = open_name(session.vault, row.nama)
    to = None
    if row.isi is not None and row.terjangkau:
        to = open_address(session.vault, row.isi)
    return StaffMember(row.id, cast("Role", row.peran), row.bidang or None, nama, row.sejak, to)


def staff_addresses(session: ReadSession, role: Role, bidang: str | None) -> list[Address]:
    asked = (
        select(alamat.c.id, alamat.c.isi)
        .join(petugas, petugas.c.alamat == alamat.c.id)
        .where(alamat.c.terjangkau, petugas.c.peran == role)
        .order_by(petugas.c.id)
    )
    if bidang is not None:
        asked = asked.where(petugas.c.bidang == bidang)
    found = {id_: isi for id_, isi in session.conn.execute(asked)}  # noqa: C416 - rows are no pairs to the checker
    return [open_address(session.vault, isi) for isi in found.values()]


def move_chat(session: WriteSession, person: Person, address: Address) -> int:
    place = places_of(session, [address])[address]
    mine = (
        petugas.c.orang.in_(_rows_of(session, person)),
        petugas.c.alamat.is_distinct_from(place.id),
    )
    moved = update(petugas).where(*mine).values(alamat=place.id).returning(petugas.c.id)
    return len(session.conn.execute(moved).all())


# -- the end of a role -----------------------------------------------------------------------------


def leave(session: WriteSession, person: Person, now: datetime) -> int:
    keys = id_keys(session.vault, person)
    whose = list(owners_of(session.conn, keys).values())
    gone = delete(petugas).where(petugas.c.orang.in_(whose)).returning(petugas.c.peran)
    roles = sorted(row.peran for row in session.change_roles(gone))
    recall(session.conn, keys)
    if roles:
        audit(session, audit_name(session.vault, person), "keluar", {"peran": roles}, now)
    return len(roles)


def revoke(session: WriteSession, staf: int, by: Person, now: datetime) -> StaffMember | None:
    found = _members(session, STAFF.where(petugas.c.id == staf))
    if not found:
        return None
    whose = select(orang_id.c.kunci).join(petugas, petugas.c.orang == orang_id.c.orang)
    keys = session.conn.scalars(whose.where(petugas.c.id == staf).order_by(orang_id.c.kunci)).all()
    session.change_roles(delete(petugas).where(petugas.c.id == staf))
    if found[0].role == "admin":  # nobody else invites
        recall(session.conn, keys)
    facts = {
        "peran": found[0].role,
        "bidang": found[0].bidang,
        "orang": [key.hex() for key in keys],
    }
    audit(session, audit_name(session.vault, by), "cabut", facts, now)
    return found[0]
