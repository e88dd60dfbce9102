"""The dialogue of `rtl forum`: an admin records the meeting (FGD or FKP) that agreed upon a plan.

An odd date is questioned before it is taken. `bot.desk.staff.rtl.forum` stores the `ForumRecord`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, cast

from core.dialog.rtl.evidence import piece, refused
from core.dialog.values import (
    AnswerRefused,
    AnswerTaken,
    Ask,
    Dialog,
    DialogData,
    FileGiven,
    Typed,
    needed,
)
from core.language.catalogue import Words
from core.language.option import Option
from core.messaging.stored_value import StoredAs
from core.periods.periode import MONTHS
from core.periods.working_days import WEEKDAY_NAMES
from core.rtl.checks import questioned
from core.rtl.plan import FORUMS, Forum, ForumKind
from core.rtl.waiting_evidence import WaitingFile

if TYPE_CHECKING:
    from core.dialog.values import DialogFacts, Given

WEEKDAY = re.compile(rf"(?:hari )?({'|'.join(WEEKDAY_NAMES)}),?[\s,]+")
WRITTEN = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2}|[a-z]+)[\s./-]+(\d{4})")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


NOTHING, RIGHT = "tidak_ada", "benar"  # codes


class ForumStep(StrEnum):
    """The steps in order; CONFIRM is asked only of an odd date."""

    KIND = "jenis"
    DATE = "tanggal"
    CONFIRM = "yakin"
    PARTICIPANTS = "peserta"
    MINUTES = "berita_acara"
    FILE = "berkas"


@dataclass(frozen=True, slots=True)
class ForumData(DialogData):
    """The plan in question, and the answers of one run of the dialogue."""

    flow = "forum"
    version = 2
    keeps = frozenset({"unit", "periode", "semua"})

    unit: str
    periode: str
    # A correction: items that were agreed upon already get this forum too.
    whole: Annotated[bool, StoredAs("semua")] = False
    kind: Annotated[ForumKind | None, StoredAs("jenis")] = None
    day: Annotated[date | None, StoredAs("tanggal")] = None
    weekday: Annotated[str | None, StoredAs("hari")] = None  # the weekday written beside the date
    confirmed: Annotated[bool, StoredAs("yakin")] = False  # an odd date was confirmed
    participants: Annotated[str, StoredAs("peserta")] = ""
    minutes: Annotated[str, StoredAs("berita_acara")] = ""
    file: Annotated[WaitingFile | None, StoredAs("berkas")] = None


@dataclass(frozen=True, slots=True)
class ForumRecord:
    """The result: the forum of a plan, which makes its drafts a promise."""

    unit: str
    periode: str
    forum: Forum
    file: WaitingFile | None  # the minutes, still at the channel; None: none were sent
    whole: bool = False  # as `ForumData.whole`


def read_day(text: str) -> date | None:
    """Read a date as people write it: "12 Des 2024", "Kamis, 12-12-2024", "2024-12-12".

    None: the text is no date, or the calendar lacks it. A weekday is not compared with the date.
    """
    said = WEEKDAY.sub("", " ".join(text.casefold().split()), count=1)
    if found := ISO.fullmatch(said):
        year, month, day = found[1], found[2], found[3]
    elif found := WRITTEN.fullmatch(said):
        day, year = found[1], found[3]
        month = found[2] if found[2].isdecimal() else str(MONTHS.get(found[2], 0))
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _forum(data: ForumData) -> Forum:
    # The admin has confirmed an odd date before this is called, so `doubtful` stays False.
    return Forum(needed(data.kind), needed(data.day), data.participants, data.minutes)


def _odd(data: ForumData, facts: DialogFacts) -> str:
    """The oddities of the date in Indonesian; "" when there are none."""
    forum = _forum(data)
    found = [one.words for one in questioned(forum, data.periode, facts.today)]
    written, day = data.weekday, forum.day
    if written and WEEKDAY_NAMES[day.weekday()] != written:
        right = WEEKDAY_NAMES[day.weekday()].capitalize()
        found.append(f"{day:%d-%m-%Y} hari {right}, tertulis {written.capitalize()}")
    return "; ".join(found)


def _route(data: ForumData, facts: DialogFacts) -> tuple[ForumStep, ...]:
    odd = data.kind and data.day and _odd(data, facts)
    return tuple(one for one in ForumStep if odd or one is not ForumStep.CONFIRM)


def _ask(step: str, data: ForumData, facts: DialogFacts) -> Ask:
    said = Words(f"rtl.forum.{step}", {"periode": data.periode})
    none = Option(NOTHING, Words("tombol.tidak_ada"), also="juga.tidak_ada")
    match step:
        case ForumStep.KIND:
            return Ask(said, tuple(Option(one, one) for one in FORUMS))
        case ForumStep.CONFIRM:
            codes = (RIGHT, "ganti")
            choices = tuple(Option(code, Words(f"rtl.tombol.{code}")) for code in codes)
            return Ask(Words("rtl.forum.yakin", {"janggal": _odd(data, facts)}), choices)
        case ForumStep.MINUTES:
            return Ask(said, (none,), takes_text=True)
        case ForumStep.FILE:
            return Ask(said, (none,), takes_file=True)
    return Ask(said, takes_text=True)


def _take(
    step: str, data: ForumData, given: Given, _facts: DialogFacts
) -> AnswerTaken[ForumData] | AnswerRefused:
    if isinstance(given, FileGiven):
        if why := refused(given.attachment):
            return AnswerRefused(why)
        return AnswerTaken(replace(data, file=piece(given.attachment, 1)))
    if isinstance(given, Typed):
        return _written(step, data, given.text)
    match step:
        case ForumStep.KIND:
            return AnswerTaken(replace(data, kind=cast("ForumKind", given.code)))
        case ForumStep.CONFIRM if given.code == RIGHT:
            return AnswerTaken(replace(data, confirmed=True))
        case ForumStep.CONFIRM:
            return AnswerTaken(data, at=ForumStep.DATE)
        case ForumStep.MINUTES:
            return AnswerTaken(replace(data, minutes=""))
    return AnswerTaken(replace(data, file=None))


def _written(step: str, data: ForumData, text: str) -> AnswerTaken[ForumData] | AnswerRefused:
    match step:
        case ForumStep.DATE:
            return _dated(data, text)
        case ForumStep.PARTICIPANTS:
            return AnswerTaken(replace(data, participants=text))
    return AnswerTaken(replace(data, minutes=text))


def _dated(data: ForumData, text: str) -> AnswerTaken[ForumData] | AnswerRefused:
    day = read_day(text)
    if day is None:
        return AnswerRefused(Words("rtl.forum.tanggal_salah"))
    named = WEEKDAY.match(text.casefold().strip())
    weekday = named[1] if named else None
    return AnswerTaken(replace(data, day=day, weekday=weekday, confirmed=False))


def _done(data: ForumData, _facts: DialogFacts) -> ForumRecord:
    return ForumRecord(data.unit, data.periode, _forum(data), data.file, data.whole)


DIALOG = Dialog(ForumData, _route, _ask, _take, _done)
