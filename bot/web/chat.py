"""`/chat`: the survey in a browser, and the calls that its page makes.

`Chat` checks session, token, rate and body, and leaves the conversation to `Mailbox`.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import web

from bot.channels.webchat import CODE, address_of, chat_of, parse
from bot.web.guard.limits import Limiter, caller
from bot.web.guard.sessions import OWN_HEADER
from bot.web.pages import language_of, page, words
from core.errors import Malformed
from core.language.matching import normal
from core.messaging.incoming import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.channels.webchat import Mailbox
    from bot.web.guard.codes import CodeGuard
    from bot.web.guard.sessions import Sessions
    from core.messaging.address import Address
    from core.messaging.incoming import Inbound
    from core.office.agency import Agency

_CODE_WORDS = frozenset({"start", "mulai", "gabung", "join"})
_CODE_MOST = 100  # letters; a longer text is no command
_MIME = re.compile(r"[0-9a-z.+-]{1,60}/[0-9a-z.+-]{1,80}")
_NUMBER = re.compile(r"[0-9]{1,15}")
_SCRIPT_WORDS = ("pilihan", "anda", "mengirim", "putus", "diam", "tersambung", "gagal", "unduh")


class ChatLimits:
    """Rates of calls: a session 30 at once then 1 a second, an address 300 then 10 a second.

    The limit by address is generous to an office whose visitors share one Wi-Fi.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.session = Limiter(30, 1.0, clock)
        self.address = Limiter(300, 10.0, clock)


def refusal(request: web.Request, status: int, key: str, *, after: float = 0) -> web.Response:
    """A JSON answer with a kind sentence for the page to show.

    `key`: a key of `kendala` in `words.toml`. `after`: seconds for the header Retry-After.
    """
    text = words(language_of(request))["kendala"][key]
    response = web.json_response({"text": text}, status=status)
    response.headers["Cache-Control"] = "no-store"
    if after:
        response.headers["Retry-After"] = str(math.ceil(after))
    return response


