"""The routes to which Twilio posts: messages of people, and status reports on sent messages.

2xx is answered only after COMMIT. Signatures are those of Twilio's documentation "Webhooks
Security".
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from bot.channels.whatsapp.signature import Form, address, is_signed
from bot.channels.whatsapp.updates import NAME, is_status, parse, report
from bot.config.clock import utc_now
from core.errors import Malformed
from core.messaging.incoming import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from core.messaging.incoming import Arrival
    from core.ports.channel import Writer
    from core.ports.conversations import Advanced

MESSAGES, STATUS = "/hooks/twilio", "/hooks/twilio/status"
REPEATED_WITHIN = timedelta(minutes=5)  # Twilio tries for 15 s, then its fallback address
_DONE = b"<?xml version='1.0' encoding='UTF-8'?><Response/>"
_XML = {hdrs.CONTENT_TYPE: "text/xml; charset=utf-8"}

log = logging.getLogger(__name__)


def _nobody(_event_id: str) -> None:
    pass


class TwilioHook:
    """Both routes of one WhatsApp sender.

    `token`: the account's auth token; `shared`: the secret of a shared key, if one is set.
    `noticed` gets each event id, so that the reconciler does not fetch that message again.
    """

    def __init__(
        self,
        writer: Writer,
        *,
        token: str,
        sender: str,
        public_url: str,
        shared: str | None = None,
        noticed: Callable[[str], None] = _nobody,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._writer, self._token, self._sender = writer, token, sender
        self._shared = shared
        self._public, self._noticed, self._now = public_url, noticed, now

    def routes(self) -> Sequence[web.RouteDef]:
        """The routes for messages and for status reports."""
        return [web.post(MESSAGES, self._post), web.post(STATUS, self._post)]

    async def _post(self, request: web.Request) -> web.Response:
        body = await request.read()
        form = Form(body)
        called = address(self._public, request.raw_path)
        if not is_signed(self._token, called, form, request.headers, self._shared):
            log.warning("twilio.unsigned", extra={"path": request.path})
            return web.Response(status=403)
        arrivals = self._read(form, request, body)
        answers = await self._writer.receive(arrivals)
        for one in arrivals:
            self._noticed(one.event_id)
        if request.path == MESSAGES and any(self._is_replay(one) for one in answers):
            log.warning("twilio.replayed", extra={"path": request.path})
            return web.Response(status=403)
        return web.Response(body=_DONE, headers=_XML)

    def _is_replay(self, answer: Advanced) -> bool:
        """Twilio repeats within seconds; a request that comes again later is a stolen copy."""
        return (
            answer.first_stored_at is not None
            and self._now() - answer.first_stored_at > REPEATED_WITHIN
        )

    def _read(
        self, form: Mapping[str, str], request: web.Request, body: bytes
    ) -> Sequence[Arrival]:
        at = self._now()
        try:
            if request.path == STATUS or is_status(form):
                return [report(form, request.query.get("id"), self._sender, at)]
            return [parse(form, self._sender, at)]
        except Malformed as error:
            name = form.get("MessageSid") or hashlib.sha256(body).hexdigest()[:32]
            return [Unreadable(name, NAME, self._sender, body, str(error), at)]
