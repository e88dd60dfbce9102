"""Addresses and persons: the ids under which a channel knows a chat and its user.

Channels make both values from their own ids; pipeline, desk and storage only compare and keep them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """The place to which an answer goes. Every part is an opaque string, never a number."""

    channel: str  # "telegram" | "whatsapp" | "web" | "terminal"
    account: str  # Telegram: id of the bot; WhatsApp: our sender; web: name of the server
    chat: str
    thread: str | None = None  # topic of a Telegram forum group


@dataclass(frozen=True, slots=True)
class Person:
    """Every id that a channel gives for one person, the most stable first: ("tg:77",)."""

    ids: tuple[str, ...]
    name: str | None = None  # as the channel shows it
    language: str | None = None  # code that the person's app reports: "id"