class ChatPages:
    """The page `/chat`, its session, its messages, and the pictures and files among them."""

    def __init__(
        self,
        mailbox: Mailbox,
        sessions: Sessions,
        limits: ChatLimits,
        agency: Callable[[], Agency],
        guard: CodeGuard,
        now: Callable[[], datetime],
    ) -> None:
        self._mailbox, self._sessions, self._limits = mailbox, sessions, limits
        self._agency, self._guard, self._now = agency, guard, now

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/chat", self.show),
            web.post("/chat/session", self.begin),
            web.post("/chat/say", self.say),
            web.get("/chat/messages", self.messages),
            web.get(r"/chat/gambar/{seq:[0-9]{1,15}}", self.picture),
            web.get(r"/chat/berkas/{seq:[0-9]{1,15}}", self.document),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Answer with the page alone, in the language that the browser accepts.

        It sets no cookie: a visit by a link on another site brings none (SameSite=Strict), so a
        cookie set here would replace the session that the browser has.
        """
        language = language_of(request)
        own: Mapping[str, str] = words(language)["chat"]
        code = request.query.get("kode", "")
        facts = {
            "office": self._agency().name,
            "code": code if CODE.fullmatch(code) else "",
            "script_words": json.dumps({key: own[key] for key in _SCRIPT_WORDS}),
        }
        return page("chat.html", language, facts)

    async def begin(self, request: web.Request) -> web.Response:
        """Make a session for the page, or keep the one it has, and answer `{"csrf": token}`.

        Only our own page can send the header `OWN_HEADER`; without it the answer is 403.
        """
        if OWN_HEADER not in request.headers:
            return refusal(request, 403, "sesi")
        if wait := self._limits.address.wait(caller(request)):
            return refusal(request, 429, "sibuk", after=wait)
        response = web.json_response({})
        response.headers["Cache-Control"] = "no-store"
        session = self._sessions.keep(request, response)
        response.text = json.dumps({"csrf": self._sessions.token(session)})
        return response

    async def say(self, request: web.Request) -> web.Response:
        """Take in one event of the page and answer `{"rows": …}`, the screens it has not seen.

        The body is the event of `webchat.parse` with `after`, the last row that the page has shown.
        A code that nobody gave out counts as a guess, whose rate is limited.
        """
        session = self._sessions.proven(request)
        if session is None:
            return refusal(request, 403, "sesi")
        if wait := self._too_soon(request, session):
            return refusal(request, 429, "sibuk", after=wait)
        try:
            raw = json.loads(await request.read())
            event = parse(raw, chat_of(session), self._now(), language_of(request))
            after = _after(raw.get("after", 0))
        except (ValueError, RecursionError, Malformed):
            return refusal(request, 400, "keliru")
        opened = raw.get("opened") is True
        code = _code_in(event)
        if code and (wait := await self._guard.wait(request, code)):
            return refusal(request, 429, "kode", after=wait)
        return _rows(await self._mailbox.say(event, after=after, opened=opened))

    async def messages(self, request: web.Request) -> web.Response:
        """Answer the rows later than `after`, for a page that waits for a late message."""
        session = self._sessions.proven(request)
        if session is None:
            return refusal(request, 403, "sesi")
        if wait := self._too_soon(request, session):
            return refusal(request, 429, "sibuk", after=wait)
        try:
            after = _after(request.query.get("after", "0"))
        except Malformed:
            return refusal(request, 400, "keliru")
        return _rows(await self._mailbox.fetch(address_of(chat_of(session)), after))

    async def picture(self, request: web.Request) -> web.Response:
        """A picture of this browser's own mailbox. An <img> sends the cookie, and no token."""
        where = self._fetching(request)
        if isinstance(where, web.Response):
            return where
        found = await self._mailbox.picture(*where)
        if found is None:
            raise web.HTTPNotFound
        kept = {"Cache-Control": "private, max-age=86400, immutable"}
        return web.Response(body=found.data, content_type="image/png", headers=kept)

    async def document(self, request: web.Request) -> web.Response:
        """A file of this browser's own mailbox, as an attachment that is never shown in place."""
        where = self._fetching(request)
        if isinstance(where, web.Response):
            return where
        found = await self._mailbox.document(*where)
        if found is None:
            said = words(language_of(request))["kendala"]["berkas"]
            return web.Response(status=404, text=said, headers={"Cache-Control": "no-store"})
        head = {"Content-Disposition": _laid_down(found.name), "Cache-Control": "private, no-store"}
        return web.Response(body=found.data, content_type=_kind(found.mime), headers=head)

    def _fetching(self, request: web.Request) -> tuple[Address, int] | web.Response:
        """Address and row number of the request; a browser without a session gets 404."""
        session = self._sessions.of(request)
        if session is None:
            raise web.HTTPNotFound
        if wait := self._too_soon(request, session):
            return refusal(request, 429, "sibuk", after=wait)
        return address_of(chat_of(session)), int(request.match_info["seq"])

    def _too_soon(self, request: web.Request, session: str) -> float:
        wait = self._limits.session.wait(session)
        return wait or self._limits.address.wait(caller(request))


def _code_in(event: Inbound) -> str:
    if event.command is not None:
        name, args = event.command
    elif event.kind is EventKind.OPENED:
        return event.text or ""
    else:
        name, _, args = normal((event.text or "")[:_CODE_MOST]).partition(" ")
    return args if name in _CODE_WORDS else ""


def _laid_down(name: str) -> str:
    """The header Content-Disposition (RFC 6266): a plain name for old browsers, the true one."""
    plain = re.sub(r"[^0-9A-Za-z._ -]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _kind(mime: str) -> str:
    return mime if _MIME.fullmatch(mime) else "application/octet-stream"


def _after(value: Any) -> int:
    if not _NUMBER.fullmatch(str(value)):
        raise Malformed("web: after is no number")
    return int(value)


def _rows(rows: list[dict[str, Any]]) -> web.Response:
    response = web.json_response({"rows": rows})
    response.headers["Cache-Control"] = "no-store"
    return response
