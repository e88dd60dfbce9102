"""The only place that knows where somebody can be reached: `alamat`, sealed, found by hash."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, delete, select, update

from storage.database.codec import pack_address, unpack_address
from storage.database.column_types import IS_OPEN
from storage.database.fast_sql import rows_of
from storage.database.part import Work, fresh_id, insert
from storage.tables.messaging import alamat, outbox, percakapan, petugas
from storage.tables.rtl import grup
from storage.tables.survey import kabar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta

    from sqlalchemy import Connection
    from sqlalchemy.dialects.sqlite import Insert

    from core.messaging.address import Address
    from storage.database.crypto import Vault

PURPOSE = "alamat"
DROPPED = "dibatalkan"

BY_KEY = select(
    alamat.c.kunci, alamat.c.id, alamat.c.terjangkau, alamat.c.didengar, alamat.c.jendela
).where(alamat.c.kunci.in_(bindparam("keys", expanding=True)))
REACH = update(alamat).where(alamat.c.id == bindparam("b_id")).values(terjangkau=bindparam("b_ok"))
DROP = (
    update(outbox)
    .where(outbox.c.alamat == bindparam("b_id"), IS_OPEN)
    .values(keadaan=DROPPED, isi=None, pemegang=None, selesai=bindparam("b_now"))
)


class AddressRow(NamedTuple):
    id: bytes
    reachable: bool
    heard: datetime | None = None
    window: str | None = None  # as in `alamat.jendela`


@cache
def _insert(dialect: str) -> Insert:
    return insert(alamat, dialect).on_conflict_do_nothing()


class Addresses(Work):
    def __init__(
        self,
        conn: Connection,
        vault: Vault,
        mailbox: frozenset[str] = frozenset(),
        windows: Mapping[str, timedelta] = MappingProxyType({}),
    ) -> None:
        super().__init__(conn, vault, mailbox, windows)
        self.near: dict[Address, AddressRow] = {}  # looked up in this transaction already

    def address_key(self, to: Address) -> bytes:
        return self.vault.hash(PURPOSE, to.channel, to.account, to.chat, to.thread)

    def open_address(self, sealed: bytes) -> Address:
        return unpack_address(self.vault.open(PURPOSE, sealed))

    def places(
        self, wanted: Iterable[Address], *, brief: bool = False
    ) -> dict[Address, AddressRow]:
        """The rows of these addresses, made where they are missing."""
        places = {to: self.near.get(to) for to in wanted}
        keys = {to: self.address_key(to) for to, place in places.items() if place is None}
        found = self._look_up(keys.values()) if keys else {}
        missing = [to for to in sorted(keys, key=keys.__getitem__) if keys[to] not in found]
        if missing:
            rows = [self._row(to, keys[to], brief=brief) for to in missing]
            self.run(_insert(self.dialect), rows)
            # Read back: on a server another process may have been quicker.
            found |= self._look_up(keys[to] for to in missing)
        new = {to: found[key] for to, key in keys.items()}
        self.near |= new
        return {to: place or new[to] for to, place in places.items()}

    def known(self, wanted: Iterable[Address]) -> dict[Address, AddressRow]:
        """Those of these addresses that have a row: an erased one is not made again."""
        keys = {self.address_key(to): to for to in wanted}
        return {keys[key]: place for key, place in self._look_up(keys).items()} if keys else {}

    def place_of(self, to: Address) -> AddressRow | None:
        """The row of one address, if there is one."""
        return self.known([to]).get(to)

    def _look_up(self, keys: Iterable[bytes]) -> dict[bytes, AddressRow]:
        rows = rows_of(self.conn, BY_KEY, {"keys": list(keys)})
        return {row[0]: AddressRow(*row[1:]) for row in rows}

    def _row(self, to: Address, key: bytes, *, brief: bool) -> dict[str, object]:
        sealed = self.vault.seal(PURPOSE, pack_address(to))
        state = {"terjangkau": True, "sementara": brief}
        return {"id": fresh_id(), "kunci": key, "isi": sealed, **state}

    # -- what happens to an address ------------------------------------------------------------

    def set_reachable(self, place: bytes, *, reachable: bool, now: datetime) -> None:
        """Mark it. What waits for an unreachable address is dropped, not kept for later."""
        self.near.clear()
        self.conn.execute(REACH, {"b_id": place, "b_ok": reachable})
        if not reachable:
            self.conn.execute(DROP, {"b_id": place, "b_now": now})

    def move(self, old: Address, new: Address) -> None:
        """Re-key an address; where the new one is known already, the old joins it."""
        self.near.clear()
        place, there = self.place_of(old), self.place_of(new)
        if place is None or old == new:
            return
        if there is None:
            key = self.address_key(new)
            sealed = self.vault.seal(PURPOSE, pack_address(new))
            self.conn.execute(
                update(alamat).where(alamat.c.id == place.id).values(kunci=key, isi=sealed)
            )
        else:
            self._join(place.id, there.id)
        target = place.id if there is None else there.id
        self.conn.execute(
            update(outbox)
            .where(outbox.c.alamat == target, IS_OPEN)
            .values(channel=new.channel, account=new.account)
        )
        self._rekey_conversations(target, new)

    def _join(self, old: bytes, new: bytes) -> None:
        both = select(alamat.c.didengar, alamat.c.jendela).where(alamat.c.id.in_((old, new)))
        rows = self.conn.execute(both).all()
        heard = max((row.didengar for row in rows if row.didengar), default=None)
        waits = max((row.jendela for row in rows if row.jendela), default=None)
        mine = update(alamat).where(alamat.c.id == new)
        self.conn.execute(mine.values(didengar=heard, jendela=waits))
        for table in (outbox, percakapan, petugas):
            self.conn.execute(update(table).where(table.c.alamat == old).values(alamat=new))
        told = select(kabar.c.saran).where(kabar.c.alamat == new).scalar_subquery()
        self.conn.execute(delete(kabar).where(kabar.c.alamat == old, kabar.c.saran.in_(told)))
        self.conn.execute(update(kabar).where(kabar.c.alamat == old).values(alamat=new))
        serves = select(grup.c.bidang).where(grup.c.alamat == new).scalar_subquery()
        self.conn.execute(delete(grup).where(grup.c.alamat == old, grup.c.bidang.in_(serves)))
        self.conn.execute(update(grup).where(grup.c.alamat == old).values(alamat=new))
        self.conn.execute(delete(alamat).where(alamat.c.id == old))

    def conversation_key(self, to: Address, orang: bytes) -> bytes:
        return self.vault.hash(
            "percakapan", to.channel, to.account, to.chat, to.thread, orang.hex()
        )

    def _rekey_conversations(self, place: bytes, to: Address) -> None:
        """A conversation follows its chat."""
        rows = self.conn.execute(
            select(percakapan.c.kunci, percakapan.c.orang).where(percakapan.c.alamat == place)
        ).all()
        for key, orang in rows:
            self.rekey_talk(key, self.conversation_key(to, orang), orang)

    def rekey_talk(self, key: bytes, wanted: bytes, orang: bytes) -> None:
        """Where there is one already, that stays which is open, or else the one last spoken in."""
        if key == wanted:
            return
        both = (
            select(percakapan.c.kunci)
            .where(percakapan.c.kunci.in_((key, wanted)))
            .order_by(percakapan.c.isi.is_(None), percakapan.c.aktif.desc())
            .order_by(percakapan.c.kunci == key)
        )
        kept, *others = self.conn.execute(both).scalars().all()
        self.conn.execute(delete(percakapan).where(percakapan.c.kunci.in_(others)))
        self.conn.execute(
            update(percakapan).where(percakapan.c.kunci == kept).values(kunci=wanted, orang=orang)
        )
