"""`FactsFormatter`: a log line is an event and its facts."""

from __future__ import annotations

import logging

from bot.config.log_format import FactsFormatter


def test_the_facts_stand_behind_the_event():
    record = logging.makeLogRecord(
        {
            "name": "bot.app.lifecycle",
            "levelname": "INFO",
            "msg": "app.started",
            "channels": 2,
            "pulls": 1,
        }
    )
    assert (
        FactsFormatter()
        .format(record)
        .endswith(" INFO bot.app.lifecycle app.started channels=2 pulls=1")
    )


def test_a_line_without_facts_is_the_event_alone():
    record = logging.makeLogRecord(
        {"name": "bot.app.lifecycle", "levelname": "INFO", "msg": "app.stopped"}
    )
    assert FactsFormatter().format(record).endswith(" INFO bot.app.lifecycle app.stopped")
