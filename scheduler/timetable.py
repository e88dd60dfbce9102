"""Indonesia's days off by year: national holidays and cuti bersama, as the `holidays` package has.

An office adds to them and takes from them in the part [jadwal] of its file.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

KINDS = ("public", "government")  # libur nasional, cuti bersama


@cache
def hari_libur(year: int) -> frozenset[date]:
    from holidays.countries.indonesia import Indonesia  # noqa: PLC0415 - only here

    return frozenset(Indonesia(years=year, categories=KINDS, expand=False))
