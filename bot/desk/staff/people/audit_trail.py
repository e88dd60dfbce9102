"""`jejak`: the last steps of staff, for pengawas and admin.

That somebody looked at figures is kept too, but not listed. Below the steps stands when the purge
last deleted old data. Persons are told apart by the keyed hash of the trail, which is no name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.desk.staff import question as staff_question
from core.language.catalogue import Words
from core.messaging.outgoing import Message
from core.office.roles import Role
from core.ports.composer import Composed
from core.ports.requests.people import AuditTrailQuestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.language.catalogue import Says
    from core.ports.composer import Request
    from core.ports.conversations import Decision
    from core.ports.staff import AuditEntry
    from core.ports.upkeep import JobRun

ROLES: frozenset[Role] = frozenset({"admin", "pengawas"})
MOST = 15  # steps
TOLD = 4  # facts of one step
LETTERS = 40  # of one fact
CODE = re.compile(r"[0-9a-f]{12,}")  # hashes and keys say nothing to a reader


def ask(call: CommandCall) -> Decision:
    """Request the trail for an admin or pengawas; everybody else is refused."""
    if not any(one.role in ROLES for one in call.tx.staff.roles(call.event.person)):
        return call.reply(Words("dialog.bukan_petugas"))
    me = call.looked("jejak")
    return call.send(AuditTrailQuestion(call.language, me).envelope())


def compose(request: Request[AuditTrailQuestion], office: Office) -> Composed:
    """List the newest steps, one a line, and the last purge that succeeded."""
    say = staff_question.speaker(request, office)
    found = request.reader.staff.audit_trail(MOST)
    rows: list[Says] = [_line(one, request, office) for one in found] or [Words("jejak.kosong")]
    rows += [
        _purged(one, request, office) for one in request.reader.upkeep.job_runs() if _is_purge(one)
    ]
    return Composed(Message(text="\n".join(map(say, rows)), heading=say(Words("jejak.judul"))))


def _line(one: AuditEntry, request: Request[AuditTrailQuestion], office: Office) -> Words:
    facts = {"waktu": _when(one.at, request, office), "apa": one.action.replace("_", " ")}
    return Words("jejak.baris", {**facts, "rincian": _told(one.facts), "siapa": _who(one, request)})


def _is_purge(one: JobRun) -> bool:
    return one.job == "purge" and one.succeeded


def _purged(one: JobRun, request: Request[AuditTrailQuestion], office: Office) -> Words:
    gone = sum(one.counts.values())
    return Words("jejak.pembersihan", {"waktu": _when(one.last_at, request, office), "n": gone})


def _when(moment: datetime, request: Request[AuditTrailQuestion], office: Office) -> str:
    local = moment.astimezone(office.agency.zone)
    return f"{office.texts.day(request.asked.language, local.date())} {local:%H.%M}"


def _who(one: AuditEntry, request: Request[AuditTrailQuestion]) -> Words | str:
    if one.actor == request.asked.me:
        return Words("jejak.saya")
    kind, _, code = one.actor.partition(":")
    return f"{kind} {code[:4]}" if code else kind


def _told(facts: Mapping[str, Any]) -> str | None:
    plain = [str(one) for one in facts.values() if one and isinstance(one, str | int)]
    known = [one[:LETTERS] for one in plain if not CODE.fullmatch(one)]
    return ", ".join(known[:TOLD]) or None
