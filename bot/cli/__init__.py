"""`skm`: one file a command, imported only when that command is called.

Exit status 0 done, 1 found faults, 2 wrong use or settings. Results on stdout, messages on stderr.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import click

from core.errors import InputError, StoreDown

if TYPE_CHECKING:
    from collections.abc import Sequence

# command -> module of bot.cli that defines `command`
COMMANDS = {
    "run": "run",
    "chat": "chat",
    "setup": "setup",
    "invite": "invite",
    "ikm": "ikm",
    "sampel": "sampel",
    "verify": "verify",
    "import": "import_",
    "close": "close",
    "rollup": "rollup",
    "backup": "backup",
    "restore": "restore",
    "purge": "purge",
    "migrate": "migrate",
    "doctor": "doctor",
}


class _Lazy(click.Group):
    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"bot.cli.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)  # noqa: S101 - tells mypy what importlib cannot
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def skm() -> None:
    """Survei Kepuasan Masyarakat di chat: survei, IKM, dan tindak lanjutnya."""


def main(argv: Sequence[str] | None = None) -> None:
    try:
        skm.main(args=list(argv) if argv is not None else None, prog_name="skm")
    except (InputError, StoreDown) as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(2)
