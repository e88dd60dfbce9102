"""The values of staff dialogues: `Dialog` itself, its questions, answers, state and turns.

The files of `core.dialog` define dialogues with them, `core.dialog.engine` passes them on, and
`bot.desk.dialogs` stores `DialogState` in the conversation.
"""

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
    """The subject of a dialogue and the answers so far; a field at its default is not answered yet.

    Each dialogue has one subclass, whose value is stored as JSON in the conversation at every turn.
    """

    flow: ClassVar[str]  # the dialogue's name, as it is stored and stands in buttons
    # Stored names of the fields on the subject: a new version of the dialogue keeps them.
    keeps: ClassVar[frozenset[str]] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their stored names; a field at its default is left out."""
        names = stored_names(type(self))
        every = ((one, getattr(self, one.name)) for one in fields(self))
        return {names[one.name]: plain(value) for one, value in every if value != _usual(one)}

    @classmethod
    def begun_again(cls, data: Mapping[str, Any]) -> Self:
        """Return the data of a new run that keeps only the subject (`keeps`) of stored JSON.

        Raises InputError when the subject cannot be read.
        """
        kept = {name: data[name] for name in cls.keeps if name in data}
        return cls.from_json(kept, cls.version)


Data = TypeVar("Data", bound=DialogData)


def _usual(one: Field[Any]) -> Any:
    """The default of a field; MISSING, which no value equals, where it has none."""
    return one.default if one.default_factory is MISSING else one.default_factory()


def needed(answer: Answer | None) -> Answer:
    """Return the answer of an earlier step. Raises InputError when the stored data lacks it."""
    if answer is None:
        raise InputError("an answer is missing")
    return answer


@dataclass(frozen=True, slots=True)
class DialogFacts:
    """The facts that every dialogue may look at; facts about its subject stand in its own data."""

    agency: Agency
    texts: Texts
    language: str  # code of a catalogue, of the person who answers
    now: datetime  # UTC, the time of the event
    survey: Questionnaire  # in force

    @property
    def today(self) -> date:
        """The local day of the agency."""
        return self.now.astimezone(self.agency.zone).date()


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, as the person sees it."""

    content: Says  # the words of the question
    choices: tuple[Option, ...] = ()
    takes_text: bool = False  # typed words are an answer
    takes_file: bool = False  # so are photos and files
    most: int = LONGEST  # letters of a typed answer


# -- answers, and their effects ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Picked:
    """An answer that names one of the choices, by a press or by typed words."""

    code: str  # `Option.code`


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer in typed words, without blanks around them."""

    text: str


@dataclass(frozen=True, slots=True)
class FileGiven:
    """An answer by a photo or a file."""

    attachment: Attachment


Given = Picked | Typed | FileGiven


@dataclass(frozen=True, slots=True)
class AnswerTaken(Generic[Data]):
    """The answer was good: the dialogue goes on to the next step, or to a named one."""

    data: Data
    at: str | None = None  # the named step
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class AnswerRefused:
    """The answer was no good: the question is asked again, below the reason."""

    why: Words


@dataclass(frozen=True, slots=True)
class DialogLeft:
    """The answer ends the dialogue without any effect."""

    note: Words


@dataclass(frozen=True, slots=True)
class Dialog(Generic[Data]):
    """One dialogue as functions over its data.

    `route` gives the steps in order, as far as the answers decide them; `ask` gives the question of
    a step; `take` judges an answer to a step; `done` gives the result behind the last step.
    """

    data: type[Data]
    route: Callable[[Data, DialogFacts], Sequence[str]]
    ask: Callable[[str, Data, DialogFacts], Ask]
    take: Callable[[str, Data, Given, DialogFacts], AnswerTaken[Data] | AnswerRefused | DialogLeft]
    done: Callable[[Data, DialogFacts], object]  # the result, which bot.desk carries out

    @property
    def name(self) -> str:
        return self.data.flow


# -- events, state and turns ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DialogPress:
    """A press of a button."""

    payload: str  # as it came back: foreign input
    popup: bool = False  # the channel can answer a press with a pop-up


@dataclass(frozen=True, slots=True)
class DialogText:
    """A typed message."""

    text: str


@dataclass(frozen=True, slots=True)
class DialogAttachment:
    """A photo, a file or another medium."""

    attachment: Attachment | None  # None: a kind of medium that no dialogue takes


DialogEvent = DialogPress | DialogText | DialogAttachment


@dataclass(frozen=True, slots=True)
class DialogState(Generic[Data]):
    """The state of an open dialogue. It goes through JSON at every turn."""

    session: str  # tells presses of this dialogue from those of an earlier one
    step: str
    content: Data

    def to_json(self) -> dict[str, Any]:
        """Return {"flow", "version", "data"}, as `Decision.state` holds it."""
        data = {"sesi": self.session, "di": str(self.step), "isi": self.content.to_json()}
        return {"flow": self.content.flow, "version": self.content.version, "data": data}


@dataclass(frozen=True, slots=True)
class DialogTurn(Generic[Data]):
    """The result of one event: the new state, and the words for the person."""

    place: DialogState[Data] | None  # None: the dialogue is over
    ask: Ask | None = None
    note: Words | None = None  # a line above the question, or the last word
    notice: Words | None = None  # beside a press, instead of a message
    effect: object | None = None  # the result of `Dialog.done`; None: nothing is to be carried out
