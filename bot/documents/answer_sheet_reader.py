"""Reads the workbook for paper answers back, for `skm import`.

Every row is complete, or the file is refused with the faulty lines. Formulas are refused wherever
they stand: the value that a formula shows was not typed by anybody.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.documents.answer_sheet import (
    DAY,
    ENTRY,
    FACTS,
    FORM,
    HOUR,
    SERVICE,
    WORDS,
    about,
    asked,
    heads,
)
from core.answers.entry import SLOTS, Entry, known, too_young
from core.dialog.rtl.forum import read_day
from core.errors import FileError, InputError
from core.language.free_text import SARAN_MOST, storable
from core.office.agency import ServicePoint
from core.office.questionnaire import DECLINED, SCORES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from core.answers.matrix.values import TableLine
    from core.office.agency import Agency, Unit
    from core.office.questionnaire import ProfileField, Questionnaire

BACK = timedelta(days=366)  # older answers are imported undated, under a periode
FAULTS = 10  # at most so many faults are listed
MIDNIGHT = re.compile(r"[T ]00:00(:00)?$")
BLANK = frozenset({"", "-", "–"})


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """A sheet that was read: its rows, each with a key by which it is stored only once."""

    rows: tuple[tuple[str, Entry], ...]
    survey: Questionnaire


@dataclass(frozen=True, slots=True)
class SheetHeader:
    """The facts that hold for every row of a sheet."""

    file: str
    survey: Questionnaire
    unit: Unit
    spot: ServicePoint
    mark: str  # of the workbook
    today: date  # in the unit's zone
    youngest: int | None  # least age of a respondent in years
    places: Mapping[str, int]  # column by its head, from 0


def facts_of(sheets: Mapping[str, Sequence[TableLine]]) -> dict[str, str] | None:
    """The facts of the sheet `Tentang`; None when the workbook is not one of `answer_sheet`'s."""
    found = {one.cells[0]: one.cells[1] for one in sheets.get(FACTS, ()) if len(one.cells) > 1}
    return found if found.get("bentuk") == FORM else None


def read(
    sheets: Mapping[str, Sequence[TableLine]],
    file: str,
    agency: Agency,
    survey_of: Callable[[str], Questionnaire | None],
    now: datetime,
) -> AnswerSheet:
    """The answers of a workbook that `told` recognised.

    `sheets`: its lines by sheet, as `matrix_reader.sheets` gives them. `survey_of` finds a
    questionnaire by its snapshot. Raises InputError that names the first ten faulty lines,
    FileError for a fault of the sheet itself.
    """
    lines = list(sheets.get(ENTRY, ()))
    head = _head(facts_of(sheets) or {}, lines, file, agency, survey_of, now)
    found: list[tuple[str, Entry]] = []
    faults: list[str] = []
    for one in lines[1:]:
        if not any(one.cells):
            continue
        try:
            found.append((_key(head, one), _row(head, one)))
        except FileError as wrong:
            faults.append(str(wrong))
    if faults:
        more = [f"… dan {len(faults) - FAULTS} baris lagi."] if len(faults) > FAULTS else []
        raise InputError("\n".join([*faults[:FAULTS], *more]))
    if not found:
        raise FileError(file, f"lembar {ENTRY}", "belum berisi jawaban", "Isi mulai baris 2")
    return AnswerSheet(tuple(found), head.survey)


def _head(
    facts: Mapping[str, str],
    lines: Sequence[TableLine],
    file: str,
    agency: Agency,
    survey_of: Callable[[str], Questionnaire | None],
    now: datetime,
) -> SheetHeader:
    def wrong(where: str, what: str) -> FileError:
        return FileError(file, f"lembar {FACTS}, {where}", what, "Buat lembar baru dengan skm form")

    survey, unit = survey_of(facts.get("kuesioner", "")), agency.unit_with(facts.get("unit"))
    if survey is None:
        raise wrong("kuesioner", "versi kuesioner tidak dikenal")
    if unit is None:
        raise wrong("unit", f"{facts.get('unit')!r} tidak ada")
    layanan, loket = facts.get("layanan") or None, facts.get("loket") or None
    if layanan and unit.service(layanan) is None:
        raise wrong("layanan", f"{layanan!r} tidak ada di unit ini")
    if loket and loket not in {one.code for one in unit.loket}:
        raise wrong("loket", f"{loket!r} tidak ada di unit ini")
    if facts.get("cara") != "paper" or not facts.get("lembar"):
        raise wrong("cara", "bukan lembar untuk formulir kertas")
    cells = lines[0].cells if lines else ()
    if missing := [name for name in heads(survey, layanan) if cells.count(name) != 1]:
        where = f"lembar {ENTRY}, baris 1"
        raise FileError(file, where, f"kepala {missing[0]!r} tidak ada atau dua kali", "Pulihkan")
    places = {name: cells.index(name) for name in heads(survey, layanan)}
    spot = ServicePoint(unit.code, layanan, loket)
    today, young = now.astimezone(agency.zone_of(unit.code)).date(), agency.minimum_age
    return SheetHeader(file, survey, unit, spot, facts["lembar"], today, young, places)


