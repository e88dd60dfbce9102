"""Finds a ServicePoint of the agency by codes that somebody typed or sent.

They come from an operator (`skm form`, `skm poster`, `skm token`) or a queue machine
(`POST /api/kunjungan`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import InputError
from core.office.agency import ServicePoint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.office.agency import Agency, Unit


def service_point(
    agency: Agency,
    unit: str | None,
    layanan: str | None,
    loket: str | None,
    *,
    named: str = "{}",
) -> ServicePoint:
    """The service point of these codes, upper or lower case; `unit` may be left out if it is clear.

    `named`: a pattern by which the messages call the fields, such as "--{}". Raises InputError that
    lists the codes which could have been named, or names a loket that serves another layanan.
    """
    of = _unit(agency, unit, loket, named)
    spot = None
    if loket is not None:
        code = _one(loket, (one.code for one in of.loket), named.format("loket"))
        spot = next(one for one in of.loket if one.code == code)
    services = (one.code for one in of.layanan if one.active)
    service = None if layanan is None else _one(layanan, services, named.format("layanan"))
    if spot and spot.layanan and service and service != spot.layanan:
        raise InputError(f"Loket {spot.code} melayani {spot.layanan}, bukan {service}.")
    return ServicePoint(
        of.code, service or (spot.layanan if spot else None), spot.code if spot else None
    )


def _unit(agency: Agency, unit: str | None, loket: str | None, named: str) -> Unit:
    if unit is None and len(agency.unit) == 1:
        return agency.unit[0]
    known = agency.point(loket) if unit is None and loket else None
    codes = (one.code for one in agency.unit)
    code = known.unit if known else _one(unit, codes, named.format("unit"))
    return next(one for one in agency.unit if one.code == code)


def _one(said: str | None, codes: Iterable[str], name: str) -> str:
    known = {one.casefold(): one for one in codes}
    found = known.get((said or "").strip().casefold())
    if found is None:
        told = ", ".join(known.values()) or "belum ada di data instansi"
        raise InputError(f"Isi {name} dengan salah satu: {told}.")
    return found
