"""NRR, IKM and mutu from integer sums: exact fractions, and no rounding but the last."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from core.errors import InputError
from core.language.decimals import comma, printed, root, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.ikm.sums import Rekap
    from core.office.questionnaire import Questionnaire, Unsur

WeightPolicy = Literal["exact", "0.111", "0.11"]
POLICIES: tuple[WeightPolicy, ...] = ("exact", "0.111", "0.11")
WEIGHTS = {"exact": "1/9", "0.111": "0,111", "0.11": "0,11"}  # as they are printed

LEAST = {"A": Fraction("88.31"), "B": Fraction("76.61"), "C": Fraction("65.00")}
KINERJA = {"A": "Sangat baik", "B": "Baik", "C": "Kurang baik", "D": "Tidak baik"}
LOWEST, HIGHEST = Fraction(25), Fraction(100)
NINTH = Fraction(1, 9)
Z = Fraction("1.96")  # 95 % of a normal distribution lie within


@dataclass(frozen=True, slots=True)
class NilaiUnsur:
    """One unsur: its integer sum, and what follows from it."""

    code: str
    key: str
    name: str
    short: str
    sum: int  # of all scores of its questions
    asked: int  # how many questions feed it
    weight: Fraction  # as used, so 111/1000 under the policy 0.111
    nrr: Fraction
    konversi: Fraction
    printed_nrr: str
    printed_konversi: str
    mutu: str

    @property
    def weighted(self) -> Fraction:
        return self.nrr * self.weight


@dataclass(frozen=True, slots=True)
class ConfidenceInterval:
    """The 95 % interval of the index, if the respondents stand for the users."""

    half: str  # "1.32"
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Ikm:
    n: int
    policy: WeightPolicy
    nilai: Fraction
    ikm: str  # as printed, "93.54"
    mutu: str
    kinerja: str
    unsur: tuple[NilaiUnsur, ...]  # none where only the totals were asked for
    squared_error: (
        Fraction | None
    )  # square of the index's standard error; None under two respondents
    interval: ConfidenceInterval | None

    def ranking(self) -> tuple[tuple[NilaiUnsur, ...], ...]:
        """Lowest first; unsur of equal NRR stand together, in the order of their codes."""
        levels = sorted({one.nrr for one in self.unsur})
        return tuple(tuple(one for one in self.unsur if one.nrr == nrr) for nrr in levels)

    def lowest(self, count: int = 3) -> tuple[NilaiUnsur, ...]:
        """The lowest unsur; more than asked for when the last place is shared.

        All of them only where all are alike: what everybody else shares is not low.
        """
        found: tuple[NilaiUnsur, ...] = ()
        for level in self.ranking():
            if len(found) >= count or 0 < len(found) == len(self.unsur) - len(level):
                break
            found += level
        return found


def mutu(value: Fraction) -> str:
    """The letter of the number that is printed: the table's holes lie between two decimals."""
    shown = rounded(value)
    return next((letter for letter, least in LEAST.items() if shown >= least), "D")


def compute(rekap: Sequence[Rekap], survey: Questionnaire, policy: WeightPolicy = "exact") -> Ikm:
    """The index of all responses summed in `rekap`. Raises InputError when it has no meaning."""
    n, factor = _counted(rekap), _factor(survey, policy)
    sums = _sums(rekap, survey)
    unsur = tuple(_unsur(one, survey, sums, n, factor) for one in survey.unsur)
    nilai = sum((one.weighted for one in unsur), Fraction()) * 25
    return _made(rekap, survey, policy, nilai, unsur)


def compute_total(
    rekap: Sequence[Rekap], survey: Questionnaire, policy: WeightPolicy = "exact"
) -> Ikm:
    """The same index without its unsur, from the totals alone: the sums of t hold it exactly."""
    n, factor = _counted(rekap), _factor(survey, policy)
    whole = sum(survey.integer_weights().values())
    nilai = Fraction(sum(one.t1 for one in rekap), n * whole) * 25 * factor
    return _made(rekap, survey, policy, nilai, ())


def _counted(rekap: Sequence[Rekap]) -> int:
    n = sum(one.n for one in rekap)
    if n == 0:
        raise InputError("Belum ada jawaban untuk dihitung.")
    return n


def _made(
    rekap: Sequence[Rekap],
    survey: Questionnaire,
    policy: WeightPolicy,
    nilai: Fraction,
    unsur: tuple[NilaiUnsur, ...],
) -> Ikm:
    n, factor = _counted(rekap), _factor(survey, policy)
    squared_error = _squared_error(rekap, survey, n, factor)
    letter = mutu(nilai)
    return Ikm(
        n=n,
        policy=policy,
        nilai=nilai,
        ikm=printed(nilai),
        mutu=letter,
        kinerja=KINERJA[letter],
        unsur=unsur,
        squared_error=squared_error,
        interval=_interval(nilai, squared_error),
    )


def _factor(survey: Questionnaire, policy: WeightPolicy) -> Fraction:
    """What a printed weight makes of an exact one: 0.111 is 999/1000 of 1/9."""
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
    konversi = nrr * 25  # of the unrounded NRR: 3.5333 is an A, its print 3.53 a B
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
    """The sample variance of the respondents' own indices, over n."""
    if n < 2:  # noqa: PLR2004 - one respondent has no spread
        return None
    t1, t2 = sum(one.t1 for one in rekap), sum(one.t2 for one in rekap)
    weights = survey.integer_weights()
    whole = sum(weights.values())  # a respondent's t over this is the mean score
    variance = (t2 - Fraction(t1 * t1, n)) / (n - 1)
    return variance * (Fraction(25, whole) * factor) ** 2 / n


def _interval(nilai: Fraction, squared_error: Fraction | None) -> ConfidenceInterval | None:
    if not squared_error:  # all alike: that tells nothing of those who were not asked
        return None
    half = root(Z * Z * squared_error)
    low, high = max(LOWEST, nilai - half), min(HIGHEST, nilai + half)
    return ConfidenceInterval(printed(half), printed(low), printed(high))


def achievement(ikm: Ikm, target: Fraction) -> str:
    """Achievement in percent, of the printed IKM: a reader must be able to divide it again."""
    return printed(Fraction(ikm.ikm) / target * 100)


def is_reached(ikm: Ikm, target: Fraction) -> bool:
    return Fraction(ikm.ikm) >= target


def interval_words(ikm: Ikm) -> str:
    if ikm.interval is None:
        return "Rentang 95%: belum dapat dihitung, karena jawaban respondennya tidak beragam."
    low, high = comma(ikm.interval.low), comma(ikm.interval.high)
    half = comma(ikm.interval.half)
    return f"Rentang 95%: {low} sampai {high} (±{half}), bila responden mewakili pengguna."
