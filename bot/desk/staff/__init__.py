"""Commands, dialogues and news for staff.

The convention: a command (`ask`, `start`, `enter`) reads the sender's roles in the event's own
turn, writes to the audit trail what was looked at or done, and puts into its request what the
sender may read. The `compose` of the same file writes the message later from that request alone.

If a command leaves the check to its menu or button, anybody answers it: whoever holds a message can
press its button, and the words behind a button are foreign input.
"""
