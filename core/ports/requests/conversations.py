"""Requests to show a citizen an open question of the survey or of a dialogue once more.

Each bears the time of the conversation's last event: its composer raises Needless when the
conversation has moved on since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from core.messaging.stored_value import StoredAs
from core.ports.requests.request import ComposerRequest


@dataclass(frozen=True, slots=True)
class UnfinishedReminder(ComposerRequest):
    """The one reminder of an unfinished survey, written by `scheduler.jobs.unfinished_surveys`."""

    name = "belum_selesai"

    session: Annotated[str, StoredAs("sesi")]  # `State.session` of that survey
    active_at: Annotated[datetime, StoredAs("aktif")]  # the conversation's last event


@dataclass(frozen=True, slots=True)
class MissedQuestion(ComposerRequest):
    """The open question of a conversation whose last event came while the bot was away."""

    name = "tampil_lagi"

    active_at: Annotated[datetime, StoredAs("aktif")]  # the conversation's last event
