"""Commands, dialogues and news for staff.

The convention: a command (`ask`, `start`, `enter`) reads the sender's roles in the event's own
turn, has the audit trail note what was looked at or done, and puts into its request what the sender
may read. The `compose` that writes the message later looks up no role of the sender again.

If a command leaves the check to its menu or button, anybody gets an answer: every holder of a
message can press its button, and the words behind a button are foreign input.
"""
