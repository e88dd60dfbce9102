"""`populasi`: the number of users of a layanan in a period, as an admin reads it from the register.

An admin may say it in one line: `populasi 2026 sktm 200 sumber Buku register`. An admin who says
the bare command is led through `core.dialog.population`; others are told the known numbers.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from bot.desk.dialogs import DialogResult
from bot.desk.staff import question as staff_question
from bot.desk.staff.question_text import UnknownPlace, read
from core.dialog.population import MOST, MOST_SAID, SOURCE_MOST, PopulationData, UserCount, line
from core.errors import InputError
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message
from core.office import agency_document
from core.ports.composer import Composed
from core.ports.requests.figures import PopulationQuestion, SavedPopulation
from core.results.figures import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from bot.desk.dialogs import Dialogs
    from core.language.catalogue import Says
    from core.messaging.outgoing import Compose
    from core.ports.composer import Request
    from core.ports.conversations import Decision
    from core.ports.requests.request import PlaceQuestion
    from core.ports.results import Scope

# "2026 sktm 1.200 sumber Buku register", "2026 sktm target 100 sumber Surat Kepala Dinas"
LINE = re.compile(
    r"(?P<apa>.*?)\s*(?P<target>\btarget\s+)?\b(?P<n>\d{1,3}(?:[. ]\d{3})+|\d+)"
    r"(?:\s+(?:orang|pengguna))?\s+sumber:?\s+(?P<sumber>.+)",
    re.IGNORECASE | re.DOTALL,
)
# The same without its source: the admin is asked for one.
UNSOURCED = re.compile(r".*\S\s+\d[\d.]*(?:\s+(?:orang|pengguna))?\s*", re.DOTALL)


def enter(call: CommandCall, office: Office, dialogs: Dialogs) -> Decision:
    """Answer `populasi`: admins enter a number, all who read figures may ask for the known ones.

    A wrong line is answered with a sentence on its fault.
    """
    said = _said(call)
    roles = {one.role for one in call.tx.staff.roles(call.event.person)}
    if "admin" in roles and not said and call.event.private:
        return dialogs.start(call, PopulationData())
    if not roles & staff_question.READERS or not re.search(r"\bsumber\b", said, re.IGNORECASE):
        if "admin" in roles and UNSOURCED.fullmatch(said):
            return call.reply(Words("populasi.tanpa_sumber", {"baris": said[:60]}))
        return staff_question.ask(call, PopulationQuestion)
    if "admin" not in roles:
        return call.reply(Words("populasi.hanya_admin"))
    try:
        return call.send(_saved(call, _read(said, call, office)))
    except UnknownPlace as unknown:
        return call.reply(staff_question.unknown_place(unknown))
    except InputError as wrong:
        return call.reply(str(wrong))


def carry_out(call: CommandCall, effect: UserCount) -> DialogResult:
    """Save the number that the dialogue asked for, and request the screen that tells it."""
    try:
        saved = _saved(call, effect)
    except InputError as wrong:  # the layanan has been removed meanwhile
        return DialogResult(Message(text=str(wrong)))
    return DialogResult(None, (call.draft(saved),))


def _saved(call: CommandCall, given: UserCount) -> Compose:
    changed = _save(call, _row_of(given))
    query = " ".join((given.periode, given.layanan or given.unit))
    return SavedPopulation(call.language, query, changed).envelope()


def _row_of(given: UserCount) -> dict[str, Any]:
    """One row of `populasi` as the agency's document holds it."""
    number = {"target": given.n} if given.is_target else {"pengguna": given.n}
    service = {"layanan": given.layanan} if given.layanan else {}
    told = {"periode": given.periode, **number, "sumber": given.source}
    return {"unit": given.unit, **service, **told}


def _said(call: CommandCall) -> str:
    """The words after the command as they were typed: a source keeps its capitals."""
    event = call.event
    if event.command is not None:
        return event.command[1].strip()
    return (event.text or call.args).strip().partition(" ")[2].strip() if event.text else call.args


