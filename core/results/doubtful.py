"""The index without the answers marked as doubtful, told to staff beside the index that counts.

`core.answers.doubt_flags` sets the marks; a marked answer is never deleted and always counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.ikm import index
from core.language.decimals import comma
from core.results.figures import scope_of
from core.results.small_numbers import LEAST, basis

if TYPE_CHECKING:
    from core.office.agency import Agency
    from core.ports.results import ResultsReader
    from core.results.figures import Figures
    from core.results.small_numbers import Steps

WHY = "semua nilai sama, diisi terlalu cepat, dikirim larut malam, atau beruntun di satu loket"


@dataclass(frozen=True, slots=True)
class Doubts:
    """The lines about doubtful answers that may be told."""

    lines: tuple[str, ...] = ()  # Indonesian
    steps: Steps = ()  # to be kept by the caller: `tx.results.save_told(key, rekaps)`


def doubts(results: ResultsReader, agency: Agency, told: Figures) -> Doubts:
    """Return the lines about the doubtful answers of a whole unit; none for a part of it.

    Out of the parts of a unit one could work back to a few marked answers.
    """
    if told.ikm is None or told.unit is None or told.layanan is not None:
        return Doubts()
    scope = scope_of(agency, told.periode, told.unit)
    marked = sum(one.n for one in results.totals(replace(scope, flagged=True)))
    if not marked:
        return Doubts(("Tidak ada jawaban yang ditandai meragukan.",))
    if marked < LEAST:
        return Doubts((f"Kurang dari {LEAST} jawaban ditandai meragukan; tetap dihitung.",))
    rest = basis(results, agency, replace(scope, flagged=False))
    if rest.survey is None or told.n - rest.n < LEAST:
        return Doubts((f"Ada jawaban yang ditandai meragukan ({WHY}); tetap dihitung.",))
    found = index.compute(rest.rekap, rest.survey, agency.weight_policy)
    line = (
        f"Tanpa jawaban yang ditandai meragukan: IKM {comma(found.ikm)} dari {rest.n} jawaban."
        f" Ditandai ({WHY}), tidak dihapus, dan tetap dihitung dalam IKM di atas."
    )
    return Doubts((line,), rest.steps)
