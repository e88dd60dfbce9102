"""`RecentFiles`: for `Mailbox`, the newest files that pages were shown and may still fetch.

The outbox empties a row that the page has read, while the page fetches the file a little later.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from core.messaging.outgoing import Document, Picture

MOST = 32  # files
BYTES = 64 * 2**20  # of all files together

F = TypeVar("F", "Picture", "Document")


class RecentFiles(Generic[F]):
    """Files by chat and row number: at most `MOST`, and at most `BYTES` in all but one."""

    def __init__(self) -> None:
        self._files: OrderedDict[tuple[str, int], F] = OrderedDict()
        self._bytes = 0

    def keep(self, key: tuple[str, int], file: F) -> None:
        """Keep a file, and forget the oldest ones beyond the limits."""
        if (known := self._files.pop(key, None)) is not None:
            self._bytes -= len(known.data)
        self._files[key] = file
        self._bytes += len(file.data)
        while len(self._files) > MOST or (self._bytes > BYTES and len(self._files) > 1):
            _, oldest = self._files.popitem(last=False)
            self._bytes -= len(oldest.data)

    def get(self, key: tuple[str, int]) -> F | None:
        """The file of a chat and row; None when it was forgotten or never kept."""
        return self._files.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._files
