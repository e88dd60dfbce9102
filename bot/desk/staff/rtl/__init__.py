"""Commands and dialogues about RTL: lists, details, new and changed items, and the forum.

The convention: every button names its object by id, and the command that it presses reads that
object and the sender's roles again (`concern`, `reports_for`, `is_admin`). Records are only added
to: a target that moved and an answer that was returned stay on record.

If a file trusts its button, a press on an old message reports for another bidang, or answers a
kegiatan that somebody else has answered meanwhile.
"""
