"""`ikm [periode] [layanan]`: running figures for staff; anybody else gets `hasil` (`published`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.staff import question as staff_question
from bot.desk.staff.results.significance import calculation_sentence, significance_of
from core.ikm.explanation import explain
from core.ikm.index import WEIGHTS
from core.language.catalogue import Joined, Words
from core.language.decimals import comma, printed_with_comma
from core.messaging.outgoing import Choice, Message
from core.results.doubtful import doubts
from core.results.figures import figures
from core.results.small_numbers import counting_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.config.office import Office
    from core.language.catalogue import Fact, Says
    from core.ports.composer import Composed, Request
    from core.ports.requests.figures import IkmExplanation, IkmQuestion, ServiceIkmQuestion
    from core.ports.requests.request import SpokenRequest
    from core.results.figures import Figures, PreviousPeriod

    ToldFigures = Callable[[Figures, Callable[[Says], str]], Message]


# -- running figures ---------------------------------------------------------------------------


def compose(request: Request[IkmQuestion], office: Office) -> Composed:
    """Index, unsur and change of a scope in words, or the reason why none may be told."""

    def told(found: Figures, say: Callable[[Says], str]) -> Message:
        if found.ikm is None:
            return Message(text=say(hidden(found)))
        text = "\n".join(say(line) if line else "" for line in _lines(found, office, request))
        return Message(text=text, choices=_buttons(found, office, say))

    return _answer(request, office, told)


def compose_explained(request: Request[IkmExplanation], office: Office) -> Composed:
    """Every figure of the `ikm` screen computed line by line, with doubts about answers."""

    def make() -> Composed:
        scope, today = (
            staff_question.scope_asked(request, office),
            staff_question.today(request, office),
        )
        found = figures(request.reader.results, office.agency, scope, today=today)
        marked = doubts(request.reader.results, office.agency, found)
        message = _explained(found, marked.lines, staff_question.speaker(request, office))
        return staff_question.keeping(message, request, [found.steps, marked.steps])

    return staff_question.answered(make)


def _explained(found: Figures, marked: Sequence[str], say: Callable[[Says], str]) -> Message:
    if found.ikm is None:
        return Message(text=say(hidden(found)))
    facts = {"label": found.periode.label, "unit": found.unit_name}
    head = say(Words("ikm.hitung", {**facts, "layanan": found.layanan_name}))
    rows = (*explain(found.ikm, letters=found.has_mutu), *map(say, _tested(found)), *marked)
    return Message(text="\n".join(rows), heading=head)


def compose_each(request: Request[ServiceIkmQuestion], office: Office) -> Composed:
    """One line for every layanan of the unit, or of all units."""

    def make() -> Composed:
        scope, say = (
            staff_question.scope_asked(request, office),
            staff_question.speaker(request, office),
        )
        results, rows, steps = counting_once(request.reader.results), [], []
        for unit in office.agency.unit:
            for one in unit.layanan if scope.unit in (unit.code, None) else ():
                mine = replace(scope, unit=unit.code, layanan=one.code)
                each = figures(results, office.agency, mine, alone=True)
                steps.append(each.steps)
                rows.append(
                    say(
                        _service_line(
                            each, one.label if scope.unit else office.agency.label(unit, one)
                        )
                    )
                )
        named = {"label": scope.label, "unit": staff_question.place_of(office, scope)["unit"]}
        compute = Choice(f"kt:hitung:{staff_question.argument(scope)}", say(Words("tombol.hitung")))
        head = say(Words("ikm.per_layanan", named))
        message = Message("\n".join(rows), heading=head, choices=(compute,))
        return staff_question.keeping(message, request, steps)

    return staff_question.answered(make)


def _answer(request: Request[IkmQuestion], office: Office, told: ToldFigures) -> Composed:
    def make() -> Composed:
        scope, today = (
            staff_question.scope_asked(request, office),
            staff_question.today(request, office),
        )
        found = figures(request.reader.results, office.agency, scope, today=today)
        return staff_question.keeping(
            told(found, staff_question.speaker(request, office)), request, [found.steps]
        )

    return staff_question.answered(make)


def hidden(found: Figures) -> Words:
    """Words on the reason why figures may not be told."""
    label = found.periode.label
    named = f"{label} · {found.layanan_name}" if found.layanan_name else label
    return Words(f"ikm.{found.hidden or 'kosong'}", {"periode": named})


def _service_line(each: Figures, label: str) -> Words:
    if each.ikm is None:
        return Words("ikm.layanan_tanpa", {"layanan": label})
    mutu = each.ikm.mutu if each.has_mutu else None
    facts = {"layanan": label, "ikm": comma(each.ikm.ikm), "mutu": mutu, "n": each.n}
    return Words("ikm.layanan_ada", facts)


def _lines(found: Figures, office: Office, request: Request[IkmQuestion]) -> Iterator[Says]:
    yield from _head(found)
    yield ""
    yield from _unsur(found)
    yield ""
    yield from _foot(found, office, request)


def _head(found: Figures) -> Iterator[Says]:
    ikm = found.ikm
    assert ikm is not None  # noqa: S101 - only called where there is one
    facts: dict[str, Fact] = {"label": found.periode.label, "ikm": comma(ikm.ikm)}
    if found.has_mutu:
        facts |= {"mutu": ikm.mutu, "kinerja": ikm.kinerja}
    yield Words("ikm.judul", facts)
    counts: dict[str, Fact] = {
        "n": found.n,
        "target": found.target,
        "kurang": found.missing or None,
    }
    yield Words("ikm.siapa", {"unit": found.unit_name, "layanan": found.layanan_name, **counts})
    if found.target is None:
        yield Words("ikm.tanpa_n")
    weights: dict[str, Fact] = {"bobot": WEIGHTS[ikm.policy]}
    if found.other_weight:
        weights |= {
            "bobot_lain": WEIGHTS[found.other_weight[0]],
            "lain": comma(found.other_weight[1]),
        }
    yield Words("ikm.bobot", weights)
    if ikm.interval:
        low, high = comma(ikm.interval.low), comma(ikm.interval.high)
        yield Words("ikm.rentang", {"rendah": low, "tinggi": high})


def _unsur(found: Figures) -> Iterator[Says]:
    for one in found.ikm.unsur if found.ikm else ():
        mutu = one.mutu if found.has_mutu else None
        facts = {"kode": one.code, "nama": one.short, "nrr": comma(one.printed_nrr), "mutu": mutu}
        yield Words("ikm.unsur", facts)


def _foot(found: Figures, office: Office, request: Request[IkmQuestion]) -> Iterator[Says]:
    lowest = found.lowest
    if found.ikm and len(lowest) == len(found.ikm.unsur):
        yield Words("ikm.semua_sama")
    else:
        names = Joined(", ", tuple(one.short for one in lowest))
        yield Words("ikm.terendah", {"unsur": names})
    if found.achievement and found.ikm_target is not None:
        facts = {
            "sasaran": printed_with_comma(found.ikm_target),
            "capaian": comma(found.achievement),
        }
        yield Words("ikm.capaian", facts)
    if found.previous:
        yield _change(found.previous)
    for questionnaire, n in found.left_out:
        yield Words("ikm.terpisah", {"kuesioner": questionnaire, "n": n})
    if found.provisional:
        yield Words("ikm.sementara", {"waktu": moment(office, request)})
    else:
        yield Words("ikm.diumumkan", {"revisi": found.revision})


def moment(office: Office, request: Request[SpokenRequest]) -> str:
    """Local date, time and zone of a request: "16 Des 2024, 14.05 WIB"."""
    local = request.now.astimezone(office.agency.zone)
    day = office.texts.day(request.asked.language, local.date())
    return f"{day}, {local:%H.%M %Z}"


def _tested(found: Figures) -> Iterator[Words]:
    """The test behind "belum tentu nyata"."""
    if found.ikm and found.previous and found.previous.difference:
        yield Words("tren.hitung_cara")
        last = found.previous
        yield calculation_sentence(
            (last.label, last.basis),
            (found.periode.label, found.ikm),
            significance_of(last.significant),
        )


def _change(last: PreviousPeriod) -> Words:
    size = printed_with_comma(abs(last.difference), 1)
    significant = Words(f"tren.{significance_of(last.significant)}")
    if last.difference == 0:
        direction = Words("ikm.tetap")
    else:
        name = "ikm.naik" if last.difference > 0 else "ikm.turun"
        direction = Words(name, {"selisih": size, "nyata": significant})
    return Words(
        "ikm.sebelum", {"label": last.label, "ikm": comma(last.ikm), "n": last.n, "arah": direction}
    )


def _buttons(found: Figures, office: Office, say: Callable[[Says], str]) -> tuple[Choice, ...]:
    asked = " ".join(filter(None, (found.periode.label, found.layanan or found.unit)))
    made = [
        Choice(f"kt:{word}:{asked}", say(Words(f"tombol.{word}"))) for word in ("grafik", "hitung")
    ]
    unit = office.agency.unit_with(found.unit)
    parts = len(unit.layanan) if unit else sum(len(one.layanan) for one in office.agency.unit)
    if found.layanan is None and parts > 1:
        made.insert(1, Choice(f"kt:per_layanan:{asked}", say(Words("tombol.per_layanan"))))
    return tuple(made)
