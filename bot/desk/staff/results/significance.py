"""Whether a change is larger than chance: the word for it, and the sum behind the word.

`ikm` and `tren` share it; the test itself stands in `core.ikm.sample_size`.
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

UNTOLD = ("tidak_terukur", "lain_kuesioner")


def of(found: bool | None) -> Significance:
    """The word for the result of a test; None, not measurable, is "tidak_terukur"."""
    return "tidak_terukur" if found is None else "nyata" if found else "belum_nyata"


def line(earlier: TrendSide, later: TrendSide, significant: Significance) -> Words:
    """The test between two periods in a sentence: difference, t, both squared errors, and limit.

    Without the figures where a side is not known, or the two cannot be compared.
    """
    facts: dict[str, Fact] = {"dari": earlier[0], "ke": later[0]}
    old, new = earlier[1], later[1]
    if old is None or new is None or significant in UNTOLD:
        return Words(f"tren.hitung_{significant}", facts)
    one, other = old.squared_error, new.squared_error
    assert one is not None  # noqa: S101 - else it could not be measured
    assert other is not None  # noqa: S101
    t = t_value(min(old.n, new.n))
    facts |= {
        "selisih": printed_with_comma(new.exact - old.exact, 4),
        "t": printed_with_comma(t, 3),
    }
    facts |= {"satu": printed_with_comma(one, 6), "dua": printed_with_comma(other, 6)}
    facts |= {"batas": printed_with_comma(root(t * t * (one + other)), 4)}
    return Words("tren.hitung_baris", {**facts, "nyata": Words(f"tren.{significant}")})
