"""How many respondents are needed, and whether two indices differ by more than chance."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from core.errors import InputError
from core.ikm import Z

if TYPE_CHECKING:
    from core.ikm import Ikm

CHI2 = Fraction("3.841")  # one degree of freedom, 5 %
P = Fraction(1, 2)
D = Fraction("0.05")


def krejcie_morgan(users: int) -> int:
    """The sample for N users of the service; the formula rounded half up gives the 1970 table."""
    if users < 1:
        raise InputError("Jumlah pengguna layanan paling sedikit 1.")
    spread = CHI2 * P * (1 - P)
    return floor(users * spread / (D * D * (users - 1) + spread) + Fraction(1, 2))


def significant(one: Ikm, other: Ikm) -> bool | None:
    """Is the difference larger than chance (5 %)? None when one of them has no spread to tell by.

    Both are taken as answered by different people. Compared as squares, so nothing is rounded.
    """
    if one.galat2 is None or other.galat2 is None:
        return None
    gap = one.nilai - other.nilai
    return gap * gap > Z * Z * (one.galat2 + other.galat2)
