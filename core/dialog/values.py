"""Values of a staff dialogue: what it asks, what it was given, where it is, what it led to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from core.errors import InputError
from core.messaging.stored_value import StoredValue, plain, stored_names

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Self

    from core.language.catalogue import Says, Texts, Words
    from core.language.option import Option
    from core.messaging.incoming import Attachment
    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire

LONGEST = 1000  # letters of one typed answer

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class DialogData(StoredValue):
    """What a dialogue is about and was told so far. A field at its default was not told yet."""

    flow: ClassVar[str]  # the dialogue's name, as it is stored and stands in buttons
    keeps: ClassVar[frozenset[str]] = frozenset()  # what a new version begins again with

    def to_json(self) -> dict[str, Any]:
        names = stored_names(type(self))
        every = ((one, getattr(self, one.name)) for one in fields(self))
        return {names[one.name]: plain(value) for one, value in every if value != _usual(one)}

    @classmethod
    def begun_again(cls, data: Mapping[str, Any]) -> Self:
        """Of what another version stored, only what the dialogue is about. Raises InputError."""
        kept = {name: data[name] for name in cls.keeps if name in data}
        return cls.from_json(kept, cls.version)


Data = TypeVar("Data", bound=DialogData)


def _usual(one: Field[Any]) -> Any:
    """Its default; MISSING, which nothing equals, where it has none."""
    return one.default if one.default_factory is MISSING else one.default_factory()


def needed(answer: Answer | None) -> Answer:
    """What an earlier step was told. Raises InputError: the stored data lacks it."""
    if answer is None:
        raise InputError("an answer is missing")
    return answer


@dataclass(frozen=True, slots=True)
class DialogFacts:
    """What every dialogue may look at; what concerns its subject stands in its own data."""

    agency: Agency
    texts: Texts
    language: str
    now: datetime
    survey: Questionnaire

    @property
    def today(self) -> date:
        return self.now.astimezone(self.agency.zone).date()


@dataclass(frozen=True, slots=True)
class Ask:
    """One question in front of somebody."""

    content: Says
    choices: tuple[Option, ...] = ()
    takes_text: bool = False  # typed words are an answer
    takes_file: bool = False  # so are photos and files
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
    attachment: Attachment


Given = Picked | Typed | FileGiven


@dataclass(frozen=True, slots=True)
class AnswerTaken(Generic[Data]):
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
class Dialog(Generic[Data]):
    """One dialogue as data: its steps in order, each with its question and what an answer does."""

    data: type[Data]
    route: Callable[[Data, DialogFacts], Sequence[str]]
    ask: Callable[[str, Data, DialogFacts], Ask]
    take: Callable[[str, Data, Given, DialogFacts], AnswerTaken[Data] | AnswerRefused | DialogLeft]
    done: Callable[[Data, DialogFacts], object]  # the effect: a value that bot/ carries out

    @property
    def name(self) -> str:
        return self.data.flow


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
    attachment: Attachment | None  # None: of a kind that nothing can be done with


DialogEvent = DialogPress | DialogText | DialogAttachment


@dataclass(frozen=True, slots=True)
class DialogState(Generic[Data]):
    """Where somebody is in a dialogue. It goes through JSON at every turn."""

    session: str  # tells presses of this dialogue from those of an earlier one
    step: str  # the step
    content: Data

    def to_json(self) -> dict[str, Any]:
        data = {"sesi": self.session, "di": str(self.step), "isi": self.content.to_json()}
        return {"flow": self.content.flow, "version": self.content.version, "data": data}


@dataclass(frozen=True, slots=True)
class DialogTurn(Generic[Data]):
    place: DialogState[Data] | None  # None: the dialogue is over
    ask: Ask | None = None
    note: Words | None = None
    notice: Words | None = None  # beside a press, instead of a message
    effect: object | None = None
