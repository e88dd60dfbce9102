"""The one reminder of an unfinished survey: its recipients, its hours, and never a second one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.citizen.notices import unfinished_reminder as unfinished
from core.messaging.address import Address, Person
from core.messaging.channel_limits import Caps
from core.messaging.incoming import EventKind, Inbound
from core.messaging.outgoing import Outgoing
from core.ports.composer import Needless, Request
from core.ports.conversations import Decision
from core.ports.requests.conversations import UnfinishedReminder
from core.survey.state import State
from scheduler.jobs import unfinished_surveys as nudges
from scheduler.posting import Terms
from storage.store import open_store
from tests.support.fakes import bound
from tests.support.office import office

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # in Jakarta
HOUR = timedelta(hours=1)
SURVEY = office()
TERMS = Terms(lambda: SURVEY.agency, lambda _year: frozenset())


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'skm.db'}", [b"x" * 32])
    yield opened
    opened.close()


def left(
    store, screen="t.waktu", *, channel="telegram", at=NOON, started=1.0, chat="77", event="1"
):
    """Somebody wrote something, and stands at this screen since."""
    to = Address(channel, "42", chat)
    state = State(SURVEY.questionnaire.snapshot, "abcde", "id", screen=screen, started=started)
    said = Inbound(event, at, EventKind.TEXT, Person((f"{channel}:{chat}",)), to, text="x")
    decide = lambda *_: Decision(state.to_json())  # noqa: E731
    with store.write() as tx:
        tx.conversations.advance([said], bound(decide, tx), holder="a", now=at, lease=60)
    return to


def due(store, now, terms=TERMS):
    with store.read() as reader:
        return nudges.due(reader, terms, now)


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, 0), (2.9, 0), (3.1, 1), (21.9, 1), (22.1, 0), (48, 0)]
)
def test_after_three_hours_and_before_whatsapp_shuts(store, hours, expected):
    left(store, at=NOON - hours * HOUR)
    assert len(due(store, NOON)) == expected


@pytest.mark.parametrize(
    ("screen", "started", "expected"),
    [
        ("salam", None, 0),  # has not consented
        ("p.usia", 1.0, 1), ("lain.pekerjaan", 1.0, 1), ("layanan", 1.0, 1), ("t.biaya", 1.0, 1),
        ("saran", 1.0, 1), ("kabar", 1.0, 1), ("periksa", 1.0, 1),
        ("selesai", 1.0, 0), ("tutup", None, 0), ("sudah", 1.0, 0), ("saran_susulan", 1.0, 0),
    ],
)  # fmt: skip
def test_only_who_consented_and_owes_an_answer(store, screen, started, expected):
    left(store, screen, started=started, at=NOON - 4 * HOUR)
    assert len(due(store, NOON)) == expected


@pytest.mark.parametrize(
    ("channel", "expected"), [("telegram", 1), ("whatsapp", 1), ("web", 0), ("terminal", 0)]
)
def test_a_page_that_is_closed_is_not_written_to(store, channel, expected):
    left(store, channel=channel, at=NOON - 4 * HOUR)
    assert len(due(store, NOON)) == expected


def test_not_at_night_and_on_a_sunday_too(store):
    night = NOON.replace(hour=15)  # 22.00 in Jakarta
    left(store, at=night - 4 * HOUR)
    assert due(store, night) == []
    assert len(due(store, night + 9 * HOUR)) == 1  # 07.00
    sunday = NOON - timedelta(days=1)
    left(store, at=sunday - 4 * HOUR, chat="78", event="2")
    assert len(due(store, sunday)) == 1


def test_an_office_may_wish_none(store):
    left(store, at=NOON - 4 * HOUR)
    silent = replace(SURVEY.agency, reminds=False)
    assert due(store, NOON, Terms(lambda: silent, lambda _year: frozenset())) == []


def test_two_schedulers_write_one_and_it_stays_one(store):
    left(store, at=NOON - 4 * HOUR)
    first, second = due(store, NOON), due(store, NOON)
    with store.write() as tx:
        assert nudges.write(tx, first, NOON) == {"nudged": 1}
    with store.write() as tx:
        assert nudges.write(tx, second, NOON) == {"nudged": 0}
    left(store, at=NOON + HOUR, event="2")  # went on, and fell silent again
    assert due(store, NOON + 5 * HOUR) == []


def test_who_went_on_meanwhile_is_not_disturbed(store):
    to = left(store, at=NOON - 4 * HOUR)
    (draft,) = due(store, NOON)
    message = compose(store, to, draft)
    assert "tinggal 9 pertanyaan" in message.text
    left(store, at=NOON, event="2")
    with pytest.raises(Needless):
        compose(store, to, draft)


def compose(store, to, draft):
    row = Outgoing(1, "a", to, draft.body, draft.policy, None, None, 0, unsure=False)
    with store.read() as reader:
        asked = UnfinishedReminder.opened(draft.body.args)
        request = Request(reader, asked, row, Caps(4096, 10, 40), NOON)
        return unfinished.compose(request, Office)


class Office:
    survey, texts, agency = SURVEY, SURVEY.texts, SURVEY.agency
