"""Questions in chat: their words, and what composes each answer outside the writer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.desk.command import Command
from bot.desk.staff import population as populasi
from bot.desk.staff import question as tanya
from bot.desk.staff.people import audit_trail as jejak
from bot.desk.staff.results import chart as grafik
from bot.desk.staff.results import coverage as cakupan
from bot.desk.staff.results import ikm, saran
from bot.desk.staff.results import ikm_by_mode as ikm_cara
from bot.desk.staff.results import method as cara_hitung
from bot.desk.staff.results import published as hasil
from bot.desk.staff.results import respondent_profile as responden_profil
from bot.desk.staff.results import respondents as responden
from bot.desk.staff.results import trend as tren
from core.ports.composer import composer_of
from core.ports.requests.figures import (
    ChartQuestion,
    CoverageQuestion,
    DropoutQuestion,
    IkmExplanation,
    IkmQuestion,
    MethodQuestion,
    ModeIkmQuestion,
    PopulationQuestion,
    ProfileQuestion,
    PublishedQuestion,
    RespondentsQuestion,
    SaranQuestion,
    SavedPopulation,
    ServiceIkmQuestion,
    TargetExplanation,
    TrendChartQuestion,
    TrendExplanation,
    TrendQuestion,
)
from core.ports.requests.people import AuditTrailQuestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config.office import Office
    from core.ports.composer import NamedComposer
    from core.ports.requests.figures import FigureQuestion

COMPOSERS: tuple[NamedComposer[Office], ...] = (
    composer_of(IkmQuestion, ikm.compose),
    composer_of(ServiceIkmQuestion, ikm.compose_each),
    composer_of(ModeIkmQuestion, ikm_cara.compose),
    composer_of(IkmExplanation, ikm.compose_explained),
    composer_of(PublishedQuestion, hasil.compose),
    composer_of(ChartQuestion, grafik.compose),
    composer_of(TrendQuestion, tren.compose),
    composer_of(TrendChartQuestion, tren.compose_picture),
    composer_of(TrendExplanation, tren.compose_explained),
    composer_of(RespondentsQuestion, responden.compose),
    composer_of(ProfileQuestion, responden_profil.compose),
    composer_of(DropoutQuestion, responden.compose_stops),
    composer_of(CoverageQuestion, cakupan.compose),
    composer_of(MethodQuestion, cara_hitung.compose),
    composer_of(TargetExplanation, responden.compose_explained),
    composer_of(PopulationQuestion, populasi.compose),
    composer_of(SavedPopulation, populasi.compose_saved),
    composer_of(SaranQuestion, saran.compose),
    composer_of(AuditTrailQuestion, jejak.compose),
)
# Each is asked by the word or the button of its own name.
ANYBODY: tuple[type[FigureQuestion], ...] = (IkmQuestion,)  # no staff: the last published result
BUTTONS: tuple[type[FigureQuestion], ...] = (
    ServiceIkmQuestion,
    ModeIkmQuestion,
    IkmExplanation,
    ChartQuestion,
    TrendChartQuestion,
    TrendExplanation,
    ProfileQuestion,
    DropoutQuestion,
    CoverageQuestion,
    MethodQuestion,
    TargetExplanation,
)
STAFF: tuple[type[FigureQuestion], ...] = (TrendQuestion, RespondentsQuestion, SaranQuestion)
MOST_WORDS = 8


def words() -> Mapping[str, Command]:
    """Typed by others, the words of staff are answers like any other."""
    asked = {
        one.name: Command(
            partial(tanya.ask, asks=one), takes=MOST_WORDS, staff=one in STAFF, group=True
        )
        for one in (*ANYBODY, *BUTTONS, *STAFF)
    }
    return {**asked, "jejak": Command(jejak.ask, staff=True)}
