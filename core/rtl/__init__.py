"""RTL (rencana tindak lanjut), the follow-up plan, as values and rules over them.

Convention: `plan` holds the values as they are stored; the state of a triwulan, reminders,
progress and oddities are derived from them at a date that comes in as an argument, and a derived
state is never stored. A function that looks through chains of carried-over kegiatan gets all plans
of a unit, not one.

When the convention is left, a stored state contradicts the answers behind it, or an overdue
kegiatan is silenced because a later plan mentions it.
"""
