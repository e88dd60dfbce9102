"""The two doors of one process, the desk between them; over any store and channels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.config.prices import FREE, Tariff
from bot.desk.command import draft
from bot.desk.features import build_registry
from bot.desk.router import DeskRouter, DeskTerms, PublicAddresses
from bot.desk.two_bots import TwoBotRouter, citizens_registry
from bot.pipeline.dispatcher import LEASE, Dispatcher
from bot.pipeline.writer import StoreWriter
from core.language.catalogue import Words
from core.messaging.outgoing import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.config.office import Office
    from bot.desk.command import Link
    from bot.desk.registry import Registry
    from bot.desk.two_bots import StaffBot
    from core.messaging.incoming import Inbound
    from core.messaging.outgoing import Draft, Outgoing
    from core.ports import store as ports
    from core.ports.channel import Channel
    from core.ports.store import Store


@dataclass(frozen=True, slots=True)
class Doors:
    writer: StoreWriter
    deliver: Dispatcher
    registry: Registry


def open_doors(
    store: Store,
    office: Office,
    channels: Sequence[Channel],
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    link: Link = lambda: None,
    staff_bot: StaffBot | None = None,
    sending: bool = True,
    tariff: Tariff = FREE,
) -> Doors:
    """`channels`: all that events come from. `sending`: whether this process also sends.

    `link`: to the survey. `staff_bot`: a second Telegram bot, among `channels`, where there is one.
    """
    holder = token_hex(6)
    registry = build_registry(office)
    line = next((one.account for one in channels if one.name == "whatsapp"), None)
    addresses = PublicAddresses(link, staff_bot.link if staff_bot else None, line)
    caps = {channel.name: channel.caps for channel in channels}
    desk = _desk(office, registry, DeskTerms(caps, now(), addresses, tariff), staff_bot)
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
        composers=registry.composers,
        repeated=partial(repeated, office),
        wakes=lambda moment: office.agency.wakes(moment),  # noqa: PLW0108 - the agency of then
        tariff=tariff,
    )
    if sending:
        writer.outlet = deliver
    return Doors(writer, deliver, registry)


def _desk(
    office: Office, registry: Registry, terms: DeskTerms, staff_bot: StaffBot | None
) -> ports.Desk:
    """One desk for all, or one for each of two Telegram bots."""
    whole = DeskRouter(lambda: office.survey, registry, terms)
    if staff_bot is None:
        return whole
    theirs = citizens_registry(registry, office, staff_bot)
    citizens = DeskRouter(lambda: office.survey, theirs, terms, staff_elsewhere=True)
    return TwoBotRouter(citizens, whole, staff_bot, terms.addresses.survey)


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
