"""The command line `skm` (`bot.cli:main`), and the table of its commands.

Convention: one file for each command, listed in COMMANDS and imported only when that command is
called; libraries are imported inside functions. Exit status: 0 done, 1 faults found or stopped, 2
wrong use or settings. Results go to stdout, messages to stderr. A library imported at the top of a
file is loaded even for `--help` or a typing error; a message on stdout breaks scripts that read the
result.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING

import click

from core.errors import InputError, StoreDown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config.settings import Settings

# command -> (module of bot.cli that defines `command`, its help in one line)
COMMANDS = {
    "run": ("run", "Menjalankan bot, halaman web, dan jadwal."),
    "chat": ("operate.chat", "Percakapan yang sama di terminal ini."),
    "setup": ("office.setup", "Mengisi atau memperbarui data instansi."),
    "invite": ("office.invite", "Membuat kode undangan untuk petugas."),
    "ikm": ("answers.ikm", "Menghitung IKM dan nilai tiap unsur."),
    "sampel": ("answers.sample", "Jumlah responden yang diperlukan (Krejcie-Morgan)."),
    "verify": ("answers.verify", "Menghitung ulang tabel responden dari sebuah laporan."),
    "form": ("answers.form", "Formulir kertas dan lembar isiannya."),
    "import": ("answers.import_", "Memasukkan jawaban lama atau dari kertas."),
    "close": ("answers.close", "Menutup periode."),
    "rtl": ("followup.rtl", "Rencana tindak lanjut: memuat, dan melihat yang jatuh tempo."),
    "digest": ("followup.digest", "Ringkasan mingguan: melihat atau mengirimnya."),
    "remind": ("followup.remind", "Pengingat RTL: melihat atau mengirimnya."),
    "poster": ("office.poster", "Poster QR A4 atau A5 untuk unit atau loket."),
    "token": ("office.token", "Kode sekali pakai untuk kunjungan."),
    "rollup": ("operate.rollup", "Memeriksa atau menyusun ulang rekap."),
    "backup": ("operate.backup", "Mencadangkan data, juga saat bot berjalan."),
    "restore": ("operate.restore", "Memulihkan data dari cadangan."),
    "rekey": ("operate.rekey", "Menyandi ulang data dengan kunci terbaru."),
    "purge": ("operate.purge", "Menghapus data yang sudah lewat masa simpannya."),
    "migrate": ("operate.migrate", "Memperbarui susunan basis data."),
    "doctor": ("doctor.command", "Memeriksa pengaturan, data, dan sambungan."),
}


class _Lazy(click.Group):
    """The group `skm`, which imports a command's module when the command is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"bot.cli.{COMMANDS[cmd_name][0]}").command
        assert isinstance(command, click.Command)  # noqa: S101 - importlib gives mypy no type
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # click itself would import every command to read its help.
        with formatter.section("Perintah"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def skm() -> None:
    """Survei Kepuasan Masyarakat di chat: survei, IKM, dan tindak lanjutnya."""


def settings() -> Settings:
    """Read the settings of this process; the environment wins over `.env`.

    Raises InputError when `.env` is no UTF-8 text, and SettingsError for wrong values.
    """
    from dotenv import dotenv_values

    from bot.config.settings import Settings

    try:
        written = dotenv_values(".env", interpolate=False)
    except UnicodeDecodeError:
        raise InputError("Berkas .env bukan teks UTF-8. Simpan ulang sebagai UTF-8.") from None
    return Settings.read({k: v for k, v in written.items() if v is not None} | dict(os.environ))


def say(words: str) -> None:
    """Write a message for the person at the terminal to stderr; stdout is for results alone."""
    click.echo(words, err=True)


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command with these arguments (None: those of the process) and exit with its status.

    InputError and StoreDown become their words on stderr and status 2.
    """
    args = None if argv is None else list(argv)
    try:
        status = skm.main(args=args, prog_name="skm", standalone_mode=False)
    except click.UsageError as wrong:
        say(_usage(wrong))
        status = 2
    except click.Abort:
        say("Dihentikan.")
        status = 1
    except (InputError, StoreDown) as wrong:
        say(str(wrong))
        status = 2
    sys.exit(status if isinstance(status, int) else 0)


def _usage(wrong: click.UsageError) -> str:
    """Return click's complaint in the operator's language."""
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        return wrong.format_message()  # the help itself
    path = wrong.ctx.command_path if wrong.ctx else "skm"
    name = getattr(getattr(wrong, "param", None), "human_readable_name", "") or ""
    match wrong:
        case click.NoSuchOption():
            what = f"Pilihan {wrong.option_name} tidak dikenal."
        case click.MissingParameter():
            what = f"{name} belum diisi."
        case click.BadParameter():
            what = f"Isi {name} tidak dapat dipakai{_choices(wrong)}."
        case _:
            what = "Perintah itu belum benar."
    return f"{what} Lihat: {path} --help"


def _choices(wrong: click.BadParameter) -> str:
    kind = wrong.param.type if wrong.param else None
    return f"; pilih {', '.join(kind.choices)}" if isinstance(kind, click.Choice) else ""
