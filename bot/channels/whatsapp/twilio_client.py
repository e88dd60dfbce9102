"""Twilio by its own package, `Client`, models and exceptions, over the client of all providers.

The package has no time-out of its own, drops Retry-After from its exceptions, and does not say
whether a request was written: that is added here, and nothing else.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from twilio.base.exceptions import TwilioException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from yarl import URL

from bot.channels.http import OK, HttpClient, LostError, TooLargeError
from bot.channels.whatsapp.error_codes import FAULT, TwilioError
from core.errors import FetchLater, InputError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator, Mapping

    from bot.channels.http import HttpAnswer

OFFICIAL = "https://api.twilio.com"
SECONDS, _READ_SECONDS = 15.0, 60.0
_REDIRECT = 300
# The package raises these of a success whose JSON is cut, of another shape or without an end.
_UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, ArithmeticError, RecursionError)

log = logging.getLogger(__name__)

Model = TypeVar("Model")


class TwilioClient:
    """One account. Neither its token nor an address called ever stands in an error.

    Every call raises TwilioError of an answer without success, LostError of none, or of one
    that nobody can read: https://www.twilio.com/docs/usage/twilios-response
    """

    def __init__(
        self, account_sid: str, token: str, api_url: str = OFFICIAL, *, seconds: float = SECONDS
    ) -> None:
        """`seconds`: after so many a call counts as lost."""
        # At INFO the package logs whom it writes to.
        logging.getLogger("twilio").setLevel(logging.WARNING)
        base = api_url.rstrip("/")
        login = b64encode(f"{account_sid}:{token}".encode()).decode()
        self._base, self._login = base, {"Authorization": f"Basic {login}"}
        self._http = HttpClient(base)
        carrier = _Carrier(self._http, base, self._login, seconds)
        client = Client(account_sid, token, http_client=carrier)
        self._messages = client.messages
        self._account = client.api.v2010.accounts(account_sid)
        self._contents = client.content.v1.contents

    async def create_message(self, **form: Any) -> Any:
        """Make one message and give its `MessageInstance`; never repeated.

        `form`: the arguments of `client.messages.create`, as in
        https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
        """
        return await _asked(self._messages.create_async(**form))

    async def messages(self, **filters: Any) -> list[Any]:
        """Every `MessageInstance` that fits, over all pages, as a rule the newest first.

        `filters`: the arguments of `client.messages.list`; days as YYYY-MM-DD, in UTC.
        """
        found: list[Any] = []
        page = await _asked(self._messages.page_async(**filters))
        while page is not None:
            found += _rows(page)
            page = await _asked(page.next_page_async())
        return found

    async def account(self) -> Any:
        """The `AccountInstance`: `status` active, suspended or closed; `type` Trial or Full."""
        return await _asked(self._account.fetch_async())

    async def content(self, sid: str) -> Any:
        """The `ContentInstance` of a template, by its id: HX…"""
        return await _asked(self._contents(sid).fetch_async())

    async def approval(self, sid: str) -> Any:
        """The `ApprovalFetchInstance` of a template: what WhatsApp says of it."""
        return await _asked(self._contents(sid).approval_fetch().fetch_async())

    async def fetch(self, url: str, limit: int) -> bytes:
        """A file that somebody sent along, of at most `limit` bytes.

        The login goes to Twilio only, not where Twilio redirects to. InputError: gone or too
        large; FetchLater: another time it may come.
        """
        if not url.startswith((f"{self._base}/", f"{OFFICIAL}/")):
            raise InputError("file")
        try:
            answer = await self._http.download(url, self._login, _READ_SECONDS, limit, follow=True)
        except TooLargeError as error:
            raise InputError("file") from error
        except LostError as lost:
            raise FetchLater(str(lost)) from lost
        if answer.status >= FAULT:
            raise FetchLater(f"HTTP {answer.status}")
        if answer.status != OK:
            raise InputError("file")
        return answer.body

    async def close(self) -> None:
        await self._http.close()


# The answer to the task's newest call: the package's exceptions bear no header of it.
_newest: ContextVar[HttpAnswer | None] = ContextVar("newest", default=None)


class _Carrier(AsyncHttpClient):  # type: ignore[misc] # the package is not typed
    """The package's requests over our client, to the host that the settings name."""

    def __init__(
        self, http: HttpClient, base: str, login: Mapping[str, str], seconds: float
    ) -> None:
        super().__init__(log, is_async=True)
        self._http, self._login, self._seconds = http, login, seconds
        # Templates live at a host of their own; a stand-in for tests serves both.
        self._bases = {"api": base, "content": base.replace("//api.", "//content.", 1)}

    async def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the package's own signature
        allow_redirects: bool = False,
    ) -> Response:
        """One request, once; of the page's address only path and query are taken."""
        del auth, timeout, allow_redirects  # the login is ready-made, the time our own
        url, head = self._here(uri, params), {**(headers or {}), **self._login}
        if method == "POST":
            answer = await self._http.post(url, posted(data or {}), head, self._seconds)
        else:
            answer = await self._http.get(url, head, self._seconds)
        _newest.set(answer)
        return Response(answer.status, answer.body.decode("utf-8", "replace"))

    def _here(self, uri: str, params: Mapping[str, Any] | None) -> str:
        to = urlsplit(uri)
        base = self._bases[(to.hostname or "").partition(".")[0]]
        query = posted(params).decode() if params else to.query
        return f"{base}{to.path}?{query}" if query else f"{base}{to.path}"


async def _asked(call: Awaitable[Model]) -> Model:
    """Translate what the package raises; LostError of the client below passes as it is."""
    _newest.set(None)
    try:
        return await call
    except TwilioException as error:
        raise _translated(error) from None  # its sentence may name a person's number
    except _UNREADABLE as error:
        raise LostError(f"unreadable answer: {type(error).__name__}", written=True) from error


def _translated(error: TwilioException) -> TwilioError | LostError:
    answer, code = _newest.get(), getattr(error, "code", None)
    if answer is None or OK <= answer.status < _REDIRECT:
        return LostError(f"unreadable answer: {type(error).__name__}", written=True)
    return TwilioError(answer.status, code if type(code) is int else None, answer.after)


def _rows(page: Any) -> Iterator[Any]:
    """The models of one page; a row of which none can be made is told and left out."""
    while True:
        try:
            row = next(page)
        except StopIteration:
            return
        except _UNREADABLE as error:
            log.error("whatsapp.unreadable_row", extra={"why": type(error).__name__})  # noqa: TRY400 - no words of people
        else:
            yield row


def posted(form: Mapping[str, Any]) -> bytes:
    """As a form is posted. The standard library takes each letter in hand, yarl does it in C."""
    return URL.build(query=form).raw_query_string.encode()
