"""WhatsApp over Twilio as a `Channel`. Twilio's webhooks come in at `bot.web.hooks.twilio`.

The channel keeps no state that matters: its memory of sent parts and ids only saves calls.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import orjson

from bot.channels.http import LostError
from bot.channels.whatsapp.error_codes import CONTENT, MEDIA, TwilioError, outcome
from bot.channels.whatsapp.layout import TEXT_MOST, WhatsAppPart, lay_out
from bot.channels.whatsapp.polling import USUAL, LookTimes, Reconciler
from bot.channels.whatsapp.sent_lookup import SentLookup
from bot.channels.whatsapp.templates import variables
from bot.channels.whatsapp.updates import NAME, PREFIX
from core.errors import InputError
from core.messaging.channel_limits import Caps
from core.messaging.outcomes import Later, Refused, Sent, Unknown, WindowShut

if TYPE_CHECKING:
    from bot.channels.whatsapp.twilio_client import TwilioClient
    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Message, Outgoing, Template
    from core.ports.channel import Writer

log = logging.getLogger(__name__)

CAPS = Caps(
    text=TEXT_MOST,
    choices=10,
    choice_label=60,
    row_label=24,
    row_hint=72,
    quick_guard=True,
    window=timedelta(hours=24),
    receipts=True,
    looks_up=True,
    numbers=True,
)
STATUS = "/hooks/twilio/status"
_NOT_SENT_SECONDS = 2.0
_LOOK_SECONDS = 5.0


class Publish(Protocol):
    """Lends bytes to Twilio for a while and returns their signed https address.

    Raises InputError: the bytes are too many for WhatsApp.
    """

    async def __call__(self, data: bytes, mime: str, name: str) -> str: ...


@dataclass(frozen=True, slots=True)
class KeptContent:
    """Content templates that stand at Twilio, by their ids there (HX…)."""

    list_sid: str | None = None  # the list of choices; without it they are numbered
    templates: Mapping[str, str] = field(default_factory=dict)  # the approved ones, by name


@dataclass(frozen=True, slots=True)
class PublicSide:
    """The office's public address: Twilio reports deliveries to it and fetches files from it."""

    url: str | None = None
    publish: Publish | None = None


def _wall() -> datetime:
    return datetime.now(UTC)


class WhatsApp:
    """One sender of one Twilio account."""

    name = NAME
    caps = CAPS

    def __init__(
        self,
        api: TwilioClient,
        sender: str,
        *,
        how_to_answer: Callable[[], tuple[str, str]],
        content: KeptContent = KeptContent(),
        public: PublicSide = PublicSide(),
        times: LookTimes = USUAL,
        now: Callable[[], datetime] = _wall,
    ) -> None:
        """`how_to_answer`: the sentences that say how to answer by a number, and by words."""
        self.account = sender.removeprefix(PREFIX)
        self._api, self._how_to_answer, self._now = api, how_to_answer, now
        self._public = (public.url or "").partition("#")[0].rstrip("/")
        self._publish = public.publish
        self._list_sid, self._templates = content.list_sid, content.templates
        self._parts_sent: dict[str, int] = {}  # of long messages whose later part failed
        self._made = SentLookup(api, self.account, now)
        self.reconciler = Reconciler(api, self.account, times, now)

    @property
    def well(self) -> bool:
        """True while Twilio answers the looks for messages; /readyz tells it."""
        return self.reconciler.well

    async def pull(self, writer: Writer) -> None:
        """Read Twilio's list of messages from time to time, for those that no webhook brought."""
        await self.reconciler.run(writer)

    # -- out -------------------------------------------------------------------------------------

    async def send(self, row: Outgoing, message: Message) -> Outcome:
        """Send a message, one call of Twilio for each of its parts.

        A message with a template sends that alone: the window is shut for all other words.
        """
        if message.template is not None:
            return await self.say_template(row, message.template)
        lists, media = self._list_sid is not None, self._publish is not None
        parts = lay_out(message, self._how_to_answer(), lists=lists, media=media)
        done = min(self._parts_sent.pop(row.id, 0), len(parts) - 1)
        result: Outcome = Sent(None)
        for number, part in enumerate(parts[done:], done):
            last = part is parts[-1]
            # Only of the first part that is tried can a lost answer hide that it went out.
            result = await self._put(row, part, last=last, unsure=row.unsure and number == done)
            if not isinstance(result, Sent):
                if number:
                    self._parts_sent[row.id] = number
                return result
        return result

    async def say_template(self, row: Outgoing, template: Template) -> Outcome:
        """Send a template that WhatsApp approved, which may leave while the window is shut."""
        sid = self._templates.get(template.name)
        if sid is None:
            return WindowShut()  # none is set up, so nothing may be said
        values = {str(n): value for n, value in enumerate(template.values, start=1)}
        return await self._create(row, _content(sid, values), last=True)

    async def _put(self, row: Outgoing, part: WhatsAppPart, *, last: bool, unsure: bool) -> Outcome:
        try:
            if unsure and (sid := await self._made.find(row, part.text)):
                return Sent(sid)
        except LostError:  # sending blindly could say it twice
            return Later(_LOOK_SECONDS)
        result = await self._create(row, await self._form(part, row), last=last)
        if isinstance(result, Refused) and self._may_go_plain(part, result.code):
            # The list or the picture was refused for good; the words say the same.
            log.error("whatsapp.plain", extra={"code": result.code, "row": row.id})
            return await self._create(row, {"body": part.text}, last=last)
        return result

    async def _form(self, part: WhatsAppPart, to: Outgoing) -> dict[str, Any]:
        if part.rows and self._list_sid:
            return _content(self._list_sid, variables(part))
        form: dict[str, Any] = {"body": part.text} if part.text else {}
        if part.media is not None and self._publish is not None:
            mime = getattr(part.media, "mime", "image/png")
            try:
                url = await self._publish(part.media.data, mime, part.media.name)
                form["media_url"] = [url]
            except InputError:  # the words say the same, as far as words can
                log.error("whatsapp.too_large", extra={"row": to.id})  # noqa: TRY400 - no fault
                form.setdefault("body", part.media.name)
        return form

    def _may_go_plain(self, part: WhatsAppPart, code: str) -> bool:
        known = code.isdecimal() and int(code) in (CONTENT if part.rows else MEDIA)
        return known and bool(part.text) and bool(part.rows or part.media)

    async def _create(self, row: Outgoing, form: dict[str, Any], *, last: bool) -> Outcome:
        form |= {"to": PREFIX + row.to.chat, "from_": PREFIX + row.to.account}
        if last and self._public:
            # Only the last part speaks for the row: the others came before it.
            form["status_callback"] = f"{self._public}{STATUS}?id={quote(row.id, safe='')}"
        try:
            made = await self._api.create_message(**form)
        except TwilioError as no:
            return outcome(no.status, no.code, no.after)
        except LostError as lost:
            if lost.written:
                return Unknown(str(lost))
            return Later(_NOT_SENT_SECONDS, "account")
        if not isinstance(made.sid, str):
            return Sent(None)
        self._made.remember(made.sid)
        return Sent(made.sid)

    # -- beside ----------------------------------------------------------------------------------

    async def settle(self, token: str, notice: str | None) -> None:
        """Do nothing: unlike Telegram, WhatsApp waits for no answer to a tap."""

    async def fetch(self, ref: str, limit: int) -> bytes:
        return await self._api.fetch(ref, limit)

    async def close(self) -> None:
        await self._api.close()


def _content(sid: str, values: Mapping[str, str]) -> dict[str, str]:
    return {"content_sid": sid, "content_variables": orjson.dumps(values).decode()}
