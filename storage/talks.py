"""Conversations of a group of arrivals: read at once, kept in hand, written at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update

from core.talk.state import KEPT
from storage.addresses import Place
from storage.columns import IS_WAITING
from storage.erasure import Erasure
from storage.outbox import Lease, Outbox
from storage.people import id_keys
from storage.tables import alamat, outbox, percakapan, petugas
from storage.work import insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.dialects.sqlite import Insert

    from core.model import Address, Draft, Inbound, Outgoing
    from storage.crypto import Vault

PURPOSE = "percakapan"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

TALKS = (
    select(
        percakapan.c.kunci,
        percakapan.c.alamat,
        percakapan.c.bahasa,
        percakapan.c.isi,
        alamat.c.terjangkau,
        alamat.c.sementara,
    )
    .select_from(percakapan.join(alamat, alamat.c.id == percakapan.c.alamat))
    .where(percakapan.c.kunci.in_(bindparam("keys", expanding=True)))
    .order_by(percakapan.c.kunci)
    .with_for_update(of=percakapan)
)
SAVE = (
    update(percakapan)
    .where(percakapan.c.kunci == bindparam("b_kunci"))
    .values(
        isi=bindparam("b_isi"),
        bahasa=bindparam("b_bahasa"),
        aktif=bindparam("b_aktif"),
        berlaku_sampai=bindparam("b_sampai"),
    )
)
REVIVE = (
    update(alamat).where(alamat.c.id == bindparam("b_id")).values(terjangkau=True, sementara=False)
)
REATTACH = (
    update(petugas)
    .where(petugas.c.orang == bindparam("b_orang"), petugas.c.alamat.is_(None))
    .values(alamat=bindparam("b_alamat"))
)

LAST_REPLIES = select(outbox.c.alamat, outbox.c.keadaan == IS_WAITING, outbox.c.selesai).where(
    outbox.c.seq.in_(
        select(func.max(outbox.c.seq))
        .where(outbox.c.alamat.in_(bindparam("places", expanding=True)))
        .where(outbox.c.sebab.is_not(None))  # what the clock posts is no screen of a conversation
        .group_by(outbox.c.alamat)
    )
)

Who = tuple["Address", tuple[str, ...]]


@cache
def _insert_talk(dialect: str) -> Insert:
    return insert(percakapan, dialect).on_conflict_do_nothing()


@dataclass(slots=True)
class Talk:
    """One conversation as it stands after the events of this group so far."""

    key: bytes
    place: bytes
    orang: bytes
    known: bool
    language: str | None
    packed: bytes | None
    unseen: bool = False  # the last reply has not left yet
    replied_at: datetime | None = None
    changed: bool = False


@dataclass(slots=True)
class Group:
    lease: Lease | None = None
    now: datetime = NEVER
    talks: dict[Who, Talk] = field(default_factory=dict)
    drafts: list[tuple[int, Draft]] = field(default_factory=list)
    goodbyes: set[Address] = field(default_factory=set)
    rows: list[list[Outgoing]] = field(default_factory=list)

    def drop_rows(self, gone: Collection[Address]) -> None:
        for rows in self.rows:
            rows[:] = [row for row in rows if row.to not in gone]


def who(event: Inbound) -> Who:
    return event.address, event.person.ids


class Talks(Outbox, Erasure):
    def __init__(self, conn: Connection, vault: Vault, mailbox: frozenset[str]) -> None:
        super().__init__(conn, vault, mailbox)
        self.group = Group()

    def load(self, events: Sequence[Inbound]) -> None:
        if not events:
            return
        people = self.persons({event.person for event in events})
        first = {who(event): event for event in events}
        keys = {
            one: self.conversation_key(event.address, people[event.person.ids][0])
            for one, event in first.items()
        }
        found = self._read(keys.values())
        missing = {one: first[one] for one, key in keys.items() if key not in found}
        if missing:
            self._begin(missing, keys, people)
            found |= self._read(keys[one] for one in missing)
        for one, key in keys.items():
            orang, known = people[one[1]]
            place, language, packed = found[key]
            self.group.talks[one] = Talk(key, place, orang, known, language, packed)
            self.near[one[0]] = Place(place, reachable=True)
        self._recall_replies([self.group.talks[one] for one in keys])

    def _recall_replies(self, talks: Sequence[Talk]) -> None:
        """Whether the last reply has left, and when: what was typed before it answers no more."""
        rows = self.conn.execute(LAST_REPLIES, {"places": [talk.place for talk in talks]})
        last = {place: (waiting, left) for place, waiting, left in rows}
        for talk in talks:
            talk.unseen, talk.replied_at = last.get(talk.place, (False, None))

    def talk_there(self, event: Inbound) -> Talk | None:
        """The conversation of an event where there is one already; none is made."""
        key = who(event)
        if key in self.group.talks:
            return self.group.talks[key]
        known = self._known(id_keys(self.vault, event.person))
        keys = [self.conversation_key(event.address, orang) for orang in known.values()]
        if not keys or not self._read(keys):
            return None
        self.load([event])
        return self.group.talks[key]

    def _read(self, keys: Iterable[bytes]) -> dict[bytes, tuple[bytes, str | None, bytes | None]]:
        """By key: address, language, state. Who writes can be reached: its address revives."""
        found = {}
        revived = []
        rows = self.conn.execute(TALKS, {"keys": sorted(set(keys))})
        for key, place, language, sealed, reachable, brief in rows:
            packed = None if sealed is None else self.vault.open(PURPOSE, sealed)
            found[key] = (place, language, packed)
            if brief or not reachable:
                revived.append({"b_id": place})
        self.run(REVIVE, revived)
        return found

    def _begin(
        self,
        missing: Mapping[Who, Inbound],
        keys: Mapping[Who, bytes],
        people: Mapping[tuple[str, ...], tuple[bytes, bool]],
    ) -> None:
        places = self.places(one[0] for one in missing)
        rows = [
            {
                "kunci": keys[one],
                "alamat": places[one[0]].id,
                "orang": people[one[1]][0],
                "aktif": self.group.now,
                "berlaku_sampai": self.group.now + KEPT,
            }
            for one in sorted(missing, key=keys.__getitem__)
        ]
        self.run(_insert_talk(self.dialect), rows)
        # Staff who had erased their data are reachable again once they write.
        back = [
            {"b_orang": people[one[1]][0], "b_alamat": places[one[0]].id}
            for one, event in missing.items()
            if event.private and people[one[1]][1]
        ]
        self.run(REATTACH, back)

    # -- writing -------------------------------------------------------------------------------

    def flush(self) -> None:
        group = self.group
        changed = [talk for talk in group.talks.values() if talk.changed]
        self.run(SAVE, [self._saved(talk) for talk in sorted(changed, key=lambda one: one.key)])
        for talk in changed:
            talk.changed = False
        drafts, group.drafts = group.drafts, []
        if group.goodbyes:
            self.places(group.goodbyes, brief=True)
            group.goodbyes.clear()
        rows = self.born([draft for _, draft in drafts], lease=group.lease, now=group.now)
        for (index, draft), row in zip(drafts, rows, strict=True):
            if row is not None and self.is_leased(draft, group.now):
                group.rows[index].append(row)

    def _saved(self, talk: Talk) -> dict[str, object]:
        return {
            "b_kunci": talk.key,
            "b_isi": None if talk.packed is None else self.vault.seal(PURPOSE, talk.packed),
            "b_bahasa": talk.language,
            "b_aktif": self.group.now,
            "b_sampai": self.group.now + KEPT,
        }

    def forgotten(self, orang: Collection[bytes], places: Collection[bytes]) -> None:
        talks = self.group.talks
        mine = [one for one, talk in talks.items() if talk.orang in orang]
        self.group.drop_rows({one[0] for one in talks if talks[one].place in places})
        for one in mine:
            del talks[one]
