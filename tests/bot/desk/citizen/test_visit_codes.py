"""Visit codes through the real desk and store: in any order, at most one answer for each code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from bot.desk.citizen.visit_codes import UNINVITED
from core.answers.doubt_flags import CROWD
from core.messaging.address import Address, Person
from core.messaging.channel_limits import Caps
from core.messaging.incoming import EventKind, Inbound
from core.office.agency import ServicePoint
from core.ports.results import Scope
from core.survey.state import from_json
from storage.store import open_store
from tests.support.builders import desk_of
from tests.support.fakes import bound
from tests.support.office import office

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CAPS = {"terminal": Caps(text=20_000, choices=100, choice_label=60, push=False)}
SURVEY = office()
CODES = ("7KQ4M-2XD9P", "ABCDE-FGH23")
FILL = ["1", *["Tidak ingin menjawab"] * 4, *"343434343", "Tidak ada"]
ALL = Scope(None, None, "2026", NOW.date().replace(month=1), NOW.date().replace(month=12))


class House:
    """Store and desk, and people who type."""

    def __init__(self, url):
        self.store = open_store(url, [b"a secret for tests, 32 bytes long"])
        self.desk = desk_of(lambda: SURVEY, CAPS, began=NOW)
        self.ids, self.at = count(), NOW
        with self.store.write() as tx:
            tx.results.save_snapshot(SURVEY.questionnaire.snapshot, SURVEY.questionnaire.document)

    def issue(self, codes, point):
        with self.store.write() as tx:
            tx.answers.add_visits(codes, point, until=NOW.date() + timedelta(days=7))

    def event(self, who, text):
        self.at += timedelta(seconds=5)
        to = Address("terminal", "t", who)
        return Inbound(
            f"{next(self.ids)}", self.at, EventKind.TEXT, Person((f"t:{who}",)), to, text=text
        )

    def say(self, *said):
        """One group: the events of several people in one transaction."""
        events = [self.event(who, text) for who, text in said]
        with self.store.write() as tx:
            return tx.conversations.advance(
                events, bound(self.desk, tx), holder="a", now=self.at, lease=60
            )

    def answers(self):
        with self.store.read() as reader:
            return reader.answers.responses(ALL)

    def answer(self, who, start):
        for text in (start, *FILL, "Kirim"):
            self.say((who, text))


@pytest.fixture
def house(tmp_path):
    made = House(f"sqlite:///{tmp_path / 'skm.db'}")
    yield made
    made.store.close()


BEGIN = {"pertama": f"mulai {CODES[0]}", "kedua": f"mulai {CODES[1]}"}
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["ani", "budi", "citra"]),
        st.sampled_from(["pertama", "kedua", "pertama", "Kirim", "Kirim", "Kirim", "batal"]),
    ),
    min_size=6,
    max_size=16,
)


@settings(max_examples=20, deadline=None)
@given(acts=ACTS, size=st.sampled_from([3, 100]))
@example([("ani", "pertama"), ("budi", "pertama"), ("budi", "Kirim"), ("ani", "Kirim")], 100)
def test_any_order_gives_at_most_one_answer_a_visit(tmp_path_factory, acts, size):
    """Begun, left, taken up again, sent by three people with two codes between them."""
    house = House(f"sqlite:///{tmp_path_factory.mktemp('visits') / 'skm.db'}")
    house.issue(CODES, ServicePoint("pelayanan", "sktm", "L1"))
    for start in range(0, len(acts), size):  # groups as the writer makes them
        group = acts[start : start + size]
        house.say(*((who, text) for who, act in group for text in spoken(act)))

    with house.store.read() as reader:
        today = NOW.date()
        used = [reader.answers.visit(one, today=today).status == "terpakai" for one in CODES]
    stored = len(house.answers())
    house.store.close()
    assert stored == sum(used)  # nobody could begin but with a code
    event(f"{stored} answers")


def spoken(act):
    """A whole survey up to its review, or one word."""
    return [BEGIN[act], *FILL] if act in BEGIN else [act]


def test_a_code_and_its_answer_are_stored_together_or_not_at_all(house):
    """Killed before COMMIT, the code is as good as before; the repeat is stored once."""
    house.issue(CODES[:1], ServicePoint("pelayanan", "sktm", "L1"))
    for text in (f"mulai {CODES[0]}", *FILL):
        house.say(("ani", text))
    send = house.event("ani", "Kirim")

    def killed():
        with house.store.write() as tx:
            tx.conversations.advance(
                [send], bound(house.desk, tx), holder="a", now=house.at, lease=60
            )
            raise KeyError

    with pytest.raises(KeyError):
        killed()
    assert house.answers() == []
    for _ in range(2):
        with house.store.write() as tx:
            tx.conversations.advance(
                [send], bound(house.desk, tx), holder="a", now=house.at, lease=60
            )
    (one,) = house.answers()
    assert (one.layanan, one.loket) == ("sktm", "L1")


def test_staff_use_up_no_code(house):
    """Who joined while filling it in is refused, and the visit may still be answered."""
    house.issue(CODES[:1], ServicePoint("pelayanan", "sktm"))
    for text in (f"mulai {CODES[0]}", *FILL):
        house.say(("ani", text))
    with house.store.write() as tx:
        terms = {"by": "t", "expires": NOW + timedelta(days=1), "now": NOW}
        code = tx.staff.invite("admin", None, **terms)
        assert tx.staff.redeem(code, Person(("t:ani",)), Address("terminal", "t", "ani"), now=NOW)
    house.say(("ani", "Kirim"))
    with house.store.read() as reader:
        assert reader.answers.visit(CODES[0], today=NOW.date()).status == "berlaku"
    assert house.answers() == []


def test_a_code_of_a_unit_alone_still_asks_for_the_layanan(house):
    house.issue(CODES[:1], ServicePoint("pelayanan"))
    house.say(("ani", f"mulai {CODES[0]}"), ("ani", "1"))
    with house.store.write() as tx:
        seen = []

        def look(event, found, tx):
            seen.append(from_json(found.state))
            return house.desk(event, found, tx)

        tx.conversations.advance(
            [house.event("ani", "bantuan")], bound(look, tx), holder="a", now=house.at, lease=60
        )
    assert (seen[0].screen, seen[0].ticket) == ("layanan", CODES[0].casefold())


def test_answers_are_marked_as_they_are_stored_and_nobody_is_told(house):
    """Eleven answers of one loket within ten minutes; the last one finds the counter too quick."""
    loket = [f"{n:05}".replace("0", "A").replace("1", "B") + "-22222" for n in range(2, 13)]
    house.issue(loket, ServicePoint("pelayanan", "sktm", "L1"))
    for code in loket:
        house.at = NOW + timedelta(hours=1)
        house.answer(code, f"mulai {code}")
    marks = [one.flags for one in house.answers()]
    assert sorted(marks) == [()] * CROWD + [("beruntun",)]


def test_the_same_score_at_night_bears_both_marks(house):
    house.issue(CODES[:1], ServicePoint("pelayanan", "sktm"))
    house.at = NOW + timedelta(hours=15)  # 00.00 WIB
    for text in (f"mulai {CODES[0]}", *FILL[:5], *"444444444", "Tidak ada", "Kirim"):
        house.say(("ani", text))
    (one,) = house.answers()
    assert one.flags == ("seragam", "malam")


def test_who_stops_is_remembered_as_not_to_be_invited(house):
    """By hash alone, and by every id: a queue system knows only the number."""
    who = Person(("wa-user:ID.1", "wa-phone:+6281234567890"))
    stop = replace(house.event("ani", "berhenti"), person=who)
    with house.store.write() as tx:
        tx.conversations.advance([stop], bound(house.desk, tx), holder="a", now=house.at, lease=60)
        number = Person(("wa-phone:+6281234567890",))
        assert tx.people.answered(number, UNINVITED, now=house.at + timedelta(days=364))
        assert not tx.people.answered(number, UNINVITED, now=house.at + timedelta(days=366))
        assert not tx.people.answered(number, "sktm", now=house.at)


def test_the_page_that_was_answered_on_may_be_loaded_again(house):
    """Its address still brings the used code: it says thanks, and not that the code is spent."""

    def load(code):
        opened = replace(house.event("ani", code), kind=EventKind.OPENED)
        with house.store.write() as tx:
            tx.conversations.advance(
                [opened], bound(house.desk, tx), holder="a", now=house.at, lease=60
            )
            return tx.outbox.fetch_mailbox(opened.address, after=0, now=house.at)[-1].body.text

    house.issue(CODES, ServicePoint("pelayanan", "sktm", "L1"))
    house.answer("ani", f"mulai {CODES[0]}")
    assert load(CODES[0]).startswith("Terima kasih")
    assert load(CODES[1]).startswith("Halo")
    assert load("ZZZZZ-ZZZZZ").startswith("Halo")
