"""`petugas` for admins: the staff by bidang, each with a button that takes the role back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.group_chats import REVOKE, named
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message
from core.ports.conversations import Decision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.language.catalogue import Fact, Says
    from core.ports.staff import BidangGroup, StaffMember

BUTTONS = 20  # the web chat shows no more
NAME_SHOWN = 20  # letters of a name on a button
LABEL = 30  # letters of a whole button


def is_admin(call: CommandCall) -> bool:
    """Whether the sender is an admin."""
    return any(one.role == "admin" for one in call.tx.staff.roles(call.event.person))


def ask(call: CommandCall, office: Office) -> Decision:
    """`petugas [bidang]`: list all staff and groups, or those whose bidang or role it names."""
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    call.looked("petugas")
    staff = [one for one in call.tx.staff.members() if _meant(one, call.args, office)]
    chats = [one for one in call.tx.staff.groups() if _named(one.bidang, "grup", call.args, office)]
    head = call.say(Words("petugas.judul", {"n": len(staff)}))
    rows = [
        call.say(row)
        for bidang in sorted({one.bidang for one in staff} | {one.bidang for one in chats}, key=str)
        for row in _group(call, bidang, staff, chats, office)
    ]
    choices = (
        *(_button(call, one, staff) for one in staff),
        *(_off(call, one, office) for one in chats),
    )
    return call.send(Message(text="\n".join([head, *rows]), choices=choices[:BUTTONS]))


def _meant(one: StaffMember, args: str, office: Office) -> bool:
    return _named(one.bidang, office.texts.say("id", Words(f"peran.{one.role}")), args, office)


def _named(bidang: str | None, role: str, args: str, office: Office) -> bool:
    known = f"{named(office.agency, bidang)} {bidang} {role}".casefold()
    return all(word in known for word in args.casefold().split())


def _group(
    call: CommandCall,
    bidang: str | None,
    staff: Sequence[StaffMember],
    chats: Sequence[BidangGroup],
    office: Office,
) -> Iterator[Says]:
    mine = [one for one in staff if one.bidang == bidang]
    if bidang:
        yield Words("petugas.kelompok", {"nama": named(office.agency, bidang), "n": len(mine)})
    for chat in (one for one in chats if one.bidang == bidang):
        yield Words("petugas.grup", {"sejak": chat.since.astimezone(office.agency.zone).date()})
    for one in mine:
        facts: dict[str, Fact] = {
            "nama": _whole(call, one),
            "sejak": one.since.astimezone(office.agency.zone).date(),
            "kurang": None if one.to else Words("petugas.tak_terjangkau"),
        }
        yield Words("petugas.baris", facts)


def _button(call: CommandCall, one: StaffMember, staff: Sequence[StaffMember]) -> Choice:
    """A button that takes a role back; equal names are told apart by the bidang or the role."""
    name = _short(call, one)
    same = [other for other in staff if _short(call, other) == name]
    role = call.say(Words(f"peran.{one.role}"))
    label = Words("tombol.cabut_siapa", {"nama": name})
    which = f" · {one.bidang or role}" if len(same) > 1 else ""
    return Choice(f"kt:cabut:{one.id}", f"{call.say(label)}{which}"[:LABEL])


def _off(call: CommandCall, one: BidangGroup, office: Office) -> Choice:
    label = f"{call.say(Words('tombol.cabut_grup'))} {named(office.agency, one.bidang)}"
    return Choice(f"{REVOKE}{one.id}", label[:LABEL])


def _name(call: CommandCall, one: StaffMember) -> str:
    return one.name or call.say(Words("petugas.tanpa_nama"))


def _whole(call: CommandCall, one: StaffMember) -> str:
    role = call.say(Words(f"peran.{one.role}"))
    return _name(call, one) if one.role == "bidang" else f"{_name(call, one)}, {role}"


def _short(call: CommandCall, one: StaffMember) -> str:
    name = _name(call, one)
    return name if len(name) <= NAME_SHOWN else f"{name[: NAME_SHOWN - 1].rstrip()}…"


def revoke(call: CommandCall, office: Office) -> Decision:
    """Take a role back at one press; the presser must be an admin at that moment.

    The last admin stays. The member is told, if a chat of theirs is known.
    """
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    args = call.args.strip()
    number = int(args) if args.isascii() and args.isdecimal() and len(args) < 16 else 0  # noqa: PLR2004
    if [one.id for one in call.tx.staff.members() if one.role == "admin"] == [number]:
        return call.reply(Words("jawab.keluar_terakhir"))
    gone = call.tx.staff.revoke(number, by=call.event.person, now=call.event.at)
    if gone is None:
        return call.reply(Words("petugas.sudah_dicabut"))
    facts: dict[str, Fact] = {
        "nama": _name(call, gone),
        "peran": Words(f"peran.{gone.role}"),
        "bidang": named(office.agency, gone.bidang) or None,
    }
    said = call.draft(Message(text=call.say(Words("petugas.dicabut", facts))), fresh=True)
    told = (call.tell(gone.to, Words("petugas.kena_cabut", facts)),) if gone.to else ()
    return Decision(call.seen.state, drafts=(said, *told))
