"""The question that was open while the bot was away, shown again after a start.

`bot.app.background.missed_updates` requests the message (`MissedQuestion`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.citizen.survey_turn import CHANNEL_NAMES
from core.language.catalogue import Words
from core.messaging.outgoing import Message
from core.ports.composer import Needless
from core.survey.moves import reshow
from core.survey.presses import payload
from core.survey.rendering import write
from core.survey.state import from_json

if TYPE_CHECKING:
    from bot.config.office import Office
    from bot.desk.dialogs import Dialogs
    from core.ports.composer import Request
    from core.ports.conversations import OpenConversation
    from core.ports.requests.conversations import MissedQuestion

NOTE = Words("catat.terputus")


def compose(request: Request[MissedQuestion], office: Office, dialogs: Dialogs) -> Message:
    """Show the open question as it stands now, with a note.

    Raises Needless where the person has gone on meanwhile, or the question is of an older version.
    """
    talk = request.reader.conversations.open_at(request.row.to)
    if talk is None or talk.active_at != request.asked.active_at:
        raise Needless
    if dialogs.is_open(talk.state):
        screen = dialogs.reshow(talk.state, office.texts.known(talk.language), request.now, NOTE)
    else:
        screen = _question(office, talk, CHANNEL_NAMES.get(request.row.to.channel))
    if screen is None:
        raise Needless
    return screen


def _question(office: Office, talk: OpenConversation, channel: str | None) -> Message | None:
    survey, state = office.survey, from_json(talk.state)
    if state is None or not state.open or state.snapshot != survey.questionnaire.snapshot:
        return None
    messages, _ = write(survey, reshow(survey, state, NOTE), payload, channel=channel)
    return messages[0]
