"""The data of a poster and of a sheet of slips, for `skm poster` and `skm token`.

They are words and QR codes; `poster.typ` and `slip.typ` set them as text and run nothing in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from bot.documents.render.qr import svg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.config.survey_links import SurveyLink
    from core.office.agency import Agency, ServicePoint

Paper = Literal["a4", "a5"]


def poster(
    agency: Agency,
    point: ServicePoint,
    ways: Sequence[SurveyLink],
    own: Mapping[str, str],
    *,
    paper: Paper,
    questions: int,
    minutes: int | None,
) -> dict[str, Any]:
    """The data of `poster.typ` for one service point.

    `ways`: as `Ways.to` gives them. `own`: the words of the poster in its language, from
    `words.toml`. `questions`: their number; `minutes`: None makes no promise of time.
    """
    promises = [own["menit"].format_map({"menit": minutes})] if minutes else []
    website = _bare(agency.website) if agency.website else None
    return {
        "kertas": paper,
        **_place(agency, point),
        "ajakan": own["ajakan"],
        "caranya": own["caranya"].format_map({"jumlah": questions}),
        "janji": [*promises, own["tanpa_nama"], own["tanpa_akibat"]],
        "pengganti": own["pengganti"],
        "cara": [_way(one, own) for one in ways],
        "situs": website,
        "jamin": own["jamin"].format_map({"instansi": agency.short, "situs": website})
        if website
        else None,
    }


def _bare(website: str) -> str:
    """The address as one types it, and as short as it may be."""
    return website.removeprefix("https://").removeprefix("http://").removesuffix("/")


def slips(
    agency: Agency,
    point: ServicePoint,
    every: Sequence[tuple[str, Sequence[SurveyLink]]],
    own: Mapping[str, str],
    *,
    until: str,
) -> dict[str, Any]:
    """The data of `slip.typ`: one slip per code, each with one QR code.

    `every`: each code with its ways. `own`: words as for a poster. `until`: the last day of the
    codes, as printed.
    """
    return {
        **_place(agency, point),
        "ajakan": own["ajakan"],
        "ketik": own["pindai_atau"],
        "sekali": own["sekali"].format_map({"tanggal": until}),
        "slip": [
            {
                "kata": f"mulai {code}",
                # The last way is the web page, where there is one; it offers the other channels.
                "qr": svg(ways[-1].link),
            }
            for code, ways in every
        ],
        "cara": [f"{own[f'di_{one.channel}']} {_opened(one)}" for one in every[0][1]],
    }


def _opened(one: SurveyLink) -> str:
    """The place where the slip's code is typed: for the web, the page of the chat."""
    return f"{one.at.rpartition('/s/')[0]}/chat" if one.channel == "web" else one.at


def _place(agency: Agency, point: ServicePoint) -> dict[str, str | None]:
    unit = agency.unit_with(point.unit)
    loket = next((one.name for one in unit.loket if one.code == point.loket), None) if unit else ""
    service = unit.service(point.layanan) if unit else None
    named = unit.name if unit else point.unit
    return {
        "instansi": agency.name if agency.name != named else None,
        "unit": named,
        "tempat": loket or (service.name if service else None),
    }


def _way(one: SurveyLink, own: Mapping[str, str]) -> dict[str, str]:
    return {
        "nama": own[one.channel],
        "qr": svg(one.link),
        "di": own[f"di_{one.channel}"],
        "alamat": one.at,
        "ketik": own["ketik"].format_map({"kata": one.typed}) if one.typed else "",
    }
