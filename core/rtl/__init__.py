"""RTL (rencana tindak lanjut), the follow-up plan, as values and rules over them.

The convention: `plan` holds the values as they are stored, and every other file derives something
from them at a date that comes in as an argument: the state of each triwulan (`status`), reminders,
progress, proposals, oddities. A derived state is never stored. Functions that look through chains
of carried-over kegiatan get all plans of a unit, not one.

When the convention is left, a stored state contradicts the answers behind it, or an overdue
kegiatan is silenced because a later plan mentions it.
"""
