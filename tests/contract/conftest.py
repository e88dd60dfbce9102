"""Fixtures of the store's contract: `store_url` gives one database of each supported kind."""

import pytest

from storage.store import open_store
from tests.contract.store import store_kit


@pytest.fixture(scope="session")
def kit():
    return store_kit


@pytest.fixture(params=["sqlite"])
def store_url(request, tmp_path):
    """A fresh database of each kind that the store is written for."""
    return f"sqlite:///{tmp_path / 'data' / 'skm.db'}"


@pytest.fixture
def store(store_url):
    opened = open_store(store_url, [store_kit.SECRET])
    yield opened
    opened.close()
