"""`tren [layanan|unit]`: the index through the periods, and whether each change is significant."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Any

from bot.desk.staff import question as staff_question
from bot.desk.staff.question import answered, argument, keeping, place_of, scope_asked, speaker
from bot.desk.staff.results.chart import picture
from bot.desk.staff.results.ikm import moment
from bot.desk.staff.results.significance import calculation_sentence
from core.language.catalogue import Words
from core.language.decimals import comma, printed_with_comma
from core.messaging.outgoing import Choice, Message
from core.periods.periode import KINDS, current
from core.results.trend import changes, series

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.config.office import Office
    from core.language.catalogue import Fact, Say
    from core.ports.composer import Composed, Request
    from core.ports.requests.figures import (
        FigureQuestion,
        TrendChartQuestion,
        TrendExplanation,
        TrendQuestion,
    )
    from core.ports.results import Scope
    from core.results.small_numbers import Steps
    from core.results.trend import TrendChange, TrendPoint

    ToldSeries = Callable[[Scope, Sequence[TrendPoint], Say], Message]

GRID = 5  # points of the index between two lines of the grid
ROOM = 4  # points kept free above the highest value; half as many below the lowest


def compose(request: Request[TrendQuestion], office: Office) -> Composed:
    """One line for each period, with buttons for the picture and the tests."""

    def told(scope: Scope, points: Sequence[TrendPoint], say: Say) -> Message:
        if all(one.exact is None for one in points):
            return Message(text=say(Words("tren.kosong", {"label": points[-1].label})))
        made = changes(points)
        rows = [say(_line(one, made.get(one.label))) for one in points]
        if any(one.provisional for one in points):
            rows.append(say(Words("ikm.sementara", {"waktu": moment(office, request)})))
        if made:
            rows.append(say(Words("tren.arti")))
        buttons = tuple(
            Choice(f"kt:{name}:{argument(scope)}", say(Words(f"tombol.{label}")))
            for name, label in (("grafik_tren", "grafik"), ("hitung_tren", "hitung"))
        )
        head = say(Words("tren.judul", place_of(office, scope)))
        return Message(text="\n".join(rows), heading=head, choices=buttons)

    return _over(request, office, told)


def compose_picture(request: Request[TrendChartQuestion], office: Office) -> Composed:
    """The same as a picture; where none can be drawn, the text says so."""

    def told(scope: Scope, points: Sequence[TrendPoint], say: Say) -> Message:
        data = chart(points, say)
        if not data["titik"]:
            return Message(text=say(Words("tren.kosong", {"label": points[-1].label})))
        named = place_of(office, scope)
        at = Words("ikm.sementara", {"waktu": moment(office, request)})
        data["siapa"] = [" · ".join(filter(None, named.values()))]
        data["keadaan"] = say(at) if any(one.provisional for one in points) else ""
        alt = "; ".join(say(_line(one, changes(points).get(one.label))) for one in points)
        name = f"tren-{argument(scope).replace(' ', '-')}.png".lower()
        drawn = picture("tren", data, f"{data['judul']}: {alt}", name)
        text = say(Words("tren.judul", named))
        text += "" if drawn else f"\n{say(Words('grafik.gagal'))}"
        compute = Choice(f"kt:hitung_tren:{argument(scope)}", say(Words("tombol.hitung")))
        return Message(text=text, choices=(compute,), picture=drawn)

    return _over(request, office, told)


def compose_explained(request: Request[TrendExplanation], office: Office) -> Composed:
    """The test behind the word for each change, with its figures."""

    def told(scope: Scope, points: Sequence[TrendPoint], say: Say) -> Message:
        rows = [
            say(
                calculation_sentence(
                    (one.earlier.label, one.earlier.basis),
                    (one.later.label, one.later.basis),
                    one.significant,
                )
            )
            for one in changes(points).values()
        ]
        head = say(Words("tren.hitung", place_of(office, scope)))
        return Message(text="\n".join([say(Words("tren.hitung_cara")), *rows]), heading=head)

    return _over(request, office, told)


def _over(request: Request[FigureQuestion], office: Office, told: ToldSeries) -> Composed:
    def make() -> Composed:
        scope, say = _scope(request, office), speaker(request, office)
        today = staff_question.today(request, office)
        points, steps = series(request.reader.results, office.agency, scope, today=today)
        every: list[Steps] = [steps]
        return keeping(told(scope, points, say), request, every)

    return answered(make)


def _scope(request: Request[FigureQuestion], office: Office) -> Scope:
    """`tren triwulan sktm`: a bare kind stands for the period of that kind which runs now."""
    first, _, rest = request.asked.query.partition(" ")
    kind = KINDS.get(first.casefold())
    if kind is None or first[:1].isdigit() or rest[:1].isdigit():
        return scope_asked(request, office)
    now = current(kind, staff_question.today(request, office))
    return scope_asked(request, office, f"{now.label} {rest}".strip())


def _line(one: TrendPoint, change: TrendChange | None) -> Words:
    if one.exact is None or one.ikm is None:
        return Words(f"ikm.{one.hidden or 'kosong'}", {"periode": one.label})
    facts: dict[str, Fact] = {"label": one.label, "ikm": comma(one.ikm), "mutu": one.mutu}
    return Words("tren.baris", {**facts, "n": one.n, "arah": _move(change) if change else None})


def _move(change: TrendChange) -> Words:
    if change.significant == "lain_kuesioner":
        return Words("tren.lain_kuesioner")
    if change.difference == 0:
        return Words("ikm.tetap")
    size = printed_with_comma(abs(change.difference), 1)
    name = "tren.naik" if change.difference > 0 else "tren.turun"
    return Words(name, {"selisih": size, "nyata": Words(f"tren.{change.significant}")})


def chart(points: Sequence[TrendPoint], say: Say) -> dict[str, Any]:
    """All that the template of the picture prints, by its keys; figures as floats, labels as words.

    Periods that may not be told are no points.
    """
    told = [one for one in points if one.exact is not None]
    made = changes(points)
    ends = [float(v) for one in told for v in (one.exact, one.low, one.high) if v is not None]
    low = max(25, GRID * floor((min(ends, default=75) - ROOM / 2) / GRID))
    high = min(100, GRID * ceil((max(ends, default=100) + ROOM) / GRID))
    step = GRID if high - low <= 6 * GRID else 3 * GRID
    labels = [one.label for one in told] or [points[-1].label]
    return {
        "judul": say(Words("tren.gambar", {"dari": labels[0], "ke": labels[-1]})),
        "bawah": low,
        "atas": high,
        "sumbu": list(range(high, low - 1, -step)),
        "titik": [_point(one, made.get(one.label)) for one in told],
        "kaki": [say(Words(f"tren.kaki_{name}")) for name in ("rentang", "nyata", "belum")]
        + ([say(Words("tren.kaki_sementara"))] if any(one.provisional for one in told) else []),
    }


def _point(one: TrendPoint, change: TrendChange | None) -> dict[str, Any]:
    line = (
        {"nyata": "nyata", "lain_kuesioner": None}.get(change.significant, "belum")
        if change
        else None
    )
    return {
        "bawah": [*reversed(one.label.split("-", 1)), one.mutu or "–"],  # TW3, then its year
        "ikm": float(one.exact or 0),
        "rendah": None if one.low is None else float(one.low),
        "tinggi": None if one.high is None else float(one.high),
        "nilai": comma(one.ikm or ""),
        "n": f"n {one.n}",
        "sementara": one.provisional,
        "garis": line,
    }
