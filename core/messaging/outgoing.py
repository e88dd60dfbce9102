"""Frozen values that every room speaks in. No behaviour beyond what a value knows of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from core.messaging.image_size import size

if TYPE_CHECKING:
    from collections.abc import Mapping

Mode = Literal["self", "assisted", "paper", "kiosk", "import"]
Role = Literal["loket", "bidang", "pimpinan", "admin", "koordinator", "pengawas"]


# -- where and who ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    """Where to answer. Every part is an opaque string, never a number."""

    channel: str  # "telegram" | "whatsapp" | "web" | "terminal"
    account: str  # bot id, our sender, or the server's name
    chat: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Every id that a channel gives for one person, the most stable first: ("tg:77",)."""

    ids: tuple[str, ...]
    name: str | None = None
    language: str | None = None


# -- what comes in ---------------------------------------------------------------------------


class Kind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    COMMAND = "command"
    MEDIA = "media"
    LOCATION = "location"
    OPENED = "opened"  # a page was (re)opened: show where we are
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"
    MOVED = "moved"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Lampiran:
    """Something that was sent along: what it is, and by what name its channel fetches it."""

    jenis: str  # as Inbound.media: photo, document, voice …
    ref: str
    ukuran: int | None = None  # bytes, as far as the channel tells
    mime: str | None = None
    nama: str | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One human event, as any channel reads it. `event_id` is unique in (channel, account)."""

    event_id: str
    at: datetime
    kind: Kind
    person: Person
    address: Address
    private: bool = True
    text: str | None = None  # typed text
    choice: str | None = None  # payload we minted, as it came back: foreign input
    command: tuple[str, str] | None = None  # ("start", "KODE"), name in lower case, no slash
    media: str | None = None  # what kind it was: photo, voice, document, sticker, video …
    lampiran: Lampiran | None = None  # where it could be fetched; nothing is, unless staff sent it
    shown_in: str | None = None  # provider id of the message of ours that it reacts to
    said_in: str | None = None  # provider id of the person's own message
    settle: str | None = None  # callback query id, answered after COMMIT with the notice
    moved_to: Address | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery report: our outbox id or the provider's id."""

    event_id: str
    channel: str
    account: str
    outbox_id: str | None
    provider_id: str | None
    status: str
    code: str | None
    at: datetime
    outcome: Outcome | None = None  # what the code of a failure means, as its channel reads it


OF_TEMPLATE = ".t"  # behind our outbox id: what was sent is the row's template, not its message


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What could not be read: it is parked, counted, and blocks nothing."""

    event_id: str
    channel: str
    account: str
    raw: bytes
    why: str
    at: datetime


Arrival = Inbound | Receipt | Unreadable


# -- what goes out ---------------------------------------------------------------------------

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
    cara: str | None = None  # how to answer where nothing can be pressed
    bahasa: str | None = None  # in which it was composed


@dataclass(frozen=True, slots=True)
class Compose:
    """A request that `deliver` turns into a message over a read-only connection."""

    name: str  # "ikm", "data_saya" …
    args: Mapping[str, Any] = field(default_factory=dict)


class Policy(StrEnum):
    """What a lost answer of the provider permits (channels.md section 5)."""

    REPLY = "reply"  # harmless twice: resend once after 3-5 s
    POST = "post"  # digest, report: repeat once, marked "(repeated)"


@dataclass(frozen=True, slots=True)
class Draft:
    """An outbox row before it has a place in the queue."""

    to: Address
    body: Message | Compose
    policy: Policy = Policy.REPLY
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
    policy: Policy
    replace: str | None
    caused_at: datetime | None
    attempts: int  # sends already tried
    unsure: bool  # an earlier try ended Unknown
    expires_at: datetime | None = None
    heard_at: datetime | None = None  # when somebody last wrote there; known where a window counts
    templated: bool = False  # a template was said since then
    unit: str = ""


# -- outcomes of sending ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Later:
    after: float  # seconds
    scope: Literal["chat", "account"] = "chat"


@dataclass(frozen=True, slots=True)
class Gone:
    reason: Literal["blocked", "opted_out", "invalid", "not_member"]


@dataclass(frozen=True, slots=True)
class Moved:
    to: Address


@dataclass(frozen=True, slots=True)
class WindowShut:
    pass


@dataclass(frozen=True, slots=True)
class Refused:
    """Our own fault or bad content: park it, alarm."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request was written and no answer came, or none that tells whether it was done."""

    text: str
    failed: bool = False  # the provider itself says that it failed


Outcome = Sent | Later | Gone | Moved | WindowShut | Refused | Unknown


@dataclass(frozen=True, slots=True)
class Caps:
    """What a channel can carry. Lengths in the channel's own unit (Telegram: UTF-16 units)."""

    text: int
    choices: int
    choice_label: int
    row_label: int | None = None  # WhatsApp list rows
    row_hint: int | None = None
    payload_bytes: int = 64
    edit: bool = False
    notice: int = 0  # length of a pop-up beside a press; 0 = the channel has none
    quick_guard: bool = False  # a bare number within 1 s of a question is suspicious here
    window: timedelta | None = None  # after a person's last message; then only templates
    receipts: bool = False  # every message is reported upon: a lost answer is waited for
    looks_up: bool = False  # it is looked for before it goes again: then that may happen often
    numbers: bool = False  # choices may be typed as the numbers that stand before them
    tap_life: timedelta | None = None
    push: bool = True  # False: the channel fetches its mailbox itself (web)


# -- the survey's result ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Respons:
    """One finished questionnaire. It holds nothing that leads to a person."""

    snapshot: str  # id of the questionnaire's frozen wording
    unit: str
    layanan: str
    loket: str | None
    tanggal: date | None  # local day of sending; None = undated import
    slot: str | None  # "08-12", "13-17", "lain": as on the official form
    durasi: int | None  # seconds from consent to sending
    mode: Mode
    channel: str
    bahasa: str
    profil: Mapping[str, str]
    nilai: Mapping[str, int]  # by question key, 1-4, complete
    flags: tuple[str, ...] = ()
    periode_impor: str = ""  # the period an undated import was named for


@dataclass(frozen=True, slots=True)
class Saran:
    """Free text, linked to no response and no person."""

    unit: str
    layanan: str
    unsur: str | None  # the unsur it was asked about
    teks: str
    tanggal: date


@dataclass(frozen=True, slots=True)
class Jumlah:
    """Integer sums of one question: Σ and Σ² of its scores."""

    s1: int
    s2: int


@dataclass(frozen=True, slots=True)
class Rekap:
    """Integer sums over n responses of one snapshot. t = Σ weight x score of a respondent."""

    snapshot: str
    n: int
    nilai: Mapping[str, Jumlah]  # by question key
    t1: int
    t2: int
