"""Every opener of the database closes it again, above all where opening fails."""

import pytest

from core.errors import InputError, StoreDown
from storage.database.engines import file_of
from storage.store import open_store
from storage.upkeep.backup import backup, nobody_is_in, restore
from storage.upkeep.rekey import reseal
from tests.support.held import held

OTHER = b"a secret that never sealed here"


@pytest.fixture
def folder(store_url, kit):
    """The folder of a store that holds somebody's data and that nobody has open."""
    store, folder = open_store(store_url, [kit.SECRET]), file_of(store_url).parent
    kit.advance(store, [kit.event("1")])
    assert "skm.db" in held(folder)
    store.close()
    assert held(folder) == []
    return folder


def spoil(path):
    path.write_bytes(b"not a database" * 100)


def test_a_secret_that_does_not_fit_leaves_nothing_open(folder, store_url):
    """The raised error still holds its frames, so no collector could have closed anything."""
    with pytest.raises(InputError) as told:
        open_store(store_url, [OTHER])

    assert held(folder) == [], told


def test_a_damaged_database_is_not_held_open(folder, store_url, kit):
    spoil(folder / "skm.db")
    with pytest.raises(StoreDown) as told:
        open_store(store_url, [kit.SECRET])

    assert held(folder) == [], told


def test_an_inheritance_that_fails_leaves_nothing_open(folder, store_url, kit):
    """A folder stands where the lock belongs."""
    (folder / "skm.db-kirim").mkdir()
    with pytest.raises(IsADirectoryError) as told:
        open_store(store_url, [kit.SECRET], sending=True)

    assert held(folder) == [], told


def test_a_new_secret_that_is_refused_leaves_nothing_open(folder, store_url):
    with pytest.raises(InputError) as told:
        reseal(store_url, [OTHER])

    assert held(folder) == [], told


def test_a_backup_closes_what_it_read_and_wrote(folder, store_url):
    backup(store_url, folder / "copy.db")
    assert held(folder) == []

    spoil(folder / "skm.db")
    with pytest.raises(StoreDown) as told:
        backup(store_url, folder / "again.db")
    assert held(folder) == [], told


def test_a_restore_closes_what_it_read_and_wrote(folder, store_url):
    copy = folder / "copy.db"
    backup(store_url, copy)
    restore(copy, store_url, force=True)
    assert held(folder) == []

    spoil(copy)
    with pytest.raises(InputError) as told:
        restore(copy, store_url, force=True)
    assert held(folder) == [], told


def test_a_look_at_who_is_in_stays_in_no_database(folder):
    nobody_is_in(folder / "skm.db")
    assert held(folder) == []

    spoil(folder / "skm.db")
    nobody_is_in(folder / "skm.db")
    assert held(folder) == []
