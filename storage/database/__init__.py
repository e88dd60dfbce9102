"""The ground under every part of the store: engines, the session, sealing, JSON and SQL helpers.

Convention: no file here knows a table; tables and statements come in as arguments (`column_types`
alone names a few columns of the outbox, for partial indexes). Values reach a row only through
`codec` (JSON) and `crypto` (sealing), and SQL runs on the connection of the session. A helper that
knew a table would close a circle of imports with `storage.tables`.
"""
