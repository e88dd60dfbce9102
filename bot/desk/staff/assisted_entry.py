"""`isi` and `isi kertas` for loket staff: a citizen's words or paper form, stored as one answer.

The audit trail tells that somebody made an entry, and never its content.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.desk.citizen.survey_events import slot
from bot.desk.dialogs import DialogResult, says
from core.answers.doubt_flags import window
from core.answers.entry import Entry, is_open
from core.dialog.assisted_data import AssistedData
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message
from core.office.agency import ServicePoint
from core.office.roles import Role
from core.periods.periode import CLOSES_AFTER

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.dialogs import Dialogs
    from core.answers.response import Response
    from core.dialog.assisted import AssistedAnswer
    from core.dialog.assisted_data import AnswerWay
    from core.ports.conversations import Decision

ROLES: frozenset[Role] = frozenset({"loket"})
AGAIN = {"assisted": "isi", "paper": "isi_kertas"}  # way -> command of the next entry
REMEMBERED = timedelta(days=1)  # life of an entry's key; the event's own id is known for longer


def start(call: CommandCall, dialogs: Dialogs, way: AnswerWay) -> Decision:
    """Open the dialogue; `way` is "assisted" for a form read aloud, "paper" for a paper form."""
    return dialogs.start(call, AssistedData(way))


def record(call: CommandCall, effect: AssistedAnswer, office: Office) -> DialogResult:
    """Check the entry again and store it: days may lie between the first and the last press.

    An entry under an older questionnaire, or of a day that is closed, is refused in words. The key
    is made of the event's id, so an event that comes twice stores one answer.
    """
    local = call.event.at.astimezone(office.agency.zone_of(effect.unit))
    day = effect.day or local.date()
    if effect.snapshot != office.survey.questionnaire.snapshot:
        return DialogResult(says(call, "isi.kuesioner_baru"))
    if not is_open(day, local.date()):
        return DialogResult(says(call, "isi.tanggal_luar", {"hari": CLOSES_AFTER.days}))
    given = _entry(call, effect, office, day, effect.hour if effect.day else slot(local))
    event, now = call.event, call.event.at
    key = f"isi:{event.address.channel}:{event.address.account}:{event.event_id}"
    stored = _marked(call, given, local)
    call.tx.answers.store_entry(key, stored, given.words(), until=now + REMEMBERED, now=now)
    facts = {"cara": effect.way, "bukan_yang_melayani": True}
    call.tx.staff.audit(call.tx.staff.audit_name(event.person), "isi", facts, now=now)
    again = Choice(f"kt:{AGAIN[effect.way]}:", call.say(Words("isi.tombol.lagi")))
    return DialogResult(Message(text=call.say(Words("isi.tercatat")), choices=(again,)))


def _marked(call: CommandCall, given: Entry, local: datetime) -> Response:
    """The response with its doubt flags.

    A form read aloud was answered just now, so a burst of them is doubtful; paper comes in heaps.
    """
    if given.mode != "assisted":
        return given.response()
    where = (given.point.unit, given.point.loket or "", given.mode)
    return given.response(
        local=local, rush=call.tx.answers.burst_number(where, window(call.event.at))
    )


def _entry(
    call: CommandCall, effect: AssistedAnswer, office: Office, day: date, hour: str | None
) -> Entry:
    asked = office.survey.questionnaire
    return Entry(
        survey=asked,
        point=ServicePoint(effect.unit, effect.layanan, effect.loket),
        mode=effect.way,
        channel=call.event.address.channel,
        language=asked.language,
        day=day,
        slot=hour,
        duration=None,
        profile=effect.profile,
        nilai=effect.nilai,
        saran=effect.saran,
    )
