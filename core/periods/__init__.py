"""Calendar values of the office: periode, triwulan, working days.

Convention: a file here never looks at a clock. Today, the time zone and the holidays of a year are
arguments, days are local days of the office (`date`), and moments are UTC (`datetime`). Text that
could mean two periods is refused with InputError, never guessed. Where this is left, an answer
falls into the wrong period near midnight, and no test can set the day.
"""
