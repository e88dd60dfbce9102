"""The way of messages: `StoreWriter` writes those that arrive, `Dispatcher` sends the answers.

The one convention: nothing counts as done before COMMIT. `StoreWriter` owns the only thread that
writes; an arrival is confirmed to its provider, and a row is sent, only after the transaction that
holds it; each row of the outbox leaves through `Dispatcher` under a lease, in order per address,
and ends with a `Settlement`. When the convention is left, a crash loses an answer or sends one
twice, and on SQLite a second writer waits for the lock and holds every chat up. The pipeline does
not import `bot.desk`: `assemble` gives it the desk as a function.
"""
