"""One part of a screen as the parameters of a Bot API call. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.channels.layout import clean, cut
from bot.channels.telegram_calls import Upload

if TYPE_CHECKING:
    from bot.channels.layout import Part
    from core.model import Address

_HINT = 64  # letters in the field of a reply that is asked for
_NO_PREVIEW = {"is_disabled": True}  # citizens pay for their data


def upload_method(part: Part) -> str | None:
    """What sends a part that brings a file; None for words."""
    if part.document is not None:
        return "sendDocument"
    return None if part.picture is None else "sendPhoto"


def params_of(to: Address, part: Part) -> dict[str, Any]:
    params = {"chat_id": _chat(to.chat), **_content(part)}
    if to.thread:
        params["message_thread_id"] = int(to.thread)
    if part.rows:
        params["reply_markup"] = {"inline_keyboard": _keyboard(part)}
    elif part.hint:
        hint = cut(part.hint, _HINT)
        params["reply_markup"] = {"force_reply": True, "input_field_placeholder": hint}
    return params


def _content(part: Part) -> dict[str, Any]:
    words, spans = "caption", "caption_entities"
    found: dict[str, Any] = {}
    if part.document is not None:
        file = part.document
        found["document"] = Upload(file.name, file.data, file.mime)
        # Else the server makes an animation or a sound of what merely looks like one.
        found["disable_content_type_detection"] = True
    elif part.picture is not None:
        found["photo"] = Upload(part.picture.name, part.picture.data)
    else:
        words, spans = "text", "entities"
        found["link_preview_options"] = _NO_PREVIEW
    if part.text or words == "text":
        found[words] = part.text
    if part.bold:
        offset, length = part.bold
        found[spans] = [{"type": "bold", "offset": offset, "length": length}]
    return found


def _keyboard(part: Part) -> list[list[dict[str, str]]]:
    return [
        [{"text": clean(choice.label), "callback_data": choice.payload} for choice in row]
        for row in part.rows
    ]


def _chat(chat: str) -> int | str:
    return int(chat) if chat.lstrip("-").isdecimal() else chat
