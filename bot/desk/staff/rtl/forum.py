"""`rtl forum` for admins: records the forum at which a plan was agreed upon, with its minutes."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.dialogs import DialogResult, says
from bot.desk.staff.people.members import is_admin
from bot.desk.staff.question import speaker
from bot.desk.staff.rtl.claims.evidence import fetched
from core.dialog.rtl.forum import ForumData
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message
from core.ports.composer import Composed
from core.ports.requests.rtl import WaitingForum

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.dialogs import Dialogs
    from core.dialog.rtl.forum import ForumRecord
    from core.language.catalogue import Fact
    from core.ports.composer import Request
    from core.ports.conversations import Decision
    from core.ports.store import Tx
    from core.rtl.plan import Forum, Rtl
    from core.rtl.waiting_evidence import WaitingFile


def choose_plan(call: CommandCall, dialogs: Dialogs, office: Office) -> Decision:
    """`rtl forum [periode]`: offer the plans with drafts; a named plan may be corrected, too.

    A single plan is not offered but begun with.
    """
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    asked = call.args.strip().casefold()
    wanted = {
        (one.unit, one.periode): one
        for one in call.tx.rtl.items()
        if (one.periode.casefold() == asked if asked else one.is_draft)
    }
    if not wanted:
        key = "rtl.kosong" if asked else "rtl.forum.tidak_ada"
        return call.reply(Words(key, {"periode": call.args.strip()[:16] or None}))
    if len(wanted) == 1:
        return _start(call, dialogs, *wanted.values())
    several = len({unit for unit, _ in wanted}) > 1
    choices = []
    for (unit, label), one in wanted.items():
        place = office.agency.unit_with(unit)
        name = f"{label} {place.short if place else unit}" if several else label
        choices.append(Choice(f"kt:rtl_forum:{one.id}", name))
    return call.send(Message(text=call.say(Words("rtl.forum.mana")), choices=tuple(choices)))


def start(call: CommandCall, dialogs: Dialogs) -> Decision:
    """Open the dialogue for the plan of an item; `call.args` is the id of any of its items."""
    one = next((one for one in call.tx.rtl.items() if str(one.id) == call.args), None)
    return call.reply(Words("rtl.forum.tidak_ada")) if one is None else _start(call, dialogs, one)


def _start(call: CommandCall, dialogs: Dialogs, one: Rtl) -> Decision:
    """Open the dialogue for the plan's drafts; a plan without drafts is recorded anew."""
    plan = call.tx.rtl.items(one.unit, one.periode)
    whole = not any(row.is_draft for row in plan)
    return dialogs.start(call, ForumData(one.unit, one.periode, whole))


def record(call: CommandCall, effect: ForumRecord) -> DialogResult:
    """Record the forum for the plan's drafts now; minutes in a file are fetched first."""
    by = call.tx.staff.audit_name(call.event.person)
    if effect.file is not None:
        return _later(call, effect, effect.file, by)
    rows = _meant(call.tx.rtl.items(effect.unit, effect.periode), whole=effect.whole)
    n = _agreed(call.tx, rows, effect.forum, by=by, now=call.event.at)
    facts = _facts(effect.periode, effect.forum, n)
    return DialogResult(Message(text=call.say(Words("rtl.forum.tersimpan", facts))))


def _meant(rtls: list[Rtl], *, whole: bool) -> list[Rtl]:
    return [one for one in rtls if whole or one.is_draft]


def _agreed(tx: Tx, rows: list[Rtl], forum: Forum, *, by: str, now: datetime) -> int:
    """Write the forum to the items; a correction without a file keeps the earlier minutes."""
    for one in rows:
        kept = forum.file or (one.forum.file if one.forum else None)
        tx.rtl.change(replace(one, forum=replace(forum, file=kept)), by=by, now=now)
    return len(rows)


def _facts(periode: str, forum: Forum, n: int) -> dict[str, Fact]:
    return {"n": n, "periode": periode, "jenis": forum.kind, "tanggal": forum.day}


def _later(call: CommandCall, effect: ForumRecord, file: WaitingFile, by: str) -> DialogResult:
    """The request waits in the outbox until its file is fetched; it never expires there."""
    asked = WaitingForum(
        language=call.language,
        unit=effect.unit,
        periode=effect.periode,
        forum=effect.forum,
        file=file,
        by=by,
        whole=effect.whole,
    )
    draft = call.draft(asked.envelope(), fresh=True)
    waiting = dataclasses.replace(draft, expires_at=None)
    return DialogResult(says(call, "rtl.sedang_disimpan", {"n": 1}), (waiting,))


def compose(request: Request[WaitingForum], office: Office) -> Composed:
    """Fetch the minutes and record the forum.

    Minutes that cannot be fetched do not undo the agreement: it is recorded without them, and the
    message says so.
    """
    asked, say = request.asked, speaker(request, office)
    data = fetched(request, asked.file)
    rows = _meant(request.reader.rtl.items(asked.unit, asked.periode), whole=asked.whole)
    if not rows:
        return Composed(Message(text=say(Words("rtl.forum.tidak_ada"))))

    def keep(tx: Tx) -> None:
        sha = tx.rtl.save_file(data, asked.file.mime, now=request.now) if data else None
        now_rows = _meant(tx.rtl.items(asked.unit, asked.periode), whole=asked.whole)
        whole = replace(asked.forum, file=sha)
        _agreed(tx, now_rows, whole, by=asked.by, now=request.now)

    words = [Words("rtl.forum.tersimpan", _facts(asked.periode, asked.forum, len(rows)))]
    words += [] if data else [Words("rtl.forum.berkas_gagal")]
    return Composed(Message(text="\n".join(map(say, words))), keep)
