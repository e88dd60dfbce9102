"""`rtl forum`: where a plan was agreed upon. A date that can hardly be is questioned first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.dialog.values import Ask, Dialog, Picked, Refused, Taken, Typed
from core.periode import MONTHS
from core.rtl import FORUMS, Forum
from core.rtl_periksa import questioned
from core.talk.state import Pilih
from core.texts import Words

if TYPE_CHECKING:
    from core.dialog.values import Data, Facts, Given

WRITTEN = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2}|[a-z]+)[\s./-]+(\d{4})")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class CatatForum:
    unit: str
    periode: str
    forum: Forum


def read_day(text: str) -> date | None:
    """ "12 Des 2024", "12-12-2024", "2024-12-12"; None: no day, or none that there is."""
    said = " ".join(text.casefold().split())
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


def _route(data: Data, facts: Facts) -> tuple[str, ...]:
    known = "jenis" in data and "tanggal" in data
    odd = known and questioned(_forum(data), data["periode"], facts.hari)
    return ("jenis", "tanggal", *(("yakin",) if odd else ()), "peserta", "berita_acara")


def _ask(step: str, data: Data, facts: Facts) -> Ask:
    said = Words(f"rtl.forum.{step}", {"periode": data["periode"]})
    if step == "jenis":
        return Ask(said, tuple(Pilih(one, one) for one in FORUMS))
    if step == "yakin":
        why = "; ".join(one.kata for one in questioned(_forum(data), data["periode"], facts.hari))
        codes = ("benar", "ganti")
        choices = tuple(Pilih(code, Words(f"rtl.tombol.{code}")) for code in codes)
        return Ask(Words("rtl.forum.yakin", {"janggal": why}), choices)
    if step == "berita_acara":
        none = Pilih("tidak_ada", Words("tombol.tidak_ada"), also="juga.tidak_ada")
        return Ask(said, (none,), ketik=True)
    return Ask(said, ketik=True)


def _take(step: str, data: Data, given: Given, _facts: Facts) -> Taken | Refused:
    if isinstance(given, Typed):
        if step != "tanggal":
            return Taken({**data, step: given.text})
        day = read_day(given.text)
        plain = {key: value for key, value in data.items() if key != "yakin"}
        why = Words("rtl.forum.tanggal_salah")
        return Taken({**plain, step: day.isoformat()}) if day else Refused(why)
    if not isinstance(given, Picked):
        return Refused(Words("dialog.belum_terbaca"))
    if step == "yakin":
        return Taken({**data, step: True}) if given.code == "benar" else Taken(data, at="tanggal")
    return Taken({**data, step: "" if given.code == "tidak_ada" else given.code})


def _done(data: Data, _facts: Facts) -> CatatForum:
    return CatatForum(data["unit"], data["periode"], _forum(data))


DIALOG = Dialog("forum", 1, _route, _ask, _take, _done, frozenset({"unit", "periode"}))
