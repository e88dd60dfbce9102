"""What `isi` and `isi kertas` ask for, step by step, and what they were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from core.dialog.values import DialogData
from core.messaging.stored_value import StoredAs

AnswerWay = Literal["assisted", "paper"]


class AssistedStep(StrEnum):
    SERVED_BY = "melayani"
    CONSENT = "setuju"
    DATE = "tanggal"
    HOUR = "jam"
    UNIT = "unit"
    LOKET = "loket"
    LAYANAN = "layanan"
    PROFILE = "profil"
    NILAI = "nilai"
    SARAN = "saran"
    REVIEW = "periksa"


@dataclass(frozen=True, slots=True)
class AssistedData(DialogData):
    flow = "isi"
    keeps = frozenset({"cara"})

    way: Annotated[AnswerWay, StoredAs("cara")]
    served_by: Annotated[str, StoredAs("melayani")] = ""  # the code that was picked
    consent: Annotated[str, StoredAs("setuju")] = ""  # likewise
    day: Annotated[date | None, StoredAs("tanggal")] = None  # of the paper form
    hour: Annotated[str, StoredAs("jam")] = ""  # a code of HOURS, or that none was ticked
    unit: str = ""
    loket: str = ""
    layanan: str = ""
    profile: Annotated[Mapping[str, str], StoredAs("profil")] = field(default_factory=dict)
    nilai: Mapping[str, int] = field(default_factory=dict)
    snapshot: str = ""  # the version of the questionnaire that the nilai answer
    saran: str = ""
