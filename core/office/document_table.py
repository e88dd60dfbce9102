"""Typed reading of a parsed TOML or JSON table. Every fault names file, key and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MISSING: Any = object()


class Table:
    """One table of a file; `done()` refuses keys that nobody asked for (typing slips)."""

    def __init__(self, file: str, data: Mapping[str, Any], where: str = "") -> None:
        self.file, self.where = file, where
        self._data, self._asked = data, set[str]()

    def fault(self, key: str, what: str, remedy: str) -> FileError:
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
        """A text; without a default it must be there and not be blank."""
        value: str = self._get(key, str, "teks dalam tanda kutip", default)
        if default is _MISSING and not value.strip():
            raise self.fault(key, "kosong", "Isi dengan teks")
        if value and len(value) > most:
            raise self.fault(key, f"{len(value)} huruf", f"Paling banyak {most} huruf")
        return value

    def maybe(self, key: str) -> str | None:
        return self.text(key, "").strip() or None

    def whole(self, key: str, default: int | None = _MISSING, *, least: int = 0) -> int:
        value: int = self._get(key, int, "bilangan bulat", default)
        if value is not None and value is not default and value < least:
            raise self.fault(key, f"{value} terlalu kecil", f"Paling kecil {least}")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        self._asked.add(key)
        value = self._data.get(key, default)
        if not isinstance(value, bool):
            raise self.fault(key, "bukan true atau false", "Tulis true atau false")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        self._asked.add(key)
        value = self._data.get(key, default if default is not None else _MISSING)
        good = isinstance(value, list | tuple) and all(isinstance(v, str) and v for v in value)
        if not good:
            raise self.fault(key, "bukan daftar teks", 'Tulis seperti ["a", "b"]')
        return tuple(value)

    def table(self, key: str, default: Mapping[str, Any] | None = None) -> Table:
        self._asked.add(key)
        value = self._data.get(key, default)
        if not isinstance(value, dict):
            raise self.fault(key, "bukan bagian", f"Tulis bagian [{self.where}{key}]")
        return Table(self.file, value, f"{self.where}{key}.")

    def tables(self, key: str) -> Iterator[Table]:
        self._asked.add(key)
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.fault(key, "bukan daftar bagian", f"Tulis bagian [[{self.where}{key}]]")
        for number, data in enumerate(value, start=1):
            yield Table(self.file, data, f"{self.where}{key}[{number}].")

    def keys(self) -> tuple[str, ...]:
        return tuple(self._data)

    def raw(self, key: str) -> Any:
        self._asked.add(key)
        return self._data.get(key)

    def done(self) -> None:
        for key in self._data:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise self.fault(key, "tidak dikenal", f"Hapus, atau pakai salah satu: {known}")
