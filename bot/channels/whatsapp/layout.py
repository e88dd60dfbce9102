"""Lays a Message out for WhatsApp: words with its marks, numbered options, or a list. Pure.

`WhatsApp.send` posts each part. Words of people are never markup: an opening mark in them becomes a
sign that looks alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.channels.layout import CAPTION, clean, cut, fits, split
from core.messaging.numbering import counted, unnumbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.messaging.outgoing import Choice, Document, Message, Picture

TEXT_MOST = 1600  # characters that Twilio takes; WhatsApp itself would take 4096
LIST_MOST = CAPTION_MOST = CAPTION
ROWS = 4  # of the reusable list: the options of an official question
ROW_LABEL, ROW_WORDS, ROW_ID = 24, 72, 64  # units of label and words, characters of payload

_MARK = re.compile(r"[*_~`]")
# A mark opens where no letter stands before it and no space behind it.
_OPENING = re.compile(r"(?<![^\W_])[*_~](?=\S)")
_EDGE = re.compile(r"(?<![^\W_])[*_~](?=\S)|(?<=\S)[*_~](?![^\W_])")
_PLAIN = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})


class ListRow(NamedTuple):
    """One line of a list: its label, the payload that comes back, the official words beneath."""

    label: str
    payload: str
    words: str


@dataclass(frozen=True, slots=True)
class WhatsAppPart:
    """One message of the provider. With rows its text is the body of a list."""

    text: str
    rows: tuple[ListRow, ...] = ()
    media: Picture | Document | None = None


def lay_out(
    message: Message, how_to_answer: tuple[str, str], *, lists: bool, media: bool
) -> list[WhatsAppPart]:
    """The parts in which a message leaves, in order.

    `how_to_answer`: the sentences that say how to answer by number, and by words; used where the
    message has none of its own. `lists`: the reusable list is set up. `media`: files can be lent to
    Twilio; otherwise the words leave alone, or the file's description where there are none.
    """
    numbered = counted(message)
    labels = [clean(unnumbered(one.label)) for one in numbered]
    numbers = "\n".join(_numbers(labels))
    text = "\n\n".join(
        filter(None, (_body(message), numbers, _how(message, how_to_answer, numbered)))
    )
    rows = _rows(numbered, labels) if lists and fits(text, LIST_MOST) else ()
    words = (
        [WhatsAppPart(text, rows)]
        if rows
        else [WhatsAppPart(one) for one in split(text, TEXT_MOST)]
    )
    if message.picture is None and message.document is None:
        return words
    return _along(message, words, media=media)


def _along(message: Message, words: list[WhatsAppPart], *, media: bool) -> list[WhatsAppPart]:
    """The words with their files: a picture above them or bearing them, a file below."""
    picture, file = message.picture, message.document
    if not media:
        shown = escaped(picture.alt if picture else file.name if file else "")
        return words if words[0].text else [WhatsAppPart(shown)]
    last = [WhatsAppPart("", media=file)] if file else []
    if picture is None:
        return [*(one for one in words if one.text), *last]
    if not words[0].rows and fits(words[0].text, CAPTION_MOST):
        return [WhatsAppPart(words[0].text, media=picture), *words[1:], *last]
    return [WhatsAppPart(cut(escaped(picture.alt), CAPTION_MOST), media=picture), *words, *last]


def escaped(text: str) -> str:
    """The same words, in which no mark makes bold, italic, struck or monospaced text."""
    return _plain(clean(text))


def _plain(text: str) -> str:
    if not _MARK.search(text):
        return text
    return "\n".join(_unmarked(line) for line in text.replace("`", "ˋ").split("\n"))


def _unmarked(line: str) -> str:
    # Without an opening mark a line has no markup; with one, its closing marks are replaced too.
    if not _OPENING.search(line):
        return line
    return _EDGE.sub(lambda mark: mark[0].translate(_PLAIN), line)


def bold(text: str) -> str:
    """One line in bold; marks inside it are replaced, for they would end it early."""
    line = " ".join(clean(text).split())
    if _MARK.search(line):
        line = line.translate(_PLAIN)
    return f"*{line}*" if line else ""


# -- the words -----------------------------------------------------------------------------------


def _body(message: Message) -> str:
    note = escaped(message.note).strip() if message.note else ""
    heading = bold(message.heading) if message.heading else ""
    head = "\n".join(filter(None, (note, heading)))
    # A note stands close to a heading and apart from a paragraph.
    apart = "\n" if message.heading else "\n\n"
    return apart.join(filter(None, (head, escaped(message.text))))


def _numbers(labels: Sequence[str]) -> Iterator[str]:
    for number, words in enumerate(labels, start=1):
        if words:  # the text itself names a choice whose label is nothing but its number
            yield f"{number}. {_plain(words)}"


def _how(message: Message, how_to_answer: tuple[str, str], numbered: Sequence[Choice]) -> str:
    """The line on how to answer: `Balas angkanya. *?* = apa maksudnya, *0* = kembali`."""
    if not message.choices:
        return ""
    known = {id(one) for one in numbered}  # comparing by content takes longer
    named = ", ".join(_named(one) for one in message.choices if id(one) not in known)
    said = message.how_to_answer or how_to_answer[0 if numbered else 1]
    return f"{escaped(said)} {named}".rstrip()


def _named(choice: Choice) -> str:
    if choice.typed is None:
        return bold(choice.label)
    words = choice.label.rstrip("?")
    return f"{bold(choice.typed)} = {escaped(words[:1].lower() + words[1:])}"


# -- a list --------------------------------------------------------------------------------------


def _rows(numbered: Sequence[Choice], labels: Sequence[str]) -> tuple[ListRow, ...]:
    """The options as rows of the reusable list; none where they do not fit it."""
    if len(numbered) != ROWS:
        return ()
    rows = tuple(_row(one, words.strip()) for one, words in zip(numbered, labels, strict=True))
    return rows if all(_is_short(row) for row in rows) else ()


def _is_short(row: ListRow) -> bool:
    if not (row.label and row.words and 0 < len(row.payload) <= ROW_ID):
        return False
    return fits(row.label, ROW_LABEL) and fits(row.words, ROW_WORDS)


def _row(choice: Choice, words: str) -> ListRow:
    short = clean(choice.hint).strip() if choice.hint else words
    return ListRow(short, choice.payload, words)
