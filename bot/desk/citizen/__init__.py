"""The desk's side of the survey in chat, and the commands that citizens may use.

The convention: questions, screens and their order are pure and stand in `core.survey`. A file here
answers one question of `DeskRouter`, such as whether a visit's code is known or where a newcomer is
led, and translates between events, the store and the survey's values.

If a rule of the survey is written here instead, the tests of `core.survey` do not see the rule, and
an answer can depend on the channel that the respondent used.
"""
