"""`skm token`: one-time codes of visits as CSV or printed slips, and counts of visits."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bot.cli import say
from bot.cli.context import opened
from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli.context import CommandContext
    from bot.config.survey_links import SurveyLinks
    from core.office.agency import ServicePoint

Slot = Literal["08-12", "13-17", "lain"]
MOST = 1000  # codes, or visits, of one call
COLUMNS = ("kode", "berlaku_sampai", "whatsapp", "telegram", "web")


@click.command(name="token")
@click.option("--unit", metavar="KODE", help="Kode unit; tanpa ini satu-satunya unit.")
@click.option("--layanan", metavar="KODE", help="Kode layanan; tanpa ini warga memilih sendiri.")
@click.option("--loket", metavar="KODE", help="Kode loket.")
@click.option("-n", "count", type=click.IntRange(1, MOST), default=50, help="Berapa banyak.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]),
    help="Hari kunjungannya, bila sudah tentu: ikut dihitung untuk cakupan.",
)  # fmt: skip
@click.option("--slot", type=click.Choice(["08-12", "13-17", "lain"]), help="Jam kunjungannya.")
@click.option("--count-only", is_flag=True, help="Hanya mencatat jumlah kunjungan, tanpa kode.")
@click.option("--telegram", metavar="NAMA", help="Nama bot, bila Telegram sedang tak terjangkau.")
@click.option(
    "-o", "target", type=click.Path(path_type=Path), metavar="BERKAS.pdf",
    help="Lembar slip untuk digunting; tanpa ini CSV ke layar.",
)  # fmt: skip
def command(
    unit: str | None,
    layanan: str | None,
    loket: str | None,
    count: int,
    day: datetime | None,
    slot: Slot | None,
    telegram: str | None,
    target: Path | None,
    *,
    count_only: bool,
) -> None:
    """Kode sekali pakai: satu kunjungan, satu penilaian."""
    from bot.cli.links.survey_links import ways
    from bot.config.place_codes import service_point

    if (count_only and day is None) or (slot is not None and day is None):
        raise InputError("Isi --date dengan hari kunjungannya, misalnya --date 2026-11-23.")
    with opened() as office:
        point = service_point(office.agency, unit, layanan, loket, field_pattern="--{}")
        if day is not None:
            _count(office, point, day.date(), slot or "lain", count)
        if count_only:
            say(f"{count} kunjungan dicatat.")
            return
        found = ways(office.settings, telegram)
        codes, until = _issue(office, point, count)
        if target is None:
            click.echo(_csv(codes, until, found), nl=False)
        else:
            _print(office, point, codes, until, found, target)
    say(f"{count} kode dibuat, berlaku sampai {until:%d-%m-%Y}. Simpan baik-baik.")


def _count(office: CommandContext, point: ServicePoint, day: date, slot: Slot, n: int) -> None:
    """Store `n` visits of a day and slot. Raises InputError for a day to come."""
    if day > office.today:
        raise InputError("--date belum tiba; kunjungan dicatat setelah terjadi, atau pada harinya.")
    facts = {"unit": point.unit, "loket": point.loket, "tanggal": day.isoformat(), "n": n}
    with office.store.write() as tx:
        tx.answers.count_visits(point, day, slot, n)
        tx.staff.audit("terminal", "kunjungan", facts, now=office.now)


def _issue(office: CommandContext, point: ServicePoint, n: int) -> tuple[Sequence[str], date]:
    """Make and store `n` codes; return them and the last day on which they may be used."""
    from bot.desk.citizen.new_visit_codes import SLIPS_LIFE, fresh

    until, codes = office.today + SLIPS_LIFE, fresh(n)
    facts = {"unit": point.unit, "loket": point.loket, "layanan": point.layanan, "n": n}
    with office.store.write() as tx:
        tx.answers.add_visits(codes, point, until=until)
        tx.staff.audit("terminal", "token", facts, now=office.now)
    return codes, until


def _csv(codes: Sequence[str], until: date, ways: SurveyLinks) -> str:
    made = io.StringIO()
    rows = csv.DictWriter(made, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    for code in codes:
        links: dict[str, str] = {one.channel: one.link for one in ways.to(code)}
        rows.writerow({"kode": code, "berlaku_sampai": until.isoformat(), **links})
    return made.getvalue()


def _print(
    office: CommandContext,
    point: ServicePoint,
    codes: Sequence[str],
    until: date,
    ways: SurveyLinks,
    target: Path,
) -> None:
    from bot.cli.output import write
    from bot.config.packaged import catalogues
    from bot.documents.posters import slips
    from bot.web.pages import words

    every = [(code, ways.to(code)) for code in codes]
    if not every[0][1]:
        raise InputError("Belum ada kanal untuk dicetak. Isi SKM_PUBLIC_URL atau --telegram NAMA.")
    months = catalogues()["id"]["tanggal"]["bulan"]
    day = f"{until.day} {months[until.month - 1]} {until.year}"
    write("slip", slips(office.agency, point, every, words("id")["poster"], until=day), target)
