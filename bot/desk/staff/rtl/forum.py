"""`rtl forum` for admins: where a plan was agreed upon, with its minutes."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.desk.dialogs import DialogResult, says
from bot.desk.staff.people.members import is_admin
from bot.desk.staff.question import speaker
from bot.desk.staff.rtl.attachments import fetched
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Compose, Message
from core.ports.composer import Composed
from core.rtl.plan import Forum

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.dialogs import Dialogs
    from core.dialog.rtl.forum import CatatForum
    from core.language.catalogue import Fact
    from core.ports.composer import Request
    from core.ports.conversations import Decision
    from core.ports.store import Tx
    from core.rtl.plan import Rtl


def choose_plan(call: CommandCall, flows: Dialogs, office: Office) -> Decision:
    """Of the plans that are drafts; by its periode also one that is none: to correct it."""
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    asked = call.args.strip().casefold()
    wanted = {
        (one.unit, one.periode): one
        for one in call.tx.rtl.items()
        if (one.periode.casefold() == asked if asked else one.rancangan)
    }
    if not wanted:
        key = "rtl.kosong" if asked else "rtl.forum.tidak_ada"
        return call.reply(Words(key, {"periode": call.args.strip()[:16] or None}))
    if len(wanted) == 1:
        return _start(call, flows, *wanted.values())
    several = len({unit for unit, _ in wanted}) > 1
    choices = []
    for (unit, label), one in wanted.items():
        place = office.agency.place(unit)
        name = f"{label} {place.singkat if place else unit}" if several else label
        choices.append(Choice(f"kt:rtl_forum:{one.id}", name))
    return call.send(Message(text=call.say(Words("rtl.forum.mana")), choices=tuple(choices)))


def start(call: CommandCall, flows: Dialogs) -> Decision:
    """The plan is named by any item of it."""
    one = next((one for one in call.tx.rtl.items() if str(one.id) == call.args), None)
    return call.reply(Words("rtl.forum.tidak_ada")) if one is None else _start(call, flows, one)


def _start(call: CommandCall, flows: Dialogs, one: Rtl) -> Decision:
    """A plan without drafts is begun anew as a whole."""
    plan = call.tx.rtl.items(one.unit, one.periode)
    whole = not any(row.rancangan for row in plan)
    return flows.start(call, "forum", {"unit": one.unit, "periode": one.periode, "semua": whole})


def record(call: CommandCall, effect: CatatForum) -> DialogResult:
    """Every draft of the plan is agreed upon now; its minutes are fetched first, if any came."""
    by = call.tx.staff.audit_name(call.event.person)
    if effect.berkas is not None:
        return _later(call, effect, by)
    rows = _meant(call.tx.rtl.items(effect.unit, effect.periode), whole=effect.semua)
    n = _agreed(call.tx, rows, effect.forum, by=by, now=call.event.at)
    facts = _facts(effect.periode, effect.forum, n)
    return DialogResult(Message(text=call.say(Words("rtl.forum.tersimpan", facts))))


def _meant(rtls: list[Rtl], *, whole: bool) -> list[Rtl]:
    return [one for one in rtls if whole or one.rancangan]


def _agreed(tx: Tx, rows: list[Rtl], forum: Forum, *, by: str, now: datetime) -> int:
    """A correction without a file keeps the minutes that were there."""
    for one in rows:
        kept = forum.berkas or (one.forum.berkas if one.forum else None)
        tx.rtl.change(replace(one, forum=replace(forum, berkas=kept)), by=by, now=now)
    return len(rows)


def _facts(periode: str, forum: Forum, n: int) -> dict[str, Fact]:
    return {"n": n, "periode": periode, "jenis": forum.jenis, "tanggal": forum.tanggal}


def _later(call: CommandCall, effect: CatatForum, by: str) -> DialogResult:
    """It waits in the outbox until the file is fetched; it never expires there."""
    forum = asdict(effect.forum) | {"tanggal": effect.forum.tanggal.isoformat()}
    args = {
        "bahasa": call.language,
        "unit": effect.unit,
        "periode": effect.periode,
        "forum": forum,
        "berkas": dict(effect.berkas or {}),
        "oleh": by,
        "semua": effect.semua,
    }
    draft = call.draft(Compose("rtl_forum_simpan", args), fresh=True)
    waiting = dataclasses.replace(draft, expires_at=None)
    return DialogResult(says(call, "rtl.sedang_disimpan", n=1), (waiting,))


def compose(request: Request, office: Office) -> Composed:
    """A file that is gone does not undo the agreement: it is recorded without, and told."""
    args, say = request.args, speaker(request, office)
    data = fetched(request, args["berkas"])
    told = dict(args["forum"])
    forum = Forum(**(told | {"tanggal": date.fromisoformat(told["tanggal"])}))
    rows = _meant(request.reader.rtl.items(args["unit"], args["periode"]), whole=args["semua"])
    if not rows:
        return Composed(Message(text=say(Words("rtl.forum.tidak_ada"))))

    def keep(tx: Tx) -> None:
        sha = tx.rtl.save_berkas(data, args["berkas"]["mime"], now=request.now) if data else None
        now_rows = _meant(tx.rtl.items(args["unit"], args["periode"]), whole=args["semua"])
        whole = replace(forum, berkas=sha)
        _agreed(tx, now_rows, whole, by=args["oleh"], now=request.now)

    words = [Words("rtl.forum.tersimpan", _facts(args["periode"], forum, len(rows)))]
    words += [] if data else [Words("rtl.forum.berkas_gagal")]
    return Composed(Message(text="\n".join(map(say, words))), keep)
