"""One-time codes that make somebody staff, or a group chat a bidang's."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, cast, get_args

from sqlalchemy import delete, func, select, update

from core.office.roles import Role
from core.ports.staff import StaffRole
from storage.database.inserts import insert
from storage.people.addresses import places_of
from storage.people.identities import id_keys, persons
from storage.people.staff.audit import audit, audit_name
from storage.people.staff.groups import join_group
from storage.tables.messaging import percobaan, petugas, undangan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from core.messaging.address import Address, Person
    from storage.database.crypto import Vault
    from storage.database.session import WriteSession

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, O, 1, I: a code is read aloud
CODE_HALF = 4
GROUP = "grup"  # stands in undangan.peran; no role of a person
NAME = "nama"  # what the names of accounts are sealed for
NAME_MOST = 60
TRIES = 5
TRIES_WITHIN = timedelta(hours=1)

ADD_TRY = percobaan.insert()


def invite(
    session: WriteSession,
    peran: str,
    bidang: str | None,
    *,
    by: str | Person,
    expires: datetime,
    now: datetime,
) -> str:
    """A new code, shown this once: only its hash is kept."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(2 * CODE_HALF))
    row = {"kunci": _code_key(session.vault, letters), "peran": peran, "bidang": bidang or ""}
    if isinstance(by, str):
        who, key = by, None
    else:
        who, key = audit_name(session.vault, by), id_keys(session.vault, by)[0]
    session.conn.execute(
        insert(undangan, session.dialect).values(
            **row, oleh=who, pengundang=key, berlaku_sampai=expires
        )
    )
    audit(session, who, "undang", {"peran": peran, "bidang": bidang}, now)
    return f"{letters[:CODE_HALF]}-{letters[CODE_HALF:]}"


def redeem(
    session: WriteSession, kode: str, person: Person, address: Address, now: datetime
) -> StaffRole | None:
    """Use up an invitation. A wrong, old or used code counts as a try."""
    used = _use(session, kode, now, undangan.c.peran.in_(get_args(Role)))
    if used is None:
        _count_try(session, person, now)
        return None
    _appoint(session, used.peran, used.bidang, person, address, now)
    facts = {"peran": used.peran, "bidang": used.bidang or None, "oleh": used.oleh}
    audit(session, audit_name(session.vault, person), "gabung", facts, now)
    return StaffRole(cast("Role", used.peran), used.bidang or None)


def redeem_group(
    session: WriteSession, kode: str, person: Person, group: Address, now: datetime
) -> str | None:
    used = _use(session, kode, now, undangan.c.peran == GROUP)
    if used is None:
        _count_try(session, person, now)
        return None
    join_group(session, group, used.bidang, by=audit_name(session.vault, person), now=now)
    bidang: str = used.bidang
    return bidang


def _code_key(vault: Vault, kode: str) -> bytes:
    letters = "".join(letter for letter in kode.upper() if letter.isalnum())
    return vault.hash("undangan", letters)


def _use(
    session: WriteSession, kode: str, now: datetime, kind: ColumnElement[bool]
) -> Row[str, str, str] | None:
    return session.conn.execute(
        update(undangan)
        .where(undangan.c.kunci == _code_key(session.vault, kode), undangan.c.dipakai.is_(None))
        .where(undangan.c.berlaku_sampai > now, kind)
        .values(dipakai=now)
        .returning(undangan.c.peran, undangan.c.bidang, undangan.c.oleh)
    ).one_or_none()


def _count_try(session: WriteSession, person: Person, now: datetime) -> None:
    tries = [{"kunci": key, "waktu": now} for key in id_keys(session.vault, person)]
    session.run(ADD_TRY, tries)


def too_many_codes(session: WriteSession, person: Person, now: datetime) -> bool:
    tries = session.conn.execute(
        select(func.count())
        .where(percobaan.c.kunci.in_(id_keys(session.vault, person)))
        .where(percobaan.c.waktu > now - TRIES_WITHIN)
        .group_by(percobaan.c.kunci)
    ).scalars()
    return max(tries, default=0) >= TRIES


def _appoint(
    session: WriteSession, peran: str, bidang: str, person: Person, address: Address, now: datetime
) -> None:
    who, _ = persons(session, [person])[person.ids]
    place = places_of(session, [address])[address]
    nama = _seal_name(session.vault, person)
    made = insert(petugas, session.dialect).values(
        orang=who, peran=peran, bidang=bidang, alamat=place.id, nama=nama, sejak=now
    )
    session.change_roles(
        made.on_conflict_do_update(
            index_elements=["orang", "peran", "bidang"],
            set_={"alamat": place.id, "nama": nama},
        )
    )


def _seal_name(vault: Vault, person: Person) -> bytes | None:
    name = (person.name or "").strip()[:NAME_MOST]
    return vault.seal(NAME, name.encode("utf-8", "replace")) if name else None


def open_name(vault: Vault, sealed: bytes | None) -> str | None:
    return None if sealed is None else vault.open(NAME, sealed).decode()


def recall(conn: Connection, keys: Sequence[bytes]) -> None:
    """Codes of these ids that nobody has used yet are good no more."""
    unused = (undangan.c.pengundang.in_(keys), undangan.c.dipakai.is_(None))
    conn.execute(delete(undangan).where(*unused))
