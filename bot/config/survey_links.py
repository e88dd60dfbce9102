"""The ways into the survey that are set up: links, and the words for those who cannot scan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

ChannelName = Literal["telegram", "whatsapp", "web"]
BOT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


@dataclass(frozen=True, slots=True)
class Way:
    """One way for one code."""

    channel: ChannelName
    link: str
    at: str  # whom to look for, whom to write to, what to open: as printed
    typed: str  # what to type there; "" where the address says it all


@dataclass(frozen=True, slots=True)
class Ways:
    """What is set up. None: that channel is not there, or its name is not known now."""

    telegram: str | None = None  # name of the bot, without @
    whatsapp: str | None = None  # our number, as the setting has it
    web: str | None = None  # our public address

    def to(self, code: str) -> tuple[Way, ...]:
        """In the order in which people have them on their phones."""
        said = f"mulai {code}"
        found: list[Way] = []
        if self.whatsapp:
            link = wa_link(self.whatsapp, said)
            found.append(Way("whatsapp", link, dialled(_digits(self.whatsapp)), said))
        if self.telegram:
            link = f"https://t.me/{quote(self.telegram)}?start={quote(code)}"
            found.append(Way("telegram", link, f"@{self.telegram}", said))
        if self.web:
            link = f"{self.web}/s/{quote(code)}"
            found.append(Way("web", link, link.partition("://")[2], ""))
        return tuple(found)


def wa_link(number: str, said: str) -> str:
    """Opens a chat with that number of ours, the words typed already."""
    return f"https://wa.me/{_digits(number)}?text={quote(said)}"


def _digits(number: str) -> str:
    return "".join(letter for letter in number if letter.isdecimal())


def dialled(digits: str) -> str:
    """0812 3456 7890 as people here write it; other countries with their +."""
    local = f"0{digits[2:]}" if digits.startswith("62") else f"+{digits}"
    return " ".join(local[at : at + 4] for at in range(0, len(local), 4))
