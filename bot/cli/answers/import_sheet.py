"""`skm import` of a sheet that `skm form` made: dated answers, each row once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from core.errors import InputError
from core.office.questionnaire import from_snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.cli.context import CommandContext
    from bot.documents.answer_sheet_reader import AnswerSheet
    from core.answers.entry import Entry
    from core.answers.matrix.values import TableLine
    from core.office.questionnaire import Questionnaire
    from core.ports.store import Tx

MARGIN = timedelta(days=2)  # a row's mark outlives the days in which the sheet is accepted


def is_ours(sheets: Mapping[str, Sequence[TableLine]]) -> bool:
    """Tell whether a workbook, as lines by sheet name, was made by `skm form`."""
    from bot.documents.answer_sheet_reader import facts_of

    return facts_of(sheets) is not None


def take_in(office: CommandContext, sheets: Mapping[str, Sequence[TableLine]], name: str) -> None:
    """Store the rows of a sheet that were not stored before, and print their number.

    `name`: of the file. Raises InputError when the sheet is wrong or holds no new row.
    """
    from bot.documents.answer_sheet_reader import read

    with office.store.read() as reader:

        def survey_of(snapshot: str) -> Questionnaire | None:
            found = reader.results.snapshot(snapshot)
            return None if found is None else from_snapshot(found)

        found = read(sheets, name, office.agency, survey_of, office.now)
    with office.store.write() as tx:
        fresh = _keep(tx, found, name, office.now)
    known = len(found.rows) - fresh
    more = f" {known} baris sudah pernah masuk dan tidak dihitung lagi." if known else ""
    click.echo(f"{fresh} jawaban dari kertas masuk.{more}")


def _keep(tx: Tx, found: AnswerSheet, name: str, now: datetime) -> int:
    fresh = sum(_once(tx, key, given, now) for key, given in found.rows)
    if not fresh:
        raise InputError(f"{name}: semua barisnya sudah pernah masuk. Tidak ada yang dicatat.")
    tx.staff.audit("terminal", "impor", {"berkas": name, "n": fresh}, now=now)
    return fresh


def _once(tx: Tx, key: str, given: Entry, now: datetime) -> bool:
    from bot.documents.answer_sheet_reader import BACK

    until = datetime.combine(given.day + BACK + MARGIN, time(), UTC)
    return tx.answers.store_entry(key, given.response(), given.words(), until=until, now=now)
