"""One completed answer (`Entry`) that was given outside the chat: at a kiosk, on paper, aloud.

It is checked as a whole before it counts, and holds nothing of the person who gave it. The kiosk
(`bot/web/kiosk`), the staff command `isi` (`bot/desk/staff/assisted_entry.py`) and the reader of
answer sheets (`bot/documents`) make it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from core.answers.doubt_flags import flags
from core.answers.response import Response, Saran
from core.language.free_text import OWN_WORDS_MOST, SARAN_MOST, storable
from core.office.document_table import Table
from core.office.questionnaire import DECLINED, SCORES
from core.periods.periode import CLOSES_AFTER

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from core.answers.response import Mode
    from core.office.agency import ServicePoint, Unit
    from core.office.questionnaire import ProfileField, Questionnaire

SLOTS = ("08-12", "13-17", "lain")  # as the official form groups the hour
LABEL = 64  # letters of a code
LONGEST = 24 * 3600  # seconds; a longer duration is not kept, for it is no time of answering


@dataclass(frozen=True, slots=True)
class Entry:
    """One completed answer, within all bounds."""

    survey: Questionnaire
    point: ServicePoint  # with its layanan
    mode: Mode
    channel: str
    language: str
    day: date  # local day of the answer
    slot: str | None  # one of SLOTS
    duration: int | None  # seconds; None: not known
    profile: Mapping[str, str]  # profile key -> code, number or "-"; "key.lain" -> own words
    nilai: Mapping[str, int]  # question key -> score 1-4, complete
    saran: str | None

    def response(self, *, local: datetime | None = None, rush: int = 0) -> Response:
        """Return the answer as the store keeps it, with its marks.

        `local` and `rush` (as of `flags`) are known only where the answer came in as it was given.
        """
        loket = self.point.loket
        return Response(
            snapshot=self.survey.snapshot,
            unit=self.point.unit,
            layanan=self.point.layanan or "",
            loket=loket,
            day=self.day,
            slot=self.slot,
            duration=self.duration,
            mode=self.mode,
            channel=self.channel,
            language=self.language,
            profile=self.profile,
            nilai=self.nilai,
            flags=flags(self.nilai, duration=self.duration, local=local, loket=loket, rush=rush),
        )

    def words(self) -> Saran | None:
        """Return the saran, about the question with the lowest score; None: there is no saran.

        As in the survey, the saran is about no unsur where the lowest score is above 2.
        """
        if self.saran is None:
            return None
        low = [(self.nilai[one.key], n) for n, one in enumerate(self.survey.questions)]
        score, place = min(low)
        unsur = self.survey.questions[place].unsur if score <= 2 else None  # noqa: PLR2004 - low
        layanan = self.point.layanan or ""
        return Saran(self.point.unit, layanan, unsur, self.saran, self.day)


def is_open(day: date, today: date) -> bool:
    """Tell whether an answer of that local day may still be brought in (14 days)."""
    return today - CLOSES_AFTER <= day <= today


# -- from a kiosk ----------------------------------------------------------------------------------


def read(
    data: Mapping[str, Any],
    survey: Questionnaire,
    unit: Unit,
    point: ServicePoint,
    languages: Collection[str],
    today: date,
    youngest: int | None = None,
) -> Entry:
    """Read the JSON that a kiosk posted. Raises FileError with the key that is wrong.

    `unit` and `point` are those of the kiosk's loket, `today` is the local day, and `youngest` is
    the least age in years (None: no limit).
    """
    top = Table("kios", data)
    made = Entry(
        survey=survey,
        point=_service(top, unit, point),
        mode="kiosk",
        channel="web",
        language=_one_of(top, "bahasa", languages),
        day=_day(top, today),
        slot=_one_of(top, "slot", SLOTS),
        duration=_seconds(top),
        profile=_profile(top.table("profil", {}), survey.profile, youngest),
        nilai=_scores(top.table("nilai"), survey),
        saran=_words(top),
    )
    top.done()
    return made


def _one_of(top: Table, key: str, known: Collection[str]) -> str:
    value = top.text(key, most=LABEL)
    if value not in known:
        raise top.fault(key, "tidak dikenal", f"Pilih: {', '.join(known)}")
    return value


def _service(top: Table, unit: Unit, point: ServicePoint) -> ServicePoint:
    """Return the place with the layanan that the loket serves, or else with the chosen one."""
    told = top.text("layanan", point.layanan or "", most=LABEL)
    if point.layanan is not None and told != point.layanan:
        raise top.fault("layanan", "bukan layanan loket ini", "Muat ulang halaman kios")
    service = unit.service(told)
    if service is None or not service.active:
        raise top.fault("layanan", "tidak ada di unit ini", "Muat ulang halaman kios")
    return replace(point, layanan=told)


def _day(top: Table, today: date) -> date:
    told = top.text("tanggal", most=10)
    try:
        day = date.fromisoformat(told)
    except ValueError:
        day = None
    if day is None or day.isoformat() != told:
        raise top.fault("tanggal", "bukan tanggal", "Tulis seperti 2026-11-21")
    if day > today:
        raise top.fault("tanggal", "di masa depan", "Betulkan jam perangkatnya")
    if not is_open(day, today):
        raise top.fault(
            "tanggal", f"lebih dari {CLOSES_AFTER.days} hari lalu", "Tidak dapat diterima lagi"
        )
    return day


def _seconds(top: Table) -> int | None:
    told = top.whole("durasi", 0)
    return told if 0 < told <= LONGEST else None


def _scores(table: Table, survey: Questionnaire) -> dict[str, int]:
    found = {one.key: table.whole(one.key, least=SCORES[0]) for one in survey.questions}
    for key, score in found.items():
        if score not in SCORES:
            raise table.fault(key, f"{score} di luar skala", "Skor hanya 1, 2, 3, atau 4")
    table.done()
    return found


def _profile(table: Table, asked: Sequence[ProfileField], youngest: int | None) -> dict[str, str]:
    """Return the profile; a question that was not answered counts as declined."""
    found: dict[str, str] = {}
    for one in asked:
        value = table.text(one.key, DECLINED, most=16)
        if not known(one, value):
            raise table.fault(one.key, "tidak dikenal", "Muat ulang halaman kios")
        if too_young(one, value, youngest):
            raise table.fault(one.key, f"di bawah {youngest} tahun", "Survei ini bukan untuknya")
        found[one.key] = value
        named = table.text(f"{one.key}.lain", "", most=OWN_WORDS_MOST).strip()
        if named and (one.own_words is None or value != one.own_words or not storable(named)):
            raise table.fault(f"{one.key}.lain", "tidak pada tempatnya", "Muat ulang halaman kios")
        found |= {f"{one.key}.lain": named} if named else {}
    table.done()
    return found


def known(about: ProfileField, value: str) -> bool:
    """Tell whether a profile question can have this answer (a code, a number, or "-")."""
    if value == DECLINED:
        return True
    if about.kind != "angka":
        return value in about.choices
    least, most = about.bounds
    digits = value.isascii() and value.isdecimal() and len(value) <= len(str(most))
    return digits and least <= int(value) <= most and value == str(int(value))


def too_young(about: ProfileField, value: str, youngest: int | None) -> bool:
    """Tell whether the answer is an age below the office's least age (years; None: no limit)."""
    asked = about.key == "usia" and value != DECLINED and youngest is not None
    return asked and int(value) < (youngest or 0)


def _words(top: Table) -> str | None:
    told = top.text("saran", "", most=SARAN_MOST).strip()
    if not storable(told):
        raise top.fault("saran", "memuat tanda yang rusak", "Tulis ulang")
    return told or None
