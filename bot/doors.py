"""The two doors of one process, the desk between them; over any store and channels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from bot import dialogs, mydata, presence, questions, unfinished
from bot.call import Word, draft
from bot.desk import Desk
from bot.flows import Flows
from bot.inbound import Writer
from bot.outbound import LEASE, Deliver
from bot.staff import bantuan, kabar_harian, pengingat, ringkasan
from bot.staff_bot import Reception, public_words
from bot.tariff import FREE, Tariff
from core.model import Message
from core.texts import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.office import Office
    from bot.sender import Composed, Composer, Request
    from bot.staff_bot import StaffBot
    from core import ports
    from core.model import Caps, Draft, Inbound, Outgoing
    from core.ports import Channel, Store

KANAL = {"telegram": "Telegram", "whatsapp": "WhatsApp"}  # as people call whom messages pass


@dataclass(frozen=True, slots=True)
class Doors:
    writer: Writer
    deliver: Deliver


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
    writer = Writer(store, desk, holder=holder, now=now, sorry=sorry, lease=lease)
    deliver = Deliver(
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
    told = partial(Desk, **ways, kanal=KANAL, began=began, tariff=tariff)
    made = partial(told, lambda: office.survey, caps)
    every = made(asked, led)
    if staff_bot is None:
        return every
    citizens = made(public_words(asked, staff_bot), Flows(office, []), staff_elsewhere=True)
    return Reception(citizens, every, staff_bot, link)


def words(office: Office) -> Mapping[str, Word]:
    """The words of the whole bot."""
    return {
        **questions.words(),
        "bantuan": Word(bantuan.tell, group=True),
        **dialogs.words(office),
        "ringkasan": Word(ringkasan.ask, staff=True, group=True),
        "data_saya": Word(mydata.show),
        "hapus_data": Word(mydata.erase),
    }


def composers(office: Office) -> Mapping[str, Composer]:
    """What fills a request outside the writer, over a reader of its own."""

    def over(compose: Callable[[Request, Office], Message | Composed]) -> Composer:
        return lambda request: compose(request, office)

    return {
        "data_saya": lambda request: mydata.compose(request, office.texts),
        **{name: over(one) for name, one in questions.COMPOSERS.items()},
        **{name: over(one) for name, one in dialogs.COMPOSERS.items()},
        **{name: over(one) for name, one in kabar_harian.COMPOSERS.items()},
        "pengingat": lambda request: pengingat.compose(request, office, words(office)),
        "ringkasan": lambda request: ringkasan.compose(request, office, words(office)),
        unfinished.COMPOSER: over(unfinished.compose),
        presence.COMPOSER: lambda request: presence.compose(
            request, office, dialogs.flows(office), KANAL
        ),
    }


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
