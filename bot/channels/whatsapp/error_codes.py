"""The outcome of a message that Twilio answered without success, as a table of its error codes.

The codes stand in Twilio's error dictionary; `WhatsApp` and the status hook ask `outcome`.
"""

from __future__ import annotations

from typing import Final, Literal

from core.errors import SkmError
from core.messaging.outcomes import Gone, Later, Outcome, Refused, Unknown, WindowShut

BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND = 400, 401, 403, 404
THROTTLED, FAULT = 429, 500

# Not processed, or the trouble of somebody on the way: the same message may go later.
_LATER: Final[dict[int, tuple[float, Literal["chat", "account"]]]] = {
    20429: (1.0, "account"),  # too many requests
    30001: (60.0, "account"),  # their queue is full
    30002: (60.0, "account"),  # the account was suspended: its balance ended
    63009: (30.0, "chat"),  # WhatsApp answered with an error
    63010: (30.0, "chat"),  # an error inside Twilio
    63012: (30.0, "chat"),  # WhatsApp's service is ill
    63017: (60.0, "account"),  # WhatsApp throttles the sender
    63018: (6.0, "chat"),  # too many to this person: one in six seconds
    63038: (300.0, "account"),  # the account has used up its messages of the day
}
_GONE: Final[dict[int, Literal["blocked", "opted_out", "invalid", "not_member"]]] = {
    21211: "invalid",
    21610: "opted_out",
    63003: "invalid",
    63014: "blocked",
    63015: "not_member",  # has not joined the sandbox
    63024: "invalid",
    63033: "blocked",
}
_WINDOW: Final = 63016
# WhatsApp holds messages (63049: those it takes for marketing) back from this person.
_HELD_BACK: Final = frozenset({63032, 63049})
CONTENT: Final = frozenset(
    {21617, 21654, 21655, 21656, 63005, 63013, 63021, 63027, 63028, 63030, 63036}
)
MEDIA: Final = frozenset({11751, 63019, 63034})


class TwilioError(SkmError):
    """An answer without success: its HTTP status, Twilio's code, and the seconds of Retry-After."""

    def __init__(self, status: int, code: int | None = None, after: float | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status, self.code, self.after = status, code, after


def outcome(status: int, code: int | None, after: float | None = None) -> Outcome:
    """Judge a send by the HTTP status, Twilio's code and the seconds of Retry-After."""
    if code in _LATER:
        seconds, scope = _LATER[code]
        return Later(max(seconds, after or 0.0), scope)
    if status == THROTTLED:
        return Later(after or 1.0, "account")
    if code in _GONE:
        return Gone(_GONE[code])
    if code == _WINDOW:
        return WindowShut()
    if code in _HELD_BACK:
        return Refused("needless", "")
    if status >= FAULT:
        return Unknown(f"HTTP {status}")
    if status in (UNAUTHORIZED, FORBIDDEN, NOT_FOUND):
        # The account or its token went wrong: the rows are innocent and wait.
        return Later(60.0, "account")
    return Refused(str(code or status), "")
