"""`Terminal`: the terminal as a channel, for `skm chat`.

A screen is written as lines, its choices as [labels]; each line that is typed is one event.
Conversation scripts in tests/chats have the same form.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from bot.channels.layout import clean
from core.messaging.address import Address, Person
from core.messaging.channel_limits import Caps
from core.messaging.incoming import EventKind, Inbound
from core.messaging.outcomes import Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Document, Message, Outgoing, Picture
    from core.ports.channel import Writer

CAPS = Caps(text=20_000, choices=100, choice_label=60)
OWNER_ONLY = 0o600
# Control characters, which in people's words could move the cursor, hide lines, or type commands.
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if code != ord("\t")}
_PRESSED = re.compile(r"\[(.+)\]$")


def screen_lines(message: Message) -> Iterator[str]:
    """A screen as lines of text, which conversation scripts hold too."""
    if message.picture:
        yield f"({message.picture.name}: {message.picture.alt})"
    if message.note:
        yield from message.note.split("\n")
    if message.heading:
        yield message.heading
    yield from message.text.split("\n")
    if message.document:
        yield f"({message.document.name})"
    labels = [f"[{one.label}]" for one in message.choices]
    wide = message.columns if message.columns > 1 else len(labels) or 1
    for start in range(0, len(labels), wide):
        yield " ".join(labels[start : start + wide])


def _laid(folder: Path, file: Picture | Document) -> Path:
    """Write a picture or document into `folder`, readable by its owner alone; the path."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = PurePath(file.name.replace("\0", "")).name
    path = folder / (name if name.strip(".") else "berkas")
    path.unlink(missing_ok=True)
    path.touch(OWNER_ONLY)
    path.write_bytes(file.data)
    return path


class Terminal:
    """One person at one terminal. `write` gets the bot's words, line by line."""

    name = "terminal"
    account = "terminal"
    caps = CAPS

    def __init__(
        self, person: str, write: Callable[[str], None], folder: Path | None = None
    ) -> None:
        """`folder`: where files are written; without one they are named in words only."""
        self.person = Person((f"terminal:{person}",))
        self.address = Address(self.name, self.account, person)
        self.screen: Message | None = None
        self._write, self._told, self._folder = write, asyncio.Event(), folder

    def inbound(self, line: str, event_id: str, at: datetime) -> Inbound:
        """The event of one typed line.

        `[label]` presses a choice of the last screen, `/word` is a command, all else is text.
        """
        here = (event_id, at)
        if line.startswith("/"):
            name, _, args = line[1:].partition(" ")
            command = (name.casefold(), args.strip())
            return Inbound(*here, EventKind.COMMAND, self.person, self.address, command=command)
        if (pressed := _PRESSED.match(line)) and (payload := self._payload(pressed[1])):
            return Inbound(*here, EventKind.CHOICE, self.person, self.address, choice=payload)
        return Inbound(*here, EventKind.TEXT, self.person, self.address, text=line)

    def _payload(self, label: str) -> str | None:
        choices = self.screen.choices if self.screen else ()
        return next((one.payload for one in choices if one.label == label), None)

    # -- as a channel ----------------------------------------------------------------------------

    async def pull(self, writer: Writer) -> None:
        """Wait until cancelled: `Session.say` brings the lines, so there is nothing to fetch."""
        del writer
        await asyncio.Event().wait()

    async def send(self, row: Outgoing, message: Message) -> Outcome:
        """Write the screen, and each file into the folder; always `Sent`."""
        self.screen = message
        for file in (message.picture, message.document):
            if file is not None and self._folder is not None:
                self._write(f"({await asyncio.to_thread(_laid, self._folder, file)})")
        for line in screen_lines(message):
            self._write(clean(line).translate(_CONTROLS))
        self._write("")
        self._told.set()
        return Sent(row.id)

    async def answered(self, within: float) -> None:
        """Wait until the bot has said something since the last call.

        Raises TimeoutError after `within` seconds.
        """
        async with asyncio.timeout(within):
            await self._told.wait()
        self._told.clear()

    async def settle(self, token: str, notice: str | None) -> None:
        """Do nothing: a terminal has no press to answer."""

    async def close(self) -> None:
        """Do nothing: no connection is held open."""
