"""Whether a change is larger than chance: the word for it, and the sum behind the word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ikm.sample_size import t_value
from core.language.catalogue import Words
from core.language.decimals import root, tercetak

if TYPE_CHECKING:
    from core.ikm.index import Ikm
    from core.language.catalogue import Fact
    from core.results.trend import Nyata

    Sisi = tuple[str, Ikm | None]  # a period's label, and its index where its answers are known

UNTOLD = ("tidak_terukur", "lain_kuesioner")


def of(found: bool | None) -> Nyata:
    return "tidak_terukur" if found is None else "nyata" if found else "belum_nyata"


def line(dari: Sisi, ke: Sisi, nyata: Nyata) -> Words:
    facts: dict[str, Fact] = {"dari": dari[0], "ke": ke[0]}
    old, new = dari[1], ke[1]
    if old is None or new is None or nyata in UNTOLD:
        return Words(f"tren.hitung_{nyata}", facts)
    one, other = old.galat2, new.galat2
    assert one is not None  # noqa: S101 - else it could not be told
    assert other is not None  # noqa: S101
    t = t_value(min(old.n, new.n))
    facts |= {"selisih": tercetak(new.nilai - old.nilai, 4), "t": tercetak(t, 3)}
    facts |= {"satu": tercetak(one, 6), "dua": tercetak(other, 6)}
    facts |= {"batas": tercetak(root(t * t * (one + other)), 4)}
    return Words("tren.hitung_baris", {**facts, "nyata": Words(f"tren.{nyata}")})
