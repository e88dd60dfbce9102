"""How staff hear that there is news for them, where a window is shut and only a template may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model import Template
from core.texts import BASE, Words

if TYPE_CHECKING:
    from datetime import datetime

    from core.agency import Agency
    from core.texts import Texts


def template(
    texts: Texts, agency: Agency, now: datetime, *, of: str | None = None, language: str = BASE
) -> Template:
    """It is read on a locked screen: it names the office or a unit and the day, not the matter."""
    named = Words("harian.templat", {"unit": of or agency.singkat})
    today = now.astimezone(agency.zona).date()
    return Template("digest", (texts.say(language, named), texts.day(language, today)))
