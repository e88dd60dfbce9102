"""The routes to which Twilio posts: messages of people, and status reports on sent messages.

2xx is answered only after COMMIT. Signatures are those of Twilio's documentation "Webhooks
Security". A copy of a signed request is recognised by its id
(docs/adr/0025-a-replay-is-known-by-its-id.md).
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from bot.channels.whatsapp.signature import Form, called_url, is_signed
from bot.channels.whatsapp.updates import NAME as CHANNEL
from bot.channels.whatsapp.updates import is_status, parse, report
from bot.config.clock import utc_now
from core.errors import Malformed
from core.messaging.incoming import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from core.messaging.incoming import Arrival
    from core.ports.channel import Writer
    from core.ports.conversations import Advanced

MESSAGES, STATUS = "/hooks/twilio", "/hooks/twilio/status"
# Twilio waits 15 s for an answer, then tries its fallback address or, where our address asks for
# it (`#rc=…`), the same one again: all its repeats come long before five minutes are over.
REPEATED_WITHIN = timedelta(minutes=5)
_DONE = b"<?xml version='1.0' encoding='UTF-8'?><Response/>"
_XML = {hdrs.CONTENT_TYPE: "text/xml; charset=utf-8"}

log = logging.getLogger(__name__)


def _nobody(_event_id: str) -> None:
    pass


class TwilioHook:
    """Both routes of one WhatsApp sender.

    `token`: the account's auth token, which signs by HMAC-SHA1. `shared_key_secret`: the secret of
    a shared key of Twilio's, if the office made one; it signs by HMAC-SHA256. `noticed` gets each
    event id: `Reconciler` (`bot.channels.whatsapp.polling`), which lists messages at Twilio to find
    those that no webhook brought, then leaves that message out.
    """

    def __init__(
        self,
        writer: Writer,
        *,
        token: str,
        sender: str,
        public_url: str,
        shared_key_secret: str | None = None,
        noticed: Callable[[str], None] = _nobody,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._writer, self._token, self._sender = writer, token, sender
        self._shared_key_secret = shared_key_secret
        self._public, self._noticed, self._now = public_url, noticed, now

    def routes(self) -> Sequence[web.RouteDef]:
        """The routes for messages and for status reports."""
        return [web.post(MESSAGES, self._post), web.post(STATUS, self._post)]

    async def _post(self, request: web.Request) -> web.Response:
        body = await request.read()
        form = Form(body)
        called = called_url(self._public, request.raw_path)
        if not is_signed(self._token, called, form, request.headers, self._shared_key_secret):
            log.warning("twilio.unsigned", extra={"path": request.path})
            return web.Response(status=403)
        arrivals = self._read(form, request, body)
        answers = await self._writer.receive(arrivals)
        for one in arrivals:
            self._noticed(one.event_id)
        # The store alone knows the ids, and did nothing with a known one: the refusal comes after
        # `receive`. A copy of a status report does nothing either, and is answered as the first.
        if request.path == MESSAGES and any(self._is_replay(one) for one in answers):
            log.warning("twilio.replayed", extra={"path": request.path})
            return web.Response(status=403)
        return web.Response(body=_DONE, headers=_XML)

    def _is_replay(self, answer: Advanced) -> bool:
        """Tell whether this event id was stored long ago, so that the request is a stolen copy.

        Twilio itself repeats a request within seconds.
        """
        stored = answer.first_stored_at
        return stored is not None and self._now() - stored > REPEATED_WITHIN

    def _read(
        self, form: Mapping[str, str], request: web.Request, body: bytes
    ) -> Sequence[Arrival]:
        """Read the one arrival of a request: a message, a report, or what could not be read.

        `?id=` in the address of a report is the id of our outbox row: the channel wrote it there
        when it sent the message. A report is known by its fields too (`is_status`), in case Twilio
        was told to send reports to the route of messages.
        """
        at = self._now()
        try:
            if request.path == STATUS or is_status(form):
                return [report(form, request.query.get("id"), self._sender, at)]
            return [parse(form, self._sender, at)]
        except Malformed as error:
            event_id = form.get("MessageSid") or hashlib.sha256(body).hexdigest()[:32]
            return [Unreadable(event_id, CHANNEL, self._sender, body, str(error), at)]
