"""Exact numbers put into print: one half-up rounding, and square roots without floating point.

`core/ikm`, the results and the RTL print every figure with it (docs/counting.md, section 1).
"""

from __future__ import annotations

from fractions import Fraction
from math import floor, isqrt

ROOT_PLACES = 12  # decimals of a square root: enough for its printed digits to be right


def rounded(value: Fraction, places: int = 2) -> Fraction:
    """Round half up; a negative value away from zero, so that a fall prints like a rise."""
    scale = 10**places
    whole = floor(abs(value) * scale + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, scale)


def printed(value: Fraction, places: int = 2) -> str:
    """Return the rounded number as a table has it, with a decimal point: 93.54."""
    number = rounded(value, places)
    whole, rest = divmod(abs(number) * 10**places, 10**places)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{int(rest):0{places}}" if places else f"{sign}{whole}"


def comma(digits: str) -> str:
    """Return printed digits as Indonesians read them, with a decimal comma: 93,54."""
    return digits.replace(".", ",")


def printed_with_comma(value: Fraction, places: int = 2) -> str:
    """Return the rounded number with a decimal comma, as sentences have it."""
    return comma(printed(value, places))


def root(value: Fraction) -> Fraction:
    """Return the square root, cut after 12 decimals; a root that ends in a printed half is exact.

    `value` must not be negative.
    """
    scale = 10**ROOT_PLACES
    return Fraction(isqrt(floor(value * scale * scale)), scale)
