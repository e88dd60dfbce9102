"""Parts that run beside the app in a process that receives Telegram updates.

The one convention: a part has `start` and `stop` (`AppPart`), does its work again and again, and
writes through `Writer` alone; most derive from `PeriodicPart`, which logs the fault of one turn
and goes on. When the convention is left, a fault ends the part in silence, or a second thread
competes with the writer's for SQLite's one write lock and people wait for their answers.
"""
