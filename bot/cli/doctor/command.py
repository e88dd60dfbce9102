"""`skm doctor`: check everything that can be wrong, change nothing, name a remedy for each fault.

Exit status 1: a fault was found.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from core.errors import InputError, StoreDown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config.settings import AgencySettings
    from core.ports.store import Store

SLOW = timedelta(minutes=10)  # a message that waits longer is a fault


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report, in Indonesian."""

    what: str
    remedy: str | None = None  # None: no fault
    mark: str = "baik   "  # first word of a line without remedy

    def __str__(self) -> str:
        return f"SALAH  {self.what}\n       {self.remedy}" if self.remedy else self.mark + self.what


@click.command(name="doctor")
def command() -> None:
    """Memeriksa pengaturan, kunci, basis data, instansi, antrean, Telegram, dan WhatsApp."""
    faults = 0
    for finding in _findings():
        click.echo(str(finding))
        faults += finding.remedy is not None
    click.echo(f"{faults} hal perlu diperbaiki." if faults else "Semua baik.")
    sys.exit(1 if faults else 0)


def _findings() -> Iterator[Finding]:
    from bot.cli import settings as read_settings
    from bot.cli.doctor.telegram import findings as telegram_findings
    from bot.cli.doctor.twilio import findings as twilio_findings
    from bot.config.settings import SettingsError

    try:
        settings = read_settings().agency
    except SettingsError as wrong:
        for one in wrong.faults:
            yield Finding(one, "Perbaiki di .env, lalu jalankan lagi skm doctor.")
        return
    yield from _names()
    yield Finding("Pengaturan terbaca.")
    yield from _key(settings)
    yield from _database(settings)
    yield from (Finding(*told) for told in telegram_findings(settings))
    yield from (Finding(*told) for told in twilio_findings(settings))


def _names() -> Iterator[Finding]:
    """Find settings named SKM_… that the bot does not know."""
    from dotenv import dotenv_values

    from bot.config.settings import defaults

    given = {**dotenv_values(".env", interpolate=False), **os.environ}
    for name in sorted(given):
        if name.startswith("SKM_") and name not in defaults():
            yield Finding(f"Pengaturan {name} tidak dikenal.", "Periksa ejaannya di .env.example.")


def _key(settings: AgencySettings) -> Iterator[Finding]:
    """Check that the secret key is there, and that its owner alone can read the file."""
    from bot.config.secret_keys import key_path, open_to_others

    path = key_path(settings)
    if settings.secret_key:
        yield Finding("Kunci rahasia ada di SKM_SECRET_KEY.")
    elif not path.exists():
        yield Finding(
            f"Kunci rahasia {path} belum ada.",
            "Pulihkan dari cadangan; pada pemasangan baru jalankan: skm setup",
        )
    elif open_to_others(path):
        yield Finding(
            f"Kunci rahasia {path} dapat dibaca orang lain.", f"Jalankan: chmod 600 {path}"
        )
    else:
        yield Finding(f"Kunci rahasia {path} ada dan hanya terbaca oleh pemiliknya.")


# -- the database ------------------------------------------------------------------------------


def _database(settings: AgencySettings) -> Iterator[Finding]:
    """Check the database: there, readable, undamaged, and with the schema of this program."""
    from bot.app import wiring
    from bot.config.secret_keys import database_path

    file = database_path(settings)
    if file is not None and not file.exists():
        yield Finding(f"Basis data {file} belum ada.", "Jalankan: skm setup")
        return
    try:
        health = wiring.look(settings)
    except StoreDown as down:
        remedy = "Periksa SKM_DATABASE_URL, ruang disk, dan izin berkas; atau skm restore."
        yield Finding(f"Basis data tidak dapat dibaca: {down}.", remedy)
        return
    if health.damage:
        yield Finding(f"Basis data rusak: {health.damage}.", "Pulihkan cadangan: skm restore")
    if health.version != health.head:
        what = f"Susunan basis data {health.version or 'belum ada'}, seharusnya {health.head}."
        yield Finding(what, "Jalankan: skm migrate")
        return
    yield Finding(f"Basis data terbaca, susunan {health.version}.")
    yield from _waiting(health.waiting_since)
    yield from _content(settings)


def _waiting(since: datetime | None) -> Iterator[Finding]:
    late = datetime.now(UTC) - since if since else timedelta()
    if late > SLOW:
        minutes = int(late / timedelta(minutes=1))
        remedy = "Pastikan skm run berjalan dan komputer ini tersambung ke internet."
        yield Finding(f"Pesan keluar tertua sudah menunggu {minutes} menit.", remedy)
    else:
        yield Finding("Tidak ada pesan keluar yang tertahan.")


def _content(settings: AgencySettings) -> Iterator[Finding]:
    """Check the agency, counts, clock and costs, once a key is there to open the store."""
    from bot.app import wiring
    from bot.cli.doctor.clock import findings as clock_findings
    from bot.cli.doctor.costs import findings as cost_findings
    from bot.config.secret_keys import key_path

    if not settings.secret_key and not key_path(settings).exists():
        return  # `_key` has reported it
    try:
        store = wiring.open_store(settings)
    except (InputError, StoreDown) as wrong:
        yield Finding(str(wrong), "Pulihkan kunci yang dipakai saat data ini dibuat.")
        return
    try:
        yield from _agency(settings, store)
        yield from _counts(store)
        yield from (Finding(*told) for told in clock_findings(store))
        yield from (Finding(*told) for told in cost_findings(settings, store, datetime.now(UTC)))
    finally:
        store.close()


def _agency(settings: AgencySettings, store: Store) -> Iterator[Finding]:
    from bot.app import wiring

    try:
        agency = wiring.load_agency(store)
        if agency is None:
            yield Finding("Belum ada instansi.", "Jalankan: skm setup")
            return
        survey = wiring.load_questionnaire(agency.questionnaire, settings)
    except InputError as wrong:
        yield Finding(str(wrong), "Perbaiki berkas instansi, lalu: skm setup BERKAS")
        return
    yield Finding(f"Instansi {agency.name}, kuesioner {survey.id} versi {survey.version}.")


def _counts(store: Store) -> Iterator[Finding]:
    with store.read() as reader:
        found = reader.upkeep.counts()
    yield Finding(f"{found.get('respons', 0)} jawaban, {found.get('outbox.menunggu', 0)} antre.")
    if parked := found.get("terparkir", 0):
        yield Finding(
            f"{parked} pesan masuk tidak terbaca dan disisihkan.",
            "Lihat alasannya di catatan kerja; skm purge menghapusnya setelah 30 hari.",
        )
    if refused := found.get("outbox.ditolak", 0):
        remedy = "Lihat catatan kerja pada waktu itu; hitungan ini hilang setelah 8 hari."
        yield Finding(f"{refused} pesan keluar ditolak penyedia.", remedy)
    # No remedy: these counts only show the state of the connection.
    for state, words in (("tak_pasti", "tidak pasti sampai"), ("menyerah", "tidak terkirim")):
        if count := found.get(f"outbox.{state}", 0):
            yield Finding(f"{count} pesan keluar {words} dalam 8 hari ini.", mark="catat  ")
