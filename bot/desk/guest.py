"""`Guest`: the survey inside another program's Telegram bot; decides whose each update is.

`bot.embed` and the hook of `bot.app.serve` ask `Guest`. The bot knows its buttons by their payload,
its commands by their name, and a start by a code that the office knows. Plain words are for the
survey only while a survey or a dialogue of staff is open and fresh; the host gets all else.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

from bot.config.clock import utc_now
from bot.desk.command_index import JOINING
from bot.desk.dialogs import PRESSED
from core.messaging.incoming import EventKind, Inbound
from core.messaging.outgoing import TAPPED
from core.office.visit import letters_of
from core.survey.state import from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.config.office import Office
    from bot.desk.registry import Registry
    from core.messaging.incoming import Arrival
    from core.ports.channel import Writer
    from core.ports.conversations import OpenConversation
    from core.ports.store import Store

MINE = ("sv:", TAPPED, PRESSED)  # begin the payloads of this bot's buttons
BESIDE = {EventKind.REACHABLE, EventKind.UNREACHABLE, EventKind.MOVED}  # news of a chat: for both
FRESH = timedelta(hours=24)  # after a longer silence plain words go to the host again
GREETED = timedelta(hours=1)  # the same before consent: an unanswered greeting holds nobody


class Whose(Enum):
    """The program that an event is for: this bot, the host, or both."""

    OURS = auto()
    HOSTS = auto()
    BOTH = auto()


class Bot(Protocol):
    """The part of a Telegram channel that reads an update and takes it in."""

    def read(self, body: bytes) -> Sequence[Arrival]:
        """The arrivals that one raw update holds, without taking them in."""
        ...

    async def accept(self, writer: Writer, body: bytes) -> Mapping[str, Any] | None:
        """Take an update in; after COMMIT, a call that the HTTP answer may carry, or None."""
        ...


@dataclass(frozen=True, slots=True)
class GuestAnswer:
    """Whether an update was for this bot, and a call that the HTTP answer may carry."""

    ours: bool  # the host need not look at the update
    method: Mapping[str, Any] | None = None  # a call that the answer may carry


class Guest:
    """Decides for each update whose it is; reads the store, and writes only through a channel."""

    def __init__(
        self,
        store: Store,
        office: Office,
        registry: Registry,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._office, self._registry, self._now = store, office, registry, now

    async def offer(self, bot: Bot, writer: Writer, body: bytes) -> GuestAnswer:
        """Take an update in if it is for this bot, and return after COMMIT; leave all others alone.

        `body`: one raw update of the Telegram Bot API, as JSON. Raises StoreDown if the store
        fails.
        """
        events = [one for one in bot.read(body) if isinstance(one, Inbound)]
        found = {await asyncio.to_thread(self.whose, event) for event in events}
        if found <= {Whose.HOSTS}:
            return GuestAnswer(ours=False)
        return GuestAnswer(Whose.OURS in found, await bot.accept(writer, body))

    def whose(self, event: Inbound) -> Whose:
        """The program that an event is for; news of a chat and some wishes to stop are for both."""
        if event.kind in BESIDE:
            return Whose.BOTH
        if self._is_ours(event):
            return Whose.OURS
        return Whose.BOTH if self._wants_no_more(event) else Whose.HOSTS

    def _wants_no_more(self, event: Inbound) -> bool:
        """A participant's `berhenti` may mean this bot's messages, the host's, or all of them."""
        text = event.command[0] if event.command else event.text
        if event.kind is EventKind.CHOICE or not text:
            return False
        return self._office.texts.command(text) == "berhenti" and self._talk(event) is not None

    def _is_ours(self, event: Inbound) -> bool:
        if event.kind is EventKind.CHOICE:
            return (event.choice or "").startswith(MINE)
        if event.command is None:
            return self._is_open(event)
        name, args = event.command
        if name == "start":
            return self._is_code(args.strip())
        if self._registry.commands.said_in(event, self._office.texts):
            return True
        asked = self._office.texts.command(name)
        return asked == "mulai" or (asked is not None and self._is_open(event))

    def _is_code(self, code: str) -> bool:
        if code.casefold().startswith(JOINING) or self._office.agency.point(code):
            return True
        if letters_of(code) is None:
            return False
        with self._store.read() as reader:
            today = self._now().astimezone(self._office.agency.zone).date()
            return reader.answers.visit(code, today=today) is not None

    def _is_open(self, event: Inbound) -> bool:
        talk = self._talk(event)
        return talk is not None and self._holds(talk)

    def _talk(self, event: Inbound) -> OpenConversation | None:
        with self._store.read() as reader:
            return reader.conversations.open_at(event.address)

    def _holds(self, talk: OpenConversation) -> bool:
        silent = self._now() - talk.active_at
        if self._registry.dialogs.is_open(talk.state):
            return silent < FRESH
        state = from_json(talk.state)
        if state is None or not state.open:
            return False
        return silent < (GREETED if state.started is None else FRESH)
