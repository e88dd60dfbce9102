"""The common parts of all questions about figures: who may ask, the place asked for, kept sums.

`ask` is the command of every `_asked` feature in `bot.desk.features`; the `compose` functions of
`bot.desk.staff` use the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.group_chats import here
from bot.desk.staff.question_text import UnknownPlace, nearest, read
from core.errors import InputError
from core.language.catalogue import Words
from core.messaging.outgoing import Message
from core.ports.composer import Composed
from core.ports.requests.figures import PublishedQuestion
from core.results.figures import scope_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.language.catalogue import Says
    from core.office.roles import Role
    from core.ports.composer import Request
    from core.ports.conversations import Decision
    from core.ports.requests.figures import FigureQuestion
    from core.ports.requests.request import PlaceQuestion, SpokenRequest
    from core.ports.results import Scope
    from core.ports.store import Tx
    from core.results.small_numbers import Steps

# Every role but loket.
READERS: frozenset[Role] = frozenset({"admin", "pimpinan", "bidang", "koordinator", "pengawas"})
MONEY_READERS = frozenset({"admin", "pengawas"})


def ask(call: CommandCall, asks: type[FigureQuestion]) -> Decision:
    """Check the sender's roles, note the question in the audit trail, and request the answer.

    The answer is composed outside the writer. A sender without a reading role gets the published
    results. In a group the answer is limited to the group's bidang and leaves out saran about
    money.
    """
    event, standing = call.event, call.tx.staff.roles(call.event.person)
    roles = {one.role for one in standing}
    if not roles & READERS:
        return call.send(PublishedQuestion(call.language, staff=bool(roles)).envelope())
    call.looked(asks.name)
    bidang = tuple(sorted({one.bidang for one in standing if one.bidang}))
    only = bidang if roles & READERS <= {"bidang"} else None
    if not event.private:  # the whole group reads the answer
        only = tuple(here(call.tx, event.address))
    mentions_money = bool(roles & MONEY_READERS) and event.private
    return call.send(asks(call.language, call.args, only, mentions_money).envelope())


def speaker(request: Request[SpokenRequest], office: Office) -> Callable[[Says], str]:
    """A function that says words in the language of the request."""
    return lambda words: office.texts.say(request.asked.language, words)


def today(request: Request[object], office: Office) -> date:
    """The day of a request by the office's clock."""
    return request.now.astimezone(office.agency.zone).date()


def scope_asked(
    request: Request[PlaceQuestion],
    office: Office,
    query: str | None = None,
    other: Sequence[str] = (),
) -> Scope:
    """The period and place of a request. Raises InputError with a sentence for the person.

    `query`: words to read in place of the request's own. `other`: further names that might have
    been meant there; they are suggested too.
    """
    said = request.asked.query if query is None else query
    try:
        periode, place = read(said, office.agency, office.texts, today(request, office))
    except UnknownPlace as unknown:
        raise InputError(speaker(request, office)(unknown_place(unknown, other))) from unknown
    return scope_of(office.agency, periode, *place)


def unknown_place(unknown: UnknownPlace, other: Sequence[str] = ()) -> Words:
    """Words on a place that is not known, with the nearest name and all names."""
    every = [*unknown.known, *other]
    near = nearest(unknown.said, every)
    facts = {"apa": unknown.said[:40], "dekat": near, "pilihan": ", ".join(every)}
    return Words("ikm.layanan_asing", facts)


def answered(make: Callable[[], Composed]) -> Composed:
    """Run `make`; an InputError becomes a message that tells what was wrong with the question."""
    try:
        return make()
    except InputError as wrong:
        return Composed(Message(text=str(wrong)))


def keeping(message: Message, request: Request[object], steps: Iterable[Steps]) -> Composed:
    """The message, with a `keep` that stores the sums it shows as the last told ones.

    So the next step is at least five answers larger. `steps`: of each figure, its `Figures.steps`.
    """
    every = [one for part in steps for one in part]

    def keep(tx: Tx) -> None:
        for key, sums in every:
            tx.results.save_told(key, sums, now=request.now)

    return Composed(message, keep)


def place_of(office: Office, scope: Scope) -> dict[str, str | None]:
    """The names of a scope for a heading: {"unit": name, "layanan": name or None}."""
    unit = office.agency.unit_with(scope.unit)
    service = unit.service(scope.layanan) if unit else None
    named = unit.short if unit else office.agency.short
    return {"unit": named, "layanan": service.name if service else None}


def argument(scope: Scope) -> str:
    """A scope as the argument of a button, which `scope_asked` reads again."""
    return " ".join(filter(None, (scope.label, scope.layanan or scope.unit)))
