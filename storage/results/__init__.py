"""Counts and sums of answers, published figures and frozen questionnaires: `tx.results`.

Convention: no function here returns a value of a single answer, and `median_duration` alone reads
`respons`. `core.results` computes figures from `reader.results` alone, by its rules for small
numbers. A function that gave out single answers here would let them be told past those rules.
"""
