"""Who the respondents are, by the official categories; few of a kind are told together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.figures import LEAST
from bot.staff.bagian import shares
from bot.staff.responden import over, screen
from core.model import Message
from core.texts import Joined, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.office import Office
    from bot.sender import Composed, Request
    from core.ports import Scope
    from core.questionnaire import Profil
    from core.texts import Says

    Say = Callable[[Says], str]

NEWEST = 5_000  # answers that are opened to count their profiles
DECADE = 10
YOUNG, OLD = 20, 60


def compose(request: Request, office: Office) -> Composed:
    """Shares by the official categories; few of a kind are told together."""

    def told(scope: Scope, say: Say) -> Message:
        found = request.reader.profiles(scope, NEWEST)
        if len(found) < LEAST:
            return Message(text=say(Words("ikm.kurang_dari_5", {"periode": scope.label})))
        rows: list[Says] = [
            Words(
                "responden.profil_baris", {"apa": _asked(about, say), "isi": _parts(about, found)}
            )
            for about in office.survey.questionnaire.profil
        ]
        newest = len(found) if len(found) == NEWEST else None
        rows.append(Words("responden.profil_dari", {"n": len(found), "terbaru": newest}))
        return screen("responden.profil", scope, office, say, rows)

    return over(request, office, told)


def _asked(about: Profil, say: Say) -> str:
    """ "Jenis kelamin Anda", as the question words it."""
    return say(Words(f"profil.{about.key}.tanya")).partition("?")[0]


def _parts(about: Profil, found: Sequence[Mapping[str, str]]) -> Joined:
    counts = Counter(_category(about, one.get(about.key)) for one in found)
    return Joined(
        ", ",
        tuple(
            Words("responden.bagian", {"apa": _label(about, one), "persen": percent})
            for one, percent in shares(counts)
        ),
    )


def _category(about: Profil, value: str | None) -> str:
    if not value or (about.jenis == "pilihan" and value not in about.pilihan):
        return "-"
    if about.jenis == "pilihan":
        return about.official(value)
    if not value.isdecimal():
        return "-"
    age = int(value)
    return "0" if age < YOUNG else str(min(OLD, age // DECADE * DECADE))


def _label(about: Profil, one: str | None) -> Words:
    if one is None:
        return Words("responden.lain")
    if one == "-":
        return Words("responden.tidak_menjawab")
    if about.jenis == "pilihan":
        return Words(f"profil.{about.key}.{one}")
    if one == "0":
        return Words("responden.usia_muda", {"batas": YOUNG})
    if int(one) >= OLD:
        return Words("responden.usia_tua", {"batas": OLD})
    return Words("responden.usia", {"dari": int(one), "sampai": int(one) + DECADE - 1})
