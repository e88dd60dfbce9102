"""Turns one part of a screen into the parameters of a Bot API call, for `Telegram`. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.channels.layout import clean, cut, utf16
from bot.channels.telegram.api import Upload

if TYPE_CHECKING:
    from bot.channels.layout import MessagePart
    from core.messaging.address import Address

_PERSON = "tg:"  # prefix of a person's id
_NAME = 40  # units of the name by which a person is mentioned
_HINT = 64  # characters that `input_field_placeholder` takes
_NO_PREVIEW = {"is_disabled": True}  # LinkPreviewOptions: citizens pay for their data


def upload_method(part: MessagePart) -> str | None:
    """The Bot API method for a part with a file; None for words, which sendMessage sends."""
    if part.document is not None:
        return "sendDocument"
    return None if part.picture is None else "sendPhoto"


def params_of(to: Address, part: MessagePart) -> dict[str, Any]:
    """The parameters of sendMessage, sendPhoto or sendDocument for one part.

    Nothing is formatted by `parse_mode`: bold words are an entity. A typed reply is asked for by
    `ForceReply`.
    """
    part, who = _named(part)
    params = {"chat_id": _chat(to.chat), **_content(part)}
    if who:
        params["entities"] = [who, *params.get("entities", ())]
    if part.reply_to and part.reply_to.isdecimal():
        # The question is sent even when the message that it replies to was deleted.
        answered = {"message_id": int(part.reply_to), "allow_sending_without_reply": True}
        params["reply_parameters"] = answered
    if to.thread:
        params["message_thread_id"] = int(to.thread)
    if part.rows:
        params["reply_markup"] = {"inline_keyboard": _keyboard(part)}
    elif part.hint:
        hint = cut(part.hint, _HINT)
        selective = bool(who or "reply_parameters" in params)
        params["reply_markup"] = {
            "force_reply": True,
            "input_field_placeholder": hint,
            # In a group the reply field opens to the mentioned person alone.
            **({"selective": True} if selective else {}),
        }
    return params


def _named(part: MessagePart) -> tuple[MessagePart, dict[str, Any] | None]:
    """The part with the asked person's name in front, and the entity that mentions that person.

    A `text_mention` also reaches a person without a username.
    """
    ids = part.asked.ids if part.asked and part.hint and not part.rows else ()
    mine = next((one for one in ids if one.startswith(_PERSON)), "").removeprefix(_PERSON)
    name = cut(" ".join(((part.asked and part.asked.name) or "").split()), _NAME)
    if not mine.isdecimal() or not name:
        return part, None
    span = utf16(name)
    bold = part.bold and (part.bold[0] + span + 2, part.bold[1])
    named = replace(part, text=f"{name}, {part.text}", bold=bold)
    user = {"id": int(mine), "is_bot": False, "first_name": name}
    return named, {"type": "text_mention", "offset": 0, "length": span, "user": user}


def _content(part: MessagePart) -> dict[str, Any]:
    words, spans = "caption", "caption_entities"
    found: dict[str, Any] = {}
    if part.document is not None:
        file = part.document
        found["document"] = Upload(file.name, file.data, file.mime)
        # Else the server turns a file that looks like an animation or a sound into one.
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


def _keyboard(part: MessagePart) -> list[list[dict[str, str]]]:
    return [
        [{"text": clean(choice.label), "callback_data": choice.payload} for choice in row]
        for row in part.rows
    ]


def _chat(chat: str) -> int | str:
    return int(chat) if chat.lstrip("-").isdecimal() else chat
