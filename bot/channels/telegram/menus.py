"""Publishes the list of commands that a phone offers, for `bot.app.background.command_menus`.

The Bot API keeps one list for each scope and language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.channels.telegram.api import Caller

_SECONDS = 10.0  # for each call


async def publish(
    api: Caller, scope: Mapping[str, Any], language: str, menu: Sequence[tuple[str, str]]
) -> bool:
    """Set the commands of one scope and language; whether they had to be changed.

    `scope`: a `BotCommandScope` object. `language`: a two-letter code; "" is every language without
    a list of its own. `menu`: name and description of each command; an empty one is deleted. Calls
    getMyCommands, then setMyCommands or deleteMyCommands. Raises CallError.
    """
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
