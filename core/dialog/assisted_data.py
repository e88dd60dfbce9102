"""The steps of `isi` and `isi kertas`, and the answers given so far (`core.dialog.assisted`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from core.dialog.values import DialogData
from core.messaging.stored_value import StoredAs

AnswerWay = Literal["assisted", "paper"]  # `isi`, `isi kertas`


class AssistedStep(StrEnum):
    """The steps in the order of the dialogue; each value is part of its catalogue key."""

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
    """The answers of one run of the dialogue; "" and an empty mapping: not given yet."""

    flow = "isi"
    keeps = frozenset({"cara"})

    way: Annotated[AnswerWay, StoredAs("cara")]
    served_by: Annotated[str, StoredAs("melayani")] = ""  # the picked code
    consent: Annotated[str, StoredAs("setuju")] = ""  # the picked code
    day: Annotated[date | None, StoredAs("tanggal")] = None  # of the paper form
    hour: Annotated[str, StoredAs("jam")] = ""  # a code of HOURS, or the one for "not ticked"
    unit: str = ""
    loket: str = ""
    layanan: str = ""
    profile: Annotated[Mapping[str, str], StoredAs("profil")] = field(default_factory=dict)
    nilai: Mapping[str, int] = field(default_factory=dict)  # question key to score 1-4
    snapshot: str = ""  # the version of the questionnaire that the nilai answer
    saran: str = ""
