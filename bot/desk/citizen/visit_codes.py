"""Asks the store about visits and earlier answers on behalf of a survey's turn.

The survey is pure, so its turns only name a code or a layanan to be checked; `DeskRouter` and
`survey_turn` call these functions to look them up.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.answers.doubt_flags import flags, window
from core.survey.state import Visited
from core.survey.step import step

if TYPE_CHECKING:
    from datetime import datetime

    from core.messaging.incoming import Inbound
    from core.ports.store import Tx
    from core.survey.state import Finished, SurveyDefinition, Turn

ONCE_PER = timedelta(days=30)
UNINVITED = "tanpa undangan"  # mark of a person who said stop: no queue system invites them …
UNINVITED_FOR = timedelta(days=365)  # … for a year


def recognised(survey: SurveyDefinition, turn: Turn, event: Inbound, tx: Tx) -> Turn:
    """Step the survey on to the place of a visit, where the turn's code is one of a visit."""
    if turn.code is None:
        return turn
    today = event.at.astimezone(survey.agency.zone).date()
    visit = tx.answers.visit(turn.code, today=today)
    if visit is None:
        return turn
    return step(survey, turn.state, Visited(event.at, turn.code, visit))


def spent(survey: SurveyDefinition, turn: Turn, event: Inbound, tx: Tx) -> bool:
    """Whether this answer may not be given again.

    A visit counts once, whichever person answers; its code is used up here, by the turn that stores
    the answer. Without a code a person counts once in 30 days for a layanan.
    """
    state = turn.state
    if state.ticket is None:
        return tx.people.answered(event.person, turn.check or "", now=event.at)
    today = event.at.astimezone(survey.agency.zone_of(state.unit)).date()
    return state.sending and not tx.answers.use_visit(state.ticket, today=today)


def once(turn: Turn, event: Inbound) -> tuple[str, datetime] | None:
    """The mark to be kept of this person, by hash alone, and the end of its validity; else None.

    It tells that the person answered for a layanan, or wants no more invitations.
    """
    if turn.silence:
        return UNINVITED, event.at + UNINVITED_FOR
    return (turn.finished.layanan, event.at + ONCE_PER) if turn.finished else None


def marks(survey: SurveyDefinition, event: Inbound, done: Finished, tx: Tx) -> tuple[str, ...]:
    """The reasons why an answer looks doubtful; the respondent is told nothing of them."""
    local = event.at.astimezone(survey.agency.zone_of(done.unit))
    where = (done.unit, done.loket or "", event.address.channel)
    rush = tx.answers.burst_number(where, window(event.at))
    return flags(done.nilai, duration=done.duration, local=local, loket=done.loket, rush=rush)
