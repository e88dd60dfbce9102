"""The word for a change of the index that is larger than chance or not, and the sum behind it.

`ikm` and `tren` share it; the test itself and `t_value` stand in `core.ikm.sample_size`. The four
words of `Significance` and the names of facts are keys and placeholders of the catalogues, so they
are Indonesian.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ikm.sample_size import t_value
from core.language.catalogue import Words
from core.language.decimals import printed_with_comma, root

if TYPE_CHECKING:
    from core.ikm.index import Ikm
    from core.language.catalogue import Fact
    from core.results.trend import Significance

    # A period's label, and its index where its answers are known.
    TrendSide = tuple[str, Ikm | None]

# A side has no known spread; the two questionnaires count differently. There is no sum to show.
INCOMPARABLE = ("tidak_terukur", "lain_kuesioner")


def significance_of(found: bool | None) -> Significance:
    """The word for the result of a test (`core.ikm.sample_size.significant`).

    True: larger than chance. False: it may be chance. None: it cannot be measured, since one side
    has a single answer, or answers that are all alike beside a difference that looks real.
    """
    return "tidak_terukur" if found is None else "nyata" if found else "belum_nyata"


def calculation_sentence(earlier: TrendSide, later: TrendSide, significant: Significance) -> Words:
    """The test between two periods in a sentence with its figures.

    They are the difference, Student's critical t, the squared standard errors of both indices, and
    the limit: the smallest difference that would be larger than chance. The sentence has no figures
    where the two are `INCOMPARABLE`; a side without an index always comes with one of those words.
    """
    facts: dict[str, Fact] = {"dari": earlier[0], "ke": later[0]}
    old, new = earlier[1], later[1]
    if old is None or new is None or significant in INCOMPARABLE:
        return Words(f"tren.hitung_{significant}", facts)
    one, other = old.squared_error, new.squared_error
    assert one is not None  # noqa: S101 - else it could not be measured
    assert other is not None  # noqa: S101
    # The smaller n gives the larger t, so that the test rather finds too little than too much.
    t = t_value(min(old.n, new.n))
    facts |= {
        "selisih": printed_with_comma(new.exact - old.exact, 4),
        "t": printed_with_comma(t, 3),
    }
    facts |= {"satu": printed_with_comma(one, 6), "dua": printed_with_comma(other, 6)}
    facts |= {"batas": printed_with_comma(root(t * t * (one + other)), 4)}
    return Words("tren.hitung_baris", {**facts, "nyata": Words(f"tren.{significant}")})
