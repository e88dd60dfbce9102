"""Which word of the whole bot typed words are, or begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.matching import normal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.desk.command import Command
    from core.language.catalogue import Texts


class CommandIndex:
    """The typed forms of these words in every language, found by how they begin."""

    def __init__(self, texts: Texts, words: Mapping[str, Command]) -> None:
        self.texts = texts
        self._forms: dict[str, list[tuple[str, str, int]]] = {}
        for name, word in words.items():
            for form in texts.words_for(f"perintah.{name}"):
                first = form.partition(" ")[0]
                self._forms.setdefault(first, []).append((form, name, word.takes))

    def find(self, text: str) -> tuple[str, str] | None:
        """The word, and what follows it: no more than it takes."""
        said = normal(text).lstrip("/")
        for form, name, takes in self._forms.get(said.partition(" ")[0], ()):
            head, tail = said[: len(form)], said[len(form) :]
            if head == form and tail[:1] in ("", " ") and len(tail.split()) <= takes:
                return name, tail.strip()
        return None
