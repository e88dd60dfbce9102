"""`TwoBotRouter`: serves citizens at one Telegram bot and staff at another.

`bot.app.assembly` makes one where the settings name a second bot. The bot for citizens knows no
commands of staff, and leads staff who write there to their own bot. Groups, and all channels but
Telegram, are served by the desk for staff, whichever bot they write to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.desk.command import Command, Link, moved
from bot.desk.command_index import CommandIndex
from bot.desk.dialogs import Dialogs
from core.language.catalogue import Words

if TYPE_CHECKING:
    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.registry import Registry
    from bot.desk.router import DeskRouter
    from core.messaging.incoming import Inbound
    from core.ports.conversations import Decision, Seen
    from core.ports.store import Tx

OPEN_TO_ALL = (
    "gabung",
    "data_saya",
    "hapus_data",
)  # commands that the bot for staff takes from anybody


@dataclass(frozen=True, slots=True)
class StaffBot:
    """The Telegram bot for staff: its account, and its link."""

    account: str  # as in the addresses of its chats
    link: Link


class TwoBotRouter:
    """One desk for each bot; the desk for staff serves every other channel too."""

    def __init__(
        self, citizens: DeskRouter, staff: DeskRouter, bot: StaffBot, survey_link: Link
    ) -> None:
        self._citizens, self._staff = citizens, staff
        self._bot, self._survey_link = bot, survey_link

    def __call__(self, event: Inbound, seen: Seen, tx: Tx) -> Decision:
        """Decide about one event by the desk of the bot that got it.

        At the bot for staff a stranger may only join, or see and erase their data. A member of
        staff who writes there is reached there from then on.
        """
        if event.address.channel != "telegram" or not event.private:
            return self._staff(event, seen, tx)
        if event.address.account != self._bot.account:
            return self._citizens(event, seen, tx)
        if tx.staff.roles(event.person):
            tx.staff.move_chat(event.person, event.address)
            if event.command == ("start", ""):
                return self._staff.say(event, seen, tx, Words("jawab.petugas_di_sini"))
        elif self._staff.word(event) not in OPEN_TO_ALL:
            words = Words("jawab.bot_petugas", {"tautan": self._survey_link()})
            return self._staff.say(event, seen, tx, words)
        return self._staff(event, seen, tx)


def citizens_registry(whole: Registry, office: Office, bot: StaffBot) -> Registry:
    """The registry of the bot for citizens: `whole` without dialogues and commands of staff.

    `ikm` and the help lead staff to the bot for staff; `gabung` leads everybody there.
    """

    def for_citizens(word: Command, call: CommandCall) -> Decision:
        if call.tx.staff.roles(call.event.person):
            return call.reply(moved(bot.link))
        return word.carry_out(call)

    ikm = whole.commands["ikm"]
    commands = {
        "ikm": replace(ikm, carry_out=partial(for_citizens, ikm)),
        "data_saya": whole.commands["data_saya"],
        "hapus_data": whole.commands["hapus_data"],
        "gabung": Command(partial(_join_there, bot.link), takes=1),
        "bantuan": Command(lambda call: call.reply(moved(bot.link))),
    }
    return replace(whole, commands=CommandIndex(commands), dialogs=Dialogs(office, []))


def _join_there(link: Link, call: CommandCall) -> Decision:
    """Lead to the bot for staff with the invitation's code, which is not used up here."""
    there, code = link(), call.args.strip().upper()
    joining_link = (
        f"{there}?start=gabung-{code}" if there and code.replace("-", "").isalnum() else there
    )
    return call.reply(Words("jawab.gabung_di_sana", {"tautan": joining_link}))
