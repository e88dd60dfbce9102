"""Questions in chat: their words, and what composes each answer outside the writer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.desk.command import Command
from bot.desk.staff import population as populasi
from bot.desk.staff import question as tanya
from bot.desk.staff.people import audit_trail as jejak
from bot.desk.staff.results import chart as grafik
from bot.desk.staff.results import ikm, saran
from bot.desk.staff.results import ikm_by_mode as ikm_cara
from bot.desk.staff.results import method as cara_hitung
from bot.desk.staff.results import published as hasil
from bot.desk.staff.results import trend as tren
from bot.desk.staff.results.participation import coverage as cakupan
from bot.desk.staff.results.participation import respondent_profile as responden_profil
from bot.desk.staff.results.participation import respondents as responden

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.config.office import Office
    from core.messaging.outgoing import Message
    from core.ports.composer import Composed, Request

COMPOSERS: Mapping[str, Callable[[Request, Office], Message | Composed]] = {
    "ikm": ikm.compose,
    "per_layanan": ikm.compose_each,
    "per_cara": ikm_cara.compose,
    "hitung": ikm.compose_explained,
    "hasil": hasil.compose,
    "grafik": grafik.compose,
    "tren": tren.compose,
    "grafik_tren": tren.compose_picture,
    "hitung_tren": tren.compose_explained,
    "responden": responden.compose,
    "profil_responden": responden_profil.compose,
    "putus": responden.compose_stops,
    "cakupan": cakupan.compose,
    "cara_hitung": cara_hitung.compose,
    "hitung_responden": responden.compose_explained,
    "populasi": populasi.compose,
    "populasi_baru": populasi.compose_saved,
    "saran": saran.compose,
    "jejak": jejak.compose,
}
ANYBODY = ("ikm",)  # who is no staff gets the last published result
BUTTONS = (
    *("per_layanan", "per_cara", "hitung", "grafik", "grafik_tren", "hitung_tren"),
    *("profil_responden", "putus", "cakupan", "cara_hitung", "hitung_responden"),
)
STAFF = ("tren", "responden", "saran")
MOST_WORDS = 8


def words() -> Mapping[str, Command]:
    """Typed by others, the words of staff are answers like any other."""
    asked = {
        name: Command(
            partial(tanya.ask, name=name), takes=MOST_WORDS, staff=name in STAFF, group=True
        )
        for name in (*ANYBODY, *BUTTONS, *STAFF)
    }
    return {**asked, "jejak": Command(jejak.ask, staff=True)}
