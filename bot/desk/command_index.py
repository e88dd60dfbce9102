"""`CommandIndex`: the commands of one desk, and which command an event or a typed text says.

`DeskRouter` asks the index about every event, `Guest` about the updates of a host program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.incoming import COMMAND_MOST
from core.language.matching import normal
from core.messaging.incoming import EventKind
from core.messaging.outgoing import TAPPED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.desk.command import Command
    from core.language.catalogue import Texts
    from core.messaging.incoming import Inbound

JOINING = "gabung-"  # begins a start code that is an invitation of staff
Forms = dict[str, list[tuple[str, str]]]  # by their first word: (typed form, command)


class CommandIndex:
    """The commands of one desk by name, found by their typed forms in every language.

    The forms are read anew when another catalogue comes into force. Several threads may ask: the
    catalogue and its forms are exchanged as one tuple.
    """

    def __init__(self, commands: Mapping[str, Command]) -> None:
        self._commands = commands
        self._known: tuple[Texts | None, Forms] = (None, {})

    def __getitem__(self, name: str) -> Command:
        return self._commands[name]

    def __contains__(self, name: object) -> bool:
        return name in self._commands

    def __iter__(self) -> Iterator[str]:
        return iter(self._commands)

    def said_in(self, event: Inbound, texts: Texts) -> tuple[str, str] | None:
        """The command that an event says and the words behind it; None if the event says none.

        The right of the sender to say it is not checked here. The words behind a button are foreign
        input.
        """
        if event.kind is EventKind.CHOICE and (event.choice or "").startswith(TAPPED):
            name, _, args = (event.choice or "").removeprefix(TAPPED).partition(":")
            return (name, args) if name in self._commands else None
        if event.kind is EventKind.OPENED and (event.text or "").casefold().startswith(JOINING):
            return "gabung", (event.text or "").partition("-")[2]
        if event.command is not None:
            name, args = event.command
            if name == "start" and args.casefold().startswith(JOINING):
                return "gabung", args.partition("-")[2]
            return self.typed(f"{name} {args}", texts)
        if event.kind is EventKind.TEXT and event.text and len(event.text) <= COMMAND_MOST:
            return self.typed(event.text, texts)
        return None

    def typed(self, text: str, texts: Texts) -> tuple[str, str] | None:
        """The command that a text begins with, and the words behind it.

        None where no form fits, or where more words follow than the command takes. The words come
        back as `normal` has them: in lower case, with single spaces.
        """
        said = normal(text).lstrip("/")
        for form, name in self._forms(texts).get(said.partition(" ")[0], ()):
            head, tail = said[: len(form)], said[len(form) :]
            if head != form or tail[:1] not in ("", " "):
                continue
            if len(tail.split()) <= self._commands[name].takes:
                return name, tail.strip()
        return None

    def _forms(self, texts: Texts) -> Forms:
        known, forms = self._known
        if known is not texts:
            forms = self._read(texts)
            self._known = (texts, forms)
        return forms

    def _read(self, texts: Texts) -> Forms:
        """Put the longest form first: `rtl baru` is not `rtl` with a word behind it."""
        found: Forms = {}
        every = [(form, name) for name in self for form in texts.words_for(f"perintah.{name}")]
        for form, name in sorted(every, key=lambda one: (-len(one[0]), one)):
            found.setdefault(form.partition(" ")[0], []).append((form, name))
        return found
