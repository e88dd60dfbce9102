"""The jobs of the clock, one file each: summaries, reminders, evening news, closings, the purge.

`evening_counts` and `day_tally` count for the evening news.

The convention: `due(reader, terms, now)` reads the work that is due, `write(tx, rows, now)` writes
it, and a last function puts both into a `scheduler.clock.Job`. `write` asks `tx.upkeep.remember`
(or `post_week`) for each row and skips a row that was written before; the messages themselves are
requests, which a composer of the desk fills when they leave.

When the convention is left, two processes send one message twice, or a message tells figures that
were true when it was posted and not when it was read.
"""
