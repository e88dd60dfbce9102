"""Frozen dataclasses that are stored as JSON: requests in the outbox, data of staff dialogs.

A field stands in JSON under its own name, or under the one that `StoredAs` gives: rows written by
version 0.1.0 bear names that the code no longer uses. Reading is strict about types, since a row
may be older than the code.

Types of fields: str, int, float, bool, None; date and datetime (ISO text), Enum (its value) and
Literal; tuple, of fixed or any length (a list), and Mapping; a further dataclass; a class with
`to_json` and a `from_json` of one argument, such as `Triwulan`; and unions of these, of which the
first member that fits the JSON is taken. A `StoredValue` cannot be a field: its `from_json` wants a
version.
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
    return _stored_names(record)  # not cached itself: mypy takes no dataclass for hashable there


@cache
def _stored_names(record: type) -> Mapping[str, str]:
    hints = get_type_hints(record, include_extras=True)
    return {one.name: _stored_name(hints[one.name]) or one.name for one in fields(record)}


def _stored_name(hint: Any) -> str | None:
    given = getattr(hint, "__metadata__", ())
    return next((one.name for one in given if isinstance(one, StoredAs)), None)


@dataclass(frozen=True, slots=True)
class StoredValue:
    """Base class of a stored value.

    `version` stands beside the JSON: in a request as one key more (`ComposerRequest`), in a
    conversation beside the dialogue's data (`DialogState`). It grows when the JSON of older rows
    would be read wrongly; a new field with a default does not raise it. Rows of another version are
    not converted: a dialogue begins again from the fields that it keeps (`DialogData.keeps`), and a
    request cannot be composed any more.
    """

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


def read_record(kind: Any, data: Any) -> Any:
    """Read a dataclass (`kind`, a type) from JSON; also those nested in it.

    Raises TypeError, ValueError or InputError.
    """
    if not isinstance(data, Mapping):
        raise TypeError(data)
    known = stored_names(kind).items()
    kinds = _kinds(kind)
    return kind(**{name: _read(kinds[name], data[key]) for name, key in known if key in data})


def _read(kind: Any, data: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is None:
        return _read_single(kind, data)
    if origin is Literal:
        return parts[parts.index(data)]
    if origin is tuple:
        return _read_tuple(parts, data)
    if origin is Mapping:
        return _read_mapping(parts, data)
    return _read_union(parts, data)  # no other generic type is supported


def _read_single(kind: Any, data: Any) -> Any:
    if hasattr(kind, "from_json"):
        return kind.from_json(data)
    if is_dataclass(kind):
        return read_record(kind, data)
    if issubclass(kind, date):
        return kind.fromisoformat(data)
    if issubclass(kind, Enum):
        return kind(data)
    if type(data) is not kind:  # `isinstance` would take true for a number
        raise TypeError(data)
    return data


def _read_tuple(parts: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise TypeError(data)
    every = parts[:1] * len(data) if parts[-1] is ... else parts
    return tuple(_read(kind, one) for kind, one in zip(every, data, strict=True))


def _read_mapping(parts: tuple[Any, ...], data: Any) -> dict[Any, Any]:
    if not isinstance(data, Mapping):
        raise TypeError(data)
    return {_read(parts[0], key): _read(parts[1], one) for key, one in data.items()}


def _read_union(parts: tuple[Any, ...], data: Any) -> Any:
    for kind in parts:
        try:
            return _read(kind, data)
        except (TypeError, ValueError, InputError):
            continue
    raise TypeError(data)
