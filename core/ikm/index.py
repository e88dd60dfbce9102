"""NRR, IKM and mutu from integer sums (PermenPANRB 14/2017, annex): exact fractions, one rounding.

`core/results/figures.py` computes every figure that staff and the public see with it; `skm ikm`
and `skm verify` call it, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from core.errors import InputError
from core.language.decimals import comma, printed, root, rounded
from core.office.agency import POLICIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ikm.sums import Rekap
    from core.office.agency import WeightPolicy
    from core.office.questionnaire import Questionnaire, Unsur

WEIGHTS = {"exact": "1/9", "0.111": "0,111", "0.11": "0,11"}  # the weights in print

# PermenPANRB 14/2017, annex: the least printed IKM of each letter, and its kinerja.
LEAST = {"A": Fraction("88.31"), "B": Fraction("76.61"), "C": Fraction("65.00")}
KINERJA = {"A": "Sangat baik", "B": "Baik", "C": "Kurang baik", "D": "Tidak baik"}
LOWEST, HIGHEST = Fraction(25), Fraction(100)
NINTH = Fraction(1, 9)
Z = Fraction("1.96")  # 95 % of a normal distribution lie within so many standard deviations


@dataclass(frozen=True, slots=True)
class NilaiUnsur:
    """One unsur: the integer sum of its scores, and the figures that follow from it."""

    code: str
    key: str
    name: str
    short: str
    sum: int  # of all scores of its questions
    asked: int  # number of its questions
    weight: Fraction  # as used, so 111/1000 under the policy 0.111
    nrr: Fraction  # mean score, 1 to 4
    konversi: Fraction  # nrr x 25, so 25 to 100
    printed_nrr: str  # "3.83"
    printed_konversi: str  # "95.63"
    mutu: str  # "A" to "D"

    @property
    def weighted(self) -> Fraction:
        """The share of this unsur in the index: NRR x weight."""
        return self.nrr * self.weight


@dataclass(frozen=True, slots=True)
class ConfidenceInterval:
    """The printed 95 % interval of the IKM, valid if the respondents represent the users."""

    half: str  # half the width: "1.32"
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Ikm:
    """The index of one group of responses, with its unsur and its interval."""

    n: int  # responses
    policy: WeightPolicy
    exact: Fraction  # the IKM before rounding
    ikm: str  # as printed, "93.54"
    mutu: str  # "A" to "D"
    kinerja: str  # "Sangat baik" …
    unsur: tuple[NilaiUnsur, ...]  # () from `compute_total`
    squared_error: Fraction | None  # square of the IKM's standard error; None under two responses
    interval: ConfidenceInterval | None  # None: under two responses, or all alike

    def ranking(self) -> tuple[tuple[NilaiUnsur, ...], ...]:
        """Return the unsur in levels of equal NRR, lowest level first; within a level by code."""
        levels = sorted({one.nrr for one in self.unsur})
        return tuple(tuple(one for one in self.unsur if one.nrr == nrr) for nrr in levels)

    def lowest(self, count: int = 3) -> tuple[NilaiUnsur, ...]:
        """Return the lowest unsur; more than `count` when the last place is shared.

        All of them come only where all are alike: a level that takes in everybody else is not low.
        """
        found: tuple[NilaiUnsur, ...] = ()
        for level in self.ranking():
            if len(found) >= count or 0 < len(found) == len(self.unsur) - len(level):
                break
            found += level
        return found


def mutu(value: Fraction) -> str:
    """Return the letter of the printed number: the table of PermenPANRB 14/2017 has two decimals.

    A value between two of its rows (76.605) is therefore rounded first.
    """
    shown = rounded(value)
    return next((letter for letter, least in LEAST.items() if shown >= least), "D")


def compute(rekap: Sequence[Rekap], survey: Questionnaire, policy: WeightPolicy = "exact") -> Ikm:
    """Return the index of all responses summed in `rekap`, with its unsur.

    Raises InputError where it has no meaning: no response, sums of other questions, or a weight
    policy that does not fit the questionnaire.
    """
    n, factor = _counted(rekap), _factor(survey, policy)
    sums = _sums(rekap, survey)
    unsur = tuple(_unsur(one, survey, sums, n, factor) for one in survey.unsur)
    exact = sum((one.weighted for one in unsur), Fraction()) * 25
    return _made(rekap, survey, policy, exact, unsur)


def compute_total(
    rekap: Sequence[Rekap], survey: Questionnaire, policy: WeightPolicy = "exact"
) -> Ikm:
    """Return the same index without its unsur, from the totals t1 and t2 alone.

    The sums of t hold it exactly, so that `Rekap.nilai` may be empty. Raises InputError as
    `compute`, except that it cannot see that the questions differ.
    """
    n, factor = _counted(rekap), _factor(survey, policy)
    whole = sum(survey.integer_weights().values())
    exact = Fraction(sum(one.t1 for one in rekap), n * whole) * 25 * factor
    return _made(rekap, survey, policy, exact, ())


def _counted(rekap: Sequence[Rekap]) -> int:
    n = sum(one.n for one in rekap)
    if n == 0:
        raise InputError("Belum ada jawaban untuk dihitung.")
    return n


def _made(
    rekap: Sequence[Rekap],
    survey: Questionnaire,
    policy: WeightPolicy,
    exact: Fraction,
    unsur: tuple[NilaiUnsur, ...],
) -> Ikm:
    n, factor = _counted(rekap), _factor(survey, policy)
    squared_error = _squared_error(rekap, survey, n, factor)
    letter = mutu(exact)
    return Ikm(
        n=n,
        policy=policy,
        exact=exact,
        ikm=printed(exact),
        mutu=letter,
        kinerja=KINERJA[letter],
        unsur=unsur,
        squared_error=squared_error,
        interval=_interval(exact, squared_error),
    )


def _factor(survey: Questionnaire, policy: WeightPolicy) -> Fraction:
    """Return the factor from the exact weight to the printed one: 0.111 is 999/1000 of 1/9."""
    if policy == "exact":
        return Fraction(1)
    if policy not in POLICIES:
        raise InputError(f"Bobot {policy} tidak dikenal; pilih {', '.join(POLICIES)}.")
    if any(one.weight != NINTH for one in survey.unsur):
        raise InputError(
            f"Bobot {policy} hanya untuk sembilan unsur yang sama berat; pakai exact di sini."
        )
    return Fraction(policy) / NINTH


def _sums(rekap: Sequence[Rekap], survey: Questionnaire) -> dict[str, int]:
    keys = {one.key for one in survey.questions}
    for one in rekap:
        if one.n and set(one.nilai) != keys:
            raise InputError(
                f"Jawaban kuesioner {one.snapshot} tidak dapat dihitung bersama {survey.snapshot}:"
                " pertanyaannya berbeda."
            )
    return {key: sum(one.nilai[key].s1 for one in rekap if one.n) for key in keys}


def _unsur(
    one: Unsur, survey: Questionnaire, sums: dict[str, int], n: int, factor: Fraction
) -> NilaiUnsur:
    keys = [asked.key for asked in survey.questions if asked.unsur == one.key]
    total = sum(sums[key] for key in keys)
    nrr = Fraction(total, n * len(keys))
    konversi = nrr * 25  # from the unrounded NRR: 3.5333 gives an A, its print 3.53 a B
    return NilaiUnsur(
        code=one.code,
        key=one.key,
        name=one.name,
        short=one.short,
        sum=total,
        asked=len(keys),
        weight=one.weight * factor,
        nrr=nrr,
        konversi=konversi,
        printed_nrr=printed(nrr),
        printed_konversi=printed(konversi),
        mutu=mutu(konversi),
    )


def _squared_error(
    rekap: Sequence[Rekap], survey: Questionnaire, n: int, factor: Fraction
) -> Fraction | None:
    """Return the sample variance of the respondents' own indices, divided by n."""
    if n < 2:  # noqa: PLR2004 - one respondent has no spread
        return None
    t1, t2 = sum(one.t1 for one in rekap), sum(one.t2 for one in rekap)
    weights = survey.integer_weights()
    whole = sum(weights.values())  # a respondent's t over this is the mean score
    variance = (t2 - Fraction(t1 * t1, n)) / (n - 1)
    return variance * (Fraction(25, whole) * factor) ** 2 / n


