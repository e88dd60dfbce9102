"""Outgoing messages: the message with its choices and files, its draft, and its outbox row.

The desk returns a `Draft`, the store keeps it, the Dispatcher leases it as an `Outgoing`, and a
channel sends its `Message`.
"""

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

OF_TEMPLATE = ".t"  # suffix of our outbox id where the row's template was sent, not its message
REPLY_LIFE = timedelta(hours=24)  # after its event nobody waits for an answer any more
TAPPED = "kt:"  # prefix of a payload whose button stands for a command of the whole bot


@dataclass(frozen=True, slots=True)
class Choice:
    """One button or list row under a message."""

    payload: str  # at most 64 bytes of ASCII
    label: str
    hint: str | None = None  # the label where only a narrow row fits
    typed: str | None = None  # the word to type where nothing can be pressed: "0", "?"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn figure. It shows nothing that its alternative text and the message do not say."""

    data: bytes  # PNG
    alt: str  # for people who do not see it
    name: str  # of the file, with its ending

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels from the head of the file; (0, 0) when it cannot be read."""
        return size(self.data) or (0, 0)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is sent along: evidence, a report, a form."""

    data: bytes
    name: str  # with its ending
    mime: str


@dataclass(frozen=True, slots=True)
class Template:
    """Words that the provider approved beforehand. Nothing else goes out while a window is shut."""

    name: Literal["digest", "invite"]  # the provider's id of each stands in the settings
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
    columns: int = 1  # buttons beside each other
    free_text: bool = False  # typed words are expected, so numbers beside choices mislead
    reply_hint: str | None = None  # in a group: ask for a typed reply, with this in its field
    asked: Person | None = None  # the only person who is asked, in a group
    reply_to: str | None = None  # provider id of that person's message, shown above the reply
    picture: Picture | None = None  # shown above the words; always a message of its own
    document: Document | None = None  # shown below the words; always a message of its own
    # Sent alone, in place of the message, while the window is shut: then the Sender keeps the full
    # message until the person writes. While the window is open, the Sender removes the template.
    template: Template | None = None
    # A line that explains typed answers, for channels where nothing can be pressed.
    how_to_answer: Annotated[str | None, StoredAs("cara")] = None
    language: Annotated[str | None, StoredAs("bahasa")] = None  # in which it was composed


@dataclass(frozen=True, slots=True)
class Compose:
    """A message that is still to be written, by the ComposerRunner over a read-only connection."""

    name: str  # of the composer: "ikm", "data_saya" …
    args: Mapping[str, Any] = field(default_factory=dict)  # JSON of the request


class ResendPolicy(StrEnum):
    """The repeats that are allowed when the provider's answer to a sending was lost."""

    REPLY = "reply"  # harmless twice: sent again after 3-5 s
    POST = "post"  # summary, report: sent again once, marked as repeated


@dataclass(frozen=True, slots=True)
class Draft:
    """An outbox row before it has a place in the queue."""

    to: Address
    body: Message | Compose
    policy: ResendPolicy = ResendPolicy.REPLY
    replace: str | None = None  # provider id of the message to edit, where the channel edits
    caused_at: datetime | None = None  # when the human event happened; None = not a reply
    not_before: datetime | None = None
    expires_at: datetime | None = None  # None: a reply lives for REPLY_LIFE, a post for ever
    unique: str | None = None  # a second draft with this key is not written
    unit: str = ""  # the unit that pays where messages cost; "": the whole office


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
    heard_at: datetime | None = None  # when a person last wrote there; known where a window counts
    templated: bool = False  # a template was sent since then
    unit: str = ""  # as Draft.unit
