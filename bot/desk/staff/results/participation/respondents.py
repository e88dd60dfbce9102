"""`responden [periode]`: answers against the target, by mode and channel; where surveys stop."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.desk.staff.question import answered, argument, place_of, scope_asked, speaker
from bot.desk.staff.results import method
from bot.desk.staff.results.ikm_by_mode import has_parts
from bot.desk.staff.results.shares import shares
from core.ikm.sample_size import sample_target
from core.language.catalogue import Joined, Words
from core.messaging.outgoing import Choice, Message
from core.ports.composer import Composed
from core.results.coverage import whole
from core.results.small_numbers import LEAST
from core.survey.route import questions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.config.office import Office
    from core.language.catalogue import Fact, Say, Says
    from core.office.agency import Agency, Layanan, Population, Unit
    from core.ports.composer import Request
    from core.ports.requests.figures import (
        DropoutQuestion,
        FigureQuestion,
        RespondentsQuestion,
        TargetExplanation,
    )
    from core.ports.results import Scope

    Spread = Sequence[tuple[str, str, str, int]]  # layanan, mode, channel, answers

# Modes and channels that have a name in the catalogues.
NAMED = (
    *("self", "assisted", "paper", "kiosk", "import"),
    *("telegram", "whatsapp", "web", "terminal"),
)
NEWEST = 5_000  # most conversations that are decrypted to see where they stopped
SILENT = timedelta(days=1)  # a survey without an event for so long counts as stopped


def compose(request: Request[RespondentsQuestion], office: Office) -> Composed:
    """Counts against the targets, shares by mode and channel, and buttons for closer questions."""

    def told(scope: Scope, say: Say) -> Message:
        found = request.reader.results.spread(scope)
        visits = request.reader.results.coverage(scope)
        rows = [*_progress(scope, found, office.agency), *_shares(found), *_covered(visits)]
        ways = has_parts(scope, {mode for _, mode, _, _ in found})
        more = {"cakupan": bool(visits), "per_cara": ways}
        shown = (word for word, there in more.items() if there)
        named = ("profil_responden", "putus", *shown, "hitung_responden")
        buttons = [
            Choice(f"kt:{word}:{argument(scope)}", say(Words(f"tombol.{word}"))) for word in named
        ]
        return screen("responden.judul", scope, office, say, rows, buttons)

    return over(request, office, told)


def compose_explained(request: Request[TargetExplanation], office: Office) -> Composed:
    """The origin of each target: the number of users N, or a letter."""

    def told(scope: Scope, say: Say) -> Message:
        rows: list[Says] = [Words("responden.hitung_cara")]
        known = _known(scope, office.agency)
        rows += [Words("responden.hitung_n", _target_facts(one, office.agency)) for one in known]
        return screen("responden.hitung", scope, office, say, rows)

    return over(request, office, told)


def compose_stops(request: Request[DropoutQuestion], office: Office) -> Composed:
    """The screens at which surveys were left: given up, run out, or silent for a day. Counts alone.

    Fewer than five in all are not told.
    """

    def told(scope: Scope, say: Say) -> Message:
        found = request.reader.conversations.dropouts(
            scope.first, scope.last, request.now - SILENT, NEWEST
        )
        total = sum(found.values())
        if total < LEAST:
            return Message(text=say(Words("responden.putus_sedikit", {"label": scope.label})))
        order = questions(office.survey)
        counted = Counter[str]()
        for screen, n in found.items():
            counted[screen if screen in order else _kind(screen)] += n
        rows = [
            Words("responden.putus_baris", {"di": _where(screen, order), "n": n})
            for screen, n in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        ]
        every = Words("responden.putus_semua", {"n": total})
        head = say(Words("responden.putus", {"label": scope.label}))
        method_buttons = (method.button("putus", say),)
        return Message(
            text="\n".join(map(say, (every, *rows))), heading=head, choices=method_buttons
        )

    return over(request, office, told)


def over(
    request: Request[FigureQuestion], office: Office, told: Callable[[Scope, Say], Message]
) -> Composed:
    """Answer a question about its scope by `told`; a wrong question is answered with its fault."""
    return answered(lambda: Composed(told(scope_asked(request, office), speaker(request, office))))


def screen(
    head: str,
    scope: Scope,
    office: Office,
    say: Say,
    rows: Sequence[Says],
    buttons: Sequence[Choice] = (),
) -> Message:
    """A message of these rows under the heading `head`, which names the period and place."""
    facts = {"label": scope.label, **place_of(office, scope)}
    text = "\n".join(say(row) for row in rows)
    return Message(text=text, heading=say(Words(head, facts)), choices=tuple(buttons))


# -- progress ----------------------------------------------------------------------------------


def _progress(scope: Scope, found: Spread, agency: Agency) -> Iterator[Words]:
    """The whole scope first, then one line for each layanan."""
    n = Counter[str]()
    for layanan, _, _, count in found:
        n[layanan] += count
    yield _line(None, sum(n.values()), _users(scope, scope.layanan, agency))
    if scope.layanan is None:
        for unit, one in _services(scope, agency):
            label = agency.label(unit, one) if scope.unit is None else one.label
            yield _line(label, n[one.code], _users(scope, one.code, agency))


def _services(scope: Scope, agency: Agency) -> Iterator[tuple[Unit, Layanan]]:
    for unit in agency.unit:
        if scope.unit in (unit.code, None):
            yield from ((unit, one) for one in unit.layanan)


def _users(scope: Scope, layanan: str | None, agency: Agency) -> Population | None:
    unit = scope.unit
    if unit is None and layanan is not None:
        unit = next(one.code for one in agency.unit if one.service(layanan))
    return agency.users(unit, layanan, scope.label) if unit else None


def _known(scope: Scope, agency: Agency) -> list[Population]:
    every = (None, *(one.code for _, one in _services(scope, agency)))
    asked = (scope.layanan,) if scope.layanan else every
    found = (_users(scope, one, agency) for one in asked)
    return [one for one in found if one is not None]


def _line(label: str | None, n: int, known: Population | None) -> Words:
    if known is None:
        name = "responden.tanpa_n" if label else "responden.semua_tanpa_n"
        return Words(name, {"layanan": label, "n": n})
    target = sample_target(known)
    facts: dict[str, Fact] = {"layanan": label, "n": n, "target": target}
    return Words("responden.baris", {**facts, "kurang": max(0, target - n) or None})


def _target_facts(known: Population, agency: Agency) -> dict[str, Fact]:
    unit = agency.unit_with(known.unit)
    service = unit.service(known.layanan) if unit else None
    named = service.label if service else (unit.short if unit else known.unit)
    origin = Words("responden.surat" if known.target else "responden.dari_n", {"n": known.users})
    return {"apa": named, "asal": origin, "target": sample_target(known), "sumber": known.source}


# -- shares ------------------------------------------------------------------------------------


def _shares(found: Spread) -> Iterator[Words]:
    if sum(row[3] for row in found) < LEAST:
        return
    for place, name in ((1, "cara"), (2, "kanal")):
        counts = Counter[str]()
        for row in found:
            counts[str(row[place])] += row[3]
        parts = tuple(
            Words("responden.bagian", {"apa": _named(name, one), "persen": percent})
            for one, percent in shares(counts)
        )
        yield Words(f"responden.{name}", {"isi": Joined(", ", parts)})


def _covered(visits: Sequence[tuple[str, str, int, int]]) -> Iterator[Words]:
    """The share of recorded visits that were answered; no line where none were recorded."""
    share = whole(visits)
    if share.percent:
        yield Words("cakupan.semua", {"persen": share.percent})


def _named(kind: str, one: str | None) -> Says:
    if one is None:
        return Words("responden.lain")
    return Words(f"responden.{kind}_{one}") if one in NAMED else one


def _where(screen: str, order: Sequence[str]) -> Words:
    if screen in order:
        return Words("posisi.tanya", {"no": order.index(screen) + 1, "dari": len(order)})
    return Words(f"posisi.{screen}")


def _kind(screen: str) -> str:
    kind = screen.split(".", maxsplit=1)[0]
    return "profil" if kind in ("p", "lain", "unit", "layanan") else kind
