"""`grafik`: a picture of nine bars in the order of the unsur, with the line of the unit's index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.desk.staff.question import answered, argument, keeping, scope_asked, speaker
from bot.desk.staff.results.ikm import hidden, moment
from bot.documents.render.worker import WORKER, RenderError
from core.language.catalogue import Joined, Words
from core.language.decimals import comma, printed_with_comma
from core.messaging.outgoing import Choice, Message, Picture
from core.results.figures import figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config.office import Office
    from core.ikm.index import NilaiUnsur
    from core.language.catalogue import Say, Says
    from core.ports.composer import Composed, Request
    from core.ports.requests.figures import ChartQuestion
    from core.results.figures import Figures


def compose(request: Request[ChartQuestion], office: Office) -> Composed:
    """Draw the bars of the scope; where no picture can be drawn, the text says so."""
    return answered(lambda: _compose(request, office))


def _compose(request: Request[ChartQuestion], office: Office) -> Composed:
    scope, say = scope_asked(request, office), speaker(request, office)
    found = figures(request.reader.results, office.agency, scope, alone=True)
    if found.ikm is None:
        return keeping(Message(text=say(hidden(found))), request, [found.steps])
    state = _state(found, moment(office, request))
    told = bars(found, say, state)
    choices = (Choice(f"kt:hitung:{argument(scope)}", say(Words("tombol.hitung"))),)
    name = f"ikm-{argument(scope).replace(' ', '-')}.png".lower()
    text = say(Joined("\n", (told["judul"], *told["siapa"], state)))
    drawn = picture("unsur", told, _alt(told, say), name)
    if drawn is None:
        text = f"{text}\n{say(Words('grafik.gagal'))}"
    message = Message(text=text, choices=choices, picture=drawn)
    return keeping(message, request, [found.steps])


def picture(shape: str, told: Mapping[str, Any], alt: str, name: str) -> Picture | None:
    """A PNG drawn by the render worker; None where drawing failed. `shape` names its template."""
    try:
        return Picture(WORKER.draw(shape, told), alt, name)
    except RenderError:
        return None


def bars(found: Figures, say: Say, state: Says) -> dict[str, Any]:
    """All that the picture's template prints, by its keys; figures as floats, labels as words."""
    assert found.ikm is not None  # noqa: S101 - only called where there is one
    ikm = found.ikm
    all_equal = len(found.lowest) == len(ikm.unsur)
    lowest = () if all_equal else found.lowest
    facts = {"label": found.periode.label, "ikm": comma(ikm.ikm)}
    letter = {"mutu": ikm.mutu, "kinerja": ikm.kinerja} if found.has_mutu else {}
    place = say(Joined(" · ", tuple(filter(None, (found.unit_name, found.layanan_name)))))
    index = printed_with_comma(ikm.exact / 25)
    feet = [Words("grafik.garis", {"nilai": index, "ikm": comma(ikm.ikm)})]
    feet += [Words("grafik.terendah")] if lowest else []
    return {
        "judul": say(Words("ikm.judul", {**facts, **letter})),
        "siapa": [place, say(Words("grafik.siapa", {"n": found.n, "target": found.target}))],
        "keadaan": say(state),
        "rata": float(ikm.exact / 25),
        "baris": [_row(one, found.has_mutu, one in lowest) for one in ikm.unsur],
        "kaki": [say(words) for words in (*feet, Words("grafik.skala"))],
    }


def _row(one: NilaiUnsur, has_mutu: bool, lowest: bool) -> dict[str, Any]:
    nilai = f"{comma(one.printed_nrr)} {one.mutu}" if has_mutu else comma(one.printed_nrr)
    named = f"{one.code} {one.short}"
    return {"nama": named, "skor": float(one.nrr), "nilai": nilai, "terendah": lowest}


def _state(found: Figures, at: str) -> Words:
    if found.provisional:
        return Words("ikm.sementara", {"waktu": at})
    return Words("ikm.diumumkan", {"revisi": found.revision})


def _alt(told: Mapping[str, Any], say: Say) -> str:
    rows = "; ".join(f"{one['nama']} {one['nilai']}" for one in told["baris"])
    return say(Words("grafik.alt", {"judul": told["judul"], "baris": rows}))
