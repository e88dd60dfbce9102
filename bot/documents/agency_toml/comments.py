"""Comments of an agency's file, by the row or key they are about: so rewriting keeps them all."""

from __future__ import annotations

from collections import Counter
from itertools import dropwhile
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.items import AoT, Comment, Table, Whitespace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from tomlkit.container import Container

# ("unit", "dinsos", "layanan", "sktm", "nama"); "" at the end is the end of that table
Where = tuple[str, ...]
Comments = dict[Where, tuple[list[str], str]]  # the lines above, and the comment beside
END: Where = ("",)
_ABOUT = ("unsur", "unit", "layanan", "periode")


def named(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of a list, each with a name that is unique in it.

    The name is the code of the row, or the unsur, unit, layanan and periode it is about; a name
    that comes again gets `#2`, `#3` and so on.
    """
    seen: Counter[str] = Counter()
    for row in rows:
        name = str(row.get("kode") or "/".join(str(row[key]) for key in _ABOUT if key in row))
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), row


def comments_of(text: str) -> Comments:
    """All comments of a TOML text, by their place. Raises tomlkit's ParseError."""
    walk = _Walk()
    walk.container((), tomlkit.parse(text))
    walk.close()
    walk.found[END] = walk.take(), ""
    return walk.found


def carried(comments: Comments, living: AbstractSet[Where]) -> Comments:
    """The comments on `living` places; comments on other places move to the next one that lives.

    Those with no place behind them move to the end of the file.
    """
    found: Comments = {}
    homeless: list[str] = []
    for where, (above, beside) in comments.items():
        if where in living or where == END:
            found[where] = [*homeless, *above], beside
            homeless = []
        else:
            homeless += [*above, *([beside.strip()] if beside else [])]
    if homeless:
        found[END] = [*found.get(END, ([], ""))[0], *homeless], ""
    return found


class _Walk:
    """Reads a file from top to bottom, with the comments that still wait for their place."""

    def __init__(self) -> None:
        self.found: Comments = {}
        self._waiting: list[str] = []  # "" is an empty line
        self._open: Where | None = None

    def container(self, place: Where, container: Container) -> None:
        for key, item in container.body:
            if isinstance(item, Comment):
                self._waiting.append(item.as_string().strip())
            elif isinstance(item, Whitespace):
                self._waiting += [""] * ("\n" in item.as_string())
            elif key is not None:
                self._item((*place, key.key), item)

    def _item(self, where: Where, item: Any) -> None:
        if isinstance(item, AoT):
            for name, row in named(item.body):
                self._table((*where, name), row)
        elif isinstance(item, Table):
            self._table(where, item)
        else:
            self.found[where] = self.take(), _beside(item)

    def _table(self, where: Where, table: Any) -> None:
        self.close()
        self.found[where] = self.take(), _beside(table)
        self._open = where
        self.container(where, table.value)

    def close(self) -> None:
        """End a table: comments right below its last value are its own, later ones the next's."""
        if self._open is not None:
            end = self._waiting.index("") if "" in self._waiting else len(self._waiting)
            self.found[*self._open, ""] = self._waiting[:end], ""
            self._waiting = self._waiting[end:]
            self._open = None

    def take(self) -> list[str]:
        lines = list(dropwhile(lambda line: not line, self._waiting))
        self._waiting = []
        return lines


def _beside(item: Any) -> str:
    comment = item.trivia.comment
    return f" {comment}" if comment else ""
