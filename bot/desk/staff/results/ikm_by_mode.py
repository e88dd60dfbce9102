"""`per cara`: the index of a unit by the mode of filling in, and the meaning of the difference.

The mode by which people are asked moves the scores, so nobody shall take another mix of modes for
better service.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from bot.desk.staff import question as staff_question
from core.answers.response import Mode
from core.language.catalogue import Words
from core.language.decimals import comma
from core.messaging.outgoing import Choice, Message
from core.ports.composer import Composed
from core.results.figures import figures

if TYPE_CHECKING:
    from bot.config.office import Office
    from core.ports.composer import Request
    from core.ports.requests.figures import ModeIkmQuestion
    from core.ports.results import Scope
    from core.ports.store import Reader
    from core.results.figures import Figures

MODES: tuple[str, ...] = get_args(Mode)


def has_parts(scope: Scope, found: set[str]) -> bool:
    """Whether the index may be split by mode: of a whole unit in which several modes were used.

    By layanan and mode together, a handful of answers could be worked back.
    """
    return scope.unit is not None and scope.layanan is None and len(found) > 1


def compose(request: Request[ModeIkmQuestion], office: Office) -> Composed:
    """One line for each mode with answers in the unit; other scopes are asked for their unit."""

    def make() -> Composed:
        scope, say = (
            staff_question.scope_asked(request, office),
            staff_question.speaker(request, office),
        )
        if scope.unit is None or scope.layanan is not None:
            units = ", ".join(one.short for one in office.agency.unit)
            return Composed(Message(say(Words("ikm.cara_unit", {"pilihan": units}))))
        counts = sizes(request.reader, scope)
        if not counts:
            return Composed(Message(say(Words("ikm.kosong", {"periode": scope.label}))))
        each = {
            one: figures(
                request.reader.results, office.agency, replace(scope, modes=(one,)), alone=True
            )
            for one in MODES
            if counts[one]
        }
        rows = [say(_line(one, found)) for one, found in each.items()]
        named = {"label": scope.label, "unit": staff_question.place_of(office, scope)["unit"]}
        text = "\n".join([*rows, "", say(Words("ikm.cara_arti"))])
        compute = Choice(f"kt:hitung:{staff_question.argument(scope)}", say(Words("tombol.hitung")))
        message = Message(text, heading=say(Words("ikm.per_cara", named)), choices=(compute,))
        return staff_question.keeping(message, request, [found.steps for found in each.values()])

    return staff_question.answered(make)


def sizes(reader: Reader, scope: Scope) -> Counter[str]:
    """Number of answers by mode."""
    found = Counter[str]()
    for _, mode, _, n in reader.results.spread(scope):
        found[mode] += n
    return found


def _line(mode: str, found: Figures) -> Words:
    named = Words(f"responden.cara_{mode}")
    if found.ikm is None:
        return Words("ikm.cara_tanpa", {"cara": named})
    span = found.ikm.interval
    facts = {
        "rendah": comma(span.low) if span else None,
        "tinggi": comma(span.high) if span else None,
    }
    return Words(
        "ikm.cara_ada", {"cara": named, "ikm": comma(found.ikm.ikm), "n": found.n, **facts}
    )
