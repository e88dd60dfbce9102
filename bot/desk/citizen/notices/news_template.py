"""How people hear that there is news, where a window is shut and only a template may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import BASE, Words
from core.messaging.outgoing import Template

if TYPE_CHECKING:
    from datetime import datetime

    from core.language.catalogue import Texts
    from core.office.agency import Agency


def template(
    texts: Texts, agency: Agency, now: datetime, *, of: str | None = None, language: str = BASE
) -> Template:
    """It is read on a locked screen: it names the office or a unit and the day, not the matter."""
    named = Words("harian.templat", {"unit": of or agency.short})
    return _dated(texts, agency, now, texts.say(language, named), language)


def of_saran(texts: Texts, agency: Agency, unit: str, now: datetime) -> Template:
    """To a citizen who wished to be told once of what became of their saran."""
    place = agency.place(unit)
    named = Words("rtl.templat_warga", {"unit": place.name if place else agency.name})
    return _dated(texts, agency, now, texts.say(BASE, named), BASE)


def _dated(texts: Texts, agency: Agency, now: datetime, named: str, language: str) -> Template:
    today = now.astimezone(agency.zone).date()
    return Template("digest", (named, texts.day(language, today)))
