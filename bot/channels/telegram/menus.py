"""The list of commands that a phone offers, under one scope and in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.channels.telegram.api import Caller

_SECONDS = 10.0


async def publish(
    api: Caller, scope: Mapping[str, Any], language: str, menu: Sequence[tuple[str, str]]
) -> bool:
    """Whether it had to be changed. An empty menu is taken away; "" is every other language."""
    where: dict[str, Any] = {"scope": dict(scope)}
    if language:
        where["language_code"] = language
    wanted = [{"command": name, "description": about} for name, about in menu]
    if await api.call("getMyCommands", where, _SECONDS) == wanted:
        return False
    if wanted:
        await api.call("setMyCommands", where | {"commands": wanted}, _SECONDS)
    else:
        await api.call("deleteMyCommands", where, _SECONDS)
    return True
