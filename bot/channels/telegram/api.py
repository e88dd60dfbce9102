"""The parts that both Telegram libraries share: one HTTP request, and the meaning of a failed call.

The libraries are python-telegram-bot (`libraries/via_ptb.py`) and aiogram
(`libraries/via_aiogram.py`); the setting TELEGRAM_LIBRARY names the one that an office uses. Both
send their requests by `post` and raise `CallError`; the channel (`channel.py`) asks `outcome`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, Protocol

import orjson
from pyreqwest.multipart import FormBuilder, PartBuilder

from bot.channels.http import LostError
from core.errors import SkmError
from core.messaging.address import Address
from core.messaging.outcomes import Gone, Later, Moved, Outcome, Refused, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.channels.http import HttpClient

OFFICIAL = "https://api.telegram.org"
# HTTP statuses. To a token of the wrong shape the server answers 404, to an unknown one 401.
BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT = 400, 401, 403, 404, 409
TOO_LARGE, THROTTLED, FAULT = 413, 429, 500  # FAULT: this one and all above
BETWEEN = (502, 504)  # a proxy before the server got no answer of it
# Seconds for which all rows of this bot wait (the scope "account" of `Later`).
_UNWRITTEN_WAIT = 2.0  # no connection to the server: the next try may have one
_TOKEN_WAIT = 60.0  # until somebody sets another token
_UNNAMED_WAIT = 1.0  # seconds after a 429 without a time of its own

JSON_HEAD = {"Content-Type": "application/json"}
_NAMES_A_TIME = re.compile(rb'"retry_after":\s*[1-9]')
# Words of the official server, in small letters, and the reason that they stand for: 403 and 400
# say only in words what has become of a chat. "blocked": the person stopped the bot, or never began
# with it; "not_member": the bot was put out of a group, or may not write there; "invalid": the
# account, chat or topic does not exist any more.
_GONE: tuple[tuple[str, Literal["blocked", "invalid", "not_member"]], ...] = (
    ("blocked by the user", "blocked"),
    ("can't initiate conversation", "blocked"),
    ("kicked", "not_member"),
    ("not a member", "not_member"),
    ("not enough rights", "not_member"),
    ("have no rights", "not_member"),
    ("chat_write_forbidden", "not_member"),
    ("deactivated", "invalid"),
    ("chat was deleted", "invalid"),
    ("chat not found", "invalid"),
    ("user not found", "invalid"),
    ("peer_id_invalid", "invalid"),
    ("thread not found", "invalid"),
)


class CallError(SkmError):
    """A call without a result.

    `text`: the server's sentence, or our own; `code`: the status, None where no answer came that
    can be read; `after`: seconds to wait (429); `moved`: the new id of a group that became a
    supergroup; `written`: whether the server may have read the request.
    """

    def __init__(
        self,
        text: str,
        code: int | None = None,
        *,
        after: float | None = None,
        moved: int | None = None,
        written: bool = True,
    ) -> None:
        super().__init__(text)
        self.text, self.code, self.after, self.moved, self.written = (
            text,
            code,
            after,
            moved,
            written,
        )

    def says(self, *words: str) -> bool:
        """Tell whether the server's sentence holds one of these words, which are in small letters.

        The sentence may be written in any letters.
        """
        said = self.text.lower()
        return any(word in said for word in words)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file among the parameters of a call; a call with one leaves as a form, not as JSON."""

    name: str
    data: bytes = field(repr=False)
    kind: str = "image/png"  # MIME type


class Caller(Protocol):
    """One Telegram library as the channel uses it; raises nothing but `CallError`."""

    async def call(self, method: str, params: Mapping[str, Any], seconds: float) -> Any:
        """Call a method of the Bot API and return its `result`; `seconds` bounds the whole call."""
        ...

    async def download(self, path: str, limit: int, seconds: float) -> bytes:
        """Fetch a file by the `file_path` of getFile.

        CallError with the code TOO_LARGE as soon as more than `limit` bytes have come.
        """
        ...

    async def close(self) -> None: ...


def outcome(error: CallError, to: Address) -> Outcome:
    """Judge a failed send: the outcome of its outbox row (Bot API, "Making requests").

    `to`: the address that the row was sent to. A throttled chat waits alone; without a connection,
    or with a wrong token, all rows of this bot wait.
    """
    if error.moved is not None:
        return Moved(replace(to, chat=str(error.moved), thread=None))
    if error.after is not None:
        return Later(error.after)
    if not error.written:
        return Later(_UNWRITTEN_WAIT, "account")
    if error.code is None or error.code >= FAULT:
        # `failed`: the server's own 500 says that it did not do it; 502 and 504 of a proxy, and an
        # answer that is missing or cannot be read, leave it open.
        return Unknown(error.text, failed=error.code is not None and error.code not in BETWEEN)
    if error.code in (UNAUTHORIZED, NOT_FOUND):
        # The token is wrong, and the rows are not: they wait for another one.
        return Later(_TOKEN_WAIT, "account")
    return _refusal(error)


def _refusal(error: CallError) -> Gone | Refused:
    said = error.text.lower()
    for words, reason in _GONE:
        if words in said:
            return Gone(reason)
    return Gone("blocked") if error.code == FORBIDDEN else Refused(str(error.code), error.text)


async def post(
    http: HttpClient, url: str, params: Mapping[str, Any], seconds: float
) -> tuple[int, bytes]:
    """POST JSON, or a form where a file is among the parameters; return status and body.

    The calling library reads the body and raises its own errors. Raises CallError itself in three
    cases that the libraries do not tell apart: no answer came (`written` says whether the request
    left); the status is 5xx, or 413 for a request that is too large; or it is a 429 whose body
    names no time to wait.
    """
    body, headers = _body(params)
    try:
        answer = await http.post(url, body, headers, seconds)
    except LostError as lost:  # no answer came, for any reason
        raise CallError(str(lost), written=lost.written) from lost
    code = answer.status
    if code >= FAULT or code == TOO_LARGE:
        raise CallError(f"HTTP {code}", code)
    if code == THROTTLED and not _NAMES_A_TIME.search(answer.body):
        raise CallError(f"HTTP {code}", code, after=_UNNAMED_WAIT)
    return code, answer.body


def _body(params: Mapping[str, Any]) -> tuple[bytes | FormBuilder, Mapping[str, str]]:
    if not any(isinstance(value, Upload) for value in params.values()):
        return dumps(params), JSON_HEAD
    form = FormBuilder().percent_encode_noop()  # the server takes a file's name as it stands
    for name, value in params.items():
        if isinstance(value, Upload):
            file = PartBuilder.from_bytes(value.data).file_name(value.name).mime(value.kind)
            form = form.part(name, file)
        else:
            form = form.text(name, value if isinstance(value, str) else dumps(value).decode())
    return form, {}


def loads(body: bytes | str) -> Any:
    """Parse JSON by orjson, or by the standard library where orjson refuses it.

    orjson refuses a lone surrogate: the escape of one half of a pair without the other. Raises
    ValueError for a body that is no JSON.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        try:
            return json.loads(body)
        except RecursionError as error:  # brackets without an end
            raise ValueError(type(error).__name__) from error


def dumps(value: Any) -> bytes:
    """Write JSON by orjson, or by the standard library where orjson refuses a value."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value).encode()