def _interval(exact: Fraction, squared_error: Fraction | None) -> ConfidenceInterval | None:
    if not squared_error:  # answers that are all alike tell nothing of people who were not asked
        return None
    half = root(Z * Z * squared_error)
    low, high = max(LOWEST, exact - half), min(HIGHEST, exact + half)
    return ConfidenceInterval(printed(half), printed(low), printed(high))


def achievement(ikm: Ikm, target: Fraction) -> str:
    """Return the achievement of a target in percent ("105.93"), from the printed IKM.

    The printed figure counts, so that a reader who divides comes to the same number.
    """
    return printed(Fraction(ikm.ikm) / target * 100)


def is_reached(ikm: Ikm, target: Fraction) -> bool:
    """Tell whether the printed IKM is at least the target."""
    return Fraction(ikm.ikm) >= target


def interval_words(ikm: Ikm) -> str:
    """Return the Indonesian sentence on the 95 % interval, or on why there is none."""
    if ikm.interval is None:
        return "Rentang 95%: belum dapat dihitung, karena jawaban respondennya tidak beragam."
    low, high = comma(ikm.interval.low), comma(ikm.interval.high)
    half = comma(ikm.interval.half)
    return f"Rentang 95%: {low} sampai {high} (±{half}), bila responden mewakili pengguna."
