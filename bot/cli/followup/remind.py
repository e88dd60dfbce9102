"""`skm remind`: print the reminders of RTL that are due now, or post them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from bot.cli import say
from bot.cli.context import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.cli.context import CommandContext


@click.command(name="remind")
@click.option("--dry-run", is_flag=True, help="Hanya dicetak, tidak dikirim.")
def command(*, dry_run: bool) -> None:
    """Mengirim pengingat RTL yang sudah waktunya; masing-masing sekali untuk tiap penerima."""
    from bot.app import wiring

    with opened() as office:
        if dry_run:
            told = list(_printed(office))
            click.echo("\n\n".join(told))
            count = len(told)
        else:
            due = wiring.reminders_due(office.store, office.agency, office.now)
            count = wiring.post_reminders(office.store, due, office.now)
    if not count:
        say("Tidak ada pengingat yang waktunya sekarang.")
    elif not dry_run:
        say(f"{count} pengingat dikirim.")


def _printed(office: CommandContext) -> Iterator[str]:
    """Yield each reminder once, with the number of chats that would get it."""
    from collections import Counter

    from bot.app import wiring
    from bot.config.packaged import texts_for
    from bot.desk.staff.summary import rtl_reminder

    survey = wiring.load_questionnaire(office.agency.questionnaire, office.settings)
    say_ = partial(texts_for(office.agency, survey).say, "id")
    due = wiring.reminders_due(office.store, office.agency, office.now)
    every: Counter[str] = Counter()
    with office.store.read() as reader:
        for one in due:
            message = rtl_reminder.tell(reader, office.agency, one.asked, office.now, say_, ())
            if message:
                every[message.text] += 1
    for text, count in every.items():
        yield f"{text}\n({count} penerima)"
