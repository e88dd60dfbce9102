"""Alembic revisions of the schema, and their run at the start of the store.

Convention: a change of `storage.tables` comes with a numbered revision in `versions`, and HEAD
bears the number of the newest one. `upgrade.migrate` compares HEAD with the database, so that an
ordinary start need not load alembic. With an old HEAD a new revision is never run, and the first
statement that uses it fails. A published revision is not edited: databases that ran it would stay
as they are.
"""

HEAD = "0012"
