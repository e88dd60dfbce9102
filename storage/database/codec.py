"""Values of core as JSON bytes and back, for columns of any table; lone surrogates survive."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import orjson

from core.ikm.sums import Rekap, ScoreSums
from core.messaging.address import Address, Person
from core.messaging.outgoing import Choice, Compose, Document, Message, Picture, Template
from core.messaging.stored_value import stored_names

if TYPE_CHECKING:
    from collections.abc import Iterable

# The fields of a Message by their keys in JSON: each with its attribute and its default.
MESSAGE = {stored_names(Message)[one.name]: (one.name, one.default) for one in fields(Message)}


def _plain(value: Any) -> Any:
    if isinstance(value, MappingProxyType):
        return dict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"cannot store a {type(value).__name__}")


def dumps(value: Any) -> bytes:
    """Return a value as UTF-8 JSON. Raises TypeError for a type that cannot be stored."""
    try:
        return orjson.dumps(value, _plain)
    except orjson.JSONEncodeError as refused:
        if "surrogates" not in str(refused):
            raise
    # A phone can send half of an emoji; only the escaped form carries it.
    return json.dumps(value, default=_plain_slow).encode()


def _plain_slow(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    return _plain(value)


def loads(data: bytes | str) -> Any:
    """Parse JSON of `dumps`. Raises ValueError (json.JSONDecodeError) for anything else."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)


def pack_body(body: Message | Compose, unit: str = "") -> bytes:
    """Return a message or a request to compose one as JSON, with the unit that pays for it."""
    if isinstance(body, Compose):
        return dumps(["c", body.name, dict(body.args), unit])
    # Fields at their default are left out: most fields of a screen are.
    told = {
        stored: said
        for stored, (name, usual) in MESSAGE.items()
        if (said := getattr(body, name)) != usual
    }
    if body.choices:
        told["choices"] = [_choice(one) for one in body.choices]
    return dumps(["m", told, unit])


def _choice(one: Choice) -> dict[str, str]:
    told = {"payload": one.payload, "label": one.label}
    if one.hint is not None:
        told["hint"] = one.hint
    if one.typed is not None:
        told["typed"] = one.typed
    return told


def unpack_row(data: bytes) -> tuple[Message | Compose, str]:
    """Return the body of an outbox row, and the code of the unit that pays for it ("": none)."""
    plain = loads(data)
    least = 3 if plain[0] == "c" else 2  # rows of an older version name no unit
    return unpack_body(data), plain[least] if len(plain) > least else ""


def unpack_body(data: bytes) -> Message | Compose:
    """Return the body that `pack_body` wrote, without its unit."""
    kind, *rest = loads(data)
    if kind == "c":
        return Compose(rest[0], rest[1])
    told = rest[0]
    drawn = told.pop("picture", None)
    file = told.pop("document", None)
    said = told.pop("template", None)
    who = told.pop("asked", None)
    return Message(
        choices=tuple(Choice(**choice) for choice in told.pop("choices", ())),
        picture=drawn and Picture(**(drawn | {"data": b64decode(drawn["data"])})),
        document=file and Document(**(file | {"data": b64decode(file["data"])})),
        template=said and Template(said["name"], tuple(said["values"])),
        asked=who and Person(**(who | {"ids": tuple(who["ids"])})),
        **{MESSAGE[stored][0]: said for stored, said in told.items()},
    )


def pack_address(address: Address) -> bytes:
    return dumps([address.channel, address.account, address.chat, address.thread])


def unpack_address(data: bytes) -> Address:
    return Address(*loads(data))


def pack_figures(figures: Iterable[Rekap]) -> str:
    """Return sums as JSON text, for the table of told figures."""
    return dumps(list(figures)).decode()


def unpack_figures(data: str) -> list[Rekap]:
    """Return the sums that `pack_figures` wrote."""
    return [
        Rekap(
            **(one | {"nilai": {key: ScoreSums(**sums) for key, sums in one["nilai"].items()}}),
        )
        for one in loads(data)
    ]
