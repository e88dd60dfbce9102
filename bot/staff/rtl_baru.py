"""`rtl baru` for admins: an item out of the ranking, or from elsewhere with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot.figures import figures, scope_of
from bot.flows import Done
from bot.groups_chat import named
from bot.sender import Composed
from bot.staff.petugas import is_admin
from core import periode as periods
from core import triwulan
from core.angka import comma
from core.errors import InputError
from core.model import Choice, Compose, Message
from core.rtl import Kegiatan, Rtl
from core.rtl_usul import passed_over, propose
from core.texts import Joined, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.call import Call
    from bot.figures import Figures
    from bot.flows import Flows
    from bot.office import Office
    from bot.sender import Request
    from core.dialog.baru import Baru
    from core.ikm import Ikm
    from core.ports import Decision, Tx
    from core.rtl import Horizon
    from core.texts import Fact, Says

OUTSIDE = "-"  # of the nine unsur


def propose_items(call: Call) -> Decision:
    """`rtl baru [periode]`: the ranking, composed outside the writer; each unsur is a button."""
    if not is_admin(call):
        return call.reply(Words("petugas.bukan_admin"))
    return call.send(Compose("rtl_usul", {"bahasa": call.language, "apa": call.args}))


def compose_proposal(request: Request, office: Office) -> Composed:
    def say(words: Says) -> str:
        return office.texts.say(request.args["bahasa"], words)

    today = request.now.astimezone(office.agency.zona).date()
    last_year = str(today.year - 1)
    try:
        periode = periods.parse(request.args["apa"] or last_year, today)
    except InputError as wrong:
        return Composed(Message(text=str(wrong)))
    unit = office.agency.unit[0]
    found = figures(request.reader, office.agency, scope_of(office.agency, periode, unit.kode))
    planned = {one.unsur for one in request.reader.rtl(unit.kode, periode.label) if one.unsur}

    def keep(tx: Tx) -> None:
        for key, sums in found.steps:
            tx.show(key, sums, now=request.now)

    return Composed(_proposal(found, planned, periode.label, say), keep)


def _proposal(found: Figures, planned: set[str], plan: str, say: Callable[[Says], str]) -> Message:
    label = found.periode.label
    outside = Choice(f"kt:rtl_isi:{plan} {OUTSIDE} 0", say(Words("rtl.baru.di_luar")))
    if found.ikm is None:
        return Message(
            text=say(Words("rtl.baru.tanpa_ikm", {"periode": label})), choices=(outside,)
        )
    rows = [say(Words("rtl.baru.usul", {"periode": label, "unit": found.unit_nama}))]
    rows += [say(row) for row in _ranked(found.ikm, planned)]
    choices = []
    for one in propose(found.ikm):
        reason = int(bool(passed_over(found.ikm, one.unsur.key, planned)))
        if one.unsur.key not in planned:
            choices.append(Choice(f"kt:rtl_isi:{plan} {one.unsur.key} {reason}", one.unsur.singkat))
    return Message(text="\n".join(rows), choices=(*choices, outside))


def _ranked(found: Ikm, planned: set[str]) -> Iterator[Words]:
    """A row for each value: those that tie stand together."""
    for level in found.ranking():
        names: list[Says] = [
            Words("rtl.baru.sudah_ada", {"unsur": one.singkat})
            if one.key in planned
            else one.singkat
            for one in level
        ]
        facts: dict[str, Fact] = {
            "no": next(one.peringkat for one in propose(found) if one.unsur is level[0]),
            "unsur": Joined(", ", tuple(names)),
            "nrr": comma(level[0].nrr_cetak),
            "sama": Words("rtl.baru.sama") if len(level) > 1 else None,
        }
        yield Words("rtl.baru.peringkat", facts)


def start(call: Call, flows: Flows, office: Office) -> Decision:
    """`2024 pengaduan 1`, as a button says it: what it may be is checked here."""
    label, _, rest = call.args.partition(" ")
    unsur, _, reason = rest.partition(" ")
    known = {one.key for one in office.survey.questionnaire.unsur} | {OUTSIDE}
    if not label or unsur not in known:
        return call.reply(Words("rtl.tidak_ada"))
    isi = {
        "unit": office.agency.unit[0].kode,
        "periode": label,
        "unsur": None if unsur == OUTSIDE else unsur,
        "beralasan": reason == "1",
    }
    return flows.start(call, "baru", isi)


def create(call: Call, effect: Baru, office: Office) -> Done:
    """The item stays a draft until its plan's forum is recorded."""
    plan = call.tx.rtl(effect.unit, effect.periode)
    number = max((one.nomor for one in plan), default=0) + 1
    made = Rtl(
        unit=effect.unit,
        periode=effect.periode,
        nomor=number,
        unsur=effect.unsur,
        kegiatan=_kegiatan(effect, number),
        di_luar_unsur=effect.tentang,
        sumber=effect.sumber,
        alasan=effect.alasan,
        horizon=cast("Horizon", effect.horizon),
        perlu_anggaran=effect.anggaran,
        instansi_lain=effect.mitra,
    )
    (stored,) = call.tx.add_rtl([made], by=call.tx.who(call.event.person), now=call.event.at)
    who = {kode for one in stored.kegiatan for kode in one.bidang}
    names = ", ".join(named(office.agency, kode) for kode in sorted(who))
    facts: dict[str, Fact] = {"nomor": number, "periode": effect.periode, "bidang": names}
    return Done(Message(text=call.say(Words("rtl.baru.tersimpan", facts))))


def _kegiatan(effect: Baru, number: int) -> tuple[Kegiatan, ...]:
    return tuple(
        Kegiatan(
            f"{number}.{place}",
            one["uraian"],
            tuple(one["bidang"]),
            tuple(map(triwulan.parse, one["jadwal"])),
        )
        for place, one in enumerate(effect.kegiatan, start=1)
    )
