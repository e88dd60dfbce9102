"""`jejak`: what staff did last, for pengawas and admin. Looking at figures is kept too, not listed.

Persons stand as the keyed hash of the trail: it tells one from another, and nobody's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.sender import Composed
from bot.staff import tanya
from core.model import Compose, Message, Role
from core.texts import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.call import Call
    from bot.office import Office
    from bot.sender import Request
    from core.ports import Decision
    from core.ports_staff import Langkah

ROLES: frozenset[Role] = frozenset({"admin", "pengawas"})
MOST = 15
TOLD = 4  # facts of one step
LETTERS = 40  # of one fact
CODE = re.compile(r"[0-9a-f]{12,}")  # hashes and keys say nothing to a reader


def ask(call: Call) -> Decision:
    if not any(one.role in ROLES for one in call.tx.petugas(call.event.person)):
        return call.reply(Words("dialog.bukan_petugas"))
    me = call.looked("jejak")
    return call.send(Compose("jejak", {"bahasa": call.language, "saya": me}))


def compose(request: Request, office: Office) -> Composed:
    say = tanya.speaker(request, office)
    found = request.reader.trail(MOST)
    if not found:
        return Composed(Message(text=say(Words("jejak.kosong"))))
    rows = [say(_line(one, request, office)) for one in found]
    return Composed(Message(text="\n".join(rows), heading=say(Words("jejak.judul"))))


def _line(one: Langkah, request: Request, office: Office) -> Words:
    local = one.waktu.astimezone(office.agency.zona)
    day = office.texts.day(request.args["bahasa"], local.date())
    facts = {"waktu": f"{day} {local:%H.%M}", "apa": one.apa.replace("_", " ")}
    return Words("jejak.baris", {**facts, "rincian": _told(one.fakta), "siapa": _who(one, request)})


def _who(one: Langkah, request: Request) -> Words | str:
    if one.siapa == request.args["saya"]:
        return Words("jejak.saya")
    kind, _, code = one.siapa.partition(":")
    return f"{kind} {code[:4]}" if code else kind


def _told(facts: Mapping[str, Any]) -> str | None:
    plain = [str(one) for one in facts.values() if isinstance(one, str | int) and one != ""]
    known = [one[:LETTERS] for one in plain if not CODE.fullmatch(one)]
    return ", ".join(known[:TOLD]) or None
