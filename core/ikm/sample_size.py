"""How many respondents are needed, and whether two indices differ by more than chance."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from core.errors import InputError
from core.ikm.index import Z

if TYPE_CHECKING:
    from core.ikm.index import Ikm
    from core.office.agency import Population

CHI2 = Fraction("3.841")  # one degree of freedom, 5 %
P = Fraction(1, 2)
D = Fraction("0.05")
# Two-sided 5 %, from so many degrees of freedom on.
STUDENT = tuple(
    (least, Fraction(t))
    for least, t in (
        *((1000, Z), (120, "1.980"), (60, "2.000"), (40, "2.021"), (30, "2.042"), (25, "2.060")),
        *((20, "2.086"), (18, "2.101"), (16, "2.120"), (14, "2.145"), (12, "2.179")),
        *((11, "2.201"), (10, "2.228"), (9, "2.262"), (8, "2.306"), (7, "2.365"), (6, "2.447")),
        *((5, "2.571"), (4, "2.776"), (3, "3.182"), (2, "4.303"), (1, "12.706")),
    )
)


def krejcie_morgan(users: int) -> int:
    """The sample for N users of the service; the formula rounded half up gives the 1970 table."""
    if users < 1:
        raise InputError("Jumlah pengguna layanan paling sedikit 1.")
    spread = CHI2 * P * (1 - P)
    return floor(users * spread / (D * D * (users - 1) + spread) + Fraction(1, 2))


def sample_target(known: Population) -> int:
    """Answers that the sample needs: as a letter set it, else of the users that were counted."""
    return known.target or krejcie_morgan(known.users or 1)


def t_value(n: int) -> Fraction:
    """How many standard errors chance alone goes beyond once in twenty times, with n answers.

    Student's t with n - 1 degrees of freedom; between two rows of the table, the larger one.
    """
    return next(t for least, t in STUDENT if n - 1 >= least)


def beyond_chance(
    gap: Fraction, one: Fraction | None, other: Fraction | None, *, fewest: int
) -> bool | None:
    """Is a gap larger than chance (5 %)? The squared standard errors and the smaller n tell.

    None where it looks like one, but a side has no spread to tell by: a single answer, or all of
    them alike. That so few agree does not mean that everybody would. Squares: nothing is rounded.
    """
    if one is None or other is None:
        return None
    t = t_value(fewest)
    real = gap * gap > t * t * (one + other)
    return None if real and not (one and other) else real


def significant(one: Ikm, other: Ikm) -> bool | None:
    """Do two indices differ by more than chance? Both are taken as of different people."""
    gap, fewest = one.nilai - other.nilai, min(one.n, other.n)
    return beyond_chance(gap, one.squared_error, other.squared_error, fewest=fewest)
