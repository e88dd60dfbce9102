"""Values of the conversation: where a respondent is, what happened, and what it led to.

What is made or copied at every turn is a named tuple: a frozen dataclass takes four times as long.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from core.language.option import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from datetime import datetime

    from core.language.catalogue import Texts, Words
    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire
    from core.office.visit import Visit

Recorded = TypeVar("Recorded")
FLOW = "survei"
VERSION = 1
KEPT = timedelta(days=14)  # an open conversation is kept so long after its last event
PAUSE = timedelta(hours=6)  # after it, we say where the respondent was
HASTY = timedelta(seconds=1)
MISSES = 3
CLOSED = ("selesai", "tutup")


@dataclass(frozen=True, slots=True)
class SurveyDefinition:
    """What a respondent is asked, of whom, and in which words."""

    questionnaire: Questionnaire
    agency: Agency
    texts: Texts
    minutes: int | None = None  # measured median, in minutes; None until measured
    fixed: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: tuple[Hashable, ...], make: Callable[[], Recorded]) -> Recorded:
        """What is the same for everybody, made once. A key never tells anything of a person."""
        made: Recorded | None = self.fixed.get(key)
        if made is None:
            made = self.fixed[key] = make()
        return made


class State(NamedTuple):
    """One respondent's place. It goes through JSON at every turn."""

    snapshot: str
    session: str  # tells presses of an earlier survey from presses of this one
    language: str
    screen: str = "salam"
    aside: str | None = None  # an aside laid over the screen
    unit: str | None = None
    layanan: str | None = None
    loket: str | None = None
    ticket: str | None = None  # code of the visit that this answer is about: good for one answer
    placed_by_code: bool = False  # the start code told layanan (and unit)
    wrong_code: bool = False
    checked: bool = False  # asked whether this person already rated this layanan
    sending: bool = False  # waiting for that same answer before sending
    profile: Mapping[str, str] = {}
    nilai: Mapping[str, int] = {}
    saran: str | None = None
    wants_follow_up: bool = False
    changing: str | None = None  # None | "satu" | "profil": back to the review afterwards
    misses: int = 0
    text: str | None = None  # a sentence we asked about
    started: float | None = None  # consent, seconds since 1970
    last_seen: float = 0.0  # last event

    @property
    def open(self) -> bool:
        return self.screen not in CLOSED

    @property
    def here(self) -> str:
        """The screen in front of the respondent."""
        return self.aside or self.screen

    def to_json(self) -> dict[str, Any]:
        """What differs from a new survey; the values are plain already."""
        every = zip(_STORED, self, _USUAL, strict=True)
        data = {name: value for name, value, usual in every if value != usual}
        return {"flow": FLOW, "version": VERSION, "data": data}


# A field's name in JSON, where rows of 0.1.0 call it otherwise than the code.
_STORED_AS = {
    "session": "sesi",
    "language": "bahasa",
    "screen": "layar",
    "aside": "sisipan",
    "ticket": "tiket",
    "placed_by_code": "diberitahu",
    "wrong_code": "kode_salah",
    "checked": "dicek",
    "sending": "kirim",
    "profile": "profil",
    "wants_follow_up": "kabar",
    "changing": "ubah",
    "misses": "meleset",
    "text": "teks",
    "started": "mulai",
    "last_seen": "dilihat",
}
_STORED = tuple(_STORED_AS.get(name, name) for name in State._fields)
_FIELDS = dict(zip(_STORED, State._fields, strict=True))
_USUAL = tuple(State._field_defaults.get(name, ...) for name in State._fields)  # ...: always told


def from_json(stored: Mapping[str, Any] | None) -> State | None:
    """The stored place; None when there is none or it is of another flow or version."""
    if not stored or stored.get("flow") != FLOW or stored.get("version") != VERSION:
        return None
    data = stored.get("data")
    if not isinstance(data, dict):
        return None
    try:
        return State(**{_FIELDS[name]: value for name, value in data.items()})
    except (KeyError, TypeError):  # an unknown field, or a missing one
        return None


# -- what happened -----------------------------------------------------------------------------


class Started(NamedTuple):
    at: datetime
    code: str = ""
    language: str | None = None


class Opened(NamedTuple):
    """A page was opened or reloaded."""

    at: datetime
    code: str = ""
    language: str | None = None


class Said(NamedTuple):
    at: datetime
    text: str
    guarded: bool = False  # numbers can overtake the question here
    unseen: bool = False  # the question has not arrived there yet
    language: str | None = None


class Chose(NamedTuple):
    at: datetime
    payload: str
    popup: bool = False  # the channel can show a notice beside the press


class Attached(NamedTuple):
    """A photo, voice message, sticker or place: not stored."""

    at: datetime


class Checked(NamedTuple):
    """The answer to `Turn.check`."""

    at: datetime
    already: bool


class Visited(NamedTuple):
    """The answer to `Turn.kode`: what was kept of such a visit."""

    at: datetime
    code: str
    visit: Visit


Event = Started | Opened | Said | Chose | Attached | Checked | Visited


# -- what it led to ----------------------------------------------------------------------------


class Reply(NamedTuple):
    """One screen, in keys."""

    screen: str
    content: Words
    heading: Words | None = None
    note: Words | None = None
    choices: tuple[Option, ...] = ()
    columns: int = 1
    free_text: bool = False
    fixed: str = ""  # by this name it says the same to everybody: made once a language


@dataclass(frozen=True, slots=True)
class Finished:
    """A complete answer, ready to be stored."""

    unit: str
    layanan: str
    loket: str | None
    language: str
    profile: Mapping[str, str]
    nilai: Mapping[str, int]
    duration: int


@dataclass(frozen=True, slots=True)
class Noted:
    """A saran to be kept, about an unsur or in general."""

    unit: str
    layanan: str
    unsur: str | None
    text: str
    wants_follow_up: bool = False


class Turn(NamedTuple):
    state: State
    replies: tuple[Reply, ...] = ()
    notice: Words | None = None
    finished: Finished | None = None
    saran: Noted | None = None
    code: str | None = None  # ask: is there a visit by this code? Unless there is, all is said
    check: str | None = None  # ask: has this person already rated this layanan?
    silence: bool = False  # the person wants to hear nothing more
    command: str | None = None  # a word of the whole bot to be carried out as if typed
