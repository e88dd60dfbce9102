"""The reader of a respondent matrix: the table "respondent, nine scores" in a report's annex.

Convention: `finder` goes through the lines once and decides; `header`, `shape` and `footer` judge
one line and keep no log; `values` holds the results. A line that could be read in two ways raises
FileError with line, reason and remedy, and a line that is left out among the rows leaves a
`CleaningNote`. Where this is left, a table of averages or of another order of the columns enters
the IKM unseen.
"""
