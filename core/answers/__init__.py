"""Complete answers of one respondent, from any way in: survey, kiosk, staff, paper, old tables.

Convention: an answer is checked as a whole before it counts, and the values hold nothing that
leads to a person: no address, no name, and a saran apart from the scores. Doubtful answers are
marked, never deleted; what cannot be read with certainty is refused with place and remedy. Where
this is left, half an answer enters the IKM, or a score can be traced to the person who gave it.
"""
