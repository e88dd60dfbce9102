"""`isi` and `isi kertas` for loket staff: what a citizen said or wrote, stored as one answer.

The record of staff actions tells that somebody made an entry, and never what it holds.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.desk.citizen.survey_events import slot
from bot.desk.dialogs import DialogResult, says
from core.answers.doubt_flags import window
from core.answers.entry import BACK, Isian, is_open
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message
from core.office.agency import Tempat
from core.office.roles import Role

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.dialogs import Dialogs
    from core.answers.response import Response
    from core.dialog.assisted import Cara, Isi
    from core.ports.conversations import Decision

ROLES: frozenset[Role] = frozenset({"loket"})
AGAIN = {"assisted": "isi", "paper": "isi_kertas"}
REMEMBERED = timedelta(days=1)  # the event itself is known for longer


def start(call: CommandCall, flows: Dialogs, cara: Cara) -> Decision:
    return flows.start(call, "isi", {"cara": cara})


def record(call: CommandCall, effect: Isi, office: Office) -> DialogResult:
    """Checked once more: days may lie between the first question and the last press."""
    local = call.event.at.astimezone(office.agency.zona_of(effect.unit))
    day = effect.tanggal or local.date()
    if effect.snapshot != office.survey.questionnaire.snapshot:
        return DialogResult(says(call, "isi.kuesioner_baru"))
    if not is_open(day, local.date()):
        return DialogResult(says(call, "isi.tanggal_luar", hari=BACK.days))
    given = _isian(call, effect, office, day, effect.jam if effect.tanggal else slot(local))
    event, now = call.event, call.event.at
    key = f"isi:{event.address.channel}:{event.address.account}:{event.event_id}"
    stored = _marked(call, given, local)
    call.tx.answers.store_entry(key, stored, given.words(), until=now + REMEMBERED, now=now)
    facts = {"cara": effect.cara, "bukan_yang_melayani": True}
    call.tx.staff.audit(call.tx.staff.audit_name(event.person), "isi", facts, now=now)
    again = Choice(f"kt:{AGAIN[effect.cara]}:", call.say(Words("isi.tombol.lagi")))
    return DialogResult(Message(text=call.say(Words("isi.tercatat")), choices=(again,)))


def _marked(call: CommandCall, given: Isian, local: datetime) -> Response:
    """Read aloud, it was given just now: a burst is as doubtful as any. Paper comes in heaps."""
    if given.mode != "assisted":
        return given.respons()
    where = (given.tempat.unit, given.tempat.loket or "", given.mode)
    return given.respons(
        local=local, rush=call.tx.answers.burst_number(where, window(call.event.at))
    )


def _isian(call: CommandCall, effect: Isi, office: Office, day: date, jam: str | None) -> Isian:
    asked = office.survey.questionnaire
    return Isian(
        survey=asked,
        tempat=Tempat(effect.unit, effect.layanan, effect.loket),
        mode=effect.cara,
        channel=call.event.address.channel,
        bahasa=asked.bahasa,
        tanggal=day,
        slot=jam,
        durasi=None,
        profil=effect.profil,
        nilai=effect.nilai,
        saran=effect.saran,
    )
