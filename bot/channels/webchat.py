"""`Mailbox` and `WebChannel`: the web page as a channel, whose mailbox is the outbox itself.

`bot.web.chat` knows HTTP and cookies and calls the mailbox; this module knows neither
(docs/adr/0010).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from typing import TYPE_CHECKING, Any, TypeVar

from bot.channels.layout import join_surrogates
from bot.channels.webchat_files import RecentFiles
from core.errors import Malformed, StoreDown, fault
from core.messaging.address import Address, Person
from core.messaging.channel_limits import Caps
from core.messaging.incoming import EventKind, Inbound
from core.messaging.outcomes import Later
from core.messaging.outgoing import Compose

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from core.messaging.outcomes import Outcome
    from core.messaging.outgoing import Document, Message, Outgoing, Picture
    from core.ports.channel import Writer

NAME = ACCOUNT = "web"
CAPS = Caps(text=20_000, choices=20, choice_label=60, push=False)

_COMMAND = re.compile(r"/(\w+)(?:\s+(.*))?", re.DOTALL)
_EVENT_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_PAYLOAD = re.compile(r"[\x20-\x7e]{1,64}")  # "kt:grafik:2026 sktm" has a space
CODE = re.compile(r"[0-9A-Za-z_-]{1,64}")

log = logging.getLogger(__name__)
F = TypeVar("F", "Picture", "Document")


def chat_of(session: str) -> str:
    """The chat of a session: a hash, so the database never holds the cookie's value."""
    return hashlib.sha256(session.encode()).hexdigest()[:32]


def address_of(chat: str) -> Address:
    """The address of a chat on the web page."""
    return Address(NAME, ACCOUNT, chat)


def parse(raw: Any, chat: str, at: datetime, language: str | None = None) -> Inbound:
    """The event that a page posted: `{"id", "text" | "choice" | "opened", "kode"?}`.

    `raw`: parsed JSON of any shape. `language`: code of the page's language. Raises Malformed for
    anything else.
    """
    if not isinstance(raw, dict) or not _fits(_EVENT_ID, raw.get("id")):
        raise Malformed("web: no event id")
    kind, text, choice, command = _content(raw)
    # The hash holds the chat: nobody can use up another's id, and an erasure leaves no way back.
    name = hashlib.sha256(f"{chat}:{raw['id']}".encode())
    return Inbound(
        event_id=name.hexdigest()[:32],
        at=at,
        kind=kind,
        person=Person((f"{NAME}:{chat}",), language=language),
        address=address_of(chat),
        text=text,
        choice=choice,
        command=command,
    )


def _content(
    raw: dict[str, Any],
) -> tuple[EventKind, str | None, str | None, tuple[str, str] | None]:
    if _fits(_PAYLOAD, raw.get("choice")):
        return EventKind.CHOICE, None, raw["choice"], None
    if raw.get("opened") is True:
        return _opened(raw.get("kode"))
    text = raw.get("text")
    if not isinstance(text, str) or not text:
        raise Malformed("web: neither text nor choice")
    text = join_surrogates(text)
    if found := _COMMAND.fullmatch(text):
        return EventKind.COMMAND, text, None, (found[1].lower(), (found[2] or "").strip())
    return EventKind.TEXT, text, None, None


def _opened(code: Any) -> tuple[EventKind, str | None, str | None, tuple[str, str] | None]:
    # The code in the page's address comes again at every reload: it may begin a survey, and never
    # interrupts one.
    return EventKind.OPENED, code if _fits(CODE, code) else None, None, None


