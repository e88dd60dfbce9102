"""Values of the survey: a respondent's state, the events, and the turn that an event leads to.

A value that is made or copied at every turn is a named tuple: a frozen dataclass takes four times
as long.
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
PAUSE = timedelta(hours=6)  # after such a pause the respondent is told where they were
HASTY = timedelta(seconds=1)  # a number within it was typed before the question could be read
MISSES = 3  # unread answers in a row, after which a way out is offered
SENT_SCREEN, GIVEN_UP_SCREEN = "selesai", "tutup"  # stored: these names stay
CLOSED = (SENT_SCREEN, GIVEN_UP_SCREEN)  # screens of a survey that is over


@dataclass(frozen=True, slots=True)
class SurveyDefinition:
    """The survey that every respondent of this office gets: questionnaire, agency and words.

    `bot/config/office.py` makes a new one when the agency or the measured minutes change.
    """

    questionnaire: Questionnaire
    agency: Agency
    texts: Texts
    minutes: int | None = None  # median time to answer, in minutes; None until measured
    # Cache of `once`.
    fixed: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: tuple[Hashable, ...], make: Callable[[], Recorded]) -> Recorded:
        """Return a value that is the same for everybody, made at its first use.

        A key must not hold anything of a person: the cache lives as long as the definition.
        """
        made: Recorded | None = self.fixed.get(key)
        if made is None:
            made = self.fixed[key] = make()
        return made


class State(NamedTuple):
    """The state of one respondent. It goes through JSON at every turn."""

    snapshot: str  # of the questionnaire that is being answered
    session: str  # tells presses of an earlier survey from presses of this one
    language: str
    screen: str = "salam"  # as core.survey.route names it
    aside: str | None = None  # a screen laid over `screen`
    unit: str | None = None
    layanan: str | None = None
    loket: str | None = None
    ticket: str | None = None  # code of the visit that this answer is about: good for one answer
    placed_by_code: bool = False  # unit and layanan are known without asking
    wrong_code: bool = False  # the start code is unknown, and the person is not told yet
    checked: bool = False  # the store has said that this person did not rate this layanan
    sending: bool = False  # the same question waits for its answer before sending
    profile: Mapping[str, str] = {}  # profile key -> code, number or "-"; "key.lain" -> own words
    nilai: Mapping[str, int] = {}  # question key -> score 1-4
    saran: str | None = None
    wants_follow_up: bool = False  # to be told of the RTL on the saran
    changing: str | None = None  # None | "satu" | "profil": back to the review afterwards
    misses: int = 0  # unread answers in a row
    text: str | None = None  # a typed text, while an aside asks what it was meant to be
    started: float | None = None  # moment of consent, seconds since 1970
    last_seen: float = 0.0  # moment of the last event, seconds since 1970

    @property
    def open(self) -> bool:
        """Whether the survey is neither sent nor given up."""
        return self.screen not in CLOSED

    @property
    def here(self) -> str:
        """The name of the screen in front of the respondent."""
        return self.aside or self.screen

    def to_json(self) -> dict[str, Any]:
        """Return the fields that differ from a new survey, under their stored names."""
        every = zip(_STORED, self, _USUAL, strict=True)
        data = {name: value for name, value, usual in every if value != usual}
        return {"flow": FLOW, "version": VERSION, "data": data}


# Field -> name in JSON, where rows written by version 0.1.0 call it otherwise than the code.
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
_USUAL = tuple(State._field_defaults.get(name, ...) for name in State._fields)  # ...: no default


def from_json(stored: Mapping[str, Any] | None) -> State | None:
    """Read a stored state; None when there is none, or it is of another flow or version."""
    if not stored or stored.get("flow") != FLOW or stored.get("version") != VERSION:
        return None
    data = stored.get("data")
    if not isinstance(data, dict):
        return None
    try:
        return State(**{_FIELDS[name]: value for name, value in data.items()})
    except (KeyError, TypeError):  # an unknown field, or a missing one
        return None


# -- events ------------------------------------------------------------------------------------


class Started(NamedTuple):
    """The person gave the command /start or /mulai, or opened the chat by a link with a code."""

    at: datetime
    code: str = ""
    language: str | None = None


class Opened(NamedTuple):
    """A page was opened or reloaded."""

    at: datetime
    code: str = ""
    language: str | None = None


class Said(NamedTuple):
    """The person typed a text."""

    at: datetime
    text: str
    guarded: bool = False  # on this channel a number may be typed before the question is read
    unseen: bool = False  # the last question has not arrived in the chat yet
    language: str | None = None


class Chose(NamedTuple):
    """The person pressed a button."""

    at: datetime
    payload: str
    popup: bool = False  # the channel can show a notice beside the press


class Attached(NamedTuple):
    """The person sent a photo, voice message, sticker or place: the bot does not keep it."""

    at: datetime


class Checked(NamedTuple):
    """The store's answer to `Turn.check`, or to the use of a visit's code."""

    at: datetime
    already: bool  # True: this answer may not be given again


class Visited(NamedTuple):
    """The store's answer to `Turn.code`: the code is one of a visit, in this state."""

    at: datetime
    code: str
    visit: Visit


Event = Started | Opened | Said | Chose | Attached | Checked | Visited


# -- the turn ----------------------------------------------------------------------------------


class Reply(NamedTuple):
    """One screen, in catalogue keys."""

    screen: str
    content: Words
    heading: Words | None = None
    note: Words | None = None
    choices: tuple[Option, ...] = ()
    columns: int = 1
    free_text: bool = False  # typed words are an answer
    fixed: str = ""  # name under which the screen is the same for everybody; "": it is not


@dataclass(frozen=True, slots=True)
class Finished:
    """A complete answer, ready to be stored."""

    unit: str
    layanan: str
    loket: str | None
    language: str
    profile: Mapping[str, str]
    nilai: Mapping[str, int]  # question key -> score 1-4
    duration: int  # seconds from consent to sending


@dataclass(frozen=True, slots=True)
class Noted:
    """A saran to be kept, about an unsur (key) or, with None, in general."""

    unit: str
    layanan: str
    unsur: str | None
    text: str
    wants_follow_up: bool = False


class Turn(NamedTuple):
    """The result of one step: the new state, the screens to show, and requests to the desk."""

    state: State
    replies: tuple[Reply, ...] = ()
    notice: Words | None = None  # shown beside the press, in place of a screen
    finished: Finished | None = None
    saran: Noted | None = None
    code: str | None = None  # asks whether a visit has this code; if none has, the turn stands
    check: str | None = None  # asks whether this person already rated this layanan (code)
    silence: bool = False  # the person wants to hear nothing more
    command: str | None = None  # a word of the whole bot to be carried out as if typed
