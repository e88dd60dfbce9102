"""`petugas` for admins: who is staff, by bidang, each with a button that takes the access back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.groups_chat import named
from core.model import Choice, Message
from core.ports import Decision
from core.texts import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.call import Call
    from bot.office import Office
    from core.ports_staff import Staf
    from core.texts import Fact, Says

BUTTONS = 20  # the web shows no more
NAME_SHOWN = 20  # letters on a button


def is_admin(call: Call) -> bool:
    return any(one.role == "admin" for one in call.tx.petugas(call.event.person))


def ask(call: Call, office: Office) -> Decision:
    """`petugas [bidang]`: all, or those of whom the words name the bidang."""
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    staff = [one for one in call.tx.staff() if _meant(one, call.args, office)]
    groups: dict[str | None, list[Staf]] = {}
    for one in staff:
        groups.setdefault(one.bidang, []).append(one)
    head = call.say(Words("petugas.judul", {"n": len(staff)}))
    rows = [
        call.say(row)
        for bidang in sorted(groups, key=str)
        for row in _group(call, bidang, groups[bidang], office)
    ]
    choices = tuple(
        Choice(
            f"kt:cabut:{one.id}", call.say(Words("tombol.cabut_siapa", {"nama": _short(call, one)}))
        )
        for one in staff[:BUTTONS]
    )
    return call.send(Message(text="\n".join([head, *rows]), choices=choices))


def _meant(one: Staf, args: str, office: Office) -> bool:
    role = office.texts.say("id", Words(f"peran.{one.role}"))
    known = f"{named(office.agency, one.bidang)} {one.bidang} {role}".casefold()
    return all(word in known for word in args.casefold().split())


def _group(call: Call, bidang: str | None, staff: list[Staf], office: Office) -> Iterator[Says]:
    if bidang:
        yield Words("petugas.kelompok", {"nama": named(office.agency, bidang), "n": len(staff)})
        for group in call.tx.groups(bidang):
            yield Words(
                "petugas.grup", {"sejak": group.sejak.astimezone(office.agency.zona).date()}
            )
    for one in staff:
        facts: dict[str, Fact] = {
            "nama": _whole(call, one),
            "sejak": one.sejak.astimezone(office.agency.zona).date(),
            "kurang": None if one.to else Words("petugas.tak_terjangkau"),
        }
        yield Words("petugas.baris", facts)


def _name(call: Call, one: Staf) -> str:
    return one.nama or call.say(Words("petugas.tanpa_nama"))


def _whole(call: Call, one: Staf) -> str:
    role = call.say(Words(f"peran.{one.role}"))
    return _name(call, one) if one.role == "bidang" else f"{_name(call, one)}, {role}"


def _short(call: Call, one: Staf) -> str:
    name = _name(call, one)
    return name if len(name) <= NAME_SHOWN else f"{name[: NAME_SHOWN - 1].rstrip()}…"


def revoke(call: Call, office: Office) -> Decision:
    """One press, checked here: an admin may, whoever holds the button may not."""
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    args = call.args.strip()
    number = int(args) if args.isascii() and args.isdecimal() and len(args) < 16 else 0  # noqa: PLR2004
    gone = call.tx.revoke(number, by=call.event.person, now=call.event.at)
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
