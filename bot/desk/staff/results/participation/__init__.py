"""Answers to questions about who took part: respondents, their profile, coverage, dropouts.

The convention: every screen is built by `over` and `screen` of `respondents`, and tells people only
as counts of a whole scope, as rounded steps, or as shares that `shares` has merged to five.

If a raw count of a small group is shown, a colleague can tell which person answered.
"""
