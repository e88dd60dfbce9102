"""When a message may leave: token buckets and freezes. Pure; time is an argument, in seconds.

A turn is reserved, not asked for again and again: nobody overtakes, and a thousand waiting chats
cost one timer each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from core.messaging.token_buckets import Rate, TokenBuckets

if TYPE_CHECKING:
    from core.messaging.address import Address

FRESH = 60.0  # an answer to an event younger than this leaves at once
REMEMBER = 1000  # chats; then full buckets are thrown away
CHAT, ACCOUNT = Rate(1.0), Rate(1 / 30)
GROUP = Rate(4.0, burst=4)  # 4 at once, then 15 a minute: at most 19 in any


@dataclass(frozen=True, slots=True)
class TelegramRates:
    """Telegram's figures: 1 a second in a chat, 30 a second of a bot, 20 a minute in a group."""

    chat: Rate = CHAT
    account: Rate = ACCOUNT
    group: Rate = GROUP


Gate = Callable[[float], float]  # now -> seconds to wait for the turn that is now reserved


class Pacer:
    """The buckets and freezes of every bot in this process."""

    def __init__(self, limits: TelegramRates = TelegramRates()) -> None:
        self._chats = TokenBuckets(limits.chat, REMEMBER)
        self._accounts = TokenBuckets(limits.account, REMEMBER)
        self._groups = TokenBuckets(limits.group, REMEMBER)
        self._frozen: dict[Hashable, float] = {}

    def gates(self, to: Address, t: float, *, fresh: bool) -> tuple[Gate, ...]:
        """What a message must pass, one after the other, each waited for before the next."""
        chat = (to.channel, to.account, to.chat)
        group = (partial(self._groups.reserve, chat),) if is_group(to) else ()
        if fresh:
            self._chats.spend(chat, t)
            return group
        account = partial(self._accounts.reserve, (to.channel, to.account))
        return (partial(self._chats.reserve, chat), *group, account)

    def freeze(self, to: Address, scope: Literal["chat", "account"], until: float) -> None:
        key = _key(to, scope)
        self._frozen[key] = max(until, self._frozen.get(key, until))

    def frozen(self, to: Address, t: float) -> float:
        """Seconds for which the provider will hear nothing for this chat; 0 = free."""
        if not self._frozen:
            return 0.0
        self._frozen = {key: until for key, until in self._frozen.items() if until > t}
        untils = (self._frozen.get(_key(to, scope), t) for scope in ("chat", "account"))
        return max(untils) - t


def is_group(to: Address) -> bool:
    return to.channel == "telegram" and to.chat.startswith("-")


def is_fresh(age: float | None) -> bool:
    """`age` of the event that a message answers; None when it answers nobody."""
    return age is not None and age < FRESH


def _key(to: Address, scope: str) -> Hashable:
    return (to.channel, to.account, to.chat) if scope == "chat" else (to.channel, to.account)
