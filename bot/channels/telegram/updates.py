"""Reads one raw update of Telegram into an event. Pure.

`arrivals` calls `parse`; the objects are those of the Bot API: Message, CallbackQuery,
ChatMemberUpdated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.channels.layout import join_surrogates
from core.errors import Malformed
from core.messaging.address import Address, Person
from core.messaging.incoming import Attachment, EventKind, Inbound

if TYPE_CHECKING:
    from collections.abc import Mapping

Raw = dict[str, Any]

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
# The order counts: an `animation` comes with a `document` beside it.
_MEDIA = (
    *("photo", "voice", "video", "sticker", "animation", "document", "audio", "video_note"),
    *("contact", "poll", "dice", "story", "game", "paid_media", "live_photo", "checklist"),
)
_DATES_ARE_WHOLE_SECONDS = timedelta(seconds=2)  # a younger message came at once


def parse(raw: Raw, account: str, at: datetime, username: str | None = None) -> list[Inbound]:
    """The human event in one update; an empty list where no person did anything of interest.

    `account`: the bot's id; `at`: the present; `username`: the bot's, to tell commands for other
    bots apart. Text keeps NUL; half of a surrogate pair becomes U+FFFD, for UTF-8 cannot store it.
    Raises Malformed for an update that cannot be read.
    """
    try:
        return _read(raw, account, at, username)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
        raise Malformed(f"telegram update: {type(error).__name__}") from error


def _read(raw: Raw, account: str, at: datetime, username: str | None) -> list[Inbound]:
    event_id = str(_int(raw, "update_id"))
    if (message := raw.get("message")) is not None:
        return _message(message, event_id, account, at, username)
    if (press := raw.get("callback_query")) is not None:
        return [_press(press, event_id, account, at)]
    if (change := raw.get("my_chat_member")) is not None:
        return [_standing(change, event_id, account, at)]
    if (edited := raw.get("edited_message")) is not None:
        return _event(edited, event_id, account, at, _Content(EventKind.OTHER))
    return []


def _message(
    message: Raw, event_id: str, account: str, at: datetime, username: str | None
) -> list[Inbound]:
    content = _content(message, account)
    addressee = content.addressee
    if addressee and username and addressee.lower() != username.lower():
        return []  # the command names another bot of the group
    return _event(message, event_id, account, at, content)


@dataclass(frozen=True, slots=True)
class _Content:
    """The content of a message, of any kind."""

    kind: EventKind
    text: str | None = None
    command: tuple[str, str] | None = None
    addressee: str | None = None  # the bot that a command names
    media: str | None = None
    attachment: Attachment | None = None
    moved: tuple[Address, Address] | None = None  # old and new address of a group


def _content(message: Raw, account: str) -> _Content:
    if text := _text(message, "text"):
        found = _COMMAND.fullmatch(text)
        if not found:
            return _Content(EventKind.TEXT, text)
        command = (found[1].lower(), (found[3] or "").strip())
        return _Content(EventKind.COMMAND, text, command, found[2])
    if "location" in message:
        return _Content(EventKind.LOCATION)
    if media := next((name for name in _MEDIA if name in message), None):
        attachment = _attached(media, message[media])
        return _Content(EventKind.MEDIA, media=media, attachment=attachment)
    moved = _move(message, account)
    return _Content(EventKind.MOVED, moved=moved) if moved else _Content(EventKind.OTHER)


def _attached(media: str, content: Any) -> Attachment | None:
    """The name by which a file is fetched; of a photo that of its largest size, the last one."""
    found = content[-1] if isinstance(content, list) and content else content
    if not isinstance(found, dict) or not (ref := _text(found, "file_id")):
        return None
    size = found.get("file_size")
    mime = "image/jpeg" if media == "photo" else _text(found, "mime_type")
    known = size if type(size) is int else None
    return Attachment(media, ref, known, mime, _text(found, "file_name"))


def _move(message: Raw, account: str) -> tuple[Address, Address] | None:
    """Old and new address of a group that became a supergroup; else None."""
    here = message["chat"]  # Telegram writes one message in the old chat, and one in the new
    if "migrate_to_chat_id" in message:
        old, new = _int(here, "id"), _int(message, "migrate_to_chat_id")
    elif "migrate_from_chat_id" in message:
        old, new = _int(message, "migrate_from_chat_id"), _int(here, "id")
    else:
        return None
    return Address("telegram", account, str(old)), Address("telegram", account, str(new))


def _event(
    message: Raw, event_id: str, account: str, at: datetime, content: _Content
) -> list[Inbound]:
    sender, here = message.get("from"), _address(message, account)
    if content.kind is not EventKind.MOVED and (sender is None or sender.get("is_bot")):
        return []  # a channel's post, an anonymous admin, a bot: nobody to ask
    there, moved_to = content.moved or (here, None)
    return [
        Inbound(
            event_id=event_id,
            at=_when(message, at),
            kind=content.kind,
            person=_person(sender) if sender else Person(()),
            address=there,
            private=message["chat"]["type"] == "private",
            text=content.text,
            command=content.command,
            media=content.media,
            attachment=content.attachment,
            said_in=str(_int(message, "message_id")) if "message_id" in message else None,
            moved_to=moved_to,
        )
    ]


def _press(press: Raw, event_id: str, account: str, at: datetime) -> Inbound:
    person = _person(press["from"])
    # Telegram leaves the message out when it is too old: then it was in the private chat.
    message = press.get("message") or {"chat": {"id": press["from"]["id"], "type": "private"}}
    return Inbound(
        event_id=event_id,
        at=at,
        kind=EventKind.CHOICE,
        person=person,
        address=_address(message, account),
        private=message["chat"]["type"] == "private",
        choice=_text(press, "data") or "",
        shown_in=str(_int(message, "message_id")) if "message_id" in message else None,
        settle=_text(press, "id") or None,
    )


def _standing(change: Raw, event_id: str, account: str, at: datetime) -> Inbound:
    now = change["new_chat_member"]
    status = now["status"]
    away = status in ("kicked", "left") or now.get("is_member") is False
    return Inbound(
        event_id=event_id,
        at=_when(change, at),
        kind=EventKind.UNREACHABLE if away else EventKind.REACHABLE,
        person=_person(change["from"]),
        address=_address(change, account),
        private=change["chat"]["type"] == "private",
    )


def _when(dated: Raw, at: datetime) -> datetime:
    # Telegram's date is cut to the second; unless the message waited, `at` is more exact.
    sent = datetime.fromtimestamp(_int(dated, "date"), UTC)
    return at if at - sent < _DATES_ARE_WHOLE_SECONDS else sent


def _address(message: Raw, account: str) -> Address:
    # Replies in a supergroup without topics bear a thread id too, to which nothing can be sent.
    thread = _int(message, "message_thread_id") if message.get("is_topic_message") else None
    chat = str(_int(message["chat"], "id"))
    return Address("telegram", account, chat, None if thread is None else str(thread))


def _person(sender: Raw) -> Person:
    name = " ".join(part for key in ("first_name", "last_name") if (part := _text(sender, key)))
    language = _text(sender, "language_code")
    return Person(
        ids=(f"tg:{_int(sender, 'id')}",),
        name=name or None,
        language=language[:2].lower() if language else None,
    )


def _int(raw: Mapping[str, Any], key: str) -> int:
    value = raw[key]
    if type(value) is not int:
        raise TypeError(key)
    return value


def _text(raw: Mapping[str, Any], key: str) -> str | None:
    value = raw.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(key)
    return join_surrogates(value) if _broken(value) else value


def _broken(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
