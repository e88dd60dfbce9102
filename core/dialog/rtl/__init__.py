"""Dialogues about the follow-up plan: new items, changes, the forum, and the answers of a bidang.

Convention: as in `core.dialog`, one file is one dialogue, and its result is a value such as
`NewItem` or `DoneClaim`, which `bot/desk/staff/rtl/` stores. A dialogue about one kegiatan extends
`evidence.KegiatanDialogData`, so that it says which answer was the newest when it began; without
that, two people who answer at once overwrite each other unseen.
"""
