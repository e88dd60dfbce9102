"""The check of the lines at the foot of a matrix: printed sums and averages against its columns.

`finder` asks `name` of every line, and notes the result of `checked`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from core.language.decimals import printed_with_comma

WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}([.,][0-9]{3})+")
NUMBER = re.compile(r"[0-9]+([.,][0-9]+)*")
SUM = re.compile(r"jumlah|total|[σ∑]")
AVERAGE = re.compile(r"rata|nrr|average|mean")
OTHER = re.compile(r"tert|bobot|konversi|inde[ksx]|ikm")  # weighted or scaled: not checked here


def name(cells: tuple[str, ...], width: int) -> str:
    """Return `jumlah` or `rata-rata` for a line that is labelled so and has a number a column.

    Any other line gives "".
    """
    label, numbers = _parted(cells)
    if len(numbers) not in (width, width + 1) or not all(map(NUMBER.fullmatch, numbers)):
        return ""
    if OTHER.search(label):
        return ""
    return "rata-rata" if AVERAGE.search(label) else "jumlah" if SUM.search(label) else ""


def checked(cells: tuple[str, ...], sums: Sequence[int], rows: int) -> str:
    """Return the Indonesian note on a foot line: columns that differ, or averages that agree.

    `sums` are the sums of the columns over `rows` respondents. Sums that are right give "".
    """
    width = len(sums)
    what, printed = name(cells, width), _parted(cells)[1][:width]
    each = list(zip(printed, sums, strict=True))
    if what == "jumlah":
        wrong = [_sum(told, one) for told, one in each]
    else:
        wrong = [_average(told, Fraction(one, rows)) for told, one in each]
    parts = [f"kolom ke-{place} {one}" for place, one in enumerate(wrong, start=1) if one]
    if parts:
        return f"baris {what} tidak cocok: {'; '.join(parts)}"
    return "" if what == "jumlah" else f"baris {what} cocok, dilewati"


def _parted(cells: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Cut the cells into the label before the first number, and the cells from there on."""
    at = next((at for at, cell in enumerate(cells) if NUMBER.fullmatch(cell)), len(cells))
    return " ".join(cells[:at]).casefold(), cells[at:]


def _sum(told: str, right: int) -> str:
    sound = WHOLE.fullmatch(told) and int(re.sub("[.,]", "", told)) == right
    return "" if sound else f"tertulis {told}, dihitung {right}"


def _average(told: str, right: Fraction) -> str:
    decimals = re.split("[.,]", told)[1:]
    places = len(decimals[0]) if decimals else 0
    near = Fraction("".join(re.findall("[0-9]", told))) / 10**places
    if len(decimals) < 2 and abs(near - right) <= Fraction(1, 2 * 10**places):  # noqa: PLR2004
        return ""
    return f"tertulis {told}, dihitung {printed_with_comma(right)}"
