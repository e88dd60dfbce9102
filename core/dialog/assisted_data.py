"""What `isi` and `isi kertas` ask for, step by step, and what they were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from core.dialog.values import DialogData

Cara = Literal["assisted", "paper"]


class AssistedStep(StrEnum):
    MELAYANI = "melayani"
    SETUJU = "setuju"
    TANGGAL = "tanggal"
    JAM = "jam"
    UNIT = "unit"
    LOKET = "loket"
    LAYANAN = "layanan"
    PROFIL = "profil"
    NILAI = "nilai"
    SARAN = "saran"
    PERIKSA = "periksa"


@dataclass(frozen=True, slots=True)
class AssistedData(DialogData):
    flow = "isi"
    keeps = frozenset({"cara"})

    cara: Cara
    melayani: str = ""  # the code that was picked
    setuju: str = ""  # likewise
    tanggal: date | None = None  # of the paper form
    jam: str = ""  # a code of HOURS, or that none was ticked
    unit: str = ""
    loket: str = ""
    layanan: str = ""
    profil: Mapping[str, str] = field(default_factory=dict)
    nilai: Mapping[str, int] = field(default_factory=dict)
    snapshot: str = ""  # the version of the questionnaire that the nilai answer
    saran: str = ""
