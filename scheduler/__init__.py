"""The clock: it looks every few minutes for work that is due by the calendar, and writes it once.

Convention: no job remembers anything in memory. A job asks the database for the work that is
due now, and marks finished work in the same transaction; so a missed tick, a doubled one, a restart
or a second process changes nothing. The package imports `core` alone, never `storage` or `bot`.

When the convention is left, a restart at the wrong minute loses a weekly summary, or two machines
send it twice.
"""
