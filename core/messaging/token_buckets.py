"""Token buckets by key, for limits on messages to chats and on requests to the web pages.

A bucket is one number, the moment at which it is full again (generic cell rate algorithm, ITU-T
I.371). The functions are pure: the time is an argument, in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

GRAIN = 1e-6  # seconds; sums of floating-point seconds are not exact


@dataclass(frozen=True, slots=True)
class Rate:
    """One token every `every` seconds; a full bucket holds `burst` tokens."""

    every: float
    burst: int = 1


@dataclass(slots=True)
class TokenBuckets:
    """Buckets of one rate. Once there are `most` keys, buckets that are full again are forgotten.

    Where strangers choose the keys (`bounded`), the oldest of the others are forgotten too.
    """

    rate: Rate
    most: int  # keys
    bounded: bool = False
    full_at: dict[Hashable, float] = field(default_factory=dict)  # key -> second

    def reserve(self, key: Hashable, t: float) -> float:
        """Take a token in any case, and return the seconds until it is there (0: at once)."""
        full_at = max(self.full_at.get(key, t), t)
        self._put(key, full_at + self.rate.every, t)
        return max(0.0, full_at - self._room - t)

    def spend(self, key: Hashable, t: float) -> None:
        """Take a token if there is one; an empty bucket goes no deeper into debt.

        The Dispatcher does so for a message that leaves at once, which thereby delays later ones,
        but not for ever.
        """
        every, burst = self.rate.every, self.rate.burst
        full_at = max(self.full_at.get(key, t), t)
        self._put(key, min(full_at + every, max(full_at, t + burst * every)), t)

    def ask(self, key: Hashable, t: float) -> float:
        """Take a token if there is one and return 0, else return the seconds until there is one."""
        full_at = max(self.full_at.get(key, t), t)
        late = full_at - self._room - t
        if late > GRAIN:
            return late
        self._put(key, full_at + self.rate.every, t)
        return 0.0

    @property
    def _room(self) -> float:
        return (self.rate.burst - 1) * self.rate.every

    def _put(self, key: Hashable, full_at: float, t: float) -> None:
        if len(self.full_at) >= self.most and key not in self.full_at:
            self.full_at = {k: at for k, at in self.full_at.items() if at > t}
            while self.bounded and len(self.full_at) >= self.most:
                del self.full_at[next(iter(self.full_at))]
        self.full_at[key] = full_at
