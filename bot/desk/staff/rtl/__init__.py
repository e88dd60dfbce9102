"""Commands and dialogues about RTL: lists, details, new and changed items, and the forum.

The convention: the words behind a button are foreign input. The command that a button presses reads
the item or kegiatan and the sender's roles again (`find`, `concern`, `reports_for`, `is_admin`). An
answer, its review and every target that moved stay on record.

If a file trusts its button, a press on an old message reports for another bidang, or answers a
kegiatan that somebody else has answered meanwhile.
"""
