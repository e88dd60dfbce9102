"""The promises between the rooms: Protocols of the store, the channels and the composers.

Convention: one module is one part of a transaction (`tx.outbox` is `core/ports/outbox.py`,
written in `storage/outbox/`), and a module holds Protocols and the frozen values that pass through
them, never code that opens a database or a connection. Import each module by its own name.

When the convention is left, `bot` and `scheduler` reach past the ports into SQLAlchemy or into a
provider's client, the fakes of the tests no longer stand for the real store, and a second database
or channel cannot be put behind the same calls.
"""
