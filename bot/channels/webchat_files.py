"""Files that a page was shown and may still fetch, kept in hand: the newest, and not too many."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from core.messaging.outgoing import Document, Picture

MOST = 32
BYTES = 64 * 2**20

F = TypeVar("F", "Picture", "Document")


class Kept(Generic[F]):
    """By chat and row. The outbox empties a row that the page has read; the file goes later."""

    def __init__(self) -> None:
        self._files: OrderedDict[tuple[str, int], F] = OrderedDict()
        self._bytes = 0

    def keep(self, key: tuple[str, int], file: F) -> None:
        if (known := self._files.pop(key, None)) is not None:
            self._bytes -= len(known.data)
        self._files[key] = file
        self._bytes += len(file.data)
        while len(self._files) > MOST or (self._bytes > BYTES and len(self._files) > 1):
            _, oldest = self._files.popitem(last=False)
            self._bytes -= len(oldest.data)

    def get(self, key: tuple[str, int]) -> F | None:
        return self._files.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._files
