"""Figures that may be told: computed from sums, guarded against small numbers, and published.

Convention: a figure is told only out of a `small_numbers.Basis`, and the caller keeps the steps
that come with it by `tx.results.save_told`. Files here read answers by `ResultsReader` alone, so
they never see a single answer, and their results are values without words of a chat (`digest`,
`closing` and `doubtful` alone write sentences).

When the convention is left, two figures of one scope can be subtracted from each other, and the
difference is the answer of a handful of people.
"""
