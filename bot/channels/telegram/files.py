"""A file that somebody sent to the bot, fetched over the channel's own connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.channels.http import OK, LostError, TooLargeError
from bot.channels.telegram.api import BAD_REQUEST, NOT_FOUND, TOO_LARGE, CallError
from core.errors import FetchLater, InputError

if TYPE_CHECKING:
    from bot.channels.http import HttpClient
    from bot.channels.telegram.api import Caller

_ASK_SECONDS, _READ_SECONDS = 15.0, 60.0
_GONE = (BAD_REQUEST, NOT_FOUND, TOO_LARGE)


async def fetch(api: Caller, ref: str, limit: int) -> bytes:
    """Fetch a file by its `file_id` (Bot API, getFile).

    Raises InputError: it is gone, or has more than `limit` bytes (the server gives none over
    20 MB); FetchLater: the server does not answer now.
    """
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


async def get(http: HttpClient, url: str, limit: int, seconds: float) -> bytes:
    """Return the bytes at an address; CallError 413 as soon as more than `limit` have come."""
    try:
        answer = await http.download(url, {}, seconds, limit)
    except TooLargeError as error:
        raise CallError("file is too big", TOO_LARGE) from error
    except LostError as lost:
        raise CallError(str(lost), written=lost.written) from lost
    if answer.status != OK:
        raise CallError(f"HTTP {answer.status}", answer.status)
    return answer.body
