"""Reminders of RTL in words: one kegiatan with its buttons, or a list of overdue ones.

The clock requests them (`ReminderRequest`, see `core.rtl.reminders`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.language.catalogue import Joined, Words
from core.language.shortening import cut
from core.messaging.outgoing import Choice, Message, Template
from core.ports.composer import Needless
from core.rtl.names import topic
from core.rtl.reminders import ReminderKind, next_rka
from core.rtl.status import TWICE, by_kegiatan, kegiatan_statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date, datetime

    from bot.config.office import Office
    from core.language.catalogue import Fact, Says
    from core.office.agency import Agency
    from core.ports.composer import Request
    from core.ports.requests.rtl import ReminderRequest
    from core.ports.store import Reader
    from core.rtl.plan import Rtl
    from core.rtl.status import KegiatanStatus

LISTED = 8  # most kegiatan in a list; the others are counted
LETTERS = 70  # of a kegiatan in a list
BUTTONS = ("rtl_sudah", "rtl_belum", "rtl_rincian")


def compose(request: Request[ReminderRequest], office: Office, words: Collection[str]) -> Message:
    """Write a reminder when it is about to be sent, from the state of its kegiatan at that moment.

    Raises Needless where the recipient has left, or the kegiatan are done meanwhile. `words`: names
    of the bot's commands; buttons of others are left out.
    """
    asked, whom = request.asked, request.asked.recipient
    if whom and all(one.key != whom for one in request.reader.staff.recipients()):
        raise Needless("has left")

    def say(said: Says) -> str:
        return office.texts.say(asked.language, said)

    found = tell(request.reader, office.agency, asked, request.now, say, words)
    if found is None:
        raise Needless("done meanwhile")
    return found


def tell(
    reader: Reader,
    agency: Agency,
    asked: ReminderRequest,
    now: datetime,
    say: Callable[[Says], str],
    words: Collection[str],
) -> Message | None:
    """The reminder for a bidang, an admin or pimpinan; None where nothing of it is open any more.

    A bidang gets one kegiatan with buttons, the other roles a list.
    """
    today = now.astimezone(agency.zone).date()
    about = [
        one
        for one in kegiatan_statuses(reader.rtl.items(), today)
        if (one.kegiatan.id, one.triwulan.code) in asked.topic and not one.finished
    ]
    if not about:
        return None
    if asked.role != "bidang" or asked.bidang is None:
        listed = "\n".join(map(say, _listed(about, agency)))
        return Message(text=listed, template=_template(None, today, say))
    whom = named(agency, asked.bidang)
    about.sort(key=lambda one: one.target.last)
    return Message(
        text="\n".join(map(say, _one(about, asked, whom, agency, today))),
        choices=tuple(_buttons(about[0], say, words)),
        template=_template(whom, _quarters(about), say),
    )


def _template(bidang: str | None, when: Fact, say: Callable[[Says], str]) -> Template:
    told = (
        Words("pengingat.templat", {"bidang": bidang}),
        Words("pengingat.templat_kapan", {"kapan": when}),
    )
    return Template("digest", tuple(map(say, told)))


def _one(
    about: Sequence[KegiatanStatus], asked: ReminderRequest, whom: str, agency: Agency, today: date
) -> Iterator[Says]:
    """One kegiatan; of several quarters, the one that waits longest is asked about first."""
    one = about[0]
    yield Words("pengingat.judul", {"bidang": whom, "tentang": topic(one.rtl)})
    yield one.kegiatan.description
    several = Words("pengingat.target", {"target": _quarters(about), "lewat": one.weeks})
    yield target(one) if len(about) == 1 else several
    yield _why(one, asked.kind, agency, today)
    if asked.substitute:
        yield Words("pengingat.pengganti")
    first = Words("pengingat.tanya_dulu", {"target": one.target.label})
    yield Words("pengingat.tanya") if len(about) == 1 else first


def _quarters(about: Sequence[KegiatanStatus]) -> str:
    return ", ".join(dict.fromkeys(one.target.label for one in about))


def named(agency: Agency, bidang: str) -> str:
    """Name of a bidang by its code; the code where it is unknown."""
    return next((one.name for one in agency.bidang if one.code == bidang), bidang)


def target(one: KegiatanStatus) -> Words:
    """Words on the target of a kegiatan, its weeks overdue, and the first target if it moved."""
    facts: dict[str, Fact] = {"target": one.target.label, "lewat": one.weeks}
    if one.first_target != one.target:
        facts |= {"awal": one.first_target.label, "ke": again(one)}
    return Words("pengingat.target", facts)


def again(one: KegiatanStatus) -> int | None:
    """The number of times that a kegiatan was planned anew, from the second on; else None."""
    return one.nth if one.nth >= TWICE else None


def _why(one: KegiatanStatus, kind: ReminderKind, agency: Agency, today: date) -> Words:
    if kind == ReminderKind.RKA and agency.schedule.rka_deadline:
        bounds = next_rka(*agency.schedule.rka_deadline, today)
        return Words("pengingat.rka", {"perlu": _needs(one.rtl), "batas": bounds})
    name = "akhir" if kind == ReminderKind.TWO_WEEKS_LEFT else kind
    return Words(f"pengingat.{name}", {"akhir": one.target.last})


def _needs(rtl: Rtl) -> Joined:
    budget: list[Says] = [Words("pengingat.anggaran")] if rtl.needs_budget else []
    other: list[Says] = [rtl.other_agency] if rtl.other_agency else []
    return Joined(", ", (*budget, *other))


def _buttons(
    one: KegiatanStatus, say: Callable[[Says], str], words: Collection[str]
) -> Iterator[Choice]:
    """Buttons of the commands that the bot has; typing works too."""
    for name in BUTTONS:
        if name in words:
            what = f"{one.kegiatan.id} {one.triwulan.code}"
            yield Choice(f"kt:{name}:{what}", say(Words(f"pengingat.tombol_{name}")))


def _listed(about: list[KegiatanStatus], agency: Agency) -> Iterator[Says]:
    """A list of overdue kegiatan for admin and pimpinan, the longest overdue first."""
    rows = by_kegiatan(about)
    yield Words("pengingat.daftar", {"n": len(rows)})
    for each in rows[:LISTED]:
        one, ticks = each[0], _quarters(each)
        names = ", ".join(named(agency, code) for code in one.kegiatan.bidang)
        facts: dict[str, Fact] = {
            "bidang": names,
            "kegiatan": cut(one.kegiatan.description, LETTERS),
        }
        facts |= {"target": ticks, "lewat": one.weeks, "ke": again(one)}
        yield Words("pengingat.baris", facts)
    if len(rows) > LISTED:
        yield Words("pengingat.lagi", {"n": len(rows) - LISTED})
