"""`Sessions`: a browser's random cookie, and a token that our own page alone can add to it.

No account stands behind a session, and the database holds only a hash of its value (docs/adr/0010).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web

KEPT_SECONDS = 30 * 86_400  # longer than an open conversation is kept
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 - a header's name
OWN_HEADER = "X-SKM"  # a foreign page may not send it without a CORS preflight, which fails here

_SESSION = re.compile(r"[0-9A-Za-z_-]{43}")


class Sessions:
    """Gives out sessions and proves them; the secret of the settings makes the tokens.

    `secure`: the pages have an https address, so the cookie gets the prefix `__Host-` (RFC
    6265bis).
    """

    def __init__(self, secret: bytes, *, secure: bool) -> None:
        self._key = hmac.digest(secret, b"web csrf", hashlib.sha256)
        self._secure = secure
        self.cookie = "__Host-skm" if secure else "skm"

    def of(self, request: web.Request) -> str | None:
        """The session that the request's cookie names; None without a well-formed one."""
        session = request.cookies.get(self.cookie, "")
        return session if _SESSION.fullmatch(session) else None

    def token(self, session: str) -> str:
        """The CSRF token of a session: an HMAC-SHA256 of it, in hexadecimal."""
        return hmac.new(self._key, session.encode(), hashlib.sha256).hexdigest()

    def proven(self, request: web.Request) -> str | None:
        """The session, if the request also holds its token: our own page sent it. Else None."""
        session = self.of(request)
        if session is None:
            return None
        given = request.headers.get(TOKEN_HEADER, "").encode("utf-8", "surrogateescape")
        return session if hmac.compare_digest(self.token(session).encode(), given) else None

    def keep(self, request: web.Request, response: web.Response) -> str:
        """Set the cookie of a new session, or of the present one for another 30 days.

        Returns the session.
        """
        session = self.of(request) or secrets.token_urlsafe(32)
        response.set_cookie(
            self.cookie,
            session,
            max_age=KEPT_SECONDS,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self._secure,
        )
        return session
