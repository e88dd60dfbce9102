"""Group chats: a bidang's group by a one-time code, its staff's words, and nothing for strangers.

A survey never runs in a group. What is not for us is not answered, and leaves no conversation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model import Kind, Message
from core.ports import Decision
from core.texts import Joined, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.call import Call
    from core.agency import Agency
    from core.model import Address
    from core.ports import Tx

PREFIX = "grup-"


def here(tx: Tx, to: Address) -> list[str]:
    """The bidang that a group serves; a topic of it is the same group."""
    place = (to.channel, to.account, to.chat)
    found = [
        g for g in tx.groups() if (g.address.channel, g.address.account, g.address.chat) == place
    ]
    return [one.bidang for one in found]


def belongs(call: Call, serves: list[str]) -> bool:
    """Whether whoever speaks is staff of a bidang of this group, or leads all of them."""
    mine = call.tx.petugas(call.event.person)
    return any(
        one.role == "admin" or (one.role == "bidang" and one.bidang in serves) for one in mine
    )


def joined(call: Call, agency: Callable[[], Agency]) -> Decision:
    """`/start CODE` in a group. Wrong codes count as anywhere; too many are not answered."""
    event, now = call.event, call.event.at
    kode = call.args.strip()
    kode = kode[len(PREFIX) :] if kode.casefold().startswith(PREFIX) else kode
    if call.tx.too_many_codes(event.person, now=now):
        return Decision(call.seen.state)
    bidang = call.tx.redeem_group(kode, event.person, event.address, now=now)
    if bidang is None:
        return call.reply(Words("jawab.gabung_salah"))
    facts = {"bidang": named(agency(), bidang), "nama": event.person.name}
    told = tuple(
        call.tell(to, Words("grup.diberitahu", facts)) for to in call.tx.staff_addresses("admin")
    )
    said = Message(text=call.say(Words("grup.terdaftar", facts)))
    return Decision(call.seen.state, drafts=(call.draft(said), *told))


def gone(call: Call, agency: Callable[[], Agency]) -> Decision:
    """The bot was put out of a group: it serves nobody any more, and the admins hear of it."""
    serves = here(call.tx, call.event.address)
    if not serves:
        return Decision(None)
    by = call.tx.who(call.event.person)
    for one in {g.address for g in call.tx.groups() if g.address.chat == call.event.address.chat}:
        call.tx.leave_group(one, by=by, now=call.event.at)
    facts = {"bidang": Joined(", ", tuple(named(agency(), one) for one in serves))}
    return Decision(
        None,
        drafts=tuple(
            call.tell(to, Words("grup.hilang", facts)) for to in call.tx.staff_addresses("admin")
        ),
    )


def named(agency: Agency, kode: str | None) -> str:
    return next((one.nama for one in agency.bidang if one.kode == kode), kode or "")


def is_word(call: Call) -> bool:
    """A text in a group is meant for us only as a command or as an answer to our question."""
    return call.event.kind in (Kind.COMMAND, Kind.CHOICE)
