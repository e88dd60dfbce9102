"""Translates between events of a channel and values of the survey.

`DeskRouter` reads events by `as_event`; `survey_turn` makes by `response_of` and `saran` what is
stored of a finished survey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.answers.response import Response, Saran
from core.messaging.incoming import EventKind
from core.survey.state import Attached, Chose, Opened, Said, Started

if TYPE_CHECKING:
    from datetime import datetime

    from core.messaging.channel_limits import Caps
    from core.messaging.incoming import Inbound
    from core.ports.conversations import Seen
    from core.survey.state import Event, Finished, Noted, SurveyDefinition

SLOTS = (
    (8, 12, "08-12"),
    (12, 18, "13-17"),
)  # local hours (from, until), as the official form groups them


def _unseen(event: Inbound, seen: Seen, began: datetime) -> bool:
    """Whether the sender typed this before the last reply of the bot had reached the chat.

    True while the reply has not left yet, and for a text from before this process began (`began`)
    if the reply left only since. Channels that fetch their mailbox are not asked: their next
    question alone tells that the last reply was shown.
    """
    left = seen.replied_at
    return seen.unseen or (left is not None and event.at < began <= left)


def as_event(event: Inbound, caps: Caps, seen: Seen, began: datetime) -> Event:
    """Translate a channel's event for the survey; a language chosen in this chat before wins."""
    at, language = event.at, seen.language or event.person.language
    match event.kind:
        case EventKind.CHOICE:
            return Chose(at, event.choice or "", popup=caps.notice > 0)
        case EventKind.OPENED:
            return Opened(at, event.text or "", language=language)
        case EventKind.COMMAND if event.command and event.command[0] in ("start", "mulai"):
            return Started(at, event.command[1].strip(), language=language)
        case EventKind.COMMAND if event.command:
            return Said(at, " ".join(event.command), language=language)
        case EventKind.TEXT:
            unseen = caps.push and _unseen(event, seen, began)
            return Said(at, event.text or "", caps.quick_guard, unseen, language=language)
    return Attached(at)


def response_of(
    survey: SurveyDefinition, event: Inbound, done: Finished, flags: tuple[str, ...] = ()
) -> Response:
    """The finished answer with the local day and hour slot of sending, and nothing of a person.

    `flags`: the marks of `core.answers.doubt_flags`.
    """
    local = event.at.astimezone(survey.agency.zone_of(done.unit))
    return Response(
        snapshot=survey.questionnaire.snapshot,
        unit=done.unit,
        layanan=done.layanan,
        loket=done.loket,
        day=local.date(),
        slot=slot(local),
        duration=done.duration,
        mode="self",
        channel=event.address.channel,
        language=done.language,
        profile=done.profile,
        nilai=done.nilai,
        flags=flags,
    )


def slot(local: datetime) -> str:
    """Hour slot of a local time: "08-12", "13-17", or "lain" for every other hour."""
    return next((name for start, end, name in SLOTS if start <= local.hour < end), "lain")


def saran(survey: SurveyDefinition, event: Inbound, noted: Noted) -> Saran:
    """The saran of a turn, dated by the local day of its unit."""
    day = event.at.astimezone(survey.agency.zone_of(noted.unit)).date()
    return Saran(noted.unit, noted.layanan, noted.unsur, noted.text, day)
