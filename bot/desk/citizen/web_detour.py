"""The detour to the web form once the month's ceiling of WhatsApp costs is reached.

`DeskRouter` calls `sends_away` for every turn of the survey; `survey_turn` calls `account` for the
unit that pays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.messaging.incoming import EventKind
from core.office.visit import letters_of
from core.survey.state import GIVEN_UP_SCREEN, State
from core.survey.typed_answers import start_code

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config.prices import Tariff
    from core.messaging.channel_limits import Caps
    from core.messaging.incoming import Inbound
    from core.ports.store import Tx
    from core.survey.state import SurveyDefinition, Turn


def sends_away(
    tariff: Tariff, caps: Caps, before: State | None, turn: Turn, now: datetime, tx: Tx
) -> bool:
    """Whether a newcomer is led to the web form because this month's money is spent.

    A newcomer is anybody who would be greeted now, by whichever way the survey begins. A survey
    under way goes on, and privasi, berhenti, bahasa … are answered in any case. `now` tells the
    month.
    """
    if tariff.ceiling is None or tariff.web is None or caps.window is None:
        return False
    under_way = before is not None and before.open and before.screen != "salam"
    greeted = turn.state.open and turn.state.here == "salam"
    return greeted and not under_way and tariff.is_full(tx.outbox.spent(now=now))


def shut(greeted: State) -> State:
    """The state of a survey that shall not begin here: a "1" typed later is no consent."""
    return State(
        greeted.snapshot,
        greeted.session,
        greeted.language,
        GIVEN_UP_SCREEN,
        last_seen=greeted.last_seen,
    )


def page(tariff: Tariff, survey: SurveyDefinition, event: Inbound) -> str | None:
    """Link to the web form, with the code of the place or visit that the person brought.

    None where the office has no web address.
    """
    code = event.text if event.kind is EventKind.OPENED else start_code(survey, _said(event))
    visit = letters_of(code or "")
    named = survey.agency.point(code or "")
    return f"{tariff.web}?kode={visit or code}" if visit or named else tariff.web


def _said(event: Inbound) -> str:
    return " ".join(event.command) if event.command else event.text or ""


def account(survey: SurveyDefinition, caps: Caps, turn: Turn) -> str:
    """Code of the unit that pays for the answer to a citizen.

    "" on channels without a window, where messages cost nothing, and where no unit is known.
    """
    if caps.window is None:
        return ""
    told = turn.state.unit or (turn.finished.unit if turn.finished else None)
    units = survey.agency.unit
    return told or (units[0].code if len(units) == 1 else "")
