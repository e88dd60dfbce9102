"""What goes out: messages with their choices and files, drafts of the desk, rows of the outbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

from core.messaging.address import Address, Person
from core.messaging.image_size import size
from core.messaging.stored_value import StoredAs

if TYPE_CHECKING:
    from collections.abc import Mapping

OF_TEMPLATE = ".t"  # behind our outbox id: what was sent is the row's template, not its message
REPLY_LIFE = timedelta(hours=24)  # after its event nobody waits for an answer any more
TAPPED = "kt:"  # how the payload of a button begins that stands for a word of the whole bot


@dataclass(frozen=True, slots=True)
class Choice:
    payload: str  # at most 64 bytes of ASCII
    label: str
    hint: str | None = None  # the label where only a narrow row fits
    typed: str | None = None  # what is typed for it where nothing can be pressed: "0", "?"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn figure. It never says what its alternative text and the message do not."""

    data: bytes  # PNG
    alt: str  # for who does not see it
    name: str  # of the file, with its ending

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, as the head of the file tells them; (0, 0) when it does not."""
        return size(self.data) or (0, 0)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is sent along: evidence, a report, a form."""

    data: bytes
    name: str  # with its ending
    mime: str


@dataclass(frozen=True, slots=True)
class Template:
    """What may be said where a window is shut: words that the provider approved beforehand."""

    name: Literal["digest", "invite"]  # which one of them; its id is a setting
    values: tuple[str, ...] = ()  # for its numbered gaps


@dataclass(frozen=True, slots=True)
class Message:
    """One screen in words: a line on what was recorded, a heading, the body, the choices.

    Plain text throughout: no channel ever parses it as markup.
    """

    text: str
    note: str | None = None
    heading: str | None = None
    choices: tuple[Choice, ...] = ()
    columns: int = 1
    free_text: bool = False  # typed words are expected, so numbers beside choices mislead
    reply_hint: str | None = None  # in a group: ask for a typed reply, with this in its field
    asked: Person | None = None  # of this person alone
    reply_to: str | None = None  # and below this message of theirs
    picture: Picture | None = None  # shown above the words; always a message of its own
    document: Document | None = None  # below the words; likewise
    # A channel with a window gets it only to be said, alone and now: the sender takes it out of
    # what may be said in full, and keeps the full message until the person writes.
    template: Template | None = None
    how_to_answer: Annotated[str | None, StoredAs("cara")] = (
        None  # how to answer where nothing can be pressed
    )
    language: Annotated[str | None, StoredAs("bahasa")] = None  # in which it was composed


@dataclass(frozen=True, slots=True)
class Compose:
    """A request that `deliver` turns into a message over a read-only connection."""

    name: str  # "ikm", "data_saya" …
    args: Mapping[str, Any] = field(default_factory=dict)


class ResendPolicy(StrEnum):
    """What a lost answer of the provider permits (channels.md section 5)."""

    REPLY = "reply"  # harmless twice: resend once after 3-5 s
    POST = "post"  # digest, report: repeat once, marked "(repeated)"


@dataclass(frozen=True, slots=True)
class Draft:
    """An outbox row before it has a place in the queue."""

    to: Address
    body: Message | Compose
    policy: ResendPolicy = ResendPolicy.REPLY
    replace: str | None = None  # provider id of the message to edit, where the channel edits
    caused_at: datetime | None = None  # when the human event happened; None = not a reply
    not_before: datetime | None = None
    expires_at: datetime | None = None
    unique: str | None = None  # a second draft with this key is not written
    unit: str = ""  # on whose account it goes where messages cost; "": the whole office


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A leased outbox row, ready to be composed or sent."""

    seq: int  # order within the address
    id: str  # random, safe to show to a provider
    to: Address
    body: Message | Compose
    policy: ResendPolicy
    replace: str | None
    caused_at: datetime | None
    attempts: int  # sends already tried
    unsure: bool  # an earlier try ended Unknown
    expires_at: datetime | None = None
    heard_at: datetime | None = None  # when somebody last wrote there; known where a window counts
    templated: bool = False  # a template was said since then
    unit: str = ""
