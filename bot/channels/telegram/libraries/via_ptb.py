"""Telegram through python-telegram-bot: its Bot and its errors, without its httpx."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any

import telegram
from telegram import error as errors
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBDeprecationWarning

from bot.channels.http import HttpClient
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
    from collections.abc import Mapping

_DEFAULT_SECONDS = 10.0
_ALL = "params"


def open_caller(token: str, api_url: str) -> PtbCaller:
    """Never connects by itself; a token of the wrong shape fails at the first call."""
    # At DEBUG the library logs the token and the words of every message.
    logging.getLogger("telegram").setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", "(?s).*`retry_after`", PTBDeprecationWarning)
    return PtbCaller(token, api_url)


class PtbCaller:
    """A `Caller` over `Bot.do_api_request`: raw JSON comes back, no object is built."""

    def __init__(self, token: str, api_url: str) -> None:
        self._files = f"{api_url}/file/bot{token}"
        self._request = _Request(api_url)
        self._bot = _Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    async def call(self, method: str, params: Mapping[str, Any], seconds: float) -> Any:
        try:
            return await self._bot.do_api_request(
                method,
                api_kwargs={_ALL: params},  # in one piece: the library looks at every parameter
                read_timeout=seconds,
            )
        except _Failed as failed:
            raise failed.finding from None
        except errors.TelegramError as error:
            raise _translated(error) from error
        except (KeyError, TypeError, AttributeError) as error:
            raise CallError("an answer without a result") from error

    async def download(self, path: str, limit: int, seconds: float) -> bytes:
        url = f"{self._files}/{path}"
        return await telegram_files.get(self._request.http, url, limit, seconds)

    async def close(self) -> None:
        await self._request.shutdown()


class _Bot(telegram.Bot):
    """Raw calls are what we want of it; it would warn at every one, a twentieth of a turn."""

    __slots__ = ()

    @classmethod
    def _warn(cls, *_: Any, **__: Any) -> None:
        pass


class _Request(BaseRequest):
    """One request of our client a call. What PTB cannot tell apart is raised from here."""

    __slots__ = ("http",)

    def __init__(self, api_url: str) -> None:
        self.http = HttpClient(api_url)

    @property
    def read_timeout(self) -> float:
        return _DEFAULT_SECONDS

    async def initialize(self) -> None:
        """Nothing to do: the client opens itself at the first call."""

    async def shutdown(self) -> None:
        await self.http.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            found: dict[str, Any] = loads(payload)
        except ValueError as error:
            raise errors.TelegramError("the answer is no JSON") from error
        return found

    async def do_request(  # type: ignore[override] # only do_api_request calls it, so
        self, url: str, method: str, request_data: RequestData, read_timeout: float, **_: Any
    ) -> tuple[int, bytes]:
        del method  # always POST
        try:
            params: Any = request_data.parameters[_ALL]
            return await post(self.http, url, params, read_timeout)
        except CallError as error:
            raise _Failed(error) from error


class _Failed(errors.NetworkError):
    """Carries our own finding through PTB, which would call all of these NetworkError."""

    def __init__(self, finding: CallError) -> None:
        super().__init__(finding.text)
        self.finding = finding


def _translated(error: errors.TelegramError) -> CallError:
    match error:
        case errors.RetryAfter():
            return CallError(error.message, THROTTLED, after=float(_seconds(error)))
        case errors.ChatMigrated():
            return CallError(error.message, BAD_REQUEST, moved=error.new_chat_id)
        case errors.Forbidden():
            return CallError(error.message, FORBIDDEN)
        case errors.InvalidToken() | errors.EndPointNotFound():
            return CallError(error.message, UNAUTHORIZED)
        case errors.Conflict():
            return CallError(error.message, CONFLICT)
        case errors.BadRequest():
            return CallError(error.message, BAD_REQUEST)
        case _:
            # An answer came, but none that can be read: whether it was done is not known.
            return CallError(error.message)


def _seconds(error: errors.RetryAfter) -> float:
    after = error.retry_after
    return after if isinstance(after, int | float) else after.total_seconds()
