"""Answers to staff's questions about the survey's results; one file per question.

The convention: a `compose` gets every running index from `core.results` (`figures`, `series`),
splits answers through `shares`, and returns the sums that it showed through `question.keeping`.

If sums are shown without being kept, the next answer moves the shown figure by itself, and staff
can work out a single respondent's scores by subtraction.
"""
