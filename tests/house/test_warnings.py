"""Warnings that fail the suite though no assertion does: a database that nobody closed."""

from __future__ import annotations

import gc
import sqlite3

import pytest


def forget():
    sqlite3.connect(":memory:")
    gc.collect()


def test_a_database_that_nobody_closes_is_told_on_every_python():
    """Python tells it from 3.13 on; before that the suite watches by itself."""
    with pytest.warns(ResourceWarning, match="unclosed database"):
        forget()


def test_a_database_that_could_not_be_opened_needs_no_closing(tmp_path):
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(tmp_path)
    gc.collect()
