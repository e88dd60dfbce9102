"""Templates that announce news to a person whose window is shut, where nothing else may be sent."""

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
    """The template of news for staff: it names a unit or the office, and the day.

    It never names the matter, because it is read on a locked screen. `of`: the unit's name; None:
    the office.
    """
    named = Words("harian.templat", {"unit": of or agency.short})
    return _dated(texts, agency, now, texts.say(language, named), language)


def of_saran(texts: Texts, agency: Agency, unit: str, now: datetime) -> Template:
    """The template for a citizen who wished to be told once what became of their saran."""
    place = agency.unit_with(unit)
    named = Words("rtl.templat_warga", {"unit": place.name if place else agency.name})
    return _dated(texts, agency, now, texts.say(BASE, named), BASE)


def _dated(texts: Texts, agency: Agency, now: datetime, named: str, language: str) -> Template:
    today = now.astimezone(agency.zone).date()
    return Template("digest", (named, texts.day(language, today)))
