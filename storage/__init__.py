"""The database of the bot: one store behind the port `core.ports.store.Store`.

Convention: a part of a transaction, its port and its folder bear one name (`tx.outbox`,
`core/ports/outbox.py`, `storage/outbox/`). A folder's `part.py` holds the two classes of the port;
its other files hold plain functions that take the session first. All SQL stands in this package,
and of the other packages it imports only core. SQL elsewhere bypasses the vault that seals values,
the address cache of the session and the translation of errors into StoreDown.
"""
