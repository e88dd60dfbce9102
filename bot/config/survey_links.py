"""`SurveyLinks`: the links by which a code opens the survey on each channel that is set up.

Posters, slips, the page behind a QR code and the queue API print them, with words for people who
cannot scan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

ChannelName = Literal["telegram", "whatsapp", "web"]
BOT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


@dataclass(frozen=True, slots=True)
class SurveyLink:
    """One way into the survey: a channel, for one code."""

    channel: ChannelName
    link: str
    at: str  # as printed: @name of the bot, number, or address without https://
    typed: str  # words to type there; "" where the address is enough


@dataclass(frozen=True, slots=True)
class SurveyLinks:
    """The channels that are set up. None: the channel is not used, or its name is not known now."""

    telegram: str | None = None  # name of the bot, without @
    whatsapp: str | None = None  # number of the office, as the setting has it
    web: str | None = None  # public URL of the pages

    def to(self, code: str) -> tuple[SurveyLink, ...]:
        """A way for this code on each channel that is set up.

        They come in the order in which people have these channels on their phones.
        """
        said = f"mulai {code}"
        found: list[SurveyLink] = []
        if self.whatsapp:
            link = wa_link(self.whatsapp, said)
            found.append(SurveyLink("whatsapp", link, grouped_digits(_digits(self.whatsapp)), said))
        if self.telegram:
            link = f"https://t.me/{quote(self.telegram)}?start={quote(code)}"
            found.append(SurveyLink("telegram", link, f"@{self.telegram}", said))
        if self.web:
            link = f"{self.web}/s/{quote(code)}"
            found.append(SurveyLink("web", link, link.partition("://")[2], ""))
        return tuple(found)


def wa_link(number: str, said: str) -> str:
    """A link that opens a chat with this number, with the words `said` typed already."""
    return f"https://wa.me/{_digits(number)}?text={quote(said)}"


def _digits(number: str) -> str:
    return "".join(letter for letter in number if letter.isdecimal())


def grouped_digits(digits: str) -> str:
    """The digits of a number as people dial it, in groups of four.

    Indonesian ones begin with 0 (0812 3456 7890), those of other countries with + and their code.
    """
    local = f"0{digits[2:]}" if digits.startswith("62") else f"+{digits}"
    return " ".join(local[at : at + 4] for at in range(0, len(local), 4))
