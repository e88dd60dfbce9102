"""What a poster and a sheet of slips say: all in words and pictures, nothing for typst to run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from bot.documents.render.qr import svg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.config.survey_links import Way
    from core.office.agency import Agency, Tempat

Paper = Literal["a4", "a5"]


def poster(
    agency: Agency,
    tempat: Tempat,
    ways: Sequence[Way],
    own: Mapping[str, str],
    *,
    paper: Paper,
    questions: int,
    minutes: int | None,
) -> dict[str, Any]:
    """The data of `poster.typ`. `own`: the words of its language."""
    promises = [own["menit"].format(menit=minutes)] if minutes else []
    situs = _bare(agency.situs) if agency.situs else None
    return {
        "kertas": paper,
        **_place(agency, tempat),
        "ajakan": own["ajakan"],
        "caranya": own["caranya"].format(jumlah=questions),
        "janji": [*promises, own["tanpa_nama"], own["tanpa_akibat"]],
        "pengganti": own["pengganti"],
        "cara": [_way(one, own) for one in ways],
        "situs": situs,
        "jamin": own["jamin"].format(instansi=agency.singkat, situs=situs) if situs else None,
    }


def _bare(situs: str) -> str:
    """As one types it, and as short as it may be."""
    return situs.removeprefix("https://").removeprefix("http://").removesuffix("/")


def slips(
    agency: Agency,
    tempat: Tempat,
    every: Sequence[tuple[str, Sequence[Way]]],
    own: Mapping[str, str],
    *,
    until: str,
) -> dict[str, Any]:
    """The data of `slip.typ`: a slip a code, each with one QR code that leads to every channel."""
    return {
        **_place(agency, tempat),
        "ajakan": own["ajakan"],
        "ketik": own["pindai_atau"],
        "sekali": own["sekali"].format(tanggal=until),
        "slip": [
            {
                "kata": f"mulai {kode}",
                "qr": svg(ways[-1].link),  # the web door, where there is one: it offers the others
            }
            for kode, ways in every
        ],
        "cara": [f"{own[f'di_{one.channel}']} {_opened(one)}" for one in every[0][1]],
    }


def _opened(one: Way) -> str:
    """Where the code of the slip is typed: on the web that is the page of the chat."""
    return f"{one.at.rpartition('/s/')[0]}/chat" if one.channel == "web" else one.at


def _place(agency: Agency, tempat: Tempat) -> dict[str, str | None]:
    unit = agency.place(tempat.unit)
    loket = next((one.nama for one in unit.loket if one.kode == tempat.loket), None) if unit else ""
    service = unit.service(tempat.layanan) if unit else None
    named = unit.nama if unit else tempat.unit
    return {
        "instansi": agency.nama if agency.nama != named else None,
        "unit": named,
        "tempat": loket or (service.nama if service else None),
    }


def _way(one: Way, own: Mapping[str, str]) -> dict[str, str]:
    return {
        "nama": own[one.channel],
        "qr": svg(one.link),
        "di": own[f"di_{one.channel}"],
        "alamat": one.at,
        "ketik": own["ketik"].format(kata=one.typed) if one.typed else "",
    }
