"""From a channel's event to the survey's, and from its end to what is stored of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.conversation import Attached, Chose, Opened, Said, Started
from core.model import Kind, Respons, Saran

if TYPE_CHECKING:
    from datetime import datetime

    from core.conversation import Event, Survey
    from core.model import Caps, Inbound
    from core.talk.state import Finished, Noted

SLOTS = ((8, 12, "08-12"), (12, 18, "13-17"))  # as the official form groups the hour


def as_event(event: Inbound, caps: Caps, chosen: str | None) -> Event:
    """A channel's event as the conversation knows it; the language chosen here before wins."""
    at, language = event.at, chosen or event.person.language
    match event.kind:
        case Kind.CHOICE:
            return Chose(at, event.choice or "", popup=caps.notice > 0)
        case Kind.OPENED:
            return Opened(at, event.text or "", bahasa=language)
        case Kind.COMMAND if event.command and event.command[0] in ("start", "mulai"):
            return Started(at, event.command[1].strip(), bahasa=language)
        case Kind.COMMAND if event.command:
            return Said(at, " ".join(event.command), bahasa=language)
        case Kind.TEXT:
            return Said(at, event.text or "", guarded=caps.quick_guard, bahasa=language)
    return Attached(at)


def respons(survey: Survey, event: Inbound, done: Finished) -> Respons:
    """The finished answer with the local day and hour group of sending, and nothing of a person."""
    local = event.at.astimezone(survey.agency.zona)
    return Respons(
        snapshot=survey.questionnaire.snapshot,
        unit=done.unit,
        layanan=done.layanan,
        loket=done.loket,
        tanggal=local.date(),
        slot=slot(local),
        durasi=done.durasi,
        mode="self",
        channel=event.address.channel,
        bahasa=done.bahasa,
        profil=done.profil,
        nilai=done.nilai,
    )


def slot(local: datetime) -> str:
    return next((name for start, end, name in SLOTS if start <= local.hour < end), "lain")


def saran(noted: Noted, local: datetime) -> Saran:
    return Saran(noted.unit, noted.layanan, noted.unsur, noted.teks, local.date())
