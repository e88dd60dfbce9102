"""How one Message lies on WhatsApp: words with its few marks, numbered options, a list. Pure.

What people wrote is never markup: an opening mark in it becomes a sign that looks alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.channels.layout import CAPTION, clean, counted, cut, split, unnumbered, utf16

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.model import Choice, Document, Message, Picture

TEXT_MOST = 1600  # of Twilio; WhatsApp itself would take 4096
LIST_MOST = CAPTION_MOST = CAPTION
ROWS = 4  # of the reusable list: the options of an official question
ROW_LABEL, ROW_WORDS, ROW_ID = 24, 72, 64

# A mark opens where no letter stands before it and no space behind it.
_OPENING = re.compile(r"(?<![^\W_])[*_~](?=\S)")
_EDGE = re.compile(r"(?<![^\W_])[*_~](?=\S)|(?<=\S)[*_~](?![^\W_])")
_PLAIN = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: its label, what comes back, and the official words beneath."""

    label: str
    payload: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """One message of the provider. With rows its text is the body of a list."""

    text: str
    rows: tuple[Row, ...] = ()
    media: Picture | Document | None = None


def lay_out(message: Message, cara: tuple[str, str], *, lists: bool, media: bool) -> list[Part]:
    """The parts in which it leaves. `cara`: how to answer by number, by words, if it says not."""
    text = _text(message, cara)
    rows = _rows(message) if lists and utf16(text) <= LIST_MOST else ()
    words = [Part(text, rows)] if rows else [Part(one) for one in split(text, TEXT_MOST)]
    if message.picture is None and message.document is None:
        return words
    return _along(message, words, media=media)


def _along(message: Message, words: list[Part], *, media: bool) -> list[Part]:
    """A picture stands above the words, or bears them; a file below, for it takes none."""
    picture, file = message.picture, message.document
    if not media:
        shown = escaped(picture.alt if picture else file.name if file else "")
        return words if words[0].text else [Part(shown)]
    last = [Part("", media=file)] if file else []
    if picture is None:
        return [*(one for one in words if one.text), *last]
    if not words[0].rows and utf16(words[0].text) <= CAPTION_MOST:
        return [Part(words[0].text, media=picture), *words[1:], *last]
    return [Part(cut(escaped(picture.alt), CAPTION_MOST), media=picture), *words, *last]


def escaped(text: str) -> str:
    """The same words, of which nothing turns bold, slanted, struck or into code."""
    return "\n".join(_unmarked(line) for line in clean(text).replace("`", "ˋ").split("\n"))


def _unmarked(line: str) -> str:
    # Without an opening mark there is no markup; with one, the closing ones change along.
    if not _OPENING.search(line):
        return line
    return _EDGE.sub(lambda mark: mark[0].translate(_PLAIN), line)


def bold(text: str) -> str:
    """One line in bold; a mark of its own inside would end it early."""
    line = " ".join(clean(text).translate(_PLAIN).split())
    return f"*{line}*" if line else ""


# -- the words -----------------------------------------------------------------------------------


def _text(message: Message, cara: tuple[str, str]) -> str:
    top = [escaped(message.note or "").strip(), bold(message.heading or "")]
    head = "\n".join(filter(None, top))
    # A note stands close to a heading and apart from a paragraph.
    body = ("\n" if message.heading else "\n\n").join(filter(None, (head, escaped(message.text))))
    numbers = "\n".join(_numbers(message))
    return "\n\n".join(filter(None, (body, numbers, _how(message, cara))))


def _numbers(message: Message) -> Iterator[str]:
    for number, choice in enumerate(counted(message), start=1):
        words = escaped(unnumbered(choice.label))
        if words:  # a choice that is nothing but a number is named in the text
            yield f"{number}. {words}"


def _how(message: Message, cara: tuple[str, str]) -> str:
    """`Balas angkanya. *?* = apa maksudnya, *0* = kembali`"""
    if not message.choices:
        return ""
    numbers = counted(message)
    named = ", ".join(_named(one) for one in message.choices if one not in numbers)
    said = message.cara or cara[0 if numbers else 1]
    return f"{escaped(said)} {named}".rstrip()


def _named(choice: Choice) -> str:
    if choice.typed is None:
        return bold(choice.label)
    words = choice.label.rstrip("?")
    return f"{bold(choice.typed)} = {escaped(words[:1].lower() + words[1:])}"


# -- a list --------------------------------------------------------------------------------------


def _rows(message: Message) -> tuple[Row, ...]:
    """The options as rows of the reusable list; none where they do not fit it."""
    rows = tuple(_row(choice) for choice in counted(message))
    fits = all(
        0 < utf16(row.label) <= ROW_LABEL
        and 0 < utf16(row.words) <= ROW_WORDS
        and 0 < len(row.payload) <= ROW_ID
        for row in rows
    )
    return rows if len(rows) == ROWS and fits else ()


def _row(choice: Choice) -> Row:
    words = clean(unnumbered(choice.label)).strip()
    return Row(clean(choice.hint or words).strip(), choice.payload, words)
