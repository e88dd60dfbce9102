"""Leases of a dead sender end at the next start; those of a living one do not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.store import open_store
from tests.contract.store import store_kit as kit


@pytest.fixture
def opened(tmp_path):
    """Opens the store as often as asked, each as a process of its own would; closes them all."""
    stores = []

    def again(*, sending):
        url = f"sqlite:///{tmp_path / 'skm.db'}"
        stores.append(open_store(url, [kit.SECRET], sending=sending))
        return stores[-1]

    yield again
    for store in stores:
        store.close()


def _lease(store):
    now = datetime.now(UTC)
    (done,) = kit.advance(store, [kit.event("1")], holder="a", now=now)
    return done.rows


def test_the_rows_of_the_dead_are_due_at_once_and_marked_as_perhaps_sent(opened):
    """The first sender is gone without a word; the second gets its row, unsure."""
    first = opened(sending=True)
    _lease(first)
    first.close()
    rows = kit.claim(opened(sending=True), now=datetime.now(UTC))
    assert kit.texts(rows) == ["ke-1"]
    assert rows[0].unsure


def test_the_rows_of_a_sender_that_lives_stay_its_own(opened):
    """A second sender starts beside the first and gets nothing of what the first has in hand."""
    _lease(opened(sending=True))
    assert kit.claim(opened(sending=True), now=datetime.now(UTC)) == []


def test_who_does_not_send_ends_no_lease(opened):
    """A command beside a killed bot leaves the leases as they are."""
    first = opened(sending=True)
    _lease(first)
    first.close()
    assert kit.claim(opened(sending=False), now=datetime.now(UTC)) == []
