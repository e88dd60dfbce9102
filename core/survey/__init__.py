"""The survey as a state machine: `step(survey, state, event) -> Turn`.

Convention: every function is pure. It takes the definition of the survey, the state of one
respondent and an event, and returns a `Turn`: the new state, screens in catalogue keys, and
questions to the store (`Turn.code`, `Turn.check`) that the desk answers with a further event.
`screens` shows and records nothing, `recording` records, `rendering` alone makes words of keys.
Where this is left, a turn that is computed again after a failed transaction gives another result,
and the same survey behaves differently on two channels.
"""
