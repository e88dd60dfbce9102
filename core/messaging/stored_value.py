"""Frozen dataclasses that are stored as JSON: requests in the outbox, data of staff dialogs.

A field stands in JSON under its own name, or under the one that `StoredAs` gives: rows written by
version 0.1.0 bear names that the code no longer uses. A tuple becomes a list, a day ISO text, an
enum its value. Reading is strict about types, since a row may be older than the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    get_args,
    get_origin,
    get_type_hints,
)

from core.errors import InputError

if TYPE_CHECKING:
    from typing import Self


class StoredAs(NamedTuple):
    """The name of a field in JSON: `language: Annotated[str, StoredAs("bahasa")]`."""

    name: str


def stored_names(record: Any) -> Mapping[str, str]:
    """Map each field of a dataclass (a type, not an instance), in order, to its name in JSON."""
    return _stored_names(record)


@cache
def _stored_names(record: type) -> Mapping[str, str]:
    hints = get_type_hints(record, include_extras=True)
    return {one.name: _stored_name(hints[one.name]) or one.name for one in fields(record)}


def _stored_name(hint: Any) -> str | None:
    given = getattr(hint, "__metadata__", ())
    return next((one.name for one in given if isinstance(one, StoredAs)), None)


@dataclass(frozen=True, slots=True)
class StoredValue:
    """Base class of a stored value. `version` grows when its JSON comes to mean something else."""

    version: ClassVar[int] = 1

    def to_json(self) -> dict[str, Any]:
        """Return the value as a JSON object, every field under its stored name."""
        return record_json(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any], version: int) -> Self:
        """Read the value. A field that the JSON lacks gets its default; unknown keys are ignored.

        Raises InputError: another version, a field of another type, or no value for a field
        without default.
        """
        if version != cls.version:
            raise InputError(f"{cls.__name__}: no version {version}")
        try:
            made: Self = read_record(cls, data)
        except (TypeError, ValueError, InputError) as wrong:
            raise InputError(f"{cls.__name__} cannot be read") from wrong
        return made


def record_json(record: Any) -> dict[str, Any]:
    """Return a dataclass as a JSON object: every field, under its stored name."""
    names = stored_names(type(record)).items()
    return {stored: plain(getattr(record, name)) for name, stored in names}


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: only dicts, lists, texts, numbers, booleans and None."""
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value):
        return record_json(value)
    if isinstance(value, Mapping):
        return {plain(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


@cache
def _kinds(record: type) -> Mapping[str, Any]:
    hints = get_type_hints(record)
    return {one.name: hints[one.name] for one in fields(record)}


def read_record(kind: Any, said: Any) -> Any:
    """Read a dataclass (`kind`, a type) from JSON. Raises TypeError, ValueError or InputError."""
    if not isinstance(said, Mapping):
        raise TypeError(said)
    known = stored_names(kind).items()
    kinds = _kinds(kind)
    return kind(**{name: _read(kinds[name], said[key]) for name, key in known if key in said})


def _read(kind: Any, said: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is None:
        return _single(kind, said)
    if origin is Literal:
        return parts[parts.index(said)]
    if origin is tuple:
        return _row(parts, said)
    return _table(parts, said) if origin is Mapping else _any_of(parts, said)


def _single(kind: Any, said: Any) -> Any:
    if hasattr(kind, "from_json"):
        return kind.from_json(said)
    if is_dataclass(kind):
        return read_record(kind, said)
    if issubclass(kind, date):
        return kind.fromisoformat(said)
    if issubclass(kind, Enum):
        return kind(said)
    if type(said) is not kind:  # `isinstance` would take true for a number
        raise TypeError(said)
    return said


def _row(parts: tuple[Any, ...], said: Any) -> tuple[Any, ...]:
    if not isinstance(said, list | tuple):
        raise TypeError(said)
    every = parts[:1] * len(said) if parts[-1] is ... else parts
    return tuple(_read(kind, one) for kind, one in zip(every, said, strict=True))


def _table(parts: tuple[Any, ...], said: Any) -> dict[Any, Any]:
    if not isinstance(said, Mapping):
        raise TypeError(said)
    return {_read(parts[0], key): _read(parts[1], one) for key, one in said.items()}


def _any_of(parts: tuple[Any, ...], said: Any) -> Any:
    for kind in parts:
        try:
            return _read(kind, said)
        except (TypeError, ValueError, InputError):
            continue
    raise TypeError(said)
