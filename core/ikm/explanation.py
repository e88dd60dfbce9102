"""How an IKM was computed, line by line, for somebody who wants to check it with a pencil."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from core.ikm.index import WEIGHTS, interval_words
from core.language.decimals import comma, printed, tercetak

if TYPE_CHECKING:
    from core.ikm.index import Ikm, NilaiUnsur

LETTERS = "88,31 ke atas A; 76,61 ke atas B; 65,00 ke atas C; di bawahnya D"


def explain(ikm: Ikm, *, letters: bool = True) -> list[str]:
    """Every sum, division, weight and rounding; without letters where too few answered."""
    bobot = _weight(ikm)
    index = ikm.nilai / 25
    letter = f"Mutu dari angka tercetak ({LETTERS}): {ikm.mutu} ({ikm.kinerja})"
    return [
        f"n = {ikm.n} kuesioner lengkap; bobot tiap unsur {bobot}",
        "NRR = jumlah skor : n; konversi = NRR yang belum dibulatkan x 25",
        *(_line(one, ikm.n, letters=letters) for one in ikm.unsur),
        f"Indeks = jumlah NRR x bobot = {index} = {tercetak(index, 6)}",
        f"IKM = indeks x 25 = {ikm.nilai} = {tercetak(ikm.nilai, 6)}",
        f"Dibulatkan sekali, setengah ke atas, dua desimal: {comma(ikm.ikm)}",
        *([letter] if letters else []),
        *_spread(ikm),
        interval_words(ikm),
    ]


def _weight(ikm: Ikm) -> str:
    shares = {one.bobot for one in ikm.unsur}
    if ikm.policy != "exact":
        return WEIGHTS[ikm.policy]
    return str(shares.pop()) if len(shares) == 1 else "berbeda-beda, tertulis di barisnya"


def _line(one: NilaiUnsur, n: int, *, letters: bool) -> str:
    letter = f" {one.mutu}" if letters else ""
    count = f"{n}" if one.asked == 1 else f"({n} x {one.asked} pertanyaan)"
    return (
        f"{one.code} {one.singkat}: jumlah {one.sum} : {count} = NRR {one.nrr}"
        f" = {tercetak(one.nrr, 6)}, tercetak {comma(one.nrr_cetak)};"
        f" x 25 = {tercetak(one.konversi, 6)}, tercetak {comma(one.konversi_cetak)}{letter};"
        f" x bobot {_share(one.bobot)} = {tercetak(one.tertimbang, 6)}"
    )


def _share(bobot: Fraction) -> str:
    """1/9 as it is; 0.111 as its own digits."""
    decimal = printed(bobot, 3).rstrip("0")
    return comma(decimal) if Fraction(decimal) == bobot else str(bobot)


def _spread(ikm: Ikm) -> list[str]:
    if ikm.galat2 is None or ikm.rentang is None:
        return []
    variance = tercetak(ikm.galat2 * ikm.n, 6)
    squared, half = tercetak(ikm.galat2, 6), comma(ikm.rentang.setengah)
    return [
        f"Indeks tiap responden = rata-rata berbobot skornya x 25; ragamnya (n - 1) = {variance}",
        f"Galat baku kuadrat = ragam : {ikm.n} = {squared}; rentang = ± 1,96 x akar = ±{half}",
    ]
