"""Exact numbers put into print: one half-up rounding, and square roots without floating point."""

from __future__ import annotations

from fractions import Fraction
from math import floor, isqrt

ROOT_PLACES = 12  # of a square root that is no fraction; enough that its printed digits are right


def rounded(value: Fraction, places: int = 2) -> Fraction:
    """Half up, away from zero for a negative value, so that a fall prints like a rise."""
    scale = 10**places
    whole = floor(abs(value) * scale + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, scale)


def printed(value: Fraction, places: int = 2) -> str:
    """As it stands in a table, with a point: "93.54"."""
    number = rounded(value, places)
    whole, rest = divmod(abs(number) * 10**places, 10**places)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{int(rest):0{places}}" if places else f"{sign}{whole}"


def comma(digits: str) -> str:
    """As Indonesians read it: "93,54"."""
    return digits.replace(".", ",")


def printed_with_comma(value: Fraction, places: int = 2) -> str:
    return comma(printed(value, places))


def root(value: Fraction) -> Fraction:
    """The square root, cut after 12 decimals: a half that it reaches is never cut away."""
    scale = 10**ROOT_PLACES
    return Fraction(isqrt(floor(value * scale * scale)), scale)
