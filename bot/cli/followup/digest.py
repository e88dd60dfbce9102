"""`skm digest`: print the weekly summary, or post it to the recipients who lack it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from bot.cli import say
from bot.cli.context import opened
from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.cli.context import CommandContext
    from core.periods.periode import Periode


@click.command(name="digest")
@click.option("--week", metavar="2026-W47", help="Minggu tertentu; tanpa ini minggu lalu.")
@click.option("--dry-run", is_flag=True, help="Hanya dicetak, tidak dikirim.")
def command(week: str | None, *, dry_run: bool) -> None:
    """Mengirim ringkasan mingguan yang sudah waktunya; sekali untuk tiap penerima dan minggu."""
    from bot.app import wiring

    with opened() as office:
        which = _week(office, week)
        if dry_run:
            click.echo("\n\n".join(_printed(office, which)))
        count = wiring.post_summaries(
            office.store, office.agency, office.now, week=which if week else None, dry=dry_run
        )
    verb = "akan menerimanya" if dry_run else "dikirimi"
    say(f"{count} penerima {verb}." if count else "Tidak ada penerima yang menunggu saat ini.")


def _week(office: CommandContext, week: str | None) -> Periode:
    """Return the asked week, or the last one. Raises InputError for one that is not over."""
    from bot.desk.staff.summary.weekly import last_week
    from core.periods import periode

    if week is None:
        return last_week(office.today)
    which = periode.parse(week, office.today)
    if which.kind != "minggu":
        raise InputError(f"{which.label} bukan minggu. Contoh: {last_week(office.today).label}.")
    if which.last >= office.today:
        raise InputError(f"Minggu {which.label} belum berakhir.")
    return which


def _printed(office: CommandContext, week: Periode) -> Iterator[str]:
    """Yield the summary that each role would read; nothing is stored."""
    from bot.app import wiring
    from bot.config.packaged import texts_for
    from bot.desk.staff.summary.content import SummaryTerms
    from bot.desk.staff.summary.weekly import summary

    survey = wiring.load_questionnaire(office.agency.questionnaire, office.settings)
    say = partial(texts_for(office.agency, survey).say, "id")
    whom: list[tuple[str, str | None]] = [("bidang", one.code) for one in office.agency.bidang]
    with office.store.read() as reader:
        for role, bidang in (*whom, ("admin", None), ("pimpinan", None)):
            asked = SummaryTerms(role, bidang, (week,), office.now)
            message, _ = summary(reader, office.agency, asked, say, ())
            yield message.text
