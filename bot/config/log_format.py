"""The format of log lines on stderr: an event and its facts. `skm run` starts it.

A log line never holds words, names or numbers of a person; libraries that would log every request
are set to WARNING.
"""

from __future__ import annotations

import logging

# Libraries that log every request or job at INFO.
TALKATIVE = ("aiogram", "alembic", "apscheduler", "httpx", "telegram")
_OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class FactsFormatter(logging.Formatter):
    """Writes `extra` behind the event, each fact as `key=value`.

    `2026-03-02 09:00:00 INFO bot.app.lifecycle app.started channels=2`
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%d %H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        facts = (f"{key}={value}" for key, value in vars(record).items() if key not in _OWN)
        return " ".join((super().formatMessage(record), *facts))


def start(level: str) -> None:
    """Log to stderr from now on. `level`: a name of `logging`, such as INFO."""
    handler = logging.StreamHandler()
    handler.setFormatter(FactsFormatter())
    logging.basicConfig(level=level, handlers=[handler])
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
