"""The sample size for N users, and the test whether two indices differ by more than chance.

Results, the weekly summary, `skm sampel` and the proposals of the RTL use it (docs/counting.md,
sections 4 and 5).
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from core.errors import InputError
from core.ikm.index import Z

if TYPE_CHECKING:
    from core.ikm.index import Ikm
    from core.office.agency import Population

CHI2 = Fraction("3.841")  # chi-square, one degree of freedom, 5 %
P = Fraction(1, 2)  # share in the population that needs the largest sample
D = Fraction("0.05")  # accuracy
# Student's t, two-sided 5 %: (least degrees of freedom, value).
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
    """Return the sample for N users of a service (Krejcie and Morgan, 1970).

    The formula rounded half up gives their printed table. Raises InputError for N below 1.
    """
    if users < 1:
        raise InputError("Jumlah pengguna layanan paling sedikit 1.")
    spread = CHI2 * P * (1 - P)
    return floor(users * spread / (D * D * (users - 1) + spread) + Fraction(1, 2))


def sample_target(known: Population) -> int:
    """Return the number of responses needed: as a letter set it, else for the counted users."""
    return known.target or krejcie_morgan(known.users or 1)


def t_value(n: int) -> Fraction:
    """Return the number of standard errors that chance alone exceeds once in twenty times.

    That is Student's t with n - 1 degrees of freedom; between two rows of the table, the larger
    value. Raises StopIteration for n below 2.
    """
    return next(t for least, t in STUDENT if n - 1 >= least)


def beyond_chance(
    gap: Fraction, one: Fraction | None, other: Fraction | None, *, fewest: int
) -> bool | None:
    """Tell whether a gap between two IKM is larger than chance (5 %).

    `one` and `other` are the squared standard errors, `fewest` is the smaller n. None: the gap
    looks real, but a side has no spread to judge by (a single answer, or all alike), since a few
    people who agree do not prove that everybody would. Squares are compared, so that nothing is
    rounded.
    """
    if one is None or other is None:
        return None
    t = t_value(fewest)
    real = gap * gap > t * t * (one + other)
    return None if real and not (one and other) else real


def significant(one: Ikm, other: Ikm) -> bool | None:
    """Tell whether two indices differ by more than chance, taken as of different people.

    None as in `beyond_chance`.
    """
    gap, fewest = one.exact - other.exact, min(one.n, other.n)
    return beyond_chance(gap, one.squared_error, other.squared_error, fewest=fewest)
