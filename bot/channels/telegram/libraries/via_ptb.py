"""The `Caller` (`bot.channels.telegram.api`) over python-telegram-bot (PTB), without its httpx.

`via_aiogram` is the other one; the setting `TELEGRAM_LIBRARY` chooses, and this one is its default.
PTB gives its mapping of Telegram's failures to errors; its poller, its objects and its HTTP client
are not used (docs/adr/0013-ptb-by-do-api-request-on-aiohttp.md).
"""

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
_PARAMS_KEY = "params"  # the one parameter that PTB sees; it holds those of the call


def open_caller(token: str, api_url: str) -> PtbCaller:
    """Make the caller of one bot. No connection is opened before the first call.

    A token of the wrong shape fails at the first call. In the whole process, PTB's log is limited
    to warnings and one of its deprecation warnings is silenced.
    """
    # At DEBUG the library logs the token and the words of every message.
    logging.getLogger("telegram").setLevel(logging.WARNING)
    # PTB warns at each reading of `RetryAfter.retry_after`, whose type will change from a number
    # to a timedelta; `_seconds` reads both.
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
                # PTB converts each parameter by its type; a dict under one key it passes through.
                api_kwargs={_PARAMS_KEY: params},
                read_timeout=seconds,
            )
        except _Failed as failed:
            raise failed.finding from None
        except errors.TelegramError as error:
            raise _translated(error) from error
        except (KeyError, TypeError, AttributeError) as error:
            # PTB takes `["result"]` of a success and `.get(…)` of a failure, whatever JSON came: an
            # object without a result, or no object at all.
            raise CallError("an answer without a result") from error

    async def download(self, path: str, limit: int, seconds: float) -> bytes:
        url = f"{self._files}/{path}"
        return await telegram_files.get(self._request.http, url, limit, seconds)

    async def close(self) -> None:
        await self._request.shutdown()


class _Bot(telegram.Bot):
    """PTB's Bot without its warning at every raw call of a method that the Bot has too.

    The warning alone takes a twentieth of the time of a turn.
    """

    __slots__ = ()

    @classmethod
    def _warn(cls, *_: Any, **__: Any) -> None:
        pass


class _Request(BaseRequest):
    """PTB's seam for an HTTP client, filled with ours: each call is one POST by `api.post`.

    PTB would make one NetworkError of three findings of `post` (a request that was not written, an
    ill server, a 429 that names no time), so `do_request` raises them as `_Failed`.
    """

    __slots__ = ("http",)

    def __init__(self, api_url: str) -> None:
        self.http = HttpClient(api_url)

    @property
    def read_timeout(self) -> float:
        """Return the seconds of a call that names none: PTB demands them, our calls name theirs."""
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

    # `Bot.do_api_request` is the only caller, and always gives `request_data` and `read_timeout`,
    # which the base class leaves optional.
    async def do_request(  # type: ignore[override]
        self, url: str, method: str, request_data: RequestData, read_timeout: float, **_: Any
    ) -> tuple[int, bytes]:
        del method  # always POST
        try:
            params: Any = request_data.parameters[_PARAMS_KEY]
            return await post(self.http, url, params, read_timeout)
        except CallError as error:
            raise _Failed(error) from error


class _Failed(errors.NetworkError):
    """Carries a `CallError` of `post` through PTB, which lets its own errors alone pass unchanged.

    `PtbCaller.call` takes the `finding` out again.
    """

    def __init__(self, finding: CallError) -> None:
        super().__init__(finding.text)
        self.finding = finding


def _translated(error: errors.TelegramError) -> CallError:
    """Return the finding for an error that PTB read out of Telegram's answer."""
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
            # The answer is no JSON, or of another status: nobody knows whether the call was done,
            # as where no answer came. So there is no code, and `api.outcome` says Unknown.
            return CallError(error.message)


def _seconds(error: errors.RetryAfter) -> float:
    after = error.retry_after
    return after if isinstance(after, int | float) else after.total_seconds()
