"""When a message may leave: token buckets and freezes. Pure; time is an argument, in seconds.

A bucket is one number, the moment at which it is full again. A turn is reserved, not asked for
again and again: nobody overtakes, and a thousand waiting chats cost one timer each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from core.messaging.address import Address

FRESH = 60.0  # an answer to an event younger than this leaves at once
REMEMBER = 1000  # chats; then full buckets are thrown away


@dataclass(frozen=True, slots=True)
class Rate:
    """One token every so many seconds; `burst` tokens when full."""

    every: float
    burst: int = 1


@dataclass(frozen=True, slots=True)
class TelegramRates:
    """Telegram's figures: 1 a second in a chat, 30 a second of a bot, 20 a minute in a group."""

    chat: Rate = Rate(1.0)
    account: Rate = Rate(1 / 30)
    group: Rate = Rate(4.0, burst=4)  # 4 at once, then 15 a minute: at most 19 in any


@dataclass(slots=True)
class Buckets:
    """Buckets of one rate, by key."""

    rate: Rate
    full_at: dict[Hashable, float] = field(default_factory=dict)

    def reserve(self, key: Hashable, t: float) -> float:
        """Take a token; how long to wait until it is there."""
        every, burst = self.rate.every, self.rate.burst
        full_at = max(self.full_at.get(key, t), t)
        self._put(key, full_at + every, t)
        return max(0.0, full_at - (burst - 1) * every - t)

    def spend(self, key: Hashable, t: float) -> None:
        """Take a token if there is one: who does not wait makes others wait, but not for ever."""
        every, burst = self.rate.every, self.rate.burst
        full_at = max(self.full_at.get(key, t), t)
        self._put(key, min(full_at + every, max(full_at, t + burst * every)), t)

    def _put(self, key: Hashable, full_at: float, t: float) -> None:
        if len(self.full_at) >= REMEMBER and key not in self.full_at:
            self.full_at = {k: at for k, at in self.full_at.items() if at > t}
        self.full_at[key] = full_at


Gate = Callable[[float], float]  # now -> seconds to wait for the turn that is now reserved


class Pacer:
    """The buckets and freezes of every bot in this process."""

    def __init__(self, limits: TelegramRates = TelegramRates()) -> None:
        self._chats = Buckets(limits.chat)
        self._accounts = Buckets(limits.account)
        self._groups = Buckets(limits.group)
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
