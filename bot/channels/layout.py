"""Lays a Message out as text, bold span and rows of buttons. Pure.

The Telegram channel sends a `MessagePart` as one message; the other channels use the helpers.
Lengths are in UTF-16 code units, in which Telegram counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.messaging.address import Person
    from core.messaging.outgoing import Choice, Document, Message, Picture

_BREAKS = ("\n\n", "\n", " ")
CAPTION = 1024  # units of a caption, on Telegram and on WhatsApp


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message of the provider: a text, a picture or a file; `text` is a file's caption.

    `hint`, `asked` and `reply_to` belong to a question in a group (`bot/desk/dialogs.py`), which
    bears no picture and no document. Parts with a file therefore need not carry all of them.
    """

    text: str
    bold: tuple[int, int] | None = None  # offset and length in UTF-16 units
    rows: tuple[tuple[Choice, ...], ...] = ()
    picture: Picture | None = None  # the text is its caption; never beside a document
    hint: str | None = None  # asks for a typed reply, with these words in the empty field
    asked: Person | None = None  # the typed reply is asked of this person alone
    reply_to: str | None = None  # provider id of the message that this one replies to
    document: Document | None = None  # the text is its caption


def utf16(text: str) -> int:
    """Length in UTF-16 code units, in which the Bot API counts lengths and offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, limit: int) -> bool:
    """Whether the text has at most `limit` units; a text that is plainly short is not counted."""
    return len(text) * 2 <= limit or utf16(text) <= limit


def clean(text: str) -> str:
    """The same words without NUL and half characters, which no client or UTF-8 can carry.

    Two surrogate halves that belong together become their character; a lone one becomes U+FFFD, and
    so does NUL.
    """
    if text.isascii():
        return text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = join_surrogates(text)
    return text.replace("\0", "\ufffd")


def join_surrogates(text: str) -> str:
    """Join surrogate pairs; a half that stays alone becomes U+FFFD, so that UTF-8 can store it."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def cut(text: str, limit: int) -> str:
    """At most `limit` units of the cleaned text; an ellipsis ends it where words are missing."""
    text = clean(text)
    return text if fits(text, limit) else f"{_head(text, limit - 1).rstrip()}…"


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` units, parted between paragraphs, lines or words where possible.

    The text must be cleaned (`clean`): a lone surrogate half raises UnicodeEncodeError.
    """
    pieces = []
    while not fits(text, limit):
        head = _head(text, limit)
        end = _break(head)
        pieces.append(head[:end].rstrip())
        text = text[end:].lstrip("\n ")
    return [*pieces, text]


def lay_out(message: Message, limit: int) -> list[MessagePart]:
    """The parts in which a message leaves, in order, each text at most `limit` units.

    The buttons stand under the last part. A picture comes first and a document last; one of both
    bears the words as its caption if they fit, the document only where there is no picture.
    """
    text, bold = _compose(message)
    rows = _rows(message.choices, message.columns)
    if message.document is not None:
        whole = MessagePart(text, bold, rows, hint=message.reply_hint)
        return _with_document(message, message.document, limit, whole)
    if message.picture is not None:
        return _with_picture(message, message.picture, limit, MessagePart(text, bold, rows))
    hint, asked, reply_to = message.reply_hint, message.asked, message.reply_to
    last = MessagePart(text, bold, rows, hint=hint, asked=asked, reply_to=reply_to)
    if fits(text, limit):
        return [last]
    first, *more = (MessagePart(piece) for piece in split(text, limit))
    parts = [MessagePart(first.text, _within(bold, utf16(first.text))), *more]
    return [*parts[:-1], replace(last, text=parts[-1].text, bold=parts[-1].bold)]


def _with_picture(
    message: Message, picture: Picture, limit: int, whole: MessagePart
) -> list[MessagePart]:
    """The words as the picture's caption if they fit; else the picture, then the words.

    A picture without the words bears its alternative text. `whole`: all words and buttons as one
    part, however long.
    """
    if fits(whole.text, CAPTION):
        return [replace(whole, picture=picture)]
    words = lay_out(replace(message, picture=None), limit)
    return [MessagePart(cut(picture.alt, CAPTION), picture=picture), *words]


def _with_document(
    message: Message, document: Document, limit: int, whole: MessagePart
) -> list[MessagePart]:
    """The words as the file's caption if they fit; else the words, then file and buttons.

    Beside a picture the words are never the file's caption: the picture takes them. `whole`: all
    words and buttons as one part, however long.
    """
    if message.picture is None and fits(whole.text, CAPTION):
        return [replace(whole, document=document)]
    words = replace(message, document=None, choices=(), reply_hint=None)
    return [*lay_out(words, limit), replace(whole, text="", bold=None, document=document)]


def _compose(message: Message) -> tuple[str, tuple[int, int] | None]:
    # The note tells what just happened ("Tercatat: …"), plainly; the heading of the screen is bold.
    note, heading = clean(message.note or "").strip(), clean(message.heading or "").strip()
    before = f"{note}\n\n" if note else ""
    if not heading:
        return before + clean(message.text), None
    return f"{before}{heading}\n{clean(message.text)}", (utf16(before), utf16(heading))


def _rows(choices: Sequence[Choice], columns: int) -> tuple[tuple[Choice, ...], ...]:
    if columns <= 1:
        return tuple((choice,) for choice in choices)
    return tuple(tuple(choices[n : n + columns]) for n in range(0, len(choices), columns))


def _head(text: str, limit: int) -> str:
    # A character has one or two units, so the first `limit` characters are enough.
    return text[:limit].encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")


def _break(head: str) -> int:
    # A break in the first half is passed over for a finer one, so that no piece is mostly empty.
    ends = (head.rfind(mark) for mark in _BREAKS)
    return next((end for end in ends if end > len(head) // 2), len(head))


def _within(span: tuple[int, int] | None, length: int) -> tuple[int, int] | None:
    if span is None or span[0] >= length:
        return None
    return span[0], min(span[1], length - span[0])
