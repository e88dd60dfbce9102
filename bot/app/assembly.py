"""`Assembly`: store, office, registry, writer and dispatcher of one agency, put together.

`open_service` (for `skm run` and a host program) and the terminal's `Session` share it; they differ
only in their channels and in the parts that run beside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.app import wiring
from bot.config.clock import utc_now
from bot.config.office import Office
from bot.config.prices import FREE, Tariff
from bot.desk.command import draft
from bot.desk.features import build_registry
from bot.desk.router import DeskRouter, DeskTerms, PublicAddresses
from bot.desk.two_bots import TwoBotRouter, citizens_registry
from bot.pipeline.dispatcher import LEASE, Dispatcher
from bot.pipeline.sender import SendingTerms
from bot.pipeline.writer import StoreWriter
from core.language.catalogue import Words
from core.messaging.outgoing import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.config.settings import AgencySettings
    from bot.desk.command import Link
    from bot.desk.registry import Registry
    from bot.desk.two_bots import StaffBot
    from core.messaging.incoming import Inbound
    from core.messaging.outgoing import Draft, Outgoing
    from core.ports import store as ports
    from core.ports.channel import Channel
    from core.ports.store import Store


@dataclass(frozen=True, slots=True)
class Assembly:
    """Made once by `assemble`: the objects that every process of an agency has, on any channel."""

    store: Store
    office: Office
    registry: Registry
    writer: StoreWriter
    dispatcher: Dispatcher


def open_office(settings: AgencySettings, *, sending: bool = False) -> tuple[Store, Office]:
    """Open the agency's store, and the office as it stands in that store.

    `sending`: this process sends messages too. Raises InputError where the settings or the data are
    wrong, StoreDown where the database cannot be reached; the store is closed again then.
    """
    store = wiring.open_store(settings, sending=sending)
    load = partial(wiring.load_questionnaire, settings=settings)
    try:
        return store, Office(store, load, results_url=settings.public_url)
    except BaseException:
        store.close()
        raise


def assemble(
    store: Store,
    office: Office,
    channels: Sequence[Channel],
    *,
    now: Callable[[], datetime] = utc_now,
    survey_link: Link = lambda: None,
    staff_bot: StaffBot | None = None,
    sending: bool = True,
    tariff: Tariff = FREE,
) -> Assembly:
    """Build registry, desk, writer and dispatcher over an open store.

    `channels`: all channels from which events come to this process. `now`: the clock, in UTC.
    `survey_link`: gives `t.me/<name>` of the bot for citizens, or None while its name is unknown.
    `staff_bot`: the second Telegram bot, also among `channels`, where the office has one.
    `sending`: whether this process also sends; otherwise the rows it writes are leased to nobody,
    and a process that sends finds them.
    """
    registry, holder = build_registry(office), token_hex(6)
    whatsapp = next((one.account for one in channels if one.name == "whatsapp"), None)
    addresses = PublicAddresses(survey_link, staff_bot.link if staff_bot else None, whatsapp)
    caps = {channel.name: channel.caps for channel in channels}
    desk = _desk(office, registry, DeskTerms(caps, now(), addresses, tariff), staff_bot)
    # A process that does not send leaves its rows to those that do: a lease of 0 s ends at once.
    lease = LEASE if sending else 0.0
    sorry = partial(_sorry, office)
    writer = StoreWriter(store, desk, holder=holder, now=now, sorry=sorry, lease=lease)
    terms = SendingTerms(
        now,
        partial(repeated, office),
        lambda moment: office.agency.wakes(moment),  # noqa: PLW0108 - `agency` changes
        tariff,
    )
    dispatcher = Dispatcher(channels, writer, store, registry.composers, terms, holder=holder)
    if sending:
        writer.outlet = dispatcher
    return Assembly(store, office, registry, writer, dispatcher)


def _desk(
    office: Office, registry: Registry, terms: DeskTerms, staff_bot: StaffBot | None
) -> ports.Desk:
    """One desk for all, or one for each of the two Telegram bots."""
    whole = DeskRouter(lambda: office.survey, registry, terms)
    if staff_bot is None:
        return whole
    theirs = citizens_registry(registry, office, staff_bot)
    citizens = DeskRouter(lambda: office.survey, theirs, terms, staff_elsewhere=True)
    return TwoBotRouter(citizens, whole, staff_bot, terms.addresses.survey)


def _sorry(office: Office, event: Inbound) -> Draft | None:
    """The apology to a person whose message failed three times and was parked."""
    if not event.private:
        return None
    language = office.texts.known(event.person.language)
    return draft(event, Message(text=office.texts.say(language, Words("catat.gangguan"))))


def repeated(office: Office, row: Outgoing, message: Message) -> Message:
    """Mark a post as possibly repeated, in its own language, above its note.

    `Sender` calls it when the first sending of a row with `ResendPolicy.POST` ended with an unknown
    outcome. `row` is not looked at.
    """
    del row
    mark = office.texts.say(office.texts.known(message.language), Words("catat.diulang"))
    return replace(message, note="\n".join(filter(None, (mark, message.note))))
