"""`rtl forum`: where a plan was agreed upon. A date that can hardly be is questioned first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from core.dialog.rtl.evidence import piece, refused
from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, FileGiven, Typed
from core.language.catalogue import Words
from core.language.option import Option
from core.periods.periode import MONTHS
from core.periods.working_days import NAMES
from core.rtl.checks import questioned
from core.rtl.plan import FORUMS, Forum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.dialog.values import Data, DialogFacts, Given

WEEKDAY = re.compile(rf"(?:hari )?({'|'.join(NAMES)}),?[\s,]+")
WRITTEN = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2}|[a-z]+)[\s./-]+(\d{4})")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class CatatForum:
    unit: str
    periode: str
    forum: Forum
    berkas: Mapping[str, Any] | None  # the minutes as they wait: {"ref", "mime", "nama"}
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


def _forum(data: Data) -> Forum:
    told = {name: data.get(name, "") for name in ("peserta", "berita_acara")}
    # An odd date is not taken before the admin has confirmed it: so it never stays in doubt.
    return Forum(data["jenis"], date.fromisoformat(data["tanggal"]), **told)


def _odd(data: Data, facts: DialogFacts) -> str:
    """What is odd about the date, in words; "" when nothing is."""
    found = [one.kata for one in questioned(_forum(data), data["periode"], facts.hari)]
    written, day = data.get("hari"), date.fromisoformat(data["tanggal"])
    if written and NAMES[day.weekday()] != written:
        right = NAMES[day.weekday()].capitalize()
        found.append(f"{day:%d-%m-%Y} hari {right}, tertulis {written.capitalize()}")
    return "; ".join(found)


def _route(data: Data, facts: DialogFacts) -> tuple[str, ...]:
    odd = "jenis" in data and "tanggal" in data and _odd(data, facts)
    sure = ("yakin",) if odd else ()
    return ("jenis", "tanggal", *sure, "peserta", "berita_acara", "berkas")


def _ask(step: str, data: Data, facts: DialogFacts) -> Ask:
    said = Words(f"rtl.forum.{step}", {"periode": data["periode"]})
    if step == "jenis":
        return Ask(said, tuple(Option(one, one) for one in FORUMS))
    if step == "yakin":
        codes = ("benar", "ganti")
        choices = tuple(Option(code, Words(f"rtl.tombol.{code}")) for code in codes)
        return Ask(Words("rtl.forum.yakin", {"janggal": _odd(data, facts)}), choices)
    if step in ("berita_acara", "berkas"):
        none = Option("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
        return Ask(said, (none,), ketik=step != "berkas", kirim=step == "berkas")
    return Ask(said, ketik=True)


def _take(step: str, data: Data, given: Given, _facts: DialogFacts) -> AnswerTaken | AnswerRefused:
    if isinstance(given, FileGiven):
        why = refused(given.lampiran)
        return AnswerRefused(why) if why else AnswerTaken({**data, step: piece(given.lampiran, 1)})
    if isinstance(given, Typed):
        return (
            _dated(data, given.text)
            if step == "tanggal"
            else AnswerTaken({**data, step: given.text})
        )
    if step == "yakin":
        return (
            AnswerTaken({**data, step: True})
            if given.code == "benar"
            else AnswerTaken(data, at="tanggal")
        )
    none = None if step == "berkas" else ""
    return AnswerTaken({**data, step: none if given.code == "tidak_ada" else given.code})


def _dated(data: Data, text: str) -> AnswerTaken | AnswerRefused:
    day = read_day(text)
    if day is None:
        return AnswerRefused(Words("rtl.forum.tanggal_salah"))
    named = WEEKDAY.match(text.casefold().strip())
    plain = {key: value for key, value in data.items() if key not in ("yakin", "hari")}
    return AnswerTaken({**plain, "tanggal": day.isoformat(), "hari": named[1] if named else None})


def _done(data: Data, _facts: DialogFacts) -> CatatForum:
    return CatatForum(
        data["unit"], data["periode"], _forum(data), data.get("berkas"), data.get("semua", False)
    )


DIALOG = Dialog("forum", 2, _route, _ask, _take, _done, frozenset({"unit", "periode", "semua"}))
