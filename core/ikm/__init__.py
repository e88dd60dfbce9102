"""NRR, IKM, mutu, confidence interval and sample size, by PermenPANRB 14/2017 and its annex.

Convention: figures are computed from integer sums (`Rekap`) with `Fraction`, never with floats,
and rounded once, at the end, by `core.language.decimals`; a figure that has no meaning raises
InputError instead of being printed. docs/counting.md explains every rule to the officer who must
defend it. Where this is left, a rounding in the middle turns a B into an A, and a reader with a
pencil comes to another number than the report.
"""
