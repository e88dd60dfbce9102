"""Answers to questions about participation: respondents, their profile, coverage, dropouts.

The convention: numbers of answers are told of a unit or a layanan against its target. Every split
by mode, channel or profile goes through `shares`, which merges groups of fewer than five, and the
coverage of visits through `core.results.coverage`, which rounds.

If a split tells the raw number of a small group, a colleague can find the person who answered.
"""
