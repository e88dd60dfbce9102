"""Finds a ServicePoint of the agency by codes that somebody typed or sent.

They come from an operator (`skm form`, `skm poster`, `skm token`) or a queue machine
(`POST /api/kunjungan`). A layanan is a service that a unit gives, a loket a counter of the unit.
The messages of errors are Indonesian, for operators read them.
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
    field_pattern: str = "{}",
) -> ServicePoint:
    """The service point of these codes, in upper or lower case; None stands for no code.

    `unit` may be left out where the agency has one unit only, or where `loket` tells it. `layanan`
    and `loket` may always be left out; a loket that serves one layanan only then names it.
    `field_pattern`: the messages call a field by it, such as "--{}".

    Raises InputError for an unknown code, with the codes that are known; and for a layanan that the
    loket does not serve.
    """
    chosen_unit = _unit(agency, unit, loket, field_pattern)
    chosen_loket = None
    if loket is not None:
        codes = (one.code for one in chosen_unit.loket)
        code = _known_code(loket, codes, field_pattern.format("loket"))
        chosen_loket = next(one for one in chosen_unit.loket if one.code == code)
    # A typed layanan must be active; the one that the agency's document gives a loket is taken as
    # it stands there, as by a start code (`Agency.point`).
    services = (one.code for one in chosen_unit.layanan if one.active)
    field = field_pattern.format("layanan")
    service = None if layanan is None else _known_code(layanan, services, field)
    if chosen_loket is None:
        return ServicePoint(chosen_unit.code, service)
    if chosen_loket.layanan and service and service != chosen_loket.layanan:
        raise InputError(
            f"Loket {chosen_loket.code} melayani {chosen_loket.layanan}, bukan {service}."
        )
    return ServicePoint(chosen_unit.code, service or chosen_loket.layanan, chosen_loket.code)


def _unit(agency: Agency, unit: str | None, loket: str | None, field_pattern: str) -> Unit:
    """Return the named unit, else the only one, else the one of the loket's code."""
    if unit is None and len(agency.unit) == 1:
        return agency.unit[0]
    # `point` looks in upper and lower case, as `_known_code` does.
    known = agency.point(loket) if unit is None and loket else None
    codes = (one.code for one in agency.unit)
    code = known.unit if known else _known_code(unit, codes, field_pattern.format("unit"))
    return next(one for one in agency.unit if one.code == code)


def _known_code(said: str | None, codes: Iterable[str], field: str) -> str:
    """Return the one of `codes` that was said, as the agency spells it."""
    known = {one.casefold(): one for one in codes}
    found = known.get((said or "").strip().casefold())
    if found is None:
        told = ", ".join(known.values()) or "belum ada di data instansi"
        raise InputError(f"Isi {field} dengan salah satu: {told}.")
    return found
