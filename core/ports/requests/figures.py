"""Questions of staff about figures, each answered by the composer of its name.

`bot.desk.staff.question.ask` makes most of them out of a typed command or a pressed button.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.messaging.stored_value import StoredAs
from core.ports.requests.request import PlaceQuestion, SpokenRequest


@dataclass(frozen=True, slots=True)
class FigureQuestion(PlaceQuestion):
    """The base of these questions: with the rights of the asker, as the desk found them."""

    bidang: tuple[str, ...] | None  # codes that the asker may read of; None: of all
    mentions_money: Annotated[bool, StoredAs("uang")]  # the asker may read saran that mention money


class IkmQuestion(FigureQuestion):
    """The IKM of a place and period, with the value of each unsur."""

    __slots__ = ()
    name = "ikm"


class ServiceIkmQuestion(FigureQuestion):
    """The IKM of each layanan."""

    __slots__ = ()
    name = "per_layanan"


class ModeIkmQuestion(FigureQuestion):
    """The IKM by mode: answered alone, with a helper, on paper or at the kiosk."""

    __slots__ = ()
    name = "per_cara"


class IkmExplanation(FigureQuestion):
    """The computation of the IKM, line by line."""

    __slots__ = ()
    name = "hitung"


class ChartQuestion(FigureQuestion):
    """The values of the unsur as a picture."""

    __slots__ = ()
    name = "grafik"


class TrendQuestion(FigureQuestion):
    """The IKM through several periods."""

    __slots__ = ()
    name = "tren"


class TrendChartQuestion(FigureQuestion):
    """The IKM through several periods as a picture."""

    __slots__ = ()
    name = "grafik_tren"


class TrendExplanation(FigureQuestion):
    """The computation of the trend, line by line."""

    __slots__ = ()
    name = "hitung_tren"


class RespondentsQuestion(FigureQuestion):
    """The number of answers against the sample target."""

    __slots__ = ()
    name = "responden"


class ProfileQuestion(FigureQuestion):
    """The profile of the respondents, as counts."""

    __slots__ = ()
    name = "profil_responden"


class DropoutQuestion(FigureQuestion):
    """The number of unfinished surveys, by screen."""

    __slots__ = ()
    name = "putus"


class CoverageQuestion(FigureQuestion):
    """The share of the recorded visits that were answered."""

    __slots__ = ()
    name = "cakupan"


class TargetExplanation(FigureQuestion):
    """The computation of the sample targets, and their sources."""

    __slots__ = ()
    name = "hitung_responden"


class MethodQuestion(FigureQuestion):
    """The method behind a figure or a notice; `query` names it: "profil", "saran" …"""

    __slots__ = ()
    name = "cara_hitung"


class SaranQuestion(FigureQuestion):
    """The newest saran of a place and period."""

    __slots__ = ()
    name = "saran"


class PopulationQuestion(FigureQuestion):
    """The known numbers of users, from which sample targets follow."""

    __slots__ = ()
    name = "populasi"


@dataclass(frozen=True, slots=True)
class SavedPopulation(PlaceQuestion):
    """The known numbers of users, told after staff entered one."""

    name = "populasi_baru"

    is_new: Annotated[bool, StoredAs("baru")]  # False: the same number was kept before


@dataclass(frozen=True, slots=True)
class PublishedQuestion(SpokenRequest):
    """The published results, for people who may not read running figures."""

    name = "hasil"

    query: Annotated[str, StoredAs("apa")] = ""  # not used: the newest of each unit are told
    staff: Annotated[bool, StoredAs("petugas")] = False  # the asker is staff of a loket
