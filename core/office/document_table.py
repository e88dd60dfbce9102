"""Typed reading of a parsed TOML or JSON table. Every fault names file, key and remedy.

The readers of agency, questionnaire and RTL use it, and the web pages for what kiosks and queue
systems post.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MISSING: Any = object()


class Table:
    """One table of a document; `done()` refuses keys that no reader asked for (typing slips).

    The reading methods raise FileError when a value is missing or has another type.
    """

    def __init__(self, file: str, data: Mapping[str, Any], where: str = "") -> None:
        self.file, self.where = file, where
        self._data, self._asked = data, set[str]()

    def fault(self, key: str, what: str, remedy: str) -> FileError:
        """Make (not raise) the error for a key of this table."""
        return FileError(self.file, f"{self.where}{key}", what, remedy)

    def _get(self, key: str, kind: type | tuple[type, ...], like: str, default: Any) -> Any:
        self._asked.add(key)
        value = self._data.get(key, default)
        if value is _MISSING:
            raise self.fault(key, "belum diisi", f"Isi dengan {like}")
        if value is not default and (not isinstance(value, kind) or isinstance(value, bool)):
            raise self.fault(key, f"bukan {like}", f"Tulis {like}")
        return value

    def text(self, key: str, default: str | None = _MISSING, *, most: int = 2000) -> str:
        """Return a text of at most `most` characters.

        Without a default the text must be there and not be blank.
        """
        value: str = self._get(key, str, "teks dalam tanda kutip", default)
        if default is _MISSING and not value.strip():
            raise self.fault(key, "kosong", "Isi dengan teks")
        if value and len(value) > most:
            raise self.fault(key, f"{len(value)} huruf", f"Paling banyak {most} huruf")
        return value

    def maybe(self, key: str) -> str | None:
        """Return an optional text without blanks around it; None when it is missing or blank."""
        return self.text(key, "").strip() or None

    def whole(self, key: str, default: int | None = _MISSING, *, least: int = 0) -> int:
        """Return a whole number of at least `least`; the default itself is not checked."""
        value: int = self._get(key, int, "bilangan bulat", default)
        if value is not None and value is not default and value < least:
            raise self.fault(key, f"{value} terlalu kecil", f"Paling kecil {least}")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false; `default` when the key is missing."""
        self._asked.add(key)
        value = self._data.get(key, default)
        if not isinstance(value, bool):
            raise self.fault(key, "bukan true atau false", "Tulis true atau false")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of non-empty texts; without a default it must be there."""
        self._asked.add(key)
        value = self._data.get(key, default if default is not None else _MISSING)
        good = isinstance(value, list | tuple) and all(isinstance(v, str) and v for v in value)
        if not good:
            raise self.fault(key, "bukan daftar teks", 'Tulis seperti ["a", "b"]')
        return tuple(value)

    def table(self, key: str, default: Mapping[str, Any] | None = None) -> Table:
        """Return a section; without a default it must be there."""
        self._asked.add(key)
        value = self._data.get(key, default)
        if not isinstance(value, dict):
            raise self.fault(key, "bukan bagian", f"Tulis bagian [{self.where}{key}]")
        return Table(self.file, value, f"{self.where}{key}.")

    def tables(self, key: str) -> Iterator[Table]:
        """Yield the sections of a list [[key]]; none when the key is missing."""
        self._asked.add(key)
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.fault(key, "bukan daftar bagian", f"Tulis bagian [[{self.where}{key}]]")
        for number, data in enumerate(value, start=1):
            yield Table(self.file, data, f"{self.where}{key}[{number}].")

    def keys(self) -> tuple[str, ...]:
        return tuple(self._data)

    def raw(self, key: str) -> Any:
        """Return a value unchecked (None: missing), and count its key as known."""
        self._asked.add(key)
        return self._data.get(key)

    def done(self) -> None:
        """Raise FileError for the first key that no reader has asked for."""
        for key in self._data:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise self.fault(key, "tidak dikenal", f"Hapus, atau pakai salah satu: {known}")
