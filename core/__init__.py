"""The rules of the survey, the index and the RTL cycle, as values and pure functions.

Convention: a file of `core` uses the standard library only, and takes the time, random numbers and
texts as arguments: no clock, database, network or wording of its own. Inside, imports run
downwards: errors < messaging < periods < office < language < survey, ikm < answers, rtl < ports,
dialog < results. Where this is left, `make check` (import contracts in pyproject.toml) fails, and
a rule can no longer be tested with literal values or replayed from a stored event.
"""
