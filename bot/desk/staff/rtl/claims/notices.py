"""Notices about an answer or a review of RTL: to admins, the bidang, and citizens who wished it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.citizen.notices import news_template
from bot.desk.staff.people.join import others
from bot.desk.staff.rtl.shared import again, owning, proofs, subject
from core.errors import InputError
from core.language.catalogue import BASE, Words
from core.messaging.outgoing import Choice, Draft, Message
from core.periods import periode as periods
from core.periods.working_days import WorkCalendar
from core.rtl.realisation import is_finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.language.catalogue import Fact, Says
    from core.messaging.address import Address
    from core.ports.store import Reader, Tx
    from core.rtl.plan import Kegiatan, Realisasi, Rtl
    from core.rtl.status import KegiatanStatus


def examiners(store: Tx | Reader, kegiatan: Kegiatan, but: Address) -> list[Address]:
    """Chats of admins of other bidang, but for the chat that the report came from."""
    own = {to for code in kegiatan.bidang for to in store.staff.addresses("bidang", code)}
    return [to for to in store.staff.addresses("admin") if to not in own and to != but]


def about_claim(
    tx: Tx, rtls: Sequence[Rtl], row: Realisasi, office: Office, *, but: Address, now: datetime
) -> list[Draft]:
    """One message to each admin who may review the claim, with its evidence and buttons."""
    found = owning(rtls, row.id)
    assert found is not None  # noqa: S101 - it was just written
    rtl, kegiatan, _ = found
    facts = subject(rtl, kegiatan, office.agency)
    facts |= {"triwulan": row.triwulan.label, "uraian": row.description, "bukti": proofs(row)}

    def say(words: Says) -> str:
        return office.texts.say(BASE, words)

    choices = [
        Choice(f"kt:rtl_bukti:{row.id} {number}", say(Words("rtl.tombol.bukti", {"n": number})))
        for number, one in enumerate(row.evidence, start=1)
        if one.file
    ]
    choices += [
        Choice(f"kt:rtl_terima:{row.id}", say(Words("rtl.tombol.terima"))),
        Choice(f"kt:rtl_kembali:{row.id}", say(Words("rtl.tombol.kembalikan"))),
    ]
    news = news_template.template(office.texts, office.agency, now)
    text = say(Words("rtl.klaim", facts))
    message = Message(text=text, choices=tuple(choices), template=news)
    return [Draft(to=to, body=message) for to in examiners(tx, kegiatan, but)]


def about_delay(
    call: CommandCall, one: KegiatanStatus, row: Realisasi, office: Office
) -> list[Draft]:
    """One message to each other admin: a kegiatan is not done, and has a new target."""
    facts = subject(one.rtl, one.kegiatan, office.agency)
    told: dict[str, Fact] = {
        "hambatan": row.obstacle,
        "strategi": row.strategy,
        "pihak": row.party or "–",
        "target": row.target.label if row.target else None,
        "ulang": again(one),
    }
    words = Words("rtl.kabar_belum", facts | told)
    return [call.tell(to, words) for to in others(call)]


def to_citizens(
    tx: Tx, before: Sequence[Rtl], after: Sequence[Rtl], office: Office, now: datetime
) -> list[Draft]:
    """The one message to citizens whose saran led to an item, once all of the item is accepted.

    `before` and `after`: all plans around a review. One review may complete several items, because
    a newer plan carries on an older one. The wishes are used up by this call.
    """
    today = now.astimezone(office.agency.zone).date()
    done = {one.id for one in before if is_finished(one, before, today)}
    fresh = (one for one in after if one.id not in done and is_finished(one, after, today))
    # Citizens are not woken at night; the office's days off do not matter to them.
    every_day = replace(office.agency.schedule, workdays=7, extra_holidays=frozenset())
    awake = WorkCalendar(office.agency.zone, every_day).opens(now)
    return [draft for one in fresh for draft in _told(tx, one, office, now, awake)]


def _told(tx: Tx, rtl: Rtl, office: Office, now: datetime, awake: datetime) -> Iterator[Draft]:
    try:
        periode = periods.parse(rtl.periode, now.astimezone(office.agency.zone).date())
    except InputError:  # a label of an old report that names no calendar
        return
    if rtl.unsur is None:
        return
    done = "; ".join(one.description for one in rtl.kegiatan)
    text = office.texts.say(BASE, Words("rtl.kabar_warga", {"kegiatan": done}))
    later = awake if awake > now else None
    message = Message(
        text=text, template=news_template.of_saran(office.texts, office.agency, rtl.unit, now)
    )
    for to in tx.people.take_wishes(rtl.unit, rtl.unsur, periode.first, periode.last, now=now):
        yield Draft(to=to, body=message, not_before=later, unit=rtl.unit)


def to_bidang(tx: Tx, kegiatan: Kegiatan, message: Message, *, but: Address) -> list[Draft]:
    """A message to the staff and the groups of every bidang of a kegiatan."""
    places: dict[Address, None] = {}
    for code in kegiatan.bidang:
        places |= dict.fromkeys(tx.staff.addresses("bidang", code))
        places |= dict.fromkeys(group.address for group in tx.staff.groups(code))
    return [Draft(to=to, body=message) for to in places if to != but]
