"""Persons behind conversations, the staff's standing, invitations, and erasure."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast, get_args

from sqlalchemy import bindparam, delete, func, select, update

from core.office.roles import Role
from core.ports.staff import StaffRole
from storage.database.codec import dumps
from storage.database.fast_sql import rows_of
from storage.database.part import insert
from storage.people.identities import Persons, id_keys
from storage.tables.messaging import jejak, orang_id, percobaan, petugas, undangan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from core.messaging.address import Address, Person
    from storage.database.crypto import Vault

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, O, 1, I: a code is read aloud
CODE_HALF = 4
NAME = "nama"  # what the names of accounts are sealed for
NAME_MOST = 60
TRIES = 5
TRIES_WITHIN = timedelta(hours=1)
# Asked in the hot path, so it is made once.
STANDING = (
    select(petugas.c.peran, petugas.c.bidang)
    .where(
        petugas.c.orang.in_(
            select(orang_id.c.orang).where(orang_id.c.kunci.in_(bindparam("keys", expanding=True)))
        )
    )
    .order_by(petugas.c.id)
)
ROLES = (
    select(petugas.c.orang, petugas.c.peran, petugas.c.bidang)
    .where(petugas.c.orang.in_(bindparam("who", expanding=True)))
    .order_by(petugas.c.id)
)

ADD_TRY = percobaan.insert()


def open_name(vault: Vault, sealed: bytes | None) -> str | None:
    return None if sealed is None else vault.open(NAME, sealed).decode()


def standing(conn: Connection, vault: Vault, person: Person) -> tuple[StaffRole, ...]:
    """The roles of whoever one of these ids belongs to."""
    rows = rows_of(conn, STANDING, {"keys": id_keys(vault, person)})
    return tuple(StaffRole(cast("Role", peran), bidang or None) for peran, bidang in rows)


class People(Persons):
    # -- staff ---------------------------------------------------------------------------------

    def petugas(self, person: Person) -> tuple[StaffRole, ...]:
        found = self.roles.get(person.ids)
        if found is None:
            found = self.roles[person.ids] = standing(self.conn, self.vault, person)
        return found

    def recall_roles(self, people: Mapping[tuple[str, ...], tuple[bytes, bool]]) -> None:
        """Of all who write in a group of events, since nearly every turn asks for them."""
        held: dict[bytes, tuple[StaffRole, ...]] = {}
        rows = rows_of(self.conn, ROLES, {"who": sorted({who for who, _ in people.values()})})
        for who, peran, bidang in rows:
            role = StaffRole(cast("Role", peran), bidang or None)
            held[who] = (*held.get(who, ()), role)
        self.roles |= {ids: held.get(who, ()) for ids, (who, _) in people.items()}

    def invite(
        self, role: Role, bidang: str | None, *, by: str | Person, expires: datetime, now: datetime
    ) -> str:
        return self.invited(role, bidang, by=by, expires=expires, now=now)

    def invited(
        self, peran: str, bidang: str | None, *, by: str | Person, expires: datetime, now: datetime
    ) -> str:
        """A new code, shown this once: only its hash is kept."""
        letters = "".join(secrets.choice(ALPHABET) for _ in range(2 * CODE_HALF))
        row = {"kunci": self._code_key(letters), "peran": peran, "bidang": bidang or ""}
        who, key = (by, None) if isinstance(by, str) else (self.who(by), id_keys(self.vault, by)[0])
        self.conn.execute(
            insert(undangan, self.dialect).values(
                **row, oleh=who, pengundang=key, berlaku_sampai=expires
            )
        )
        self.note(who, "undang", {"peran": peran, "bidang": bidang}, now=now)
        return f"{letters[:CODE_HALF]}-{letters[CODE_HALF:]}"

    def _code_key(self, kode: str) -> bytes:
        letters = "".join(letter for letter in kode.upper() if letter.isalnum())
        return self.vault.hash("undangan", letters)

    def redeem(
        self, kode: str, person: Person, address: Address, *, now: datetime
    ) -> StaffRole | None:
        """Use up an invitation. A wrong, old or used code counts as a try."""
        used = self.used(kode, now, undangan.c.peran.in_(get_args(Role)))
        if used is None:
            self.tried(person, now)
            return None
        self._appoint(used.peran, used.bidang, person, address, now)
        facts = {"peran": used.peran, "bidang": used.bidang or None, "oleh": used.oleh}
        self.note(self.who(person), "gabung", facts, now=now)
        return StaffRole(cast("Role", used.peran), used.bidang or None)

    def used(
        self, kode: str, now: datetime, kind: ColumnElement[bool]
    ) -> Row[str, str, str] | None:
        return self.conn.execute(
            update(undangan)
            .where(undangan.c.kunci == self._code_key(kode), undangan.c.dipakai.is_(None))
            .where(undangan.c.berlaku_sampai > now, kind)
            .values(dipakai=now)
            .returning(undangan.c.peran, undangan.c.bidang, undangan.c.oleh)
        ).one_or_none()

    def tried(self, person: Person, now: datetime) -> None:
        tries = [{"kunci": key, "waktu": now} for key in id_keys(self.vault, person)]
        self.run(ADD_TRY, tries)

    def _appoint(
        self, peran: str, bidang: str, person: Person, address: Address, now: datetime
    ) -> None:
        who, _ = self.persons([person])[person.ids]
        place = self.places([address])[address]
        nama = self._seal_name(person)
        made = insert(petugas, self.dialect).values(
            orang=who, peran=peran, bidang=bidang, alamat=place.id, nama=nama, sejak=now
        )
        self.conn.execute(
            made.on_conflict_do_update(
                index_elements=["orang", "peran", "bidang"],
                set_={"alamat": place.id, "nama": nama},
            )
        )

    def _seal_name(self, person: Person) -> bytes | None:
        name = (person.name or "").strip()[:NAME_MOST]
        return self.vault.seal(NAME, name.encode("utf-8", "replace")) if name else None

    def too_many_codes(self, person: Person, *, now: datetime) -> bool:
        tries = self.conn.execute(
            select(func.count())
            .where(percobaan.c.kunci.in_(id_keys(self.vault, person)))
            .where(percobaan.c.waktu > now - TRIES_WITHIN)
            .group_by(percobaan.c.kunci)
        ).scalars()
        return max(tries, default=0) >= TRIES

    def leave(self, person: Person, *, now: datetime) -> int:
        whose = list(self._known(id_keys(self.vault, person)).values())
        gone = self.conn.execute(
            delete(petugas).where(petugas.c.orang.in_(whose)).returning(petugas.c.peran)
        ).scalars()
        roles = sorted(gone)
        self.roles.clear()
        self.recall(id_keys(self.vault, person))
        if roles:
            self.note(self.who(person), "keluar", {"peran": roles}, now=now)
        return len(roles)

    def recall(self, keys: Sequence[bytes]) -> None:
        """Codes of these ids that nobody has used yet are good no more."""
        unused = (undangan.c.pengundang.in_(keys), undangan.c.dipakai.is_(None))
        self.conn.execute(delete(undangan).where(*unused))

    def who(self, person: Person) -> str:
        """A name for the audit trail that tells nothing outside this database."""
        return "orang:" + self.vault.hash("jejak", person.ids[0]).hex()

    def note(self, who: str, what: str, facts: Mapping[str, Any], *, now: datetime) -> None:
        row = {"waktu": now, "siapa": who, "apa": what, "fakta": dumps(facts).decode()}
        self.conn.execute(insert(jejak, self.dialect), row)
