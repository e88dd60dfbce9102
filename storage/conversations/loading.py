"""Reading the conversations of a group at once, and beginning those that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.survey.state import KEPT
from storage.conversations.group import PURPOSE, Talk, who
from storage.conversations.statements import REATTACH, REVIVE, TALKS, insert_talk
from storage.database.column_types import WAITING
from storage.database.compiled_statements import rows_of
from storage.database.session import AddressRow
from storage.outbox.reply_windows import open_choices
from storage.people.addresses import conversation_key, places_of
from storage.people.identities import gather, id_keys, owners_of, persons
from storage.people.staff.roles import look_up_roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from core.messaging.incoming import Inbound
    from storage.conversations.group import LoadedGroup, Who
    from storage.database.session import WriteSession
    from storage.people.identities import KnownPeople


class _Row(NamedTuple):
    place: AddressRow
    language: str | None
    packed: bytes | None
    shown: bytes | None
    unseen: bool
    replied_at: datetime | None


def load(group: LoadedGroup, events: Sequence[Inbound]) -> None:
    """Read the conversations of these events into the group, with roles and persons."""
    if not events:
        return
    session = group.session
    people = persons(session, {event.person for event in events})
    first = {who(event): event for event in events}
    _bring_along(session, first.values(), people)
    keys = {
        one: conversation_key(session.vault, event.address, people[event.person.ids][0])
        for one, event in first.items()
    }
    found = _read(session, keys.values())
    missing = {one: first[one] for one, key in keys.items() if key not in found}
    if missing:
        _begin(session, missing, keys, people, group.now)
        found |= _read(session, (keys[one] for one in missing))
    _keep_in_hand(group, keys, found, people)
    look_up_roles(session, people)


def talk_of(group: LoadedGroup, key: Who, event: Inbound) -> Talk:
    """Return the conversation of an event; begin one if there is none."""
    talk = group.talks.get(key)
    if talk is None:
        load(group, [event])
        talk = group.talks[key]
    return talk


def talk_there(group: LoadedGroup, event: Inbound) -> Talk | None:
    """Return the conversation of an event; None if there is none, and none is begun."""
    key, session = who(event), group.session
    if key in group.talks:
        return group.talks[key]
    known = owners_of(session.conn, id_keys(session.vault, event.person))
    keys = [conversation_key(session.vault, event.address, person) for person in known.values()]
    if not keys or not _read(session, keys):
        return None
    load(group, [event])
    return group.talks[key]


def _bring_along(session: WriteSession, events: Iterable[Inbound], people: KnownPeople) -> None:
    """Join the own chats of persons who were two rows until now into the chat of their event."""
    for event in events:
        if event.private and people[event.person.ids][0] in session.joined:
            gather(session, event.address, people[event.person.ids][0])
    session.joined.clear()


def _read(session: WriteSession, keys: Iterable[bytes]) -> dict[bytes, _Row]:
    """Read conversations by key. An address from which somebody writes is reachable again."""
    found = {}
    revived = []
    rows = rows_of(session.conn, TALKS, {"keys": sorted(set(keys))})
    for key, place, language, sealed, reachable, temporary, heard, window, shown, last, at in rows:
        packed = None if sealed is None else session.vault.open(PURPOSE, sealed)
        there = AddressRow(place, True, heard, window)
        found[key] = _Row(there, language, packed, shown, last == WAITING, at)
        if temporary or not reachable:
            revived.append({"b_id": place})
    session.run(REVIVE, revived)  # the AddressRows above say so already
    return found


def _begin(
    session: WriteSession,
    missing: Mapping[Who, Inbound],
    keys: Mapping[Who, bytes],
    people: KnownPeople,
    now: datetime,
) -> None:
    """Begin conversations for people who have none in their chat.

    A person who is known elsewhere brings the own chats and the roles along.
    """
    places = places_of(session, (one[0] for one in missing))
    rows = [
        {
            "key": keys[one],
            "address": places[one[0]].id,
            "person": people[one[1]][0],
            "active_at": now,
            "expires_at": now + KEPT,
        }
        for one in sorted(missing, key=keys.__getitem__)
    ]
    session.run(insert_talk(session.dialect), rows)
    for one, event in missing.items():
        if event.private and people[one[1]][1]:
            gather(session, event.address, people[one[1]][0])
    # Staff who had erased their data are reachable again once they write.
    back = [
        {"b_person": people[one[1]][0], "b_address": places[one[0]].id}
        for one, event in missing.items()
        if event.private and people[one[1]][1]
    ]
    session.run(REATTACH, back)


def _keep_in_hand(
    group: LoadedGroup, keys: Mapping[Who, bytes], found: Mapping[bytes, _Row], people: KnownPeople
) -> None:
    here = {talk.key: talk for talk in group.talks.values()}
    for one, key in keys.items():
        person, known = people[one[1]]
        if key not in here:  # one person may write under several of their ids
            here[key] = _talk(group.session, found[key], key, person, known=known)
        group.talks[one] = here[key]
        group.session.addresses[one[0]] = found[key].place


def _talk(session: WriteSession, row: _Row, key: bytes, person: bytes, *, known: bool) -> Talk:
    talk = Talk(key, row.place.id, person, known, row.language, row.packed)
    talk.unseen, talk.replied_at = row.unseen, row.replied_at
    talk.held, talk.heard = row.place.window is not None, row.place.heard
    talk.shown = open_choices(session.vault, row.shown)
    return talk
