"""Reads what Twilio posts: a message of somebody, or what became of one of ours. Pure.

Every field may be absent, and new ones come without notice: nothing here is an index.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.channels.layout import join_surrogates
from bot.channels.whatsapp.error_codes import BAD_REQUEST, outcome
from core.errors import Malformed
from core.messaging.address import Address, Person
from core.messaging.incoming import Attachment, EventKind, Inbound, Receipt

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "whatsapp"
PREFIX = "whatsapp:"
FAILED = ("failed", "undelivered", "canceled")

_COMMAND = re.compile(r"/(\w+)(?:\s+(.*))?", re.DOTALL)
_USER = re.compile(r"[A-Za-z]{2}\.[0-9A-Za-z.]{1,128}")  # Meta's id of a person for one business
_PHONE = re.compile(r"\+[0-9]{5,20}")
_MEDIA = {"image": "photo", "audio": "voice", "video": "video"}
_SID = re.compile(r"[0-9A-Za-z]{1,64}")


def parse(form: Mapping[str, str], sender: str, at: datetime) -> Inbound:
    """The message in one webhook. `sender`: our own number, the account of the channel."""
    sid, who = _sid(form), _bare(form.get("From", ""))
    if not who:
        raise Malformed("twilio: no From")
    return Inbound(
        event_id=sid,
        at=at,
        person=_person(form, who),
        address=Address(NAME, sender, who),
        shown_in=form.get("OriginalRepliedMessageSid") or None,
        **_content(form),
    )


def _content(form: Mapping[str, str]) -> dict[str, Any]:
    payload = form.get("ListId") or form.get("ButtonPayload")
    text = join_surrogates(form.get("Body", ""))
    if payload:
        label = form.get("ListTitle") or form.get("ButtonText") or text
        return {
            "kind": EventKind.CHOICE,
            "choice": join_surrogates(payload),
            "text": join_surrogates(label) or None,
        }
    if (form.get("NumMedia") or "0") != "0" or form.get("MediaUrl0"):
        media = _media(form.get("MediaContentType0", ""))
        return {"kind": EventKind.MEDIA, "media": media, "attachment": _attached(form, media)}
    if form.get("Latitude"):
        return {"kind": EventKind.LOCATION}
    if not text:
        return {"kind": EventKind.OTHER}
    if found := _COMMAND.fullmatch(text):
        command = (found[1].lower(), (found[2] or "").strip())
        return {"kind": EventKind.COMMAND, "text": text, "command": command}
    return {"kind": EventKind.TEXT, "text": text}


def _media(mime: str) -> str:
    if mime == "image/webp":
        return "sticker"
    return _MEDIA.get(mime.partition("/")[0], "document")


def _attached(form: Mapping[str, str], media: str) -> Attachment | None:
    url = form.get("MediaUrl0")
    return Attachment(media, url, mime=form.get("MediaContentType0") or None) if url else None


def _person(form: Mapping[str, str], who: str) -> Person:
    """Every id that the message gives, the one that outlives a username first."""
    user, phone = _bare(form.get("ExternalUserId", "")), form.get("WaId", "")
    found = [user] if user else []
    found += [f"+{phone.lstrip('+')}"] if phone else []
    ids = dict.fromkeys(person_id(one) for one in (*found, who))
    ordered = sorted(ids, key=lambda one: not one.startswith("wa-user:"))
    return Person(tuple(ordered), name=join_surrogates(form.get("ProfileName", "")).strip() or None)


def person_id(who: str) -> str:
    """Of what kind an id is; what is neither is kept as it is, and nothing is read into it."""
    if _PHONE.fullmatch(who):
        return f"wa-phone:{who}"
    return f"wa-user:{who}" if _USER.fullmatch(who) else f"wa:{who}"


# -- what became of ours -------------------------------------------------------------------------


def is_status(form: Mapping[str, str]) -> bool:
    status = form.get("MessageStatus") or form.get("SmsStatus") or ""
    return status not in ("", "received", "receiving")


def report(form: Mapping[str, str], outbox_id: str | None, sender: str, at: datetime) -> Receipt:
    """A delivery report; of a failure, what its code means."""
    sid = _sid(form)
    status = (form.get("MessageStatus") or form.get("SmsStatus") or "").lower()
    if not _SID.fullmatch(status):
        raise Malformed("twilio: no status")
    code = form.get("ErrorCode") or None
    known = int(code) if code and code.isascii() and code.isdecimal() else None
    meant = outcome(BAD_REQUEST, known) if status in FAILED else None
    return Receipt(f"{sid}:{status}", NAME, sender, outbox_id or None, sid, status, code, at, meant)


# -- what a list of messages shows -----------------------------------------------------------------


def listed(row: Any, sender: str) -> Inbound | None:
    """A message somebody sent us, as a list shows it: without payload, named by its words.

    `row`: a `MessageInstance` of the package. Raises Malformed without an id, sender or date.
    """
    if row.direction != "inbound":
        return None
    form = {
        "MessageSid": row.sid,
        "From": row.from_,
        "Body": row.body,
        "NumMedia": row.num_media,
    }
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    return parse(given, sender, when(row))


def when(row: Any) -> datetime:
    """The time a `MessageInstance` was sent, in UTC, to the second."""
    found = row.date_sent or row.date_created
    if not isinstance(found, datetime):
        raise Malformed("twilio: no date")
    return found


def _sid(form: Mapping[str, str]) -> str:
    sid = form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid") or ""
    if not _SID.fullmatch(sid):
        raise Malformed("twilio: no MessageSid")
    return sid


def _bare(who: str) -> str:
    return join_surrogates(who).strip().removeprefix(PREFIX)
