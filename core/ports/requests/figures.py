"""Questions of staff about figures, each answered by the composer of its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.messaging.stored_value import StoredAs
from core.ports.requests.request import PlaceQuestion, SpokenRequest


@dataclass(frozen=True, slots=True)
class FigureQuestion(PlaceQuestion):
    """`bidang` and `uang` tell what the asker may read, as the turn has found it."""

    bidang: tuple[str, ...] | None  # only of these; None: of all
    mentions_money: Annotated[bool, StoredAs("uang")]  # also what speaks of money


class IkmQuestion(FigureQuestion):
    __slots__ = ()
    name = "ikm"


class ServiceIkmQuestion(FigureQuestion):
    """By layanan."""

    __slots__ = ()
    name = "per_layanan"


class ModeIkmQuestion(FigureQuestion):
    """By how the survey was filled in."""

    __slots__ = ()
    name = "per_cara"


class IkmExplanation(FigureQuestion):
    """Every figure computed line by line."""

    __slots__ = ()
    name = "hitung"


class ChartQuestion(FigureQuestion):
    __slots__ = ()
    name = "grafik"


class TrendQuestion(FigureQuestion):
    __slots__ = ()
    name = "tren"


class TrendChartQuestion(FigureQuestion):
    __slots__ = ()
    name = "grafik_tren"


class TrendExplanation(FigureQuestion):
    __slots__ = ()
    name = "hitung_tren"


class RespondentsQuestion(FigureQuestion):
    __slots__ = ()
    name = "responden"


class ProfileQuestion(FigureQuestion):
    """Who the respondents are."""

    __slots__ = ()
    name = "profil_responden"


class DropoutQuestion(FigureQuestion):
    """Where surveys were left."""

    __slots__ = ()
    name = "putus"


class CoverageQuestion(FigureQuestion):
    """How many of the recorded visits were answered."""

    __slots__ = ()
    name = "cakupan"


class TargetExplanation(FigureQuestion):
    """Where the targets come from."""

    __slots__ = ()
    name = "hitung_responden"


class MethodQuestion(FigureQuestion):
    """How something was counted; `apa` names it."""

    __slots__ = ()
    name = "cara_hitung"


class SaranQuestion(FigureQuestion):
    __slots__ = ()
    name = "saran"


class PopulationQuestion(FigureQuestion):
    """How many users are known."""

    __slots__ = ()
    name = "populasi"


@dataclass(frozen=True, slots=True)
class SavedPopulation(PlaceQuestion):
    """The same, after a number was entered."""

    name = "populasi_baru"

    is_new: Annotated[bool, StoredAs("baru")]  # False: it stood there already


@dataclass(frozen=True, slots=True)
class PublishedQuestion(SpokenRequest):
    """The published results, for whoever may not read running figures."""

    name = "hasil"

    query: Annotated[str, StoredAs("apa")] = ""  # nothing is asked more closely
    staff: Annotated[bool, StoredAs("petugas")] = False  # staff all the same: of a loket
