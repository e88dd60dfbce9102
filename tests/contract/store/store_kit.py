"""Builders for the tests of the store: persons, events, answers, and a toy desk."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from core.answers.response import Response, Saran
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.messaging.outgoing import Draft, Message
from core.ports.conversations import Decision
from core.ports.results import Scope
from tests.support.fakes import bound

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SECRET = b"a secret of the tests, 32 bytes!"
TELEGRAM = ("telegram", "42")


def chat(name="77", channel="telegram", account="42", thread=None):
    return Address(channel, account, name, thread)


def person(*ids):
    return Person(ids or ("tg:77",))


def event(event_id, *, who="77", text="halo", kind=EventKind.TEXT, channel="telegram", **more):
    return Inbound(
        event_id,
        more.pop("at", NOW),
        kind,
        more.pop("person", Person((f"tg:{who}",))),
        more.pop("address", chat(who, channel)),
        text=text,
        **more,
    )


def count_desk(said, seen, tx):
    """Counts the events of a conversation and answers each with its number."""
    n = seen.state["data"] + 1 if seen.state else 1
    state = {"flow": "hitung", "version": 1, "data": n}
    return Decision(state, drafts=(Draft(said.address, Message(f"ke-{n}"), caused_at=said.at),))


def deciding(decision):
    return lambda said, seen, tx: decision


def advance(store, events, desk=count_desk, *, holder="a", now=NOW, lease=60):
    with store.write() as tx:
        return tx.conversations.advance(
            events, bound(desk, tx), holder=holder, now=now, lease=lease
        )


def claim(store, *, holder="b", now=NOW, limit=10, accounts=(TELEGRAM,), lease=60):
    with store.write() as tx:
        return tx.outbox.claim(accounts, holder=holder, now=now, lease=lease, limit=limit)


def settle(store, *settlements, now=NOW):
    with store.write() as tx:
        tx.outbox.settle(settlements, now=now)


def texts(rows):
    return [row.body.text for row in rows]


def counts(store):
    with store.read() as reader:
        return reader.upkeep.counts()


NILAI = {"waktu": 3, "biaya": 4, "sarana": 1}


def response(**changes):
    values = {
        "snapshot": "s1",
        "unit": "dukcapil",
        "layanan": "ktp",
        "loket": "1",
        "day": date(2026, 11, 23),
        "slot": "08-12",
        "duration": 120,
        "mode": "self",
        "channel": "telegram",
        "language": "id",
        "profile": {"jenis_kelamin": "L", "pekerjaan": "juru ukir"},
        "nilai": NILAI,
    }
    return Response(**(values | changes))


def saran(text="Kursi tunggu kurang.", **changes):
    values = {
        "unit": "dukcapil",
        "layanan": "ktp",
        "unsur": "sarana",
        "day": date(2026, 11, 23),
    }
    return Saran(text=text, **(values | changes))


def scope(**changes):
    values = {
        "unit": "dukcapil",
        "layanan": None,
        "label": "2026-11",
        "first": date(2026, 11, 1),
        "last": date(2026, 11, 30),
    }
    return Scope(**(values | changes))


def wait_for(path: Path, seconds=30):
    end = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} did not appear"
        time.sleep(0.005)