def _fits(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


class Mailbox:
    """Takes in the events of pages, and gives out the rows that a page has not shown yet.

    `compose` fills rows that hold a request: `Dispatcher.compose`.
    """

    def __init__(
        self,
        writer: Writer,
        compose: Callable[[Outgoing], Awaitable[Message]],
        now: Callable[[], datetime],
    ) -> None:
        self._writer, self._compose, self._now = writer, compose, now
        self._pictures: RecentFiles[Picture] = RecentFiles()
        self._documents: RecentFiles[Document] = RecentFiles()

    async def say(self, event: Inbound, *, after: int, opened: bool) -> list[dict[str, Any]]:
        """Take in the event, then fetch the rows later than `after`.

        A repeat of the same event only fetches. `opened`: the page starts anew and shows everything
        again. Raises StoreDown.
        """
        if opened:
            # A page that starts anew may remember a row number of another database.
            await self._rows(event.address, after)
            after = 0
        await self._writer.receive([event])
        return await self.fetch(event.address, after)

    async def fetch(self, to: Address, after: int) -> list[dict[str, Any]]:
        """The screens later than row `after`; earlier rows are settled, for the page showed them.

        A screen is a mapping of `seq`, `note`, `heading`, `text`, `choices` and `free_text`; of a
        picture also `alt`, `wide` and `tall`, of a document its name as `file`. A row that could
        not be composed is `{"seq", "failed"}`. Raises StoreDown.
        """
        return [await self._shown(row) for row in await self._rows(to, after)]

    async def _rows(self, to: Address, after: int) -> list[Outgoing]:
        return await self._writer.run(
            lambda tx: tx.outbox.fetch_mailbox(to, after=after, now=self._now()),
        )

    async def picture(self, to: Address, seq: int) -> Picture | None:
        """The picture of row `seq` that this page was shown, also of a settled row; None: gone."""
        return await self._file(self._pictures, to, seq)

    async def document(self, to: Address, seq: int) -> Document | None:
        """The document of such a row; None when it is gone."""
        return await self._file(self._documents, to, seq)

    async def _file(self, kept: RecentFiles[F], to: Address, seq: int) -> F | None:
        if (to.chat, seq) not in kept:
            await self.fetch(to, seq - 1)  # another process may have given out its screen
        return kept.get((to.chat, seq))

    async def _shown(self, row: Outgoing) -> dict[str, Any]:
        if not isinstance(row.body, Compose):
            return self._screen(row, row.body)
        try:
            return self._screen(row, await self._compose(row))
        except StoreDown:
            raise
        except Exception as error:  # noqa: BLE001 - one request must not shut the whole mailbox
            # The error's message and trace stay out of the log: they may quote a person.
            log.error("web.compose_failed", extra={"what": row.body.name, "fault": fault(error)})  # noqa: TRY400
            return {"seq": row.seq, "failed": True}

    def _screen(self, row: Outgoing, message: Message) -> dict[str, Any]:
        screen, key = _screen(row.seq, message), (row.to.chat, row.seq)
        if message.picture is not None:
            self._pictures.keep(key, message.picture)
            wide, tall = message.picture.size
            screen |= {"alt": message.picture.alt, "wide": wide, "tall": tall}
        if message.document is not None:
            self._documents.keep(key, message.document)
            screen["file"] = message.document.name
        return screen


def _screen(seq: int, message: Message) -> dict[str, Any]:
    return {
        "seq": seq,
        "note": message.note,
        "heading": message.heading,
        "text": message.text,
        "choices": [{"payload": one.payload, "label": one.label} for one in message.choices],
        "free_text": message.free_text,
    }


class WebChannel:
    """The page as a `Channel`: the page fetches its rows, so nothing is pulled or sent."""

    name = NAME
    account = ACCOUNT
    caps = CAPS

    async def pull(self, writer: Writer) -> None:  # noqa: ARG002 - the page calls by HTTP
        """Wait until cancelled: the page's events come by HTTP."""
        await asyncio.Event().wait()

    async def send(self, row: Outgoing, message: Message) -> Outcome:  # noqa: ARG002 - as above
        """Never called for a mailbox; a row that came here by mistake stays in it."""
        return Later(60.0)

    async def settle(self, token: str, notice: str | None) -> None:
        """Do nothing: a press on a page has no spinner to stop."""

    async def close(self) -> None:
        """Do nothing: no connection is held open."""
