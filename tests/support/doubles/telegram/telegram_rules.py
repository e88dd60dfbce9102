"""Rules of the Telegram double: messages that the official server takes, and faults to order."""

from __future__ import annotations

from dataclasses import dataclass

CONTROL = {code: " " for code in range(32) if chr(code) not in "\t\n"}


class RefusalError(Exception):
    """A refusal that the server answers instead of a result."""

    def __init__(self, code, description, **parameters):
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(frozen=True)
class Fault:
    """A fault of the next call of a method."""

    code: int | None = None
    description: str = "Internal Server Error"
    parameters: tuple[tuple[str, int], ...] = ()
    work: bool = False  # do the work before the fault
    lost: bool = False  # hang up instead of answering
    delay: float = 0.0  # seconds between work and answer
    body: bytes | None = None  # answer this instead


def throttle(seconds):
    """A fault 429 in the server's words."""
    words = f"Too Many Requests: retry after {seconds}"
    return Fault(429, words, (("retry_after", seconds),))


def content(params):
    """Text, entities and keyboard as the server stores them; RefusalError 400 in its words."""
    text, entities = _trimmed(params.get("text", ""), params.get("entities", []))
    if not text:
        raise RefusalError(400, "Bad Request: message text is empty")
    if _units(text) > 4096:
        raise RefusalError(400, "Bad Request: message is too long")
    found = {"text": text}
    if entities:
        found["entities"] = [_entity(entity, text) for entity in entities]
    if keyboard := params.get("reply_markup", {}).get("inline_keyboard"):
        found["reply_markup"] = {"inline_keyboard": _keyboard(keyboard)}
    return found


@dataclass(frozen=True)
class UploadedFile:
    """A file that came in a multipart form."""

    name: str
    data: bytes
    kind: str = "application/octet-stream"

    @property
    def size(self):
        """Width and height from the head of a PNG."""
        if self.data[:8] != b"\x89PNG\r\n\x1a\n":
            raise RefusalError(400, "Bad Request: IMAGE_PROCESS_FAILED")
        return int.from_bytes(self.data[16:20]), int.from_bytes(self.data[20:24])


def photo(params):
    """Photo, caption and keyboard as the server stores them; RefusalError 400 in its words."""
    file = params["photo"]
    if not isinstance(file, UploadedFile):
        raise RefusalError(400, "Bad Request: wrong file identifier/HTTP URL specified")
    if len(file.data) > 10 * 2**20:
        raise RefusalError(400, "Bad Request: file is too big")
    wide, tall = file.size
    if wide + tall > 10_000 or max(wide, tall) > 20 * min(wide, tall):
        raise RefusalError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    size = {"file_id": "F", "file_unique_id": "U", "width": wide, "height": tall}
    return {"photo": [size], **_captioned(params)}


def document(params):
    """A file with its name, up to 50 MB; RefusalError in the server's words."""
    file = params["document"]
    if not isinstance(file, UploadedFile):
        raise RefusalError(400, "Bad Request: wrong file identifier/HTTP URL specified")
    if not file.data:
        raise RefusalError(400, "Bad Request: file must be non-empty")
    if len(file.data) > 50 * 2**20:
        raise RefusalError(413, "Request Entity Too Large")
    about = {"file_id": "D", "file_unique_id": "U", "file_size": len(file.data)}
    about |= {"file_name": file.name, "mime_type": file.kind}
    return {"document": about, **_captioned(params)}


def _captioned(params):
    caption, entities = _trimmed(params.get("caption", ""), params.get("caption_entities", []))
    if _units(caption) > 1024:
        raise RefusalError(400, "Bad Request: message caption is too long")
    found = {"caption": caption} if caption else {}
    if entities:
        found["caption_entities"] = [_entity(entity, caption) for entity in entities]
    if keyboard := params.get("reply_markup", {}).get("inline_keyboard"):
        found["reply_markup"] = {"inline_keyboard": _keyboard(keyboard)}
    return found


def same(message, fresh):
    """Whether an edit would change nothing."""
    return all(message.get(key) == fresh.get(key) for key in ("text", "entities", "reply_markup"))


def _units(text):
    return len(text.encode("utf-16-le")) // 2


def _trimmed(text, entities):
    text = text.translate(CONTROL)
    shift = _units(text) - _units(text.lstrip())
    return text.strip(), [{**entity, "offset": entity["offset"] - shift} for entity in entities]


def _entity(entity, text):
    offset, end = entity["offset"], entity["offset"] + entity["length"]
    if end > _units(text):
        raise RefusalError(
            400,
            f"Bad Request: entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}",
        )
    units = text.encode("utf-16-le")
    try:
        units[2 * offset : 2 * end].decode("utf-16-le")
    except UnicodeDecodeError:
        words = f"Bad Request: entity beginning at UTF-16 offset {offset} begins in a middle of a UTF-16 symbol"
        raise RefusalError(400, words) from None
    return entity


def _keyboard(rows):
    if sum(map(len, rows)) > 100:
        raise RefusalError(400, "Bad Request: reply markup is too long")
    for button in (button for row in rows for button in row):
        if not button["text"].strip():
            raise RefusalError(
                400,
                "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            )
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise RefusalError(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows
