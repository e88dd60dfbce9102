"""Questions that stay open: each is shown again only while its conversation has not moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.ports.requests.request import ComposerRequest


@dataclass(frozen=True, slots=True)
class UnfinishedReminder(ComposerRequest):
    """The one reminder of an unfinished survey."""

    name = "belum_selesai"

    sesi: str  # of that survey
    aktif: datetime  # the conversation's last event


@dataclass(frozen=True, slots=True)
class MissedQuestion(ComposerRequest):
    """What was open when the bot was away."""

    name = "tampil_lagi"

    aktif: datetime  # the conversation's last event
