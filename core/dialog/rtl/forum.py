"""`rtl forum`: where a plan was agreed upon. A date that can hardly be is questioned first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, cast

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
from core.periods.periode import MONTHS
from core.periods.working_days import NAMES
from core.rtl.checks import questioned
from core.rtl.plan import FORUMS, Forum, JenisForum
from core.rtl.waiting_evidence import WaitingFile

if TYPE_CHECKING:
    from core.dialog.values import DialogFacts, Given

WEEKDAY = re.compile(rf"(?:hari )?({'|'.join(NAMES)}),?[\s,]+")
WRITTEN = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2}|[a-z]+)[\s./-]+(\d{4})")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


NOTHING, RIGHT = "tidak_ada", "benar"  # codes


class ForumStep(StrEnum):
    JENIS = "jenis"
    TANGGAL = "tanggal"
    YAKIN = "yakin"
    PESERTA = "peserta"
    BERITA_ACARA = "berita_acara"
    BERKAS = "berkas"


@dataclass(frozen=True, slots=True)
class ForumData(DialogData):
    flow = "forum"
    version = 2
    keeps = frozenset({"unit", "periode", "semua"})

    unit: str
    periode: str
    semua: bool = False  # also of what was agreed upon: a correction
    jenis: JenisForum | None = None
    tanggal: date | None = None
    hari: str | None = None  # the weekday that was written with it
    yakin: bool = False  # an odd date was confirmed
    peserta: str = ""
    berita_acara: str = ""
    berkas: WaitingFile | None = None


@dataclass(frozen=True, slots=True)
class CatatForum:
    unit: str
    periode: str
    forum: Forum
    berkas: WaitingFile | None  # the minutes as they wait
    semua: bool = False  # also of what was agreed upon: a correction


def read_day(text: str) -> date | None:
    """ "12 Des 2024", "Kamis, 12-12-2024", "2024-12-12"; None: no day, or none that there is."""
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
    # An odd date is not taken before the admin has confirmed it: so it never stays in doubt.
    return Forum(needed(data.jenis), needed(data.tanggal), data.peserta, data.berita_acara)


def _odd(data: ForumData, facts: DialogFacts) -> str:
    """What is odd about the date, in words; "" when nothing is."""
    forum = _forum(data)
    found = [one.kata for one in questioned(forum, data.periode, facts.hari)]
    written, day = data.hari, forum.tanggal
    if written and NAMES[day.weekday()] != written:
        right = NAMES[day.weekday()].capitalize()
        found.append(f"{day:%d-%m-%Y} hari {right}, tertulis {written.capitalize()}")
    return "; ".join(found)


def _route(data: ForumData, facts: DialogFacts) -> tuple[ForumStep, ...]:
    odd = data.jenis and data.tanggal and _odd(data, facts)
    return tuple(one for one in ForumStep if odd or one is not ForumStep.YAKIN)


def _ask(step: str, data: ForumData, facts: DialogFacts) -> Ask:
    said = Words(f"rtl.forum.{step}", {"periode": data.periode})
    none = Option(NOTHING, Words("tombol.tidak_ada"), also="juga.tidak_ada")
    match step:
        case ForumStep.JENIS:
            return Ask(said, tuple(Option(one, one) for one in FORUMS))
        case ForumStep.YAKIN:
            codes = (RIGHT, "ganti")
            choices = tuple(Option(code, Words(f"rtl.tombol.{code}")) for code in codes)
            return Ask(Words("rtl.forum.yakin", {"janggal": _odd(data, facts)}), choices)
        case ForumStep.BERITA_ACARA:
            return Ask(said, (none,), ketik=True)
        case ForumStep.BERKAS:
            return Ask(said, (none,), kirim=True)
    return Ask(said, ketik=True)


def _take(
    step: str, data: ForumData, given: Given, _facts: DialogFacts
) -> AnswerTaken[ForumData] | AnswerRefused:
    if isinstance(given, FileGiven):
        if why := refused(given.lampiran):
            return AnswerRefused(why)
        return AnswerTaken(replace(data, berkas=piece(given.lampiran, 1)))
    if isinstance(given, Typed):
        return _written(step, data, given.text)
    match step:
        case ForumStep.JENIS:
            return AnswerTaken(replace(data, jenis=cast("JenisForum", given.code)))
        case ForumStep.YAKIN if given.code == RIGHT:
            return AnswerTaken(replace(data, yakin=True))
        case ForumStep.YAKIN:
            return AnswerTaken(data, at=ForumStep.TANGGAL)
        case ForumStep.BERITA_ACARA:
            return AnswerTaken(replace(data, berita_acara=""))
    return AnswerTaken(replace(data, berkas=None))


def _written(step: str, data: ForumData, text: str) -> AnswerTaken[ForumData] | AnswerRefused:
    match step:
        case ForumStep.TANGGAL:
            return _dated(data, text)
        case ForumStep.PESERTA:
            return AnswerTaken(replace(data, peserta=text))
    return AnswerTaken(replace(data, berita_acara=text))


def _dated(data: ForumData, text: str) -> AnswerTaken[ForumData] | AnswerRefused:
    day = read_day(text)
    if day is None:
        return AnswerRefused(Words("rtl.forum.tanggal_salah"))
    named = WEEKDAY.match(text.casefold().strip())
    hari = named[1] if named else None
    return AnswerTaken(replace(data, tanggal=day, hari=hari, yakin=False))


def _done(data: ForumData, _facts: DialogFacts) -> CatatForum:
    return CatatForum(data.unit, data.periode, _forum(data), data.berkas, data.semua)


DIALOG = Dialog(ForumData, _route, _ask, _take, _done)
