"""The jobs of the clock, one file each (`evening_counts` and `day_tally` serve `evening_news`).

Convention: `due(reader, terms, now)` reads the work that is due, `write(tx, rows, now)` writes it,
and a last function puts both into a `scheduler.clock.Job`. `write` asks `tx.upkeep.remember` (or
`post_week`) for each row and skips a row that was written before; the messages themselves are
requests, which a composer of the desk fills when they leave. When the convention is left, two
processes send one message twice, or a message tells figures of the time when it was posted.
"""
