"""Values of a staff dialogue: what it asks, what it was given, where it is, what it led to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from core.language.catalogue import Says, Texts, Words
    from core.language.option import Option
    from core.messaging.incoming import Attachment
    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire

    Data = Mapping[str, Any]

LONGEST = 1000  # letters of one typed answer


@dataclass(frozen=True, slots=True)
class DialogFacts:
    """What every dialogue may look at; what concerns its subject stands in its own data."""

    agency: Agency
    texts: Texts
    bahasa: str
    now: datetime
    survey: Questionnaire

    @property
    def hari(self) -> date:
        return self.now.astimezone(self.agency.zona).date()


@dataclass(frozen=True, slots=True)
class Ask:
    """One question in front of somebody."""

    isi: Says
    choices: tuple[Option, ...] = ()
    ketik: bool = False  # typed words are an answer
    kirim: bool = False  # so are photos and files
    most: int = LONGEST


# -- what was given as an answer -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Picked:
    code: str


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


@dataclass(frozen=True, slots=True)
class FileGiven:
    lampiran: Attachment


Given = Picked | Typed | FileGiven


@dataclass(frozen=True, slots=True)
class AnswerTaken:
    """The answer was good: on to the next step, or to a named one."""

    data: Data
    at: str | None = None
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class AnswerRefused:
    """It was not: the question stays, and says why."""

    why: Words


@dataclass(frozen=True, slots=True)
class DialogLeft:
    """The answer ends the dialogue without any effect."""

    note: Words


@dataclass(frozen=True, slots=True)
class Dialog:
    """One dialogue as data: its steps in order, each with its question and what an answer does."""

    name: str
    version: int
    route: Callable[[Data, DialogFacts], Sequence[str]]
    ask: Callable[[str, Data, DialogFacts], Ask]
    take: Callable[[str, Data, Given, DialogFacts], AnswerTaken | AnswerRefused | DialogLeft]
    done: Callable[[Data, DialogFacts], object]  # the effect: a value that bot/ carries out
    keeps: frozenset[str] = frozenset()  # of the data, what a new version begins again with


# -- what happened, and what it led to -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DialogPress:
    payload: str
    popup: bool = False


@dataclass(frozen=True, slots=True)
class DialogText:
    text: str


@dataclass(frozen=True, slots=True)
class DialogAttachment:
    lampiran: Attachment | None  # None: of a kind that nothing can be done with


DialogEvent = DialogPress | DialogText | DialogAttachment


@dataclass(frozen=True, slots=True)
class DialogState:
    """Where somebody is in a dialogue. It goes through JSON at every turn."""

    flow: str
    version: int
    sesi: str  # tells presses of this dialogue from those of an earlier one
    di: str
    isi: Data

    def to_json(self) -> dict[str, Any]:
        data = {"sesi": self.sesi, "di": self.di, "isi": dict(self.isi)}
        return {"flow": self.flow, "version": self.version, "data": data}


@dataclass(frozen=True, slots=True)
class DialogTurn:
    place: DialogState | None  # None: the dialogue is over
    ask: Ask | None = None
    note: Words | None = None
    notice: Words | None = None  # beside a press, instead of a message
    effect: object | None = None
