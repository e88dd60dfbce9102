"""Requests to composers: one frozen value for each kind of message that is composed when it leaves.

Convention: the desk or the clock writes a request into an outbox row as `Compose(name, JSON)`, and
the composer of that name reads the row later. A request's `name` and the stored names of its fields
(`StoredAs`) stand in the databases of offices: a field may be added with a default, and none may be
renamed or get another meaning without a new `version`. When the convention is left, rows that wait
in an office's outbox cannot be read after an update, and their messages are never sent.
"""
