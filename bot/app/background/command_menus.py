"""Which commands Telegram offers to whom: citizens, groups, and staff as long as they are staff.

Only an offer: what somebody may do is looked up at every use.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bot.app.background.periodic import Again
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

EVERY = 60.0  # seconds until who joined or left since is seen
OTHERS = ""  # every language that has no menu of its own
PRIVATE, GROUPS = "all_private_chats", "all_group_chats"

Menu = tuple[str, ...]
Spoken = tuple[str, ...]  # languages that the office offers
log = logging.getLogger(__name__)


class Menus(Again):
    """A part of the app: publishes what has changed, at start and while people come and go."""

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
        """How many menus were changed now."""
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
            offered = menu if language in spoken else ()  # else the menu of all others is shown
            rows = [(name, about(language, f"menu.{name}")) for name in offered]
            try:
                changed |= await bot.publish(where, code, rows)
            except CallError as error:
                if not isinstance(scope, int) or _is_passing(error):
                    raise
                break  # this chat is closed to us: nobody sees a menu there
        self._published[bot.account, scope] = menu, spoken
        return changed


def _is_passing(error: CallError) -> bool:
    return error.code is None or error.code >= FAULT or error.code == THROTTLED


def wanted_menus(
    registry: Registry, account: str, staff_account: str | None, people: Sequence[Recipient]
) -> Mapping[str | int, Menu]:
    """By scope; a number is a chat. With a bot of their own, staff see nothing at the other."""
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