def _read(said: str, call: CommandCall, office: Office) -> UserCount:
    found = LINE.fullmatch(said)
    if found is None:
        raise InputError(call.say(Words("populasi.contoh")))
    today = call.event.at.astimezone(office.agency.zone).date()
    periode, place = read(found["apa"], office.agency, office.texts, today)
    scope = scope_of(office.agency, periode, *place)
    if scope.unit is None:
        names = ", ".join(one.short for one in office.agency.unit)
        raise InputError(call.say(Words("populasi.unit_mana", {"pilihan": names})))
    n = int(re.sub(r"\D", "", found["n"]))
    if not 1 <= n <= MOST:
        raise InputError(call.say(Words("populasi.angka", {"n": str(n), "paling": MOST_SAID})))
    source = " ".join(found["sumber"].split())
    if len(source) > SOURCE_MOST:
        raise InputError(call.say(Words("populasi.sumber_panjang", {"paling": SOURCE_MOST})))
    return UserCount(scope.unit, scope.layanan, scope.label, n, bool(found["target"]), source)


def _save(call: CommandCall, row: dict[str, Any]) -> bool:
    """Put a row into the agency's document as it stands in this transaction.

    False where the same row stood there already. Raises InputError where the document would be
    wrong.
    """
    standing = call.tx.upkeep.agency()
    if standing is None:
        raise InputError("Belum ada instansi.")
    document = deepcopy(dict(standing))
    rows = document.setdefault("populasi", [])
    first = document["unit"][0]["kode"]
    old = [one for one in rows if _key(one, first) == _key(row, first)]
    document["populasi"] = [*(one for one in rows if one not in old), row]
    agency_document.parse(document, "instansi")
    now = call.event.at
    changed = call.tx.upkeep.save_agency(document, now=now)
    if changed:
        facts = {**row, "dari": old[0] if old else None}
        call.tx.staff.audit(call.tx.staff.audit_name(call.event.person), "populasi", facts, now=now)
    return changed


def _key(row: Mapping[str, Any], first: str) -> tuple[Any, ...]:
    return row.get("unit", first), row.get("layanan"), row["periode"]


# -- what is known -----------------------------------------------------------------------------


def compose(request: Request[PopulationQuestion], office: Office) -> Composed:
    """List the known numbers of a period and place, with an example of a line."""
    return staff_question.answered(lambda: Composed(_known(request, office, None)))


def compose_saved(request: Request[SavedPopulation], office: Office) -> Composed:
    """List the numbers after one was saved.

    It is composed after the COMMIT, so this process reads the agency anew before telling it.
    """
    office.refresh()
    name = "populasi.tersimpan" if request.asked.is_new else "populasi.sudah"
    note = staff_question.speaker(request, office)(Words(name))
    return staff_question.answered(lambda: Composed(_known(request, office, note)))


def _known(request: Request[PlaceQuestion], office: Office, note: str | None) -> Message:
    scope, say = (
        staff_question.scope_asked(request, office),
        staff_question.speaker(request, office),
    )
    rows: list[Says] = [*_rows(scope, office)]
    if note is None:  # an admin who has just entered one needs no example
        rows.append(Words("populasi.contoh"))
    head = say(Words("populasi.judul", {"label": scope.label}))
    compute = Choice(
        f"kt:hitung_responden:{staff_question.argument(scope)}", say(Words("tombol.hitung"))
    )
    text = "\n".join(map(say, rows))
    return Message(text=text, heading=head, note=note, choices=(compute,))


def _rows(scope: Scope, office: Office) -> Iterator[Words]:
    for unit in office.agency.unit:
        if scope.unit not in (unit.code, None):
            continue
        yield line(unit.short, office.agency.users(unit.code, None, scope.label))
        for one in unit.layanan:
            if scope.layanan in (one.code, None):
                known = office.agency.users(unit.code, one.code, scope.label)
                yield line(office.agency.label(unit, one), known)
