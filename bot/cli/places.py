"""What posters and codes are for, by the codes that an operator names; and the ways that are up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cli import say
from bot.ways import BOT_NAME, Ways
from core.agency import Tempat
from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.settings import Settings
    from core.agency import Agency, Unit


def place(agency: Agency, unit: str | None, layanan: str | None, loket: str | None) -> Tempat:
    """Raises InputError with what could have been named instead."""
    of = _unit(agency, unit, loket)
    spot = None
    if loket is not None:
        kode = _one(loket, (one.kode for one in of.loket), "--loket")
        spot = next(one for one in of.loket if one.kode == kode)
    service = None if layanan is None else _one(layanan, _services(of), "--layanan")
    if spot and spot.layanan and service and service != spot.layanan:
        raise InputError(f"Loket {spot.kode} melayani {spot.layanan}, bukan {service}.")
    return Tempat(of.kode, service or (spot.layanan if spot else None), spot.kode if spot else None)


def _unit(agency: Agency, unit: str | None, loket: str | None) -> Unit:
    if unit is None and len(agency.unit) == 1:
        return agency.unit[0]
    known = agency.tempat(loket) if unit is None and loket else None
    kode = known.unit if known else _one(unit, (one.kode for one in agency.unit), "--unit")
    return next(one for one in agency.unit if one.kode == kode)


def _services(unit: Unit) -> Iterable[str]:
    return (one.kode for one in unit.layanan if one.aktif)


def _one(said: str | None, codes: Iterable[str], option: str) -> str:
    known = {one.casefold(): one for one in codes}
    found = known.get((said or "").strip().casefold())
    if found is None:
        told = ", ".join(known.values()) or "belum ada di data instansi"
        raise InputError(f"Isi {option} dengan salah satu: {told}.")
    return found


def ways(settings: Settings, telegram: str | None) -> Ways:
    """What is set up, as far as it is known now: a printer's table may have no network."""
    found = Ways(whatsapp=settings.twilio_whatsapp_from, web=settings.public_url)
    if telegram:
        name = telegram.removeprefix("https://t.me/").removeprefix("@")
        if not BOT_NAME.fullmatch(name):
            raise InputError("Isi --telegram dengan nama bot, misalnya skm_contoh_bot.")
        return replace(found, telegram=name)
    if settings.telegram_bot_token is None:
        return found
    from bot.cli.telegram import username

    name = username(settings, settings.telegram_bot_token) or ""
    if not name:
        say("Telegram tidak terjangkau, jadi dilewati. Sebut nama botnya: --telegram NAMA")
    return replace(found, telegram=name or None)