# -- one row ---------------------------------------------------------------------------------------


def _key(head: SheetHeader, one: TableLine) -> str:
    """The same row of the same workbook, saved or imported again, has the same key."""
    content = hashlib.sha256("\x1f".join(one.cells).rstrip("\x1f").encode("utf-8", "replace"))
    return f"lembar:{head.mark}:{one.line}:{content.hexdigest()}"


def _row(head: SheetHeader, one: TableLine) -> Entry:
    row = _SheetRow(head, one)
    unit, day = head.unit, row.day()
    service = head.spot.layanan or row.code(
        SERVICE, {x.code: x.label for x in unit.layanan if x.active}
    )
    saran = row.words()
    return Entry(
        survey=head.survey,
        point=replace(head.spot, layanan=service),
        mode="paper",
        channel="import",
        language=head.survey.language,
        day=day,
        slot=row.code(HOUR, {slot: slot for slot in SLOTS}) if row.at(HOUR) else None,
        duration=None,
        profile={asked.key: row.profile(asked) for asked in head.survey.profile},
        nilai={key: row.score(name) for key, name in asked(head.survey).items()},
        saran=saran,
    )


@dataclass(frozen=True, slots=True)
class _SheetRow:
    """The cells of one row, by the heads of their columns."""

    head: SheetHeader
    row: TableLine

    def at(self, name: str) -> str:
        place = self.head.places[name]
        found = self.row.cells[place].strip() if place < len(self.row.cells) else ""
        if found.startswith("="):
            raise self.fault(name, "berisi rumus", "Ketik isinya sendiri")
        return "" if found in BLANK else found

    def fault(self, name: str, what: str, remedy: str) -> FileError:
        return FileError(self.head.file, f"baris {self.row.line}, {name}", what, remedy)

    def day(self) -> date:
        told = self.at(DAY)
        found = read_day(MIDNIGHT.sub("", told))
        if found is None:
            raise self.fault(DAY, f"{told[:20]!r} bukan tanggal", "Tulis seperti 2026-11-21")
        if not self.head.today - BACK <= found <= self.head.today:
            what = f"{found} di masa depan atau lebih dari setahun lalu"
            raise self.fault(DAY, what, "Betulkan, atau masukkan tanpa tanggal dengan --period")
        return found

    def code(self, name: str, labels: Mapping[str, str]) -> str:
        told = self.at(name)
        for code, label in labels.items():
            if told.casefold() in (code.casefold(), label.casefold()):
                return code
        raise self.fault(name, f"{told[:30]!r} tidak ada dalam daftar", "Pilih dari daftar")

    def profile(self, one: ProfileField) -> str:
        told = self.at(about(one))
        if not told:
            return DECLINED
        code = self.code(about(one), one.choices) if one.choices else told
        if not known(one, code):
            raise self.fault(about(one), f"{told[:20]!r} tidak dapat diterima", "Betulkan")
        if too_young(one, code, self.head.youngest):
            what = f"di bawah {self.head.youngest} tahun"
            raise self.fault(about(one), what, "Hapus baris itu")
        return code

    def score(self, name: str) -> int:
        told = self.at(name)
        if told not in {str(one) for one in SCORES}:
            raise self.fault(name, f"{told[:20]!r} bukan 1, 2, 3, atau 4", "Lengkapi baris itu")
        return int(told)

    def words(self) -> str | None:
        told = self.at(WORDS)
        if len(told) > SARAN_MOST or not storable(told):
            raise self.fault(WORDS, f"lebih dari {SARAN_MOST} huruf atau rusak", "Ringkaskan")
        return told or None
