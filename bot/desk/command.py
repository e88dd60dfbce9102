"""`Command` and `CommandCall`: a word of the whole bot, and one use of that word.

`DeskRouter` makes the call out of an event; each function under `bot.desk.staff` and
`bot.desk.citizen` that answers a word takes the call and returns a `Decision`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.language.catalogue import Words
from core.messaging.incoming import EventKind
from core.messaging.outgoing import REPLY_LIFE, Draft, Message
from core.ports.conversations import Decision

if TYPE_CHECKING:
    from core.language.catalogue import Says
    from core.messaging.address import Address
    from core.messaging.incoming import Inbound
    from core.messaging.outgoing import Choice, Compose, Template
    from core.ports.conversations import Seen
    from core.ports.store import Tx


Link = Callable[[], str | None]  # t.me/…, called each time: a bot's name may be known late


@dataclass(frozen=True, slots=True)
class CommandCall:
    """One use of a command: typed, tapped, or given with a slash."""

    event: Inbound
    seen: Seen
    tx: Tx
    args: str  # the words behind the command; of a button, foreign input
    language: str  # in which the sender is answered
    say: Callable[[Says], str]  # in that language
    base: Callable[[Says], str]  # in Indonesian (`BASE`), for everybody else who is told
    edits: bool = False  # the channel can change a message that was sent
    link: Link = lambda: None  # t.me/…, where there is a bot to name
    line: str | None = None  # the office's number on WhatsApp, where it has one
    news: Callable[[], Template | None] = lambda: None  # announces news where a window is shut

    def reply(self, words: Says) -> Decision:
        """Answer with these words; the conversation's state stays as it is."""
        return self.send(Message(text=self.say(words)))

    def send(self, body: Message | Compose) -> Decision:
        """Answer with a message or a request; the conversation's state stays as it is."""
        return Decision(self.seen.state, drafts=(draft(self.event, body),))

    def draft(self, body: Message | Compose, *, fresh: bool = False) -> Draft:
        """Make a reply; after a press, on a channel that edits, it replaces the pressed message.

        `fresh`: a new message even after a press.
        """
        pressed = self.edits and self.event.kind is EventKind.CHOICE and not fresh
        return draft(self.event, body, replace=self.event.shown_in if pressed else None)

    def looked(self, name: str) -> str:
        """Record in the audit trail that the sender read `name`; give the sender's audit name."""
        who = self.tx.staff.audit_name(self.event.person)
        self.tx.staff.audit(who, "lihat", {"perintah": name}, now=self.event.at)
        return who

    def tell(self, to: Address, words: Says, *choices: Choice) -> Draft:
        """Make a message to another member of staff because of this event.

        The draft has no expiry, so it may wait until that person can be reached.
        """
        return Draft(to=to, body=self.notice(words, *choices))

    def notice(self, words: Says, *choices: Choice) -> Message:
        """Make a message in Indonesian, with a template for a recipient whose window is shut.

        `tell` and the notices about RTL send it to other staff than the sender.
        """
        return Message(text=self.base(words), choices=choices, template=self.news())


@dataclass(frozen=True, slots=True)
class Command:
    """A word of the whole bot: the function that answers it, and who may say it where.

    The typed forms of a command stand in the catalogues under [perintah].
    """

    carry_out: Callable[[CommandCall], Decision]
    takes: int = 0  # the most words that may follow the command
    staff: bool = False  # typed by anybody else, the word is an answer like any other
    group: bool = False  # a bidang's staff may say it in the bidang's group too


def draft(
    event: Inbound, body: Message | Compose, *, replace: str | None = None, unit: str = ""
) -> Draft:
    """Make a reply in the chat that the event came from; it expires `REPLY_LIFE` (24 hours) later.

    `replace`: the provider's id of the message to edit. `unit`: code of the unit that pays for the
    message, "" for the whole office.
    """
    return Draft(
        to=event.address,
        body=body,
        replace=replace,
        caused_at=event.at,
        expires_at=event.at + REPLY_LIFE,
        unit=unit,
    )


def moved(link: Link) -> Words:
    """Words that lead staff from the bot for citizens to their own, with its link if known."""
    return Words("jawab.petugas_pindah", {"tautan": link()})
