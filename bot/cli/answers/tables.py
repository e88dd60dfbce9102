"""An index as lines of a terminal, with comma decimals; `skm ikm` and `skm verify` print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ikm.index import WEIGHTS, interval_words
from core.language.decimals import comma, printed_with_comma

if TYPE_CHECKING:
    from core.ikm.index import Ikm
    from core.results.figures import Figures, PreviousPeriod

WHY = {
    "kosong": "Belum ada jawaban.",
    "kurang_dari_5": "Baru {n} jawaban. Angka ditampilkan mulai 5 jawaban.",
    "sisa_kecil": "Tidak ditampilkan: dari selisihnya akan terbaca jawaban kurang dari 5 orang.",
}
CHANGE = {True: "lebih dari kebetulan", False: "belum tentu nyata", None: "belum dapat dinilai"}


def unsur_lines(ikm: Ikm, *, letters: bool = True) -> list[str]:
    """Return a table of the unsur: sum of scores, NRR and konversi; `letters`: with mutu."""
    wide = max(len(one.short) for one in ikm.unsur)
    head = f"{'Unsur':<{wide + 4}}{'jumlah':>7}{'NRR':>7}{'konversi':>10}"
    rows = [
        f"{one.code:<3} {one.short:<{wide}}{one.sum:>7}{comma(one.printed_nrr):>7}"
        f"{comma(one.printed_konversi):>10}" + (f"  {one.mutu}" if letters else "")
        for one in ikm.unsur
    ]
    return [head + ("  mutu" if letters else ""), *rows]


def figure_lines(told: Figures) -> list[str]:
    """Return the lines that may be told of a unit, layanan and period."""
    place = " · ".join(filter(None, (told.unit_name, told.layanan_name)))
    if told.ikm is None:
        return [place, f"{told.periode.label}: {WHY[str(told.hidden)].format(n=told.n)}"]
    return [
        place,
        _head(told, told.ikm),
        f"{told.n} responden, {_target(told)}",
        _weight(told, told.ikm),
        interval_words(told.ikm),
        "",
        *unsur_lines(told.ikm, letters=told.has_mutu),
        "",
        f"Terendah: {', '.join(one.short for one in told.lowest)}",
        *_around(told),
    ]


def _head(told: Figures, ikm: Ikm) -> str:
    letter = f" · {ikm.mutu} ({ikm.kinerja})" if told.has_mutu else ""
    return f"IKM {told.periode.label}: {comma(ikm.ikm)}{letter}"


def _target(told: Figures) -> str:
    if told.target is None:
        return "target belum diketahui: jumlah pengguna (N) belum diisi"
    why = f" dari {told.users} pengguna" if told.users else ""
    missing = f", kurang {told.missing}" if told.missing else ""
    return f"target {told.target}{why}{missing}"


def _weight(told: Figures, ikm: Ikm) -> str:
    shares = {one.weight for one in ikm.unsur}
    uneven = ikm.policy == "exact" and len(shares) > 1
    own = str(shares.pop()) if ikm.policy == "exact" else WEIGHTS[ikm.policy]
    other = (
        f" (dengan {WEIGHTS[told.other_weight[0]]}: {comma(told.other_weight[1])})"
        if told.other_weight
        else ""
    )
    return f"Bobot {'menurut kuesioner' if uneven else own}{other}"


def _around(told: Figures) -> list[str]:
    lines = [_change(told.previous)] if told.previous else []
    if told.achievement and told.ikm_target:
        goal = printed_with_comma(told.ikm_target)
        lines.append(f"Sasaran {goal}: tercapai {comma(told.achievement)}%")
    lines += [
        f"Tidak digabung: {n} jawaban kuesioner {name}, yang unsur atau bobotnya lain"
        for name, n in told.left_out
    ]
    if told.revision is not None:
        lines.append(f"Sudah diumumkan, revisi {told.revision}")
    if told.provisional:
        few = "" if told.has_mutu else ": belum 30 responden atau belum mencapai target, tanpa mutu"
        week = "Angka satu minggu tidak diberi mutu"
        lines.append(week if told.periode.kind == "minggu" else f"Sementara{few}")
    return lines


def _change(before: PreviousPeriod) -> str:
    gap = before.difference
    way = "naik" if gap > 0 else "turun" if gap else "tetap"
    size = f" {printed_with_comma(abs(gap))}" if gap else ""
    told = f"{way}{size}, {CHANGE[before.significant]}" if gap else way
    return f"{before.label}: {comma(before.ikm)} ({before.n} responden); {told}"
