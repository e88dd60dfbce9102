"""The group of arrivals of one `advance`: the rows read for them, and the changes they caused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from core.messaging.outdated_screens import outdated_drafts
from core.survey.state import KEPT
from storage.answers.responses import add_responses
from storage.conversations.statements import SAVE
from storage.outbox.queue import add_rows, is_leased
from storage.outbox.reply_windows import HEARD
from storage.people.addresses import close_places, places_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.answers.response import Response
    from core.messaging.address import Address
    from core.messaging.incoming import Inbound
    from core.messaging.outgoing import Choice, Draft, Outgoing
    from storage.database.session import WriteSession
    from storage.outbox.queue import RowLease

PURPOSE = "percakapan"

Who = tuple["Address", tuple[str, ...]]


def who(event: Inbound) -> Who:
    """Return the owner of an event's conversation: the chat, and the ids of its person."""
    return event.address, event.person.ids


@dataclass(slots=True)
class Talk:
    """One conversation as it stands after the events of this group so far."""

    key: bytes
    place: bytes  # id of its row in `alamat`
    person: bytes  # id of its row in `orang`
    known: bool  # False: this person never wrote here before
    language: str | None
    packed: bytes | None  # JSON of the desk's state, not sealed; None: no open conversation
    unseen: bool = False  # the last reply has not left yet
    replied_at: datetime | None = None  # when the last reply left
    held: bool = False  # messages wait for this person to write
    heard: datetime | None = None  # last message, on a channel with a reply window
    shown: tuple[Choice, ...] = ()  # choices of the last screen that no flow reads
    changed: bool = False  # to be written by the next `_write_talks`


@dataclass(slots=True, eq=False)
class LoadedGroup:
    """Conversations and drafts of a group: read at once, kept in hand, written at once."""

    session: WriteSession
    lease: RowLease
    now: datetime
    rows: list[list[Outgoing]]  # new rows, leased to the caller, by the index of their arrival
    talks: dict[Who, Talk] = field(default_factory=dict)
    drafts: list[tuple[int, Draft]] = field(default_factory=list)  # with the arrival's index
    given: list[Response] = field(default_factory=list)  # finished, not yet written
    goodbyes: set[Address] = field(default_factory=set)  # of persons who were just erased
    silent: set[bytes] = field(default_factory=set)  # addresses to close when the group ends
    # By arrival: chats in which a delivery report ended the wait for a lost answer.
    settled: dict[int, tuple[Address, ...]] = field(default_factory=dict)
    # By address: its last message, on a channel with a reply window.
    heard: dict[bytes, datetime] = field(default_factory=dict)

    # -- writing -------------------------------------------------------------------------------

    def write(self) -> None:
        """Write the changes that the events so far have caused; new outbox rows go to `rows`."""
        given, self.given = self.given, []
        if given:
            add_responses(self.session, given)
        self._write_talks()
        self._write_drafts()

    def end(self) -> None:
        """Write after the last event, then close the addresses of people who said stop."""
        self.write()
        close_places(self.session, self.silent)

    def _write_talks(self) -> None:
        # The address cache of the session holds these moments already.
        heard = [{"b_id": place, "b_at": at} for place, at in self.heard.items()]
        self.session.run(HEARD, heard)
        self.heard.clear()
        changed = list({talk.key: talk for talk in self.talks.values() if talk.changed}.values())
        changed.sort(key=lambda one: one.key)
        self.session.run(SAVE, [self._saved(talk) for talk in changed])
        for talk in changed:
            talk.changed = False

    def _saved(self, talk: Talk) -> dict[str, object]:
        vault = self.session.vault
        return {
            "b_key": talk.key,
            "b_content": None if talk.packed is None else vault.seal(PURPOSE, talk.packed),
            "b_language": talk.language,
            "b_active_at": self.now,
            "b_expires_at": self.now + KEPT,
        }

    def _write_drafts(self) -> None:
        session = self.session
        drafts, self.drafts = self._wanted(self.drafts), []
        if self.goodbyes:
            places_of(session, self.goodbyes, temporary=True)
            self.goodbyes.clear()
        rows = add_rows(session, [draft for _, draft in drafts], lease=self.lease, now=self.now)
        for (index, draft), row in zip(drafts, rows, strict=True):
            if row is not None and is_leased(session, draft, self.now):
                self.rows[index].append(row)

    def _wanted(self, drafts: list[tuple[int, Draft]]) -> list[tuple[int, Draft]]:
        """Leave out the drafts that a newer one would make out of date before they are sent.

        A mailbox keeps all of its drafts, because its client reads them in full.
        """
        gone = outdated_drafts([draft for _, draft in drafts])
        if not gone:
            return drafts
        return [
            one
            for place, one in enumerate(drafts)
            if place not in gone or not is_leased(self.session, one[1], self.now)
        ]

    # -- dropping ------------------------------------------------------------------------------

    def silence(self, rows: Collection[int], places: Collection[bytes]) -> None:
        """Drop these rows of people who said stop, and close the addresses when the group ends."""
        for mine in self.rows:
            mine[:] = [row for row in mine if row.seq not in rows]
        self.silent.update(places)

    def forget(self, person: Collection[bytes], places: Collection[bytes]) -> None:
        """Drop the conversations of erased persons, and the rows to erased addresses."""
        mine = [one for one, talk in self.talks.items() if talk.person in person]
        self.drop_rows({one[0] for one, talk in self.talks.items() if talk.place in places})
        for one in mine:
            del self.talks[one]

    def drop_rows(self, gone: Collection[Address]) -> None:
        """Drop the new rows to these addresses: they were erased or closed."""
        for rows in self.rows:
            rows[:] = [row for row in rows if row.to not in gone]
