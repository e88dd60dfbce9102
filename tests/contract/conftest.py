"""One suite, every database: the tests of the store ask only for `store_url`."""

import importlib.util
import sys
from pathlib import Path

import pytest

from storage.store import open_store

KIT = Path(__file__).with_name("store_kit.py")


def _load_kit():
    if "store_kit" not in sys.modules:
        spec = importlib.util.spec_from_file_location("store_kit", KIT)
        sys.modules["store_kit"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["store_kit"]


@pytest.fixture(scope="session")
def kit():
    return _load_kit()


@pytest.fixture(params=["sqlite"])
def store_url(request, tmp_path):
    """A fresh database of each kind that the store is written for."""
    return f"sqlite:///{tmp_path / 'data' / 'skm.db'}"


@pytest.fixture
def store(store_url, kit):
    opened = open_store(store_url, [kit.SECRET])
    yield opened
    opened.close()
