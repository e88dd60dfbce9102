"""Telegram through aiogram: its Bot and its errors, with raw JSON in and out."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any

from aiogram import Bot
from aiogram import exceptions as errors
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import TelegramMethod
from aiogram.utils.token import TokenValidationError

from bot.channels.http import LARGEST, HttpClient
from bot.channels.telegram import files as telegram_files
from bot.channels.telegram.api import (
    BAD_REQUEST,
    CONFLICT,
    FORBIDDEN,
    THROTTLED,
    UNAUTHORIZED,
    CallError,
    loads,
    post,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping


def open_caller(token: str, api_url: str) -> AiogramCaller:
    """Never connects by itself."""
    # At DEBUG the library logs the words of every message.
    logging.getLogger("aiogram").setLevel(logging.WARNING)
    return AiogramCaller(token, api_url)


class AiogramCaller:
    """A `Caller` over aiogram's `Bot`: one raw method class per name, no typed objects."""

    def __init__(self, token: str, api_url: str) -> None:
        self._session = _Session(api_url)
        self._files = f"{api_url}/file/bot{token}"
        try:
            self._bot = Bot(token, session=self._session)
        except TokenValidationError as error:
            raise CallError(str(error), UNAUTHORIZED) from error

    async def call(self, method: str, params: Mapping[str, Any], seconds: float) -> Any:
        try:
            return await self._bot(
                _method(method)(params=dict(params)), request_timeout=int(seconds)
            )
        except errors.AiogramError as error:
            raise _translated(error) from error

    async def download(self, path: str, limit: int, seconds: float) -> bytes:
        url = f"{self._files}/{path}"
        return await telegram_files.get(self._session.http, url, limit, seconds)

    async def close(self) -> None:
        await self._session.close()


class _Raw(TelegramMethod[Any]):
    """A call whose parameters go out as they are and whose result comes back as it is."""

    __returning__ = Any
    __api_method__ = ""

    params: dict[str, Any]


@functools.cache
def _method(name: str) -> type[_Raw]:
    return type(name, (_Raw,), {"__api_method__": name, "__module__": __name__})


class _Session(BaseSession):
    """aiogram's session over our client: raw parameters out, and the library judges the answer."""

    def __init__(self, api_url: str) -> None:
        super().__init__(api=TelegramAPIServer.from_base(api_url), json_loads=loads)
        self.http = HttpClient(api_url)

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - the library's own signature
    ) -> Any:
        assert isinstance(method, _Raw)  # noqa: S101 - nothing else is ever called here
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        code, body = await post(self.http, url, method.params, timeout or self.timeout)
        return self.check_response(bot, method, code, body.decode("utf-8", "replace")).result

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 - the library's own signature
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """A file in one piece: `Bot.download` asks for it, and nobody here calls that."""
        del headers, chunk_size, raise_for_status
        yield await telegram_files.get(self.http, url, LARGEST, timeout)

    async def close(self) -> None:
        await self.http.close()


def _translated(error: errors.AiogramError) -> CallError:
    said = getattr(error, "message", type(error).__name__)
    match error:
        case errors.TelegramRetryAfter():
            return CallError(said, THROTTLED, after=float(error.retry_after))
        case errors.TelegramMigrateToChat():
            return CallError(said, BAD_REQUEST, moved=error.migrate_to_chat_id)
        case errors.TelegramForbiddenError():
            return CallError(said, FORBIDDEN)
        case errors.TelegramUnauthorizedError() | errors.TelegramNotFound():
            return CallError(said, UNAUTHORIZED)
        case errors.TelegramConflictError():
            return CallError(said, CONFLICT)
        case errors.TelegramBadRequest():
            return CallError(said, BAD_REQUEST)
        case _:
            # An answer came, but none that can be read: whether it was done is not known.
            return CallError(said)
