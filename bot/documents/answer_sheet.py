"""Writes the workbook for paper answers, with lists to choose from, for `skm form`.

`answer_sheet_reader` reads it back. The workbook names the version of the questionnaire, and every
column names its question: nothing depends on the order of the columns.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from core.answers.entry import SLOTS
from core.office.questionnaire import SCORES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.office.agency import ServicePoint, Unit
    from core.office.questionnaire import ProfileField, Questionnaire

FORM = "skm-lembar-1"
ENTRY, FACTS, LISTS = "Isian", "Tentang", "Pilihan"
DAY, HOUR, SERVICE, WORDS = "Tanggal", "Jam", "Layanan", "Saran"
LAST = 1000  # the lists reach down to this line
WIDTHS = {DAY: 13, HOUR: 9, SERVICE: 22, WORDS: 60}
HELP = (
    "Satu baris untuk satu formulir kertas; hanya yang kotak persetujuannya dicentang.",
    "Angka 1–4 menurut nomor pertanyaan di formulir. Nomor 8 dan 9 tidak sama dengan U8 dan U9.",
    "Profil yang tidak dijawab dikosongkan. Saran tanpa nama, NIK, dan nomor HP.",
    "Baris kepala dan lembar ini jangan diubah. Setelah selesai: skm import BERKAS.",
    "Boleh ditambah dan dimasukkan lagi: baris yang sudah masuk tidak terhitung dua kali.",
)


def asked(survey: Questionnaire) -> dict[str, str]:
    """The column heads of the questions, by question key, in the order of the form.

    A head holds the question's number, its short name, and the code of its unsur in brackets.
    """
    return {
        one.key: f"{nth} {one.short} ({survey.unsur_of(one.key).code})"
        for nth, one in enumerate(survey.questions, start=1)
    }


def about(one: ProfileField) -> str:
    """The column head of a profile field."""
    return one.key.capitalize()


def heads(survey: Questionnaire, layanan: str | None) -> list[str]:
    """All column heads of the sheet, in order. Without a `layanan` each row names its own."""
    service = [] if layanan else [SERVICE]
    profile = [about(one) for one in survey.profile]
    return [DAY, HOUR, *service, *profile, *asked(survey).values(), WORDS]


def facts(survey: Questionnaire, spot: ServicePoint, mark: str) -> dict[str, str]:
    """The sheet `Tentang`: facts that hold for every row, by name.

    `mark` is random and tells the rows of this workbook from those of another one.
    """
    return {
        "bentuk": FORM,
        "kuesioner": survey.snapshot,
        "cara": "paper",
        "unit": spot.unit,
        "layanan": spot.layanan or "",
        "loket": spot.loket or "",
        "lembar": mark,
    }


def workbook(survey: Questionnaire, unit: Unit, spot: ServicePoint, mark: str) -> bytes:
    """The xlsx file, as bytes, for one service point; `mark` as in `facts`."""
    import xlsxwriter  # noqa: PLC0415 - loaded where a sheet is written

    made = io.BytesIO()
    # Texts stay texts: no cell that is written here may become a formula or a link.
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(made, plain)
    lists = _lists(survey, unit, spot)
    _entry(book, heads(survey, spot.layanan), lists)
    _told(book, facts(survey, spot, mark))
    _choices(book, lists)
    book.close()
    return made.getvalue()


def _lists(survey: Questionnaire, unit: Unit, spot: ServicePoint) -> dict[str, list[str]]:
    """The options of a column by its head; scores and days are checked by number instead."""
    found = {HOUR: list(SLOTS)}
    if spot.layanan is None:
        found[SERVICE] = [one.label for one in unit.layanan if one.active]
    return found | {about(one): list(one.choices.values()) for one in survey.profile if one.choices}


def _entry(book: Any, head: Sequence[str], lists: Mapping[str, Sequence[str]]) -> None:
    sheet = book.add_worksheet(ENTRY)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, name in enumerate(head):
        sheet.write_string(0, place, name, bold)
        width = WIDTHS.get(name, 14 if name in lists else 8)
        sheet.set_column(place, place, width, day if name == DAY else None)
        if rule := _rule(name, list(lists), lists):
            sheet.data_validation(1, place, LAST - 1, place, rule)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()


def _rule(name: str, order: Sequence[str], lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    if name in lists:
        column = chr(ord("A") + order.index(name))
        source = f"={LISTS}!${column}$2:${column}${len(lists[name]) + 1}"
        return {
            "validate": "list",
            "source": source,
            "error_title": name,
            "error_message": "Pilih dari daftar.",
        }
    if name == DAY:
        from datetime import date  # noqa: PLC0415 - one use

        wrong = "Tulis tanggal formulirnya, misalnya 2026-11-21."
        first = date(2020, 1, 1)
        return {"validate": "date", "criteria": ">=", "value": first, "error_message": wrong}
    if name[:1].isdecimal():
        wrong = "Hanya 1, 2, 3, atau 4."
        return {"validate": "list", "source": [str(one) for one in SCORES], "error_message": wrong}
    return {}


def _told(book: Any, told: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(FACTS)
    for line, (name, value) in enumerate(told.items()):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, value)
    for line, words in enumerate(HELP, start=len(told) + 1):
        sheet.write_string(line, 0, words)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 30)
    sheet.protect()


def _choices(book: Any, lists: Mapping[str, Sequence[str]]) -> None:
    sheet = book.add_worksheet(LISTS)
    for place, (name, options) in enumerate(lists.items()):
        sheet.write_string(0, place, name)
        for line, option in enumerate(options, start=1):
            sheet.write_string(line, place, option)
        sheet.set_column(place, place, 24)
    sheet.protect()
