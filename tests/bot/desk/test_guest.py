"""`Guest`: where a host program shares its bot, each update is the host's or ours."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.desk.features import build_registry
from bot.desk.guest import Guest, Whose
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.office.agency import ServicePoint
from core.office.visit import code_of
from core.ports.conversations import Decision
from core.survey.state import State
from storage.store import open_store
from tests.support.fakes import bound
from tests.support.paths import AGENCY_TOML

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
SITI, CHAT = Person(("tg:77",)), Address("telegram", "42", "77")
VISIT, STRANGE = code_of(123_456_789), code_of(987_654_321)


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'skm.db'}", [b"x" * 32])
    document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8"))
    with opened.write() as tx:
        tx.upkeep.save_agency(document, now=NOW)
        tx.answers.add_visits(
            [VISIT], ServicePoint("pelayanan", None, None), until=date(2026, 3, 9)
        )
    yield opened
    opened.close()


@pytest.fixture
def guest(store):
    office = Office(store, load_packaged)
    return Guest(store, office, build_registry(office), lambda: NOW)


def said(text=None, **more):
    kind = EventKind.TEXT if text else EventKind.MEDIA
    if text and text.startswith("/"):
        name, _, args = text[1:].partition(" ")
        kind, text, more = EventKind.COMMAND, None, more | {"command": (name, args)}
    if "choice" in more:
        kind = EventKind.CHOICE
    return Inbound("1", NOW, more.pop("kind", kind), SITI, CHAT, text=text, **more)


def stand(store, ago, **state):
    """The survey of this chat, as it was left some time ago."""
    kept = State("s" * 16, "abcde", "id", **state).to_json()
    event = Inbound("0", NOW - ago, EventKind.TEXT, SITI, CHAT, text="x")
    with store.write() as tx:
        tx.conversations.advance(
            [event], bound(lambda *_: Decision(kept), tx), holder="a", now=NOW - ago, lease=60
        )


OURS, HOSTS, BOTH = Whose.OURS, Whose.HOSTS, Whose.BOTH


@pytest.mark.parametrize(
    ("event", "whose"),
    [
        (said("/start"), HOSTS), (said("/help"), HOSTS), (said("/jadwal"), HOSTS),
        (said("/start promo2026"), HOSTS), (said(f"/start {STRANGE}"), HOSTS),
        (said("/start L1"), OURS), (said("/start gabung-7KQ4-M2XD"), OURS),
        (said(f"/start {VISIT}"), OURS),
        (said("/survei"), OURS), (said("/mulai"), OURS), (said("/ikm 2026"), OURS),
        (said("/rtl"), OURS), (said("/gabung 7KQ4-M2XD"), OURS), (said("/hapus_data"), OURS),
        (said("/batal"), HOSTS), (said("halo"), HOSTS), (said("3"), HOSTS), (said(), HOSTS),
        (said("ikm 2026"), HOSTS),  # without a slash it may be anything
        (said(choice="sv:abcd:t.waktu:3"), OURS), (said(choice="kt:hitung:2026"), OURS),
        (said(choice="order:17"), HOSTS), (said(choice=""), HOSTS),
        (said(kind=EventKind.UNREACHABLE), BOTH), (said(kind=EventKind.REACHABLE), BOTH),
    ],
)  # fmt: skip
def test_where_nothing_is_open(guest, event, whose):
    assert guest.whose(event) is whose


@pytest.mark.parametrize(
    ("state", "whose"),
    [({"screen": "t.waktu", "started": 1.0}, OURS), ({"screen": "selesai"}, BOTH)],
)
@pytest.mark.parametrize("text", ["berhenti", "/stop", "tolong jangan kirim pesan lagi"])
def test_who_took_part_and_wants_no_more_is_heard_by_both(store, guest, state, whose, text):
    assert guest.whose(said(text)) is HOSTS
    stand(store, timedelta(hours=1), **state)
    assert guest.whose(said(text)) is whose


@pytest.mark.parametrize(
    ("state", "ago", "whose"),
    [
        ({"screen": "t.waktu", "started": 1.0}, timedelta(hours=23), OURS),
        ({"screen": "t.waktu", "started": 1.0}, timedelta(hours=25), HOSTS),
        ({"screen": "salam"}, timedelta(minutes=50), OURS),
        ({"screen": "salam"}, timedelta(minutes=70), HOSTS),
        ({"screen": "selesai"}, timedelta(minutes=1), HOSTS),
        ({"screen": "tutup"}, timedelta(minutes=1), HOSTS),
    ],
)
@pytest.mark.parametrize("text", ["3", "/batal", None])
def test_plain_words_are_ours_while_a_survey_is_fresh(store, guest, state, ago, whose, text):
    stand(store, ago, **state)
    assert guest.whose(said(text)) is whose
    assert guest.whose(said("/jadwal")) is HOSTS
