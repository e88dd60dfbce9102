"""`ringkasan`: the weekly summary, requested by its reader in chat or by the clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.command import draft
from bot.desk.group_chats import here
from bot.desk.staff.summary.content import SummaryTerms, gather, scope_told, week_key
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message, Template
from core.periods import periode as periods
from core.ports.composer import Composed, Needless
from core.ports.requests.news import SummaryRequest
from core.ports.staff import StaffRole
from core.results import digest
from core.results.figures import figures
from core.results.small_numbers import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.language.catalogue import Says
    from core.office.agency import Agency
    from core.office.roles import Role
    from core.periods.periode import Periode
    from core.ports.composer import Request
    from core.ports.conversations import Decision
    from core.ports.results import Scope
    from core.ports.store import Reader, Tx
    from core.results.figures import Figures
    from core.results.small_numbers import Steps


# Roles that get a summary.
TOLD: tuple[Role, ...] = ("bidang", "admin", "pimpinan")


def ask(call: CommandCall) -> Decision:
    """Request the sender's summaries now: one for each of their roles that gets a summary.

    In a group the summary is that of the group's bidang, even where the sender may read more.
    """
    mine = [one for one in call.tx.staff.roles(call.event.person) if one.role in TOLD]
    if mine and not call.event.private:
        # A group reads of its own bidang only, even where the asker may read more.
        mine = [StaffRole("bidang", code) for code in here(call.tx, call.event.address)]
    if not mine:
        return call.reply(Words("ringkasan.bukan"))
    call.looked("ringkasan")
    bodies = [SummaryRequest(call.language, one.role, one.bidang).envelope() for one in mine]
    drafts = tuple(draft(call.event, body) for body in bodies)
    return replace(call.send(bodies[0]), drafts=drafts)


def compose(request: Request[SummaryRequest], office: Office, words: Collection[str]) -> Composed:
    """Write a summary when it is about to be sent. Raises Needless where its recipient has left.

    `words`: names of the bot's commands; buttons of others are left out.
    """
    asked, whom = request.asked, request.asked.recipient
    if whom and all(one.key != whom for one in request.reader.staff.recipients()):
        raise Needless("has left")

    def say(said: Says) -> str:
        return office.texts.say(asked.language, said)

    today = request.now.astimezone(office.agency.zone).date()
    weeks = tuple(periods.parse(label, today) for label in _untold(request))
    about = SummaryTerms(asked.role, asked.bidang, weeks or (last_week(today),), request.now)
    message, steps = summary(request.reader, office.agency, about, say, words)

    def keep(tx: Tx) -> None:
        for key, sums in steps:
            tx.results.save_told(key, sums, now=request.now)

    return Composed(message, keep)


def _untold(request: Request[SummaryRequest]) -> Sequence[str]:
    """Weeks of the request but those that were sent after all while its row waited."""
    weeks, whom = request.asked.weeks, request.asked.recipient
    posted = request.reader.upkeep.posted_weeks(whom) if whom else []
    told = {label for row in posted if row.sent_at for label in row.covered}
    return [label for label in weeks if label not in told] or weeks[-1:]


def last_week(today: date) -> Periode:
    """The calendar week before that of `today`, a local day."""
    return periods.previous(periods.current("minggu", today))


def summary(
    reader: Reader,
    agency: Agency,
    asked: SummaryTerms,
    say: Callable[[Says], str],
    words: Collection[str],
) -> tuple[Message, Steps]:
    """The message of a summary, and the sums that it shows, which the caller keeps.

    pimpinan get three lines, the other roles the whole text.
    """
    scope = scope_told(agency, asked)
    found = figures(reader.results, agency, scope)
    told = dict(found.steps).get(key_of(scope)) or tuple(reader.results.told(key_of(scope)) or ())
    facts, steps = gather(reader, agency, asked, scope, found, told)
    write = digest.three_lines if asked.role == "pimpinan" else digest.tell
    key = week_key(scope, asked.weeks[-1])
    # The figure of a week stays the one that its first summary told.
    kept = ((key, told),) if found.ikm and told and reader.results.told(key) is None else ()
    choices = tuple(_buttons(scope, found, asked, say, words))
    named = say(Words("ringkasan.templat", {"kepada": facts.addressee}))
    template = Template("digest", (named, digest.days(asked.weeks[-1], say)))
    message = Message(text=write(facts, say), choices=choices, template=template)
    return message, (*found.steps, *steps, *kept)


# -- buttons -----------------------------------------------------------------------------------


def _buttons(
    scope: Scope,
    found: Figures,
    asked: SummaryTerms,
    say: Callable[[Says], str],
    words: Collection[str],
) -> Iterator[Choice]:
    """Buttons of the commands that the bot has."""
    what = " ".join(filter(None, (scope.label, scope.unit)))
    if asked.role == "bidang" and "rtl" in words:
        yield Choice("kt:rtl:", say(Words("tombol.lapor_rtl")))
    if found.ikm and "grafik" in words:
        yield Choice(f"kt:grafik:{what}", say(Words("tombol.grafik")))
    if found.ikm and "hitung" in words:
        yield Choice(f"kt:hitung:{what}", say(Words("tombol.hitung")))
