"""`gabung KODE` and `keluar`: becoming staff by a one-time code, and ceasing to be staff.

The admins are told of both, and take the role back from a stranger with one press.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.group_chats import named
from bot.desk.staff.summary.weekly import TOLD
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message
from core.ports.conversations import Decision
from core.survey.state import FLOW

if TYPE_CHECKING:
    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.language.catalogue import Fact, Says
    from core.messaging.address import Address
    from core.messaging.outgoing import Draft
    from core.ports.staff import StaffMember, StaffRole

SURE = "ya"  # the argument of the button by which the last admin confirms


def join(call: CommandCall, office: Office) -> Decision:
    """Use up an invitation and give its role to the sender.

    A right code works once. After five wrong codes in an hour further ones are not read.
    """
    event, now = call.event, call.event.at
    if call.tx.staff.too_many_codes(event.person, now=now):
        return call.reply(Words("jawab.gabung_terlalu_sering"))
    role = call.tx.staff.redeem(call.args, event.person, event.address, now=now)
    if role is None:
        return call.reply(Words("jawab.gabung_salah"))
    bidang = named(office.agency, role.bidang) or None
    facts: dict[str, Fact] = {"peran": Words(f"peran.{role.role}"), "bidang": bidang}
    facts["kapan"] = _summary_at(call, role, office)
    said = Message(text=call.say(Words("jawab.gabung_berhasil", facts)))
    told = _told(call, role, bidang, office)
    # Staff do not answer their own unit's survey: an open one is dropped.
    open_survey = (call.seen.state or {}).get("flow") == FLOW
    state = None if open_survey else call.seen.state
    return Decision(state, drafts=(call.draft(said, fresh=True), *told))


def _summary_at(call: CommandCall, role: StaffRole, office: Office) -> str | None:
    """Weekday and hour of the weekly summary: "Senin 08.00 WIB"; None for roles without one."""
    if role.role not in TOLD:
        return None
    calendar = office.agency.calendar(role.bidang, lambda _year: frozenset())
    day = office.texts.raw(call.language, "tanggal.hari")[calendar.schedule.weekday]
    zone = call.event.at.astimezone(calendar.zone).tzname()
    return f"{day} {calendar.schedule.hour:%H.%M} {zone}"


def _told(
    call: CommandCall, role: StaffRole, bidang: str | None, office: Office
) -> tuple[Draft, ...]:
    every = call.tx.staff.members_of(call.event.person)
    mine = [one.id for one in every if (one.role, one.bidang) == (role.role, role.bidang)]
    local = call.event.at.astimezone(office.agency.zone)
    facts: dict[str, Fact] = {
        "apa": bidang or Words(f"peran.{role.role}"),
        "nama": call.event.person.name,
        "jam": f"{local:%H.%M} {local.tzname()}",
    }
    revoke = Choice(f"kt:cabut:{mine[-1]}", call.base(Words("tombol.cabut")))
    return tuple(call.tell(to, Words("petugas.dipakai", facts), revoke) for to in others(call))


def others(call: CommandCall) -> list[Address]:
    """The admins' chats, but for the chat that the event came from."""
    return [to for to in call.tx.staff.addresses("admin") if to != call.event.address]


def _is_last_admin(call: CommandCall, mine: list[StaffMember]) -> bool:
    every = {one.id for one in call.tx.staff.members() if one.role == "admin"}
    return bool(every) and every <= {one.id for one in mine}


def leave(call: CommandCall, office: Office) -> Decision:
    """Give back all of the sender's roles; the last admin is asked to confirm.

    The admins are told, so that no bidang loses its last member unnoticed.
    """
    had = call.tx.staff.members_of(call.event.person)
    if call.args.strip() != SURE and _is_last_admin(call, had):
        anyway = Choice(f"kt:keluar:{SURE}", call.say(Words("tombol.tetap_keluar")))
        return call.send(Message(text=call.say(Words("jawab.keluar_terakhir")), choices=(anyway,)))
    if not call.tx.staff.leave(call.event.person, now=call.event.at):
        return call.reply(Words("jawab.keluar_bukan"))
    goodbye = call.draft(Message(text=call.say(Words("jawab.keluar_berhasil"))), fresh=True)
    told = []
    for one in had:
        nameless: Says = Words("petugas.tanpa_nama")
        facts: dict[str, Fact] = {
            "nama": one.name or nameless,
            "peran": Words(f"peran.{one.role}"),
            "bidang": named(office.agency, one.bidang) or None,
        }
        told += [call.tell(to, Words("petugas.keluar", facts)) for to in others(call)]
    return Decision(None, drafts=(goodbye, *told))
