"""One-time codes by which a person becomes staff, or a group chat serves a bidang."""

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
from storage.tables.messaging import invitation_table, join_attempt_table, staff_role_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from core.messaging.address import Address, Person
    from storage.database.crypto import Vault
    from storage.database.session import WriteSession

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, O, 1, I: a code is read aloud
CODE_HALF = 4  # letters on each side of the hyphen
GROUP = "grup"  # stands in undangan.peran; no role of a person
NAME = "nama"  # purpose of sealing the names of accounts
NAME_MOST = 60  # letters
TRIES = 5  # wrong codes of one id within TRIES_WITHIN
TRIES_WITHIN = timedelta(hours=1)

ADD_TRY = join_attempt_table.insert()


def invite(
    session: WriteSession,
    role: str,
    bidang: str | None,
    *,
    by: str | Person,
    expires: datetime,
    now: datetime,
) -> str:
    """Make a new code such as "AB23-CD45", good until `expires` (UTC).

    The code is returned this once: only its hash is kept. `role`: of a person, or GROUP.
    """
    letters = "".join(secrets.choice(ALPHABET) for _ in range(2 * CODE_HALF))
    row = {"key": _code_key(session.vault, letters), "role": role, "bidang": bidang or ""}
    if isinstance(by, str):
        who, key = by, None
    else:
        who, key = audit_name(session.vault, by), id_keys(session.vault, by)[0]
    session.conn.execute(
        insert(invitation_table, session.dialect).values(
            **row, by=who, inviter=key, expires_at=expires
        )
    )
    audit(session, who, "undang", {"peran": role, "bidang": bidang}, now)
    return f"{letters[:CODE_HALF]}-{letters[CODE_HALF:]}"


def redeem(
    session: WriteSession, code: str, person: Person, address: Address, now: datetime
) -> StaffRole | None:
    """Use up an invitation and give the person its role; None for a code that is no good.

    A wrong, old or used code counts as a try.
    """
    used = _use(session, code, now, invitation_table.c.role.in_(get_args(Role)))
    if used is None:
        _count_try(session, person, now)
        return None
    _appoint(session, used.role, used.bidang, person, address, now)
    facts = {"peran": used.role, "bidang": used.bidang or None, "oleh": used.by}
    audit(session, audit_name(session.vault, person), "gabung", facts, now)
    return StaffRole(cast("Role", used.role), used.bidang or None)


def redeem_group(
    session: WriteSession, code: str, person: Person, group: Address, now: datetime
) -> str | None:
    """Use up an invitation in a group chat; return its bidang, or None as `redeem` does."""
    used = _use(session, code, now, invitation_table.c.role == GROUP)
    if used is None:
        _count_try(session, person, now)
        return None
    join_group(session, group, used.bidang, by=audit_name(session.vault, person), now=now)
    bidang: str = used.bidang
    return bidang


def _code_key(vault: Vault, code: str) -> bytes:
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return vault.hash("undangan", letters)


def _use(
    session: WriteSession, code: str, now: datetime, kind: ColumnElement[bool]
) -> Row[str, str, str] | None:
    return session.conn.execute(
        update(invitation_table)
        .where(
            invitation_table.c.key == _code_key(session.vault, code),
            invitation_table.c.used_at.is_(None),
        )
        .where(invitation_table.c.expires_at > now, kind)
        .values(used_at=now)
        .returning(invitation_table.c.role, invitation_table.c.bidang, invitation_table.c.by)
    ).one_or_none()


def _count_try(session: WriteSession, person: Person, now: datetime) -> None:
    tries = [{"key": key, "at": now} for key in id_keys(session.vault, person)]
    session.run(ADD_TRY, tries)


def too_many_codes(session: WriteSession, person: Person, now: datetime) -> bool:
    """Tell whether an id of the person had TRIES wrong codes within TRIES_WITHIN."""
    tries = session.conn.execute(
        select(func.count())
        .where(join_attempt_table.c.key.in_(id_keys(session.vault, person)))
        .where(join_attempt_table.c.at > now - TRIES_WITHIN)
        .group_by(join_attempt_table.c.key)
    ).scalars()
    return max(tries, default=0) >= TRIES


def _appoint(
    session: WriteSession, role: str, bidang: str, person: Person, address: Address, now: datetime
) -> None:
    who, _ = persons(session, [person])[person.ids]
    place = places_of(session, [address])[address]
    name = _seal_name(session.vault, person)
    made = insert(staff_role_table, session.dialect).values(
        person=who, role=role, bidang=bidang, address=place.id, name=name, since=now
    )
    session.change_roles(
        made.on_conflict_do_update(
            index_elements=[staff_role_table.c[name] for name in ("person", "role", "bidang")],
            set_={"address": place.id, "name": name},
        )
    )


def _seal_name(vault: Vault, person: Person) -> bytes | None:
    name = (person.name or "").strip()[:NAME_MOST]
    return vault.seal(NAME, name.encode("utf-8", "replace")) if name else None


def open_name(vault: Vault, sealed: bytes | None) -> str | None:
    return None if sealed is None else vault.open(NAME, sealed).decode()


def recall(conn: Connection, keys: Sequence[bytes]) -> None:
    """Delete the unused codes of an inviter with one of these ids."""
    unused = (invitation_table.c.inviter.in_(keys), invitation_table.c.used_at.is_(None))
    conn.execute(delete(invitation_table).where(*unused))
