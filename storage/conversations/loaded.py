"""Conversations of a group of arrivals: read at once, kept in hand, written at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from core.messaging.outdated_screens import needless
from core.survey.state import KEPT
from storage.conversations.statements import REATTACH, REVIVE, SAVE, TALKS, insert_talk
from storage.database.column_types import WAITING
from storage.database.fast_sql import rows_of
from storage.outbox.queue import Lease, Outbox
from storage.outbox.reply_windows import HEARD
from storage.people.addresses import REACH, AddressRow
from storage.people.erasure import Erasure
from storage.people.identities import id_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from core.messaging.address import Address
    from core.messaging.incoming import Inbound
    from core.messaging.outgoing import Choice, Draft, Outgoing

PURPOSE = "percakapan"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

Who = tuple["Address", tuple[str, ...]]
KnownPeople = Mapping[tuple[str, ...], tuple[bytes, bool]]  # by ids: the row; was it there before?


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
    held: bool = False  # messages wait for this person to write
    heard: datetime | None = None  # as it will stand, where a window counts
    shown: tuple[Choice, ...] = ()
    changed: bool = False


class _Row(NamedTuple):
    place: AddressRow
    language: str | None
    packed: bytes | None
    shown: bytes | None
    unseen: bool
    replied_at: datetime | None


@dataclass(slots=True)
class LoadedGroup:
    lease: Lease | None = None
    now: datetime = NEVER
    talks: dict[Who, Talk] = field(default_factory=dict)
    drafts: list[tuple[int, Draft]] = field(default_factory=list)
    goodbyes: set[Address] = field(default_factory=set)
    rows: list[list[Outgoing]] = field(default_factory=list)
    hushed: set[bytes] = field(default_factory=set)  # addresses that want to hear no more
    settled: dict[int, tuple[Address, ...]] = field(default_factory=dict)  # by reports
    heard: dict[bytes, datetime] = field(default_factory=dict)  # by address, where a window counts

    def drop_rows(self, gone: Collection[Address]) -> None:
        for rows in self.rows:
            rows[:] = [row for row in rows if row.to not in gone]


def who(event: Inbound) -> Who:
    return event.address, event.person.ids


class Talks(Outbox, Erasure):
    def __init__(self, *of_work: Any) -> None:
        super().__init__(*of_work)
        self.group = LoadedGroup()

    def load(self, events: Sequence[Inbound]) -> None:
        if not events:
            return
        people = self.persons({event.person for event in events})
        first = {who(event): event for event in events}
        self._bring_along(first.values(), people)
        keys = {
            one: self.conversation_key(event.address, people[event.person.ids][0])
            for one, event in first.items()
        }
        found = self._read(keys.values())
        missing = {one: first[one] for one, key in keys.items() if key not in found}
        if missing:
            self._begin(missing, keys, people)
            found |= self._read(keys[one] for one in missing)
        self._keep_in_hand(keys, found, people)
        self.recall_roles(people)

    def _bring_along(self, events: Iterable[Inbound], people: KnownPeople) -> None:
        """Of persons who were two rows until now: what either said in a chat of their own."""
        for event in events:
            if event.private and people[event.person.ids][0] in self.joined:
                self.gather(event.address, people[event.person.ids][0])
        self.joined.clear()

    def _keep_in_hand(
        self, keys: Mapping[Who, bytes], found: Mapping[bytes, _Row], people: KnownPeople
    ) -> None:
        here = {talk.key: talk for talk in self.group.talks.values()}
        for one, key in keys.items():
            orang, known = people[one[1]]
            if key not in here:  # the same person may come by another of their ids
                here[key] = self._talk_of(found[key], key, orang, known=known)
            self.group.talks[one] = here[key]
            self.near[one[0]] = found[key].place

    def _talk_of(self, row: _Row, key: bytes, orang: bytes, *, known: bool) -> Talk:
        talk = Talk(key, row.place.id, orang, known, row.language, row.packed)
        talk.unseen, talk.replied_at = row.unseen, row.replied_at
        talk.held, talk.heard = row.place.window is not None, row.place.heard
        talk.shown = self.open_choices(row.shown)
        return talk

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

    def _read(self, keys: Iterable[bytes]) -> dict[bytes, _Row]:
        """By key. Who writes can be reached: its address revives."""
        found = {}
        revived = []
        rows = rows_of(self.conn, TALKS, {"keys": sorted(set(keys))})
        for key, place, language, sealed, reachable, brief, heard, window, shown, last, at in rows:
            packed = None if sealed is None else self.vault.open(PURPOSE, sealed)
            there = AddressRow(place, True, heard, window)
            found[key] = _Row(there, language, packed, shown, last == WAITING, at)
            if brief or not reachable:
                revived.append({"b_id": place})
        self.run(REVIVE, revived)
        return found

    def _begin(
        self,
        missing: Mapping[Who, Inbound],
        keys: Mapping[Who, bytes],
        people: KnownPeople,
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
        self.run(insert_talk(self.dialect), rows)
        for one, event in missing.items():
            if event.private and people[one[1]][1]:
                self.gather(event.address, people[one[1]][0])
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
        changed = list({talk.key: talk for talk in group.talks.values() if talk.changed}.values())
        self.run(HEARD, [{"b_id": place, "b_at": at} for place, at in group.heard.items()])
        group.heard.clear()
        self.run(SAVE, [self._saved(talk) for talk in sorted(changed, key=lambda one: one.key)])
        for talk in changed:
            talk.changed = False
        drafts, group.drafts = self._wanted(group.drafts), []
        if group.goodbyes:
            self.places(group.goodbyes, brief=True)
            group.goodbyes.clear()
        rows = self.born([draft for _, draft in drafts], lease=group.lease, now=group.now)
        for (index, draft), row in zip(drafts, rows, strict=True):
            if row is not None and self.is_leased(draft, group.now):
                group.rows[index].append(row)
        self._fall_silent()

    def _wanted(self, drafts: list[tuple[int, Draft]]) -> list[tuple[int, Draft]]:
        """Without what would be let go before it is sent; a mailbox is read in full."""
        gone = needless([draft for _, draft in drafts])
        if not gone:
            return drafts
        return [
            one
            for place, one in enumerate(drafts)
            if place not in gone or not self.is_leased(one[1], self.group.now)
        ]

    def _saved(self, talk: Talk) -> dict[str, object]:
        return {
            "b_kunci": talk.key,
            "b_isi": None if talk.packed is None else self.vault.seal(PURPOSE, talk.packed),
            "b_bahasa": talk.language,
            "b_aktif": self.group.now,
            "b_sampai": self.group.now + KEPT,
        }

    def hushed(self, rows: Collection[int], places: Collection[bytes]) -> None:
        """What waited for them to write does not go out now that they said stop."""
        for mine in self.group.rows:
            mine[:] = [row for row in mine if row.seq not in rows]
        self.group.hushed.update(places)
        if self.group.lease is None:  # no group of arrivals: no reply follows
            self._fall_silent()

    def _fall_silent(self) -> None:
        silent = sorted(self.group.hushed)
        self.run(REACH, [{"b_id": place, "b_ok": False} for place in silent])
        self.group.hushed.clear()

    def forgotten(self, orang: Collection[bytes], places: Collection[bytes]) -> None:
        talks = self.group.talks
        mine = [one for one, talk in talks.items() if talk.orang in orang]
        self.group.drop_rows({one[0] for one in talks if talks[one].place in places})
        for one in mine:
            del talks[one]
