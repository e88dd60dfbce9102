"""The dialogue of `populasi`: staff enter the number of users of a layanan, and its source.

The number sets the sample target by the formula of Krejcie and Morgan (`core.ikm.sample_size`).
`bot.desk.staff.population` stores the `UserCount` in the agency's document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from core.dialog.values import AnswerRefused, AnswerTaken, Ask, Dialog, DialogData, Picked, Typed
from core.errors import InputError
from core.ikm.sample_size import krejcie_morgan, sample_target
from core.language.catalogue import Joined, Words
from core.language.option import Option
from core.messaging.stored_value import StoredAs
from core.periods import periode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.dialog.values import DialogFacts, Given
    from core.language.catalogue import Fact
    from core.office.agency import Population
    from core.periods.periode import PeriodeKind

MOST = 10_000_000  # users, or answers of a target
MOST_SAID = f"{MOST:,}".replace(",", ".")
SOURCE_MOST = 120  # letters
NUMBER = re.compile(
    r"(?:n\s*=?\s*)?(?P<target>target\s+)?(?P<n>\d{1,3}(?:[. ]\d{3})+|\d{1,12})"
    r"(?:\s+(?:orang|pengguna))?\.?",
    re.IGNORECASE,
)
SAVE = "simpan"
OFFERED: tuple[PeriodeKind, ...] = ("tahun", "semester", "triwulan")


class PopulationStep(StrEnum):
    """The steps in order; each value is part of its catalogue key."""

    WHAT = "apa"
    PERIODE = "periode"
    NUMBER = "angka"
    SOURCE = "sumber"
    REVIEW = "periksa"


@dataclass(frozen=True, slots=True)
class PopulationData(DialogData):
    """The answers of one run of the dialogue; "" and 0: not given yet."""

    flow = "populasi"

    query: Annotated[str, StoredAs("apa")] = ""  # "unit/layanan"; "unit/": the unit as a whole
    periode: str = ""  # label: "2026", "2026-TW3"
    n: int = 0
    target: bool = False  # n is a target set by letter, not a number of users
    source: Annotated[str, StoredAs("sumber")] = ""


@dataclass(frozen=True, slots=True)
class UserCount:
    """The result: the number of users in a period, or a target that was set by letter."""

    unit: str
    layanan: str | None  # None: the unit as a whole
    periode: str  # label: "2026", "2026-TW3"
    n: int  # users; answers, where `is_target`
    is_target: bool
    source: str  # in words of the staff


def line(name: str, known: Population | None) -> Words:
    """Return the line on one layanan or unit: its users, target and source, if they are known."""
    if known is None:
        return Words("populasi.belum", {"apa": name})
    target = sample_target(known)
    facts: dict[str, Fact] = {"apa": name, "n": known.users, "target": target}
    return Words("populasi.baris", {**facts, "sumber": known.source})


def _places(facts: DialogFacts) -> Iterator[tuple[str, str]]:
    """Every choice as (code, name): "unit/layanan", and behind its layanan each unit ("unit/")."""
    for unit in facts.agency.unit:
        for one in unit.layanan:
            yield f"{unit.code}/{one.code}", facts.agency.label(unit, one)
        yield f"{unit.code}/", unit.short


def _route(_data: PopulationData, _facts: DialogFacts) -> tuple[PopulationStep, ...]:
    return tuple(PopulationStep)


def _ask(step: str, data: PopulationData, facts: DialogFacts) -> Ask:
    match step:
        case PopulationStep.WHAT:
            return _ask_what(facts)
        case PopulationStep.PERIODE:
            now = [periode.current(kind, facts.today) for kind in OFFERED]
            offered = (now[0], periode.previous(now[0]), *now[1:])
            named = tuple(Option(one.label, one.label) for one in offered)
            return Ask(
                Words("populasi.periode", {"apa": _name(data, facts)}), named, takes_text=True
            )
        case PopulationStep.REVIEW:
            save = Option(SAVE, Words("tombol.simpan_n"), also="juga.kirim")
            return Ask(_summary(data, facts), (save, Option("ubah", Words("tombol.ubah"))))
    told: dict[str, Fact] = {"apa": _name(data, facts), "periode": data.periode}
    return Ask(Words(f"populasi.{step}_tanya", told), takes_text=True)


def _ask_what(facts: DialogFacts) -> Ask:
    label = periode.current("tahun", facts.today).label
    every = list(_places(facts))
    known = tuple(
        line(name, facts.agency.users(unit, layanan or None, label))
        for code, name in every
        for unit, _, layanan in [code.partition("/")]
    )
    said = Words("populasi.apa", {"label": label, "isi": Joined("\n", known)})
    return Ask(said, tuple(Option(code, name) for code, name in every))


def _name(data: PopulationData, facts: DialogFacts) -> str:
    return next((name for code, name in _places(facts) if code == data.query), data.query)


def _summary(data: PopulationData, facts: DialogFacts) -> Words:
    n = None if data.target else data.n
    target = data.n if data.target else krejcie_morgan(data.n)
    told: dict[str, Fact] = {"apa": _name(data, facts), "periode": data.periode}
    return Words("populasi.periksa", {**told, "n": n, "target": target, "sumber": data.source})


def _take(
    step: str, data: PopulationData, given: Given, facts: DialogFacts
) -> AnswerTaken[PopulationData] | AnswerRefused:
    if isinstance(given, Picked):
        return _picked(step, data, given.code)
    if not isinstance(given, Typed):
        return AnswerRefused(Words("dialog.belum_terbaca"))
    if step == PopulationStep.PERIODE:
        return _dated(data, given.text, facts)
    if step == PopulationStep.NUMBER:
        return _counted(data, given.text)
    said = " ".join(given.text.split())
    if len(said) > SOURCE_MOST:
        return AnswerRefused(Words("populasi.sumber_panjang", {"paling": SOURCE_MOST}))
    return AnswerTaken(replace(data, source=said))


def _picked(step: str, data: PopulationData, code: str) -> AnswerTaken[PopulationData]:
    match step:
        case PopulationStep.REVIEW:
            return AnswerTaken(data, at=None if code == SAVE else PopulationStep.WHAT)
        case PopulationStep.PERIODE:
            return AnswerTaken(replace(data, periode=code))
    return AnswerTaken(replace(data, query=code))


def _dated(
    data: PopulationData, text: str, facts: DialogFacts
) -> AnswerTaken[PopulationData] | AnswerRefused:
    try:
        found = periode.parse(text, facts.today)
    except InputError as wrong:
        return AnswerRefused(Words("populasi.periode_salah", {"salah": str(wrong)}))
    return AnswerTaken(replace(data, periode=found.label))


def _counted(data: PopulationData, text: str) -> AnswerTaken[PopulationData] | AnswerRefused:
    found = NUMBER.fullmatch(text.strip())
    n = int(re.sub(r"\D", "", found["n"])) if found else 0
    if found is None or not 1 <= n <= MOST:
        said = " ".join(text.split())[:40]
        return AnswerRefused(Words("populasi.angka", {"n": said, "paling": MOST_SAID}))
    return AnswerTaken(replace(data, n=n, target=bool(found["target"])))


def _done(data: PopulationData, _facts: DialogFacts) -> UserCount:
    unit, _, layanan = data.query.partition("/")
    return UserCount(unit, layanan or None, data.periode, data.n, data.target, data.source)


DIALOG = Dialog(PopulationData, _route, _ask, _take, _done)
