"""Upkeep of the database: the agency's document, retention, leases, the job log, marks, backup.

Convention: every table that holds rows of a person, or rows for a time, has a line in `retention`;
every sealed column has a line in `rekey.SEALED`. A forgotten line of the first kind keeps personal
data for ever; one of the second kind makes values unreadable once an old secret is thrown away.
`backup` and `rekey` work beside the store, on a URL; the other files are functions of `part`.
"""
