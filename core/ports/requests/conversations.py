"""Questions that stay open: each is shown again only while its conversation has not moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from core.messaging.stored_value import StoredAs
from core.ports.requests.request import ComposerRequest


@dataclass(frozen=True, slots=True)
class UnfinishedReminder(ComposerRequest):
    """The one reminder of an unfinished survey."""

    name = "belum_selesai"

    session: Annotated[str, StoredAs("sesi")]  # of that survey
    active_at: Annotated[datetime, StoredAs("aktif")]  # the conversation's last event


@dataclass(frozen=True, slots=True)
class MissedQuestion(ComposerRequest):
    """What was open when the bot was away."""

    name = "tampil_lagi"

    active_at: Annotated[datetime, StoredAs("aktif")]  # the conversation's last event
