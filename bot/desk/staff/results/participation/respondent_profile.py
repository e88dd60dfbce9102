"""`profil_responden`: the respondents by the official categories, small groups merged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.desk.staff import question as staff_question
from bot.desk.staff.results import method
from bot.desk.staff.results.participation.respondents import screen
from bot.desk.staff.results.shares import shares
from core.ikm.sums import Rekap, ScoreSums
from core.language.catalogue import Joined, Words
from core.messaging.outgoing import Message
from core.ports.composer import Composed
from core.results.small_numbers import LEAST, betrays, key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.config.office import Office
    from core.language.catalogue import Say, Says
    from core.office.questionnaire import ProfileField
    from core.ports.composer import Request
    from core.ports.requests.figures import ProfileQuestion
    from core.ports.results import Scope
    from core.results.small_numbers import Steps


NEWEST = 5_000  # most answers whose profiles are decrypted and counted
DECADE = 10  # years of one age group
YOUNG, OLD = 20, 60  # years; below and from here on ages are one group


def compose(request: Request[ProfileQuestion], office: Office) -> Composed:
    """Shares by the official categories, each of at least five people.

    Like every running figure they move in steps of five answers, so that two screens subtracted
    from each other give no few respondents away.
    """

    def make() -> Composed:
        scope, say = (
            staff_question.scope_asked(request, office),
            staff_question.speaker(request, office),
        )
        found = request.reader.answers.profiles(scope, NEWEST)
        hidden = _hidden(request, office, scope, len(found))
        if hidden:
            return Composed(Message(text=say(Words(hidden, {"periode": scope.label}))))
        step, steps = _step(request, office, scope, found)
        rows: list[Says] = [
            Words(
                "responden.profil_baris",
                {"apa": _named(about, office, say), "isi": _parts(about, step)},
            )
            for about in office.survey.questionnaire.profile
        ]
        newest = step.n if step.n == NEWEST else None
        rows.append(Words("responden.profil_dari", {"n": step.n, "terbaru": newest}))
        method_buttons = [method.button("profil", say)]
        shown = screen("responden.profil", scope, office, say, rows, method_buttons)
        return staff_question.keeping(shown, request, [steps])

    return staff_question.answered(make)


def _hidden(request: Request[ProfileQuestion], office: Office, scope: Scope, n: int) -> str | None:
    if n < LEAST:
        return "ikm.kurang_dari_5"
    return "ikm.sisa_kecil" if betrays(request.reader.results, office.agency, scope) else None


def _step(
    request: Request[ProfileQuestion],
    office: Office,
    scope: Scope,
    found: Sequence[Mapping[str, str]],
) -> tuple[Rekap, Steps]:
    """The counts that were told last, until five more answers make new ones; and the sums to keep.

    They are kept as sums of scores are: a Rekap whose `s1` is a count.
    """
    key = f"profil|{key_of(scope)}"
    told = next(iter(request.reader.results.told(key) or ()), None)
    if told is not None and abs(len(found) - told.n) < LEAST and len(found) < NEWEST:
        return told, ()
    counts = Counter(
        f"{about.key}:{_category(about, one.get(about.key))}"
        for about in office.survey.questionnaire.profile
        for one in found
    )
    nilai = {name: ScoreSums(n, 0) for name, n in sorted(counts.items())}
    now = Rekap("profil", len(found), nilai, 0, 0)
    return now, ((key, (now,)),)


def _named(about: ProfileField, office: Office, say: Say) -> str:
    """The subject of a profile question in a word; an office's own question as it is worded."""
    known = f"responden.tentang_{about.key}"
    if office.texts.has(known):
        return say(Words(known))
    return say(Words(f"profil.{about.key}.tanya")).partition("?")[0]


def _parts(about: ProfileField, step: Rekap) -> Joined:
    mine = f"{about.key}:"
    counts = {
        name.removeprefix(mine): one.s1 for name, one in step.nilai.items() if name.startswith(mine)
    }
    return Joined(
        ", ",
        tuple(
            Words("responden.bagian", {"apa": _label(about, one), "persen": percent})
            for one, percent in shares(counts)
        ),
    )


def _category(about: ProfileField, value: str | None) -> str:
    if not value or (about.kind == "pilihan" and value not in about.choices):
        return "-"
    if about.kind == "pilihan":
        return about.official(value)
    if not value.isdecimal():
        return "-"
    age = int(value)
    return "0" if age < YOUNG else str(min(OLD, age // DECADE * DECADE))


def _label(about: ProfileField, one: str | None) -> Words:
    if one is None:
        return Words("responden.lain")
    if one == "-":
        return Words("responden.tidak_menjawab")
    if about.kind == "pilihan":
        return Words(f"profil.{about.key}.{one}")
    if one == "0":
        return Words("responden.usia_muda", {"batas": YOUNG})
    if int(one) >= OLD:
        return Words("responden.usia_tua", {"batas": OLD})
    return Words("responden.usia", {"dari": int(one), "sampai": int(one) + DECADE - 1})
