"""Questions in chat: their words, and what composes each answer outside the writer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.call import Word
from bot.staff import (
    cakupan,
    cara_hitung,
    grafik,
    hasil,
    ikm,
    ikm_cara,
    jejak,
    populasi,
    responden,
    responden_profil,
    saran,
    tanya,
    tren,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.office import Office
    from bot.sender import Composed, Request
    from core.model import Message

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


def words() -> Mapping[str, Word]:
    """Typed by others, the words of staff are answers like any other."""
    asked = {
        name: Word(partial(tanya.ask, name=name), takes=MOST_WORDS, staff=name in STAFF, group=True)
        for name in (*ANYBODY, *BUTTONS, *STAFF)
    }
    return {**asked, "jejak": Word(jejak.ask, staff=True)}
