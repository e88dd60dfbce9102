"""What the desk asks the store on behalf of a survey: its visit's code, and who answered before."""

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
UNINVITED = "tanpa undangan"  # who stopped is not invited by a queue system either …
UNINVITED_FOR = timedelta(days=365)  # … for a year, or until the mark's date is over


def recognised(survey: SurveyDefinition, turn: Turn, event: Inbound, tx: Tx) -> Turn:
    """The welcome at the place of a visit, where the code was one of a visit."""
    if turn.code is None:
        return turn
    today = event.at.astimezone(survey.agency.zone).date()
    visit = tx.answers.visit(turn.code, today=today)
    if visit is None:
        return turn
    return step(survey, turn.state, Visited(event.at, turn.code, visit))


def spent(survey: SurveyDefinition, turn: Turn, event: Inbound, tx: Tx) -> bool:
    """Whether this answer may not be given again.

    A visit counts once, whoever answers: its code is used up by the turn that stores the answer.
    Without a code a person counts once in 30 days for a layanan.
    """
    state = turn.state
    if state.ticket is None:
        return tx.people.answered(event.person, turn.check or "", now=event.at)
    today = event.at.astimezone(survey.agency.zone_of(state.unit)).date()
    return state.sending and not tx.answers.use_visit(state.ticket, today=today)


def once(turn: Turn, event: Inbound) -> tuple[str, datetime] | None:
    """What is remembered of this person, by hash alone: that they answered, or want no more."""
    if turn.silence:
        return UNINVITED, event.at + UNINVITED_FOR
    return (turn.finished.layanan, event.at + ONCE_PER) if turn.finished else None


def marks(survey: SurveyDefinition, event: Inbound, done: Finished, tx: Tx) -> tuple[str, ...]:
    """Why the answer looks doubtful; the respondent is told nothing of it."""
    local = event.at.astimezone(survey.agency.zone_of(done.unit))
    where = (done.unit, done.loket or "", event.address.channel)
    rush = tx.answers.burst_number(where, window(event.at))
    return flags(done.nilai, duration=done.duration, local=local, loket=done.loket, rush=rush)
