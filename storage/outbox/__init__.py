"""The outbox: every message to a human, from its draft to its last state (`tx.outbox`).

Convention: a row waits as "menunggu" (or "jendela", until the person writes) and ends once; only
the statements of this package change its state, but for rows that `storage.people` drops. SETTLE
changes waiting rows only, and HEAD keeps the order of an address: no row is leased before an older
one that is due or was tried. A change of state by other means sends a message twice, or out of
order.
"""
