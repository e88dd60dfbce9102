"""The two doors of one process, the desk between them; over any store and channels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from bot.config.prices import FREE, Tariff
from bot.desk import registry as dialogs
from bot.desk.command import draft
from bot.desk.dialogs import Dialogs
from bot.desk.registry import KANAL, composers, words
from bot.desk.router import DeskRouter
from bot.desk.two_bots import TwoBotRouter, public_words
from bot.pipeline.dispatcher import LEASE, Dispatcher
from bot.pipeline.writer import StoreWriter
from core.language.catalogue import Words
from core.messaging.outgoing import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.config.office import Office
    from bot.desk.two_bots import StaffBot
    from core.messaging.channel_limits import Caps
    from core.messaging.incoming import Inbound
    from core.messaging.outgoing import Draft, Outgoing
    from core.ports import store as ports
    from core.ports.channel import Channel
    from core.ports.store import Store


@dataclass(frozen=True, slots=True)
class Doors:
    writer: StoreWriter
    deliver: Dispatcher


def open_doors(
    store: Store,
    office: Office,
    channels: Sequence[Channel],
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    link: Callable[[], str | None] = lambda: None,
    staff_bot: StaffBot | None = None,
    sending: bool = True,
    tariff: Tariff = FREE,
) -> Doors:
    """`channels`: all that events come from. `sending`: whether this process also sends.

    `link`: to the survey. `staff_bot`: a second Telegram bot, among `channels`, where there is one.
    """
    holder = token_hex(6)
    desk = _desk(office, channels, now(), link, staff_bot, tariff)
    # A process that does not send leaves its rows to those that do: their lease is over at once.
    lease = LEASE if sending else 0.0
    sorry = partial(_sorry, office)
    writer = StoreWriter(store, desk, holder=holder, now=now, sorry=sorry, lease=lease)
    deliver = Dispatcher(
        channels,
        writer,
        store,
        holder=holder,
        now=now,
        composers=composers(office),
        repeated=partial(repeated, office),
        wakes=lambda moment: office.agency.wakes(moment),  # noqa: PLW0108 - the agency of then
        tariff=tariff,
    )
    if sending:
        writer.outlet = deliver
    return Doors(writer, deliver)


def _desk(
    office: Office,
    channels: Sequence[Channel],
    began: datetime,
    link: Callable[[], str | None],
    staff_bot: StaffBot | None,
    tariff: Tariff,
) -> ports.Desk:
    caps: dict[str, Caps] = {channel.name: channel.caps for channel in channels}
    asked, led = words(office), dialogs.flows(office)
    there = staff_bot.link if staff_bot else link
    line = next((one.account for one in channels if one.name == "whatsapp"), None)
    ways: Any = {"link": link, "staff_link": there, "line": line}
    told = partial(DeskRouter, **ways, kanal=KANAL, began=began, tariff=tariff)
    made = partial(told, lambda: office.survey, caps)
    every = made(asked, led)
    if staff_bot is None:
        return every
    citizens = made(public_words(asked, staff_bot), Dialogs(office, []), staff_elsewhere=True)
    return TwoBotRouter(citizens, every, staff_bot, link)


def _sorry(office: Office, event: Inbound) -> Draft | None:
    """What a person hears whose message failed three times and was parked."""
    if not event.private:
        return None
    language = office.texts.known(event.person.language)
    return draft(event, Message(text=office.texts.say(language, Words("catat.gangguan"))))


def repeated(office: Office, row: Outgoing, message: Message) -> Message:
    """A post whose first sending may have arrived says so."""
    del row
    mark = office.texts.say(office.texts.known(message.bahasa), Words("catat.diulang"))
    return replace(message, note="\n".join(filter(None, (mark, message.note))))
