"""Who a browser is: a random cookie, and a token that only our own page can send with it."""

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
OWN_HEADER = "X-SKM"  # a foreign page cannot send it without asking first, and we never allow it

_SESSION = re.compile(r"[0-9A-Za-z_-]{43}")


class Sessions:
    def __init__(self, secret: bytes, *, secure: bool) -> None:
        self._key = hmac.digest(secret, b"web csrf", hashlib.sha256)
        self._secure = secure
        self.cookie = "__Host-skm" if secure else "skm"

    def of(self, request: web.Request) -> str | None:
        session = request.cookies.get(self.cookie, "")
        return session if _SESSION.fullmatch(session) else None

    def token(self, session: str) -> str:
        return hmac.new(self._key, session.encode(), hashlib.sha256).hexdigest()

    def proven(self, request: web.Request) -> str | None:
        """The session, if our own page speaks for it."""
        session = self.of(request)
        if session is None:
            return None
        given = request.headers.get(TOKEN_HEADER, "").encode("utf-8", "surrogateescape")
        return session if hmac.compare_digest(self.token(session).encode(), given) else None

    def keep(self, request: web.Request, response: web.Response) -> str:
        """Give the browser a session, or keep the one it has for another month."""
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
