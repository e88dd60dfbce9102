"""`CommandMenus`: publishes the commands that Telegram offers to citizens, to groups, and to staff.

The menu is only an offer: the desk looks up at every use whether a person may use the command.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bot.app.background.periodic import PeriodicPart
from bot.channels.telegram.api import FAULT, THROTTLED, CallError
from bot.config.packaged import translations
from core.language.catalogue import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.channels.telegram.channel import Telegram
    from bot.config.office import Office
    from bot.desk.registry import Registry
    from core.office.roles import Role
    from core.ports.staff import Recipient
    from core.ports.store import Store

EVERY = 60.0  # seconds between two looks at who joined or left
OTHERS = ""  # language code of the menu for all languages without one of their own
PRIVATE, GROUPS = "all_private_chats", "all_group_chats"  # BotCommandScope of the Bot API

Menu = tuple[str, ...]  # names of commands, in order
Spoken = tuple[str, ...]  # languages that the office offers
log = logging.getLogger(__name__)


class CommandMenus(PeriodicPart):
    """Publishes menus that changed, at the start and while people join and leave.

    `staff_account`: the account of the bot for staff; None where one bot serves all.
    """

    name = "menus"
    pause = EVERY

    def __init__(
        self,
        store: Store,
        office: Office,
        registry: Registry,
        bots: Sequence[Telegram],
        staff_account: str | None,
    ) -> None:
        self._store, self._office, self._registry = store, office, registry
        self._bots, self._staff_account = bots, staff_account
        self._published: dict[tuple[str, str | int], tuple[Menu, Spoken]] = {}

    async def turn(self) -> float:
        await self.look()
        return EVERY

    async def look(self) -> int:
        """Compare the wanted menus with those published, and publish; the number of changes."""
        people = await asyncio.to_thread(self._people)
        return sum([await self._of_bot(bot, people) for bot in self._bots])

    def _people(self) -> Sequence[Recipient]:
        with self._store.read() as reader:
            return reader.staff.recipients()

    async def _of_bot(self, bot: Telegram, people: Sequence[Recipient]) -> int:
        wanted = wanted_menus(self._registry, bot.account, self._staff_account, people)
        mine = {scope for account, scope in self._published if account == bot.account}
        changed, spoken = 0, tuple(self._office.texts.languages)
        for scope in sorted(mine | wanted.keys(), key=str):
            menu = wanted.get(scope, ())
            if self._published.get((bot.account, scope)) != (menu, spoken):
                changed += await self._publish(bot, scope, menu, spoken)
        return changed

    async def _publish(self, bot: Telegram, scope: str | int, menu: Menu, spoken: Spoken) -> bool:
        where: dict[str, Any] = {"type": scope}
        if isinstance(scope, int):
            where = {"type": "chat", "chat_id": scope}
        changed, about = False, self._office.texts.raw
        for language in translations():
            code = OTHERS if language == BASE else language
            # Where a language has no menu, Telegram shows that of OTHERS.
            offered = menu if language in spoken else ()
            rows = [(name, about(language, f"menu.{name}")) for name in offered]
            try:
                changed |= await bot.publish(where, code, rows)
            except CallError as error:
                if not isinstance(scope, int) or _is_passing(error):
                    raise
                break  # this chat is closed to the bot: nobody sees a menu there
        self._published[bot.account, scope] = menu, spoken
        return changed


def _is_passing(error: CallError) -> bool:
    return error.code is None or error.code >= FAULT or error.code == THROTTLED


def wanted_menus(
    registry: Registry, account: str, staff_account: str | None, people: Sequence[Recipient]
) -> Mapping[str | int, Menu]:
    """The menu of each scope at the bot `account`: names of commands, in order.

    A scope is a `BotCommandScope` type of the Bot API, or the id of one chat. Where staff have a
    bot of their own, they see no menu of staff at the other one.
    """
    at_staff_bot = account == staff_account
    wanted: dict[str | int, Menu] = {
        PRIVATE: registry.menu("strangers" if at_staff_bot else "citizens"),
        GROUPS: registry.menu("groups"),
    }
    roles: dict[int, set[Role]] = defaultdict(set)
    for one in people:
        to = one.address
        if (to.channel, to.account) != ("telegram", account):
            continue
        if one.is_group:
            wanted[int(to.chat)] = registry.menu("bidang_groups")
        elif at_staff_bot or staff_account is None:
            roles[int(to.chat)].add(one.role)
    return wanted | {chat: registry.staff_menu(theirs) for chat, theirs in roles.items()}
