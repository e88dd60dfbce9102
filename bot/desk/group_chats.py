"""Group chats: a bidang's group joins by a one-time code, and its staff may use commands there.

`DeskRouter` and the commands of staff ask this file. A survey never runs in a group; an event that
is not for the bot is not answered, and leaves no conversation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Joined, Words
from core.messaging.incoming import EventKind
from core.messaging.outgoing import Choice, Message
from core.ports.conversations import Decision

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.desk.command import CommandCall
    from core.messaging.address import Address
    from core.office.agency import Agency
    from core.ports.store import Tx

PREFIX = "grup-"
REVOKE = "kt:cabut_grup:"
EVERYWHERE = frozenset(
    {"admin", "pimpinan", "koordinator", "pengawas"}
)  # roles that read of all bidang


def here(tx: Tx, to: Address) -> list[str]:
    """Codes of the bidang that a group serves; a topic of a group counts as the group."""
    place = (to.channel, to.account, to.chat)
    found = [
        g
        for g in tx.staff.groups()
        if (g.address.channel, g.address.account, g.address.chat) == place
    ]
    return [one.bidang for one in found]


def belongs(call: CommandCall, serves: list[str]) -> bool:
    """Whether the sender is staff of a bidang that this group serves, or reads all bidang."""
    mine = call.tx.staff.roles(call.event.person)
    return any(
        one.role in EVERYWHERE or (one.role == "bidang" and one.bidang in serves) for one in mine
    )


def joined(call: CommandCall, agency: Callable[[], Agency]) -> Decision:
    """Answer `/start CODE` in a group: from now on the group serves the bidang of the code.

    A wrong code counts against the sender as in a private chat, and after too many nothing is
    answered. The admins are told, with a button that takes the access back.
    """
    event, now = call.event, call.event.at
    code = call.args.strip()
    code = code[len(PREFIX) :] if code.casefold().startswith(PREFIX) else code
    if call.tx.staff.too_many_codes(event.person, now=now):
        return Decision(call.seen.state)
    if _of_another_bot(call):
        return call.reply(Words("grup.bot_lain"))
    bidang = call.tx.staff.redeem_group(code, event.person, event.address, now=now)
    if bidang is None:
        return call.reply(Words("jawab.gabung_salah"))
    facts = {"bidang": named(agency(), bidang), "nama": event.person.name}
    revoke = [
        Choice(f"{REVOKE}{one.id}", call.base(Words("tombol.cabut_grup")))
        for one in call.tx.staff.groups(bidang)
        if one.address == event.address
    ]
    told = tuple(
        call.tell(to, Words("grup.diberitahu", facts), *revoke)
        for to in call.tx.staff.addresses("admin")
    )
    said = Message(text=call.say(Words("grup.terdaftar", facts)))
    return Decision(call.seen.state, drafts=(call.draft(said), *told))


def _of_another_bot(call: CommandCall) -> bool:
    """Whether another bot of this office is in the group: both would tell everything twice."""
    here = call.event.address
    return any(
        (one.address.channel, one.address.chat) == (here.channel, here.chat)
        and one.address.account != here.account
        for one in call.tx.staff.groups()
    )


def revoke(call: CommandCall, agency: Callable[[], Agency]) -> Decision:
    """Take a group's access back at the press of an admin; the group and the admin are told."""
    if not any(one.role == "admin" for one in call.tx.staff.roles(call.event.person)):
        return call.reply(Words("petugas.bukan_admin"))
    found = next((one for one in call.tx.staff.groups() if one.id == call.args.strip()), None)
    if found is None:
        return call.reply(Words("petugas.sudah_dicabut"))
    by = call.tx.staff.audit_name(call.event.person)
    call.tx.staff.leave_group(found.address, found.bidang, by=by, now=call.event.at)
    facts = {"bidang": named(agency(), found.bidang)}
    said = call.draft(Message(text=call.say(Words("grup.dicabut", facts))), fresh=True)
    told = call.tell(found.address, Words("grup.kena_cabut", facts))
    return Decision(call.seen.state, drafts=(said, told))


def gone(call: CommandCall, agency: Callable[[], Agency]) -> Decision:
    """Forget a group that removed the bot, and tell the admins that the group is lost."""
    serves = here(call.tx, call.event.address)
    if not serves:
        return Decision(None)
    by = call.tx.staff.audit_name(call.event.person)
    for one in {
        g.address for g in call.tx.staff.groups() if g.address.chat == call.event.address.chat
    }:
        call.tx.staff.leave_group(one, by=by, now=call.event.at)
    facts = {"bidang": Joined(", ", tuple(named(agency(), one) for one in serves))}
    return Decision(
        None,
        drafts=tuple(
            call.tell(to, Words("grup.hilang", facts)) for to in call.tx.staff.addresses("admin")
        ),
    )


def named(agency: Agency, code: str | None) -> str:
    """Name of a bidang by its code; the code where it is unknown, "" for None."""
    return next((one.name for one in agency.bidang if one.code == code), code or "")


def is_word(call: CommandCall) -> bool:
    """Whether a group's event is a command or a press; plain texts only answer open questions."""
    return call.event.kind in (EventKind.COMMAND, EventKind.CHOICE)
