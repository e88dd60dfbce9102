"""A file that somebody sent to the bot, fetched over the channel's own connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp

from bot.channels.telegram.api import BAD_REQUEST, NOT_FOUND, TOO_LARGE, CallError
from core.errors import FetchLater, InputError

if TYPE_CHECKING:
    from bot.channels.telegram.api import Caller

_ASK_SECONDS, _READ_SECONDS = 15.0, 60.0
_CHUNK = 64 * 2**10
_GONE = (BAD_REQUEST, NOT_FOUND, TOO_LARGE)


async def fetch(api: Caller, ref: str, limit: int) -> bytes:
    """InputError: gone, or more than `limit` bytes (the server gives none over 20 MB)."""
    try:
        found = await api.call("getFile", {"file_id": ref}, _ASK_SECONDS)
        path = found.get("file_path") if isinstance(found, dict) else None
        if not path or int(found.get("file_size") or 0) > limit:
            raise InputError("file")
        return await api.download(str(path), limit, _READ_SECONDS)
    except CallError as error:
        if error.code in _GONE:
            raise InputError("file") from error
        raise FetchLater(error.text) from error


async def get(session: aiohttp.ClientSession, url: str, limit: int, seconds: float) -> bytes:
    """The bytes at an address; of a file that is larger, no more than shows it."""
    try:
        async with session.get(url, timeout=aiohttp.ClientTimeout(total=seconds)) as answer:
            if answer.status != 200:  # noqa: PLR2004 - the one number everybody knows
                raise CallError(f"HTTP {answer.status}", answer.status)
            found = bytearray()
            async for chunk in answer.content.iter_chunked(_CHUNK):
                found += chunk
                if len(found) > limit:
                    raise CallError("file is too big", TOO_LARGE)
            return bytes(found)
    except (OSError, RuntimeError, aiohttp.ClientError) as error:  # RuntimeError: closed
        # Never the text: it holds the address called, and that holds the token.
        raise CallError(type(error).__name__) from error
