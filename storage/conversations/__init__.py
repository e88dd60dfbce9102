"""The hot path: `tx.conversations.advance` takes a group of arrivals through one transaction.

Convention: conversations are read at once when the group begins (`loading`), kept in `LoadedGroup`
while the desk decides event by event, and written at once at the end; a file that must see the
database in between calls `LoadedGroup.write` first. SQL for each single event would cost more than
the rest of the turn, and a statement that skips `write` works on rows that are behind the group.
"""
