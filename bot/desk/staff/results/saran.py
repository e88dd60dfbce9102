"""`saran [periode] [unsur]`: the citizens' saran by unsur, masked, for the staff they concern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.staff import question as staff_question
from bot.desk.staff.results import method
from core.answers.money_mentions import speaks_of_money
from core.answers.redaction import redacted
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message
from core.periods import periode as periods
from core.ports.composer import Composed
from core.results.small_numbers import LEAST, step_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bot.config.office import Office
    from core.answers.response import Saran
    from core.language.catalogue import Say, Says
    from core.office.questionnaire import Unsur
    from core.ports.composer import Request
    from core.ports.requests.figures import SaranQuestion
    from core.ports.results import Scope


NEWEST = 500  # most saran that are decrypted
EACH = 5  # most saran shown of an unsur …
NAMED = 15  # … and of one that was asked for by name
LETTERS = 200  # of one saran
GENERAL = "umum"  # saran about no unsur


def compose(request: Request[SaranQuestion], office: Office) -> Composed:
    """Quote the saran of a period by unsur, the newest week first.

    Nothing is quoted of fewer than five answers, nor of days after the last step of five. A bidang
    reads the saran about its own unsur; saran about money are for admin and pengawas in private.
    """
    return staff_question.answered(lambda: Composed(_compose(request, office)))


def _compose(request: Request[SaranQuestion], office: Office) -> Message:
    say = staff_question.speaker(request, office)
    unsur, rest = _unsur(request.asked.query, office)
    every = [one.short for one in office.survey.questionnaire.unsur]
    scope = staff_question.scope_asked(request, office, rest, every)
    label = " · ".join(
        filter(None, (scope.label, staff_question.place_of(office, scope)["layanan"]))
    )
    daily = request.reader.results.daily(scope)
    if sum(daily.values()) < LEAST:
        return Message(text=say(Words("saran.sedikit", {"label": label})))
    last = step_day(daily, scope, staff_question.today(request, office))
    every_one = _allowed(request, office, scope, unsur)
    found = [pair for pair in every_one if last is not None and pair[1].day <= last]
    head = say(
        Words("saran.judul", {"label": scope.label, **staff_question.place_of(office, scope)})
    )
    rows = list(_rows(found, office, say, NAMED if unsur else EACH))
    if len(found) < len(every_one):
        rows.append(say(Words("saran.menyusul")))
    if not rows:
        return Message(text=say(Words("saran.kosong")), heading=head)
    more = () if unsur else _buttons(found, office, scope, say)
    choices = (*more, method.button("saran", say))
    return Message(text="\n".join(rows), heading=head, choices=choices)


def _unsur(said: str, office: Office) -> tuple[str | None, str]:
    """The unsur that the last words of the text name, and the words before them."""
    words = said.split()
    known = {name: one.key for one in office.survey.questionnaire.unsur for name in _names(one)}
    known[GENERAL] = GENERAL
    for cut in range(len(words)):
        if (key := known.get(" ".join(words[cut:]).casefold())) is not None:
            return key, " ".join(words[:cut])
    return None, said


def _names(one: Unsur) -> tuple[str, ...]:
    return tuple(name.casefold() for name in (one.code, one.key, one.short, one.name))


def _allowed(
    request: Request[SaranQuestion], office: Office, scope: Scope, unsur: str | None
) -> list[tuple[str, Saran]]:
    """(group, saran) pairs that the sender may read, newest week first.

    A bidang gets its own unsur alone; saran about money are left out unless the request allows
    them.
    """
    only = None if unsur in (None, GENERAL) else [str(unsur)]
    bidang, money = request.asked.bidang, request.asked.mentions_money
    found = []
    for one in request.reader.answers.newest_saran(scope, only, NEWEST):
        about_money = speaks_of_money(one.text)
        owner = office.agency.owner(one.unsur or "", one.layanan)
        mine = bidang is None or owner in bidang
        if (unsur == GENERAL and one.unsur) or not mine or (about_money and not money):
            continue
        found.append(("uang" if about_money else one.unsur or GENERAL, one))
    # Within a week the texts are sorted, so that nobody finds the day of one.
    return sorted(found, key=lambda pair: (-_week(pair[1].day), pair[1].text))


def _week(day: date) -> int:
    return periods.current("minggu", day).first.toordinal()


def _rows(found: Sequence[tuple[str, Saran]], office: Office, say: Say, most: int) -> Iterator[str]:
    for group in _groups(found, office):
        texts = [one.text for name, one in found if name == group]
        yield say(_heading(group, len(texts)))
        for text in texts[:most]:
            yield say(Words("saran.satu", {"saran": _cut(redacted(text))}))
        if len(texts) > most:
            yield say(Words("saran.lagi", {"n": len(texts) - most}))


def _groups(found: Sequence[tuple[str, Saran]], office: Office) -> Iterator[str]:
    """Groups that have saran: money first, the unsur in their order, then the rest."""
    there = {name for name, _ in found}
    order = ["uang", *(one.key for one in office.survey.questionnaire.unsur), GENERAL]
    yield from (name for name in order if name in there)
    yield from sorted(there - set(order))


def _heading(group: str, n: int) -> Words:
    if group in ("uang", GENERAL):
        return Words(f"saran.{group}", {"n": n})
    return Words("saran.unsur", {"nama": Words(f"unsur.{group}"), "n": n})


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LETTERS else f"{flat[: LETTERS - 1].rstrip()}…"


def _buttons(
    found: Sequence[tuple[str, Saran]], office: Office, scope: Scope, say: Say
) -> tuple[Choice, ...]:
    """One button for each unsur with more saran than the screen shows."""
    made = []
    for group in _groups(found, office):
        n = sum(name == group for name, _ in found)
        payload = f"kt:saran:{staff_question.argument(scope)} {group}"
        if n > EACH and group != "uang" and payload.isascii() and len(payload) <= 64:  # noqa: PLR2004
            label = Words("tombol.saran_unsur", {"nama": _short(group, office), "n": n})
            made.append(Choice(payload, say(label)[:30]))
    return tuple(made)


def _short(group: str, office: Office) -> Says:
    every = {one.key: one.short for one in office.survey.questionnaire.unsur}
    return every.get(group) or Words("saran.umum_singkat")
