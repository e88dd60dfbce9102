"""`jejak`, the audit trail in chat: room for staff's steps, and the clock's last purge."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.desk.features import build_registry
from core.messaging.address import Address
from core.messaging.outgoing import Outgoing, ResendPolicy
from core.ports.composer import Request
from core.ports.upkeep import JobRun
from storage.store import open_store
from tests.support.paths import AGENCY_TOML
from tests.support.player import CAPS

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path):
    made = open_store(f"sqlite:///{tmp_path / 'skm.db'}", [b"x" * 32])
    with made.write() as tx:
        tx.upkeep.save_agency(tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8")), now=NOW)
    yield made
    made.close()


def told(store):
    office = Office(store, load_packaged, now=lambda: NOW)
    to = Address("telegram", "42", "1")
    row = Outgoing(1, "r", to, None, ResendPolicy.POST, None, None, 0, unsure=False)
    with store.read() as reader:
        args = {"bahasa": "id", "saya": "orang:1"}
        made = build_registry(office).composers["jejak"](
            Request(reader, args, row, CAPS["telegram"], NOW)
        )
        return made.message.text.splitlines()


def purge(store, hours, *, succeeded=True):
    at = NOW + HOUR * hours
    gone = {"diterima": 12, "outbox": 3}
    with store.write() as tx:
        tx.staff.audit("jadwal", "purge", gone, now=at)
        tx.upkeep.log_run(JobRun("purge", at, at + HOUR, succeeded=succeeded, counts=gone))


def test_a_day_of_purges_leaves_room_for_what_staff_did(store):
    with store.write() as tx:
        tx.staff.audit(
            "orang:1", "populasi", {"unit": "pelayanan", "target": None, "n": 40}, now=NOW
        )
    for hour in range(24):
        purge(store, hour)

    assert told(store) == [
        "2 Mar 2026 09.00 populasi (pelayanan, 40), Anda",
        "Data yang lewat masa simpannya terakhir dihapus 3 Mar 2026 08.00: 15 baris.",
    ]


def test_a_purge_that_failed_deleted_nothing(store):
    purge(store, 1, succeeded=False)
    assert told(store) == ["Belum ada yang tercatat."]


def test_where_the_clock_stands_still_a_purge_by_hand_is_a_step_like_any_other(store):
    with store.write() as tx:
        tx.staff.audit("terminal", "purge", {"diterima": 0, "outbox": 3}, now=NOW)
    assert told(store) == ["2 Mar 2026 09.00 purge (3), terminal"]
