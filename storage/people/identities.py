"""Who somebody is: every id that a channel gives for one person leads to one row.

The most stable id decides. A weaker one (a phone number) that comes with another strong one has
a new owner: who held it before keeps nothing that leads there.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from storage.database.column_types import IS_OPEN
from storage.database.fast_sql import rows_of
from storage.database.part import fresh_id, insert
from storage.people.addresses import Addresses
from storage.tables.messaging import alamat, orang, orang_id, outbox, percakapan, petugas
from storage.tables.survey import kabar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.dialects.sqlite import Insert

    from core.messaging.address import Address, Person
    from core.ports.staff import StaffRole
    from storage.database.crypto import Vault

PURPOSE = "orang"
KIND_MOST = 16  # letters of an id's kind

BY_IDS = select(orang_id.c.kunci, orang_id.c.orang).where(
    orang_id.c.kunci.in_(bindparam("keys", expanding=True))
)


class IdentityRow(NamedTuple):
    """One id of a person, as its row stands in `orang_id`."""

    kunci: bytes
    orang: bytes
    jenis: str


@cache
def _insert_person(dialect: str) -> Insert:
    return insert(orang, dialect).on_conflict_do_nothing()


@cache
def _insert_id(dialect: str) -> Insert:
    return insert(orang_id, dialect).on_conflict_do_nothing()


def id_keys(vault: Vault, person: Person) -> list[bytes]:
    return [vault.hash(PURPOSE, one) for one in person.ids]


def kind_of(one: str) -> str:
    """What kind of id it is: "tg" of "tg:77"."""
    return one.partition(":")[0][:KIND_MOST]


class Persons(Addresses):
    """Rows that are new in this call stand in `_new` until something must look at them."""

    _new: dict[bytes, IdentityRow]

    def __init__(self, *of_work: Any) -> None:
        super().__init__(*of_work)
        self.joined: set[bytes] = set()  # whose rows were two until now
        # Of those whose ids were asked for; forgotten whenever anybody's standing may change.
        self.roles: dict[tuple[str, ...], tuple[StaffRole, ...]] = {}

    def persons(self, wanted: Iterable[Person]) -> dict[tuple[str, ...], tuple[bytes, bool]]:
        """By ids: the person's row, made where missing, and whether it was there before."""
        self.roles.clear()  # rows may be joined or parted
        keys = {one.ids: id_keys(self.vault, one) for one in wanted}
        before = self._known({key for mine in keys.values() for key in mine})
        known, self._new = dict(before), {}
        for ids, mine in keys.items():
            self._resolve(ids, mine, known)
        self._add_new()
        there = set(before.values())
        # Only now: a later one may have shown that two of them are one.
        return {
            ids: (known[mine[0]], not there.isdisjoint(before.get(key) or b"" for key in mine))
            for ids, mine in keys.items()
        }

    def _known(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        rows = rows_of(self.conn, BY_IDS, {"keys": list(keys)})
        return {key: who for key, who in rows}  # noqa: C416 - rows are not pairs to the checker

    def _resolve(
        self, ids: Sequence[str], keys: Sequence[bytes], known: dict[bytes, bytes]
    ) -> None:
        """Give all these ids one owner in `known`, joining and parting rows as they show."""
        owners = {known.get(key) for key in keys}
        if len(owners) == 1 and None not in owners:
            return
        who: bytes | None = None
        for place, key in enumerate(keys):
            owner = known.get(key)
            if owner in (None, who):
                continue
            if self._is_other(owner, ids[:place], keys[:place]):
                who = who or fresh_id()
                self._part(owner, ids[place], key, who)
            elif who is None:
                who = owner
            else:
                self._merge(owner, who)
                known |= {one: who for one, was in known.items() if was == owner}
        who = who or fresh_id()
        for one, key in zip(ids, keys, strict=True):
            if key not in known:
                self._new[key] = IdentityRow(key, who, kind_of(one))
        known |= dict.fromkeys(keys, who)

    def _is_other(
        self, owner: bytes | None, stronger: Sequence[str], keys: Sequence[bytes]
    ) -> bool:
        """Whether that owner bears another id of a kind that tells more than this one."""
        if not stronger:
            return False
        self._add_new()
        held = self.conn.execute(
            select(orang_id.c.jenis, orang_id.c.kunci).where(orang_id.c.orang == owner)
        ).all()
        mine = {kind_of(one) for one in stronger}
        told = {kind for kind, _ in held} & mine
        return bool(told) and not any(key in keys for kind, key in held if kind in told)

    def _add_new(self) -> None:
        people = sorted({row.orang for row in self._new.values()})
        self.run(_insert_person(self.dialect), [{"id": one} for one in people])
        rows = [self._new[key]._asdict() for key in sorted(self._new)]
        self.run(_insert_id(self.dialect), rows)
        self._new = {}

    # -- two rows are one person -----------------------------------------------------------------

    def _merge(self, other: bytes, who: bytes) -> None:
        """The channel gave both ids at once: one keeps the roles, talks and ids of both."""
        self.near.clear()
        self.joined.add(who)
        for peran, bidang, place in self.conn.execute(
            select(petugas.c.peran, petugas.c.bidang, petugas.c.alamat).where(
                petugas.c.orang == other
            )
        ).all():
            same = (petugas.c.peran == peran, petugas.c.bidang == bidang)
            held = update(petugas).where(petugas.c.orang == who, *same)
            kept = self.conn.execute(
                held.values(alamat=func.coalesce(petugas.c.alamat, place)).returning(petugas.c.id)
            ).all()
            if kept:
                self.conn.execute(delete(petugas).where(petugas.c.orang == other, *same))
        self._give_talks(other, who)
        for table in (petugas, orang_id):
            self.conn.execute(update(table).where(table.c.orang == other).values(orang=who))
        self.conn.execute(delete(orang).where(orang.c.id == other))

    def _give_talks(self, other: bytes, who: bytes) -> None:
        rows = self.conn.execute(
            select(percakapan.c.kunci, alamat.c.isi)
            .join(alamat, alamat.c.id == percakapan.c.alamat)
            .where(percakapan.c.orang == other)
        ).all()
        for key, sealed in rows:
            self.rekey_talk(key, self.conversation_key(self.open_address(sealed), who), who)

    def gather(self, here: Address, who: bytes) -> bool:
        """A person's own chat goes by another of their ids now: bring all that was there here."""
        rows = self.conn.execute(
            select(alamat.c.isi)
            .join(percakapan, percakapan.c.alamat == alamat.c.id)
            .where(percakapan.c.orang == who)
        ).scalars()
        found = [self.open_address(sealed) for sealed in rows.all()]
        moved = [one for one in found if one != here and _beside(one, here)]
        own = [one for one in moved if self._names(who, one.chat)]
        for one in own if self._names(who, here.chat) else ():
            self.move(one, here)
        return bool(own)

    def _names(self, who: bytes, chat: str) -> bool:
        """Whether a chat is called by one of the person's ids: then nobody else talks there."""
        held = select(orang_id.c.kunci, orang_id.c.jenis).where(orang_id.c.orang == who)
        return any(
            key == self.vault.hash(PURPOSE, f"{kind}:{chat}")
            for key, kind in self.conn.execute(held).all()
        )

    # -- an id has a new owner -------------------------------------------------------------------

    def _part(self, owner: bytes | None, one: str, key: bytes, who: bytes) -> None:
        """Take an id from whom it belonged to, with all that would reach the new owner's phone."""
        self.near.clear()
        self.run(_insert_person(self.dialect), [{"id": who}])
        self.conn.execute(
            update(orang_id).where(orang_id.c.kunci == key).values(orang=who, jenis=kind_of(one))
        )
        rows = self.conn.execute(
            select(alamat.c.id, alamat.c.isi).where(
                alamat.c.id.in_(select(percakapan.c.alamat).where(percakapan.c.orang == owner))
                | alamat.c.id.in_(select(petugas.c.alamat).where(petugas.c.orang == owner))
            )
        ).all()
        chat = one.partition(":")[2]
        for place, sealed in rows:
            if self.open_address(sealed).chat == chat:
                self._clear(place, owner)

    def _clear(self, place: bytes, owner: bytes | None) -> None:
        there = percakapan.c.alamat == place
        self.conn.execute(delete(percakapan).where(there, percakapan.c.orang == owner))
        self.conn.execute(
            update(petugas)
            .where(petugas.c.alamat == place, petugas.c.orang == owner)
            .values(alamat=None)
        )
        self.conn.execute(delete(kabar).where(kabar.c.alamat == place))
        self.conn.execute(delete(outbox).where(outbox.c.alamat == place, IS_OPEN))


def _beside(one: Address, here: Address) -> bool:
    return (one.channel, one.account, one.thread) == (here.channel, here.account, here.thread)
