"""`undang` for admins: makes a one-time code and a text to forward (`core.dialog.invitation`)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from bot.config.survey_links import wa_link
from bot.desk.dialogs import DialogResult
from bot.desk.group_chats import named
from core.dialog.invitation import GROUP, OF_BIDANG, NewInvitation
from core.language.catalogue import Words
from core.messaging.outgoing import Message
from core.office.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.language.catalogue import Fact

LIFE = timedelta(days=2)  # of a code
ROLES: frozenset[Role] = frozenset({"admin"})


def carry_out(call: CommandCall, effect: NewInvitation, office: Office) -> DialogResult:
    """Make the code, valid for two days, and show it this once, with a text to forward.

    The admin decides who gets the code: the bot cannot tell who uses it.
    """
    now, by = call.event.at, call.event.person
    until = now + LIFE
    if effect.role == GROUP:
        code = call.tx.staff.invite_group(effect.bidang or "", by=by, expires=until, now=now)
    else:
        role = cast("Role", effect.role)
        code = call.tx.staff.invite(role, effect.bidang, by=by, expires=until, now=now)
    suffix = "_grup" if effect.role == GROUP else ""
    head = Words(f"undang.kode{suffix}", {"waktu": moment(call, until, office)})
    there = "_wa" if call.line and not suffix else "_tanpa"
    bare = "" if call.link() else there
    forward = Message(
        text=call.say(Words(f"undang.teruskan{suffix}{bare}", _facts(call, effect, code, office)))
    )
    return DialogResult(Message(text=call.say(head)), (call.draft(forward, fresh=True),))


def _facts(call: CommandCall, effect: NewInvitation, code: str, office: Office) -> dict[str, Fact]:
    bot = call.link()
    ending = f"startgroup={code}" if effect.role == GROUP else f"start=gabung-{code}"
    kind = effect.role
    return {
        "peran": Words("undang.petugas" if kind in OF_BIDANG else f"peran.{kind}"),
        "bidang": named(office.agency, effect.bidang) or None,
        "singkat": office.agency.short,
        "tautan": f"https://{bot}?{ending}" if bot else None,
        "wa": wa_link(call.line, f"gabung {code}") if call.line else None,
        # A group may hold several bots: a command surely reaches this one if it names it.
        "di": bot.replace("t.me/", "@") if bot else "",
        "kode": code,
    }


def moment(call: CommandCall, at: datetime, office: Office) -> str:
    """Local date, time and zone in the sender's language: "18 Des 2024 16.00 WIB"."""
    local = at.astimezone(office.agency.zone)
    return f"{office.texts.day(call.language, local.date())} {local:%H.%M} {local.tzname()}"
