"""Where to answer, and whom: opaque ids as the channels give them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """Where to answer. Every part is an opaque string, never a number."""

    channel: str  # "telegram" | "whatsapp" | "web" | "terminal"
    account: str  # bot id, our sender, or the server's name
    chat: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Every id that a channel gives for one person, the most stable first: ("tg:77",)."""

    ids: tuple[str, ...]
    name: str | None = None
    language: str | None = None
