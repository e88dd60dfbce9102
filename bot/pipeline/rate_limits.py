"""`Pacer`: when a message may leave, by token buckets and freezes, for `Sender`.

Pure; loop time in seconds is an argument. A turn is reserved once and not asked for again and
again: so nobody overtakes, and a thousand waiting chats cost one timer each. The buckets of chat
and account hold for every channel that pushes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from core.messaging.token_buckets import Rate, TokenBuckets

if TYPE_CHECKING:
    from core.messaging.address import Address

FRESH = 60.0  # seconds; an answer to an event younger than this leaves at once
REMEMBER = 1000  # keys; beyond it the full buckets are forgotten
CHAT, ACCOUNT = Rate(1.0), Rate(1 / 30)
GROUP = Rate(4.0, burst=4)  # 4 at once, then 15 a minute: at most 19 in any minute


@dataclass(frozen=True, slots=True)
class TelegramRates:
    """Telegram's limits on sending, from its Bots FAQ (core.telegram.org/bots/faq).

    1 message a second in a chat, 30 a second of a bot, 20 a minute in a group.
    """

    chat: Rate = CHAT
    account: Rate = ACCOUNT
    group: Rate = GROUP


Gate = Callable[[float], float]  # loop time -> seconds until the turn that it reserves


class Pacer:
    """The buckets and freezes of every account in this process."""

    def __init__(self, limits: TelegramRates = TelegramRates()) -> None:
        self._chats = TokenBuckets(limits.chat, REMEMBER)
        self._accounts = TokenBuckets(limits.account, REMEMBER)
        self._groups = TokenBuckets(limits.group, REMEMBER)
        self._frozen: dict[Hashable, float] = {}

    def gates(self, to: Address, t: float, *, fresh: bool) -> tuple[Gate, ...]:
        """The gates that a message must pass, in order, each waited for before the next is asked.

        `fresh`: the message answers an event younger than `FRESH`. It waits for no bucket but that
        of a group, yet it spends from the chat's.
        """
        chat = (to.channel, to.account, to.chat)
        group = (partial(self._groups.reserve, chat),) if is_group(to) else ()
        if fresh:
            self._chats.spend(chat, t)
            return group
        account = partial(self._accounts.reserve, (to.channel, to.account))
        return (partial(self._chats.reserve, chat), *group, account)

    def freeze(self, to: Address, scope: Literal["chat", "account"], until: float) -> None:
        """Send nothing to this chat, or by this account, before loop time `until`."""
        key = _key(to, scope)
        self._frozen[key] = max(until, self._frozen.get(key, until))

    def frozen(self, to: Address, t: float) -> float:
        """Seconds for which the provider takes nothing for this chat; 0: it is free."""
        if not self._frozen:
            return 0.0
        self._frozen = {key: until for key, until in self._frozen.items() if until > t}
        untils = (self._frozen.get(_key(to, scope), t) for scope in ("chat", "account"))
        return max(untils) - t


def is_group(to: Address) -> bool:
    """Whether the address is a Telegram group: the Bot API gives groups negative ids."""
    return to.channel == "telegram" and to.chat.startswith("-")


def is_fresh(age: float | None) -> bool:
    """Whether a message answers an event of this `age` in seconds at once; None: no event."""
    return age is not None and age < FRESH


def _key(to: Address, scope: str) -> Hashable:
    return (to.channel, to.account, to.chat) if scope == "chat" else (to.channel, to.account)
