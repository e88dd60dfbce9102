"""One word of the whole bot as whoever carries it out sees it, and the answers it can give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.messaging.incoming import EventKind
from core.messaging.outgoing import Draft, Message
from core.ports.conversations import Decision

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.language.catalogue import Says
    from core.messaging.address import Address
    from core.messaging.incoming import Inbound
    from core.messaging.outgoing import Choice, Compose, Template
    from core.ports.conversations import Seen
    from core.ports.store import Tx

REPLY_LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class CommandCall:
    """One word of the whole bot, typed, tapped or given as a slash command."""

    event: Inbound
    seen: Seen
    tx: Tx
    args: str
    language: str
    say: Callable[[Says], str]
    base: Callable[[Says], str]  # in the language of the office: for whoever else is told
    edits: bool = False  # the channel can change a message that was sent
    link: Callable[[], str | None] = lambda: None  # t.me/…, where there is a bot to name
    line: str | None = None  # our number on WhatsApp, where there is one
    news: Callable[[], Template | None] = lambda: None  # that there is some, where a window is shut

    def reply(self, words: Says) -> Decision:
        return self.send(Message(text=self.say(words)))

    def send(self, body: Message | Compose) -> Decision:
        return Decision(self.seen.state, drafts=(draft(self.event, body),))

    def draft(self, body: Message | Compose, *, fresh: bool = False) -> Draft:
        """A reply; to a press it takes the place of what was pressed, unless it shall be fresh."""
        pressed = self.edits and self.event.kind is EventKind.CHOICE and not fresh
        return draft(self.event, body, replace=self.event.shown_in if pressed else None)

    def looked(self, name: str) -> str:
        """Notes that a member of staff has read something; who it was."""
        who = self.tx.staff.audit_name(self.event.person)
        self.tx.staff.audit(who, "lihat", {"perintah": name}, now=self.event.at)
        return who

    def tell(self, to: Address, words: Says, *choices: Choice) -> Draft:
        """A message to other staff, because of this event; it may wait for them."""
        return Draft(to=to, body=self.notice(words, *choices))

    def notice(self, words: Says, *choices: Choice) -> Message:
        return Message(text=self.base(words), choices=choices, template=self.news())


@dataclass(frozen=True, slots=True)
class Command:
    """A word of the whole bot; its typed forms stand in the catalogues under [perintah]."""

    carry_out: Callable[[CommandCall], Decision]
    takes: int = 0  # how many further words may follow it
    staff: bool = False  # typed by anybody else it is an answer like any other
    group: bool = False  # may be said in a bidang's group too, by its staff


def draft(
    event: Inbound, body: Message | Compose, *, replace: str | None = None, unit: str = ""
) -> Draft:
    """A reply to an event, in the chat that it came from."""
    return Draft(
        to=event.address,
        body=body,
        replace=replace,
        caused_at=event.at,
        expires_at=event.at + REPLY_LIFE,
        unit=unit,
    )


def moved(link: Callable[[], str | None]) -> Words:
    """To staff at the bot for citizens, where there is one for them."""
    return Words("jawab.petugas_pindah", {"tautan": link()})
