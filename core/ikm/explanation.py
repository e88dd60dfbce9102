"""The computation of an IKM in Indonesian lines, for a reader who checks it with a pencil.

The desk (`bot/desk/staff/results/ikm.py`) and `skm ikm --explain` print it (docs/counting.md,
section 10).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from core.ikm.index import WEIGHTS, interval_words
from core.language.decimals import comma, printed, printed_with_comma

if TYPE_CHECKING:
    from core.ikm.index import Ikm, NilaiUnsur

LETTERS = "88,31 ke atas A; 76,61 ke atas B; 65,00 ke atas C; di bawahnya D"


def explain(ikm: Ikm, *, letters: bool = True) -> list[str]:
    """Return the lines: every sum, division, weight and rounding.

    `letters=False` leaves the mutu out, where too few people answered for it to be told.
    """
    weight = _weight(ikm)
    index = ikm.exact / 25
    letter = f"Mutu dari angka tercetak ({LETTERS}): {ikm.mutu} ({ikm.kinerja})"
    return [
        f"n = {ikm.n} kuesioner lengkap; bobot tiap unsur {weight}",
        "NRR = jumlah skor : n; konversi = NRR yang belum dibulatkan x 25",
        *(_line(one, ikm.n, letters=letters) for one in ikm.unsur),
        f"Indeks = jumlah NRR x bobot = {index} = {printed_with_comma(index, 6)}",
        f"IKM = indeks x 25 = {ikm.exact} = {printed_with_comma(ikm.exact, 6)}",
        f"Dibulatkan sekali, setengah ke atas, dua desimal: {comma(ikm.ikm)}",
        *([letter] if letters else []),
        *_spread(ikm),
        interval_words(ikm),
    ]


def _weight(ikm: Ikm) -> str:
    shares = {one.weight for one in ikm.unsur}
    if ikm.policy != "exact":
        return WEIGHTS[ikm.policy]
    return str(shares.pop()) if len(shares) == 1 else "berbeda-beda, tertulis di barisnya"


def _line(one: NilaiUnsur, n: int, *, letters: bool) -> str:
    letter = f" {one.mutu}" if letters else ""
    count = f"{n}" if one.asked == 1 else f"({n} x {one.asked} pertanyaan)"
    return (
        f"{one.code} {one.short}: jumlah {one.sum} : {count} = NRR {one.nrr}"
        f" = {printed_with_comma(one.nrr, 6)}, tercetak {comma(one.printed_nrr)};"
        f" x 25 = {printed_with_comma(one.konversi, 6)},"
        f" tercetak {comma(one.printed_konversi)}{letter};"
        f" x bobot {_share(one.weight)} = {printed_with_comma(one.weighted, 6)}"
    )


def _share(weight: Fraction) -> str:
    """Print a weight: 1/9 as a fraction, 0.111 as its own digits."""
    decimal = printed(weight, 3).rstrip("0")
    return comma(decimal) if Fraction(decimal) == weight else str(weight)


def _spread(ikm: Ikm) -> list[str]:
    if ikm.squared_error is None or ikm.interval is None:
        return []
    variance = printed_with_comma(ikm.squared_error * ikm.n, 6)
    squared, half = printed_with_comma(ikm.squared_error, 6), comma(ikm.interval.half)
    return [
        f"Indeks tiap responden = rata-rata berbobot skornya x 25; ragamnya (n - 1) = {variance}",
        f"Galat baku kuadrat = ragam : {ikm.n} = {squared}; rentang = ± 1,96 x akar = ±{half}",
    ]
