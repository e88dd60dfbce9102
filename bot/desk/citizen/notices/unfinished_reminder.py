"""The one reminder of an unfinished survey (`UnfinishedReminder`, requested by the clock)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.citizen.typing_hints import ways
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message
from core.ports.composer import Needless
from core.survey.presses import REMINDER, payload
from core.survey.state import from_json

if TYPE_CHECKING:
    from bot.config.office import Office
    from core.ports.composer import Request
    from core.ports.requests.conversations import UnfinishedReminder


def compose(request: Request[UnfinishedReminder], office: Office) -> Message:
    """Tell how many questions are left, with a button to go on.

    Raises Needless where the survey is over, or the person has gone on since the request was
    queued.
    """
    talk = request.reader.conversations.open_at(request.row.to)
    state = from_json(talk.state) if talk else None
    if talk is None or state is None or not state.open:
        raise Needless
    if (state.session, talk.active_at) != (request.asked.session, request.asked.active_at):
        raise Needless
    left = len(office.survey.questionnaire.questions) - len(state.nilai)
    words = Words("layar.belum_selesai", {"n": left}) if left else Words("layar.belum_dikirim")
    go_on = office.texts.say(state.language, Words("tombol.lanjutkan"))
    button = Choice(payload(state, REMINDER, "lanjutkan"), go_on)
    by_number, _ = ways(office.texts, state.language)
    return Message(
        office.texts.say(state.language, words), choices=(button,), how_to_answer=by_number
    )
