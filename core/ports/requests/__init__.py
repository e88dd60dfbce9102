"""Requests to composers: one frozen value for each kind of message that is composed when it leaves.

The desk or the clock writes a request into an outbox row as `Compose(name, JSON)`; the composer of
that name reads the row later. The convention: a request's `name` and the stored names of its fields
(`StoredAs`) stand in the databases of offices, so a field may be added with a default, and none may
be renamed or get another meaning without a new `version`. When the convention is left, rows that
wait in an office's outbox cannot be read after an update, and their messages are never sent.
"""
