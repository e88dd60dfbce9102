"""A period is published once, two weeks after its end, where its answers are enough."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from bot.config.packaged import load_packaged
from core.answers.response import Response
from core.messaging.address import Address, Person
from core.office import agency_document
from core.ports.results import Scope
from core.results.closing import publish
from scheduler.jobs import period_closings as closings
from scheduler.jobs import rtl_proposals as proposals
from scheduler.posting import Terms
from storage.store import open_store
from tests.support.paths import AGENCY_TOML

MADE = datetime(2026, 11, 2, 2, tzinfo=UTC)
CLOSES = datetime(2027, 1, 13, 17, 5, tzinfo=UTC)  # 14 January, 00.05 WIB
DAY = timedelta(days=1)
SURVEY = load_packaged("permenpanrb-14-2017")
YEAR = Scope("pelayanan", None, "2026", date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'skm.db'}", [b"x" * 32])
    with opened.write() as tx:
        tx.results.save_snapshot(SURVEY.snapshot, SURVEY.document)
    yield opened
    opened.close()


def join(store, at=MADE):
    with store.write() as tx:
        code = tx.staff.invite("admin", None, by="uji", expires=at + DAY, now=at)
        tx.staff.redeem(code, Person(("tg:ani",)), Address("telegram", "42", "ani"), now=at)


def answer(store, n, name="x", day=date(2026, 5, 4)):
    row = Response(
        SURVEY.snapshot, "pelayanan", "sktm", None, day, "08-12", None, "self",
        "telegram", "id", {}, {one.key: 3 for one in SURVEY.questions},
    )  # fmt: skip
    with store.write() as tx:
        tx.answers.import_responses(f"{name:0>64}", name, [row] * n, by="uji", now=MADE)


def agency(**schedule):
    document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8"))
    return agency_document.parse({**document, "jadwal": schedule}, "uji")


def closed(store, now, **schedule):
    """The counts of one clock's work, while a second one had looked at the same time."""
    terms = Terms(lambda: agency(**schedule), lambda _year: frozenset())
    with store.read() as reader:
        rows = closings.due(reader, terms, now)
    with store.write() as tx:
        did = closings.write(tx, rows, now)
        assert closings.write(tx, rows, now) == {"closed": 0, "published": 0}
    with store.read() as reader:
        found = [(row.label, row.figures["n"]) for row in reader.results.published("pelayanan")]
        assert closings.due(reader, terms, now) == [] or found
    return did, found


def test_two_weeks_after_its_end_it_is_published_once(store):
    join(store)
    answer(store, 30)

    assert closed(store, CLOSES - DAY) == ({"closed": 0, "published": 0}, [])
    assert closed(store, CLOSES) == ({"closed": 1, "published": 1}, [("2026", 30)])
    answer(store, 20, "y")
    assert closed(store, CLOSES + DAY)[1] == [("2026", 30)]  # late answers wait for an admin


def test_too_few_answers_are_not_published_and_that_is_decided_once(store):
    join(store)
    answer(store, 29)

    assert closed(store, CLOSES) == ({"closed": 1, "published": 0}, [])
    answer(store, 5, "y")
    assert closed(store, CLOSES + DAY) == ({"closed": 0, "published": 0}, [])


def test_a_machine_that_slept_closes_late(store):
    join(store)
    answer(store, 30)

    assert closed(store, CLOSES + 60 * DAY)[1] == [("2026", 30)]


def test_without_an_admin_who_was_there_nothing_is_published(store):
    answer(store, 30)
    assert closed(store, CLOSES)[1] == []
    join(store, CLOSES + DAY)
    assert closed(store, CLOSES + 2 * DAY)[1] == []


def test_an_office_may_keep_it_to_its_admins(store):
    join(store)
    answer(store, 30)

    assert closed(store, CLOSES, tutup="admin")[1] == []
    assert closed(store, CLOSES, tutup="tahun")[1] == [("2026", 30)]


def test_what_an_admin_closed_after_its_end_stays(store):
    join(store)
    answer(store, 30)
    publish(store, agency(), YEAR, CLOSES - 5 * DAY)
    answer(store, 5, "y")

    assert closed(store, CLOSES)[1] == [("2026", 30)]


def test_what_was_published_before_its_end_becomes_a_revision(store):
    join(store)
    answer(store, 30)
    publish(store, agency(), YEAR, MADE)
    answer(store, 5, "y")

    assert closed(store, CLOSES)[1] == [("2026", 35), ("2026", 30)]


def test_who_closed_it_stands_in_the_trail(store):
    join(store)
    answer(store, 30)
    closed(store, CLOSES)

    with store.read() as reader:
        (last,) = reader.staff.audit_trail(1)
    assert (last.actor, last.action, last.facts["periode"]) == ("jadwal", "tutup", "2026")


def test_sixty_weeks_of_semesters_under_two_clocks(store, tmp_path):
    """Each semester closes on its day, is published once and told once to each, nothing early."""
    join(store)
    with store.write() as tx:
        code = tx.staff.invite("pimpinan", None, by="uji", expires=MADE + DAY, now=MADE)
        tx.staff.redeem(code, Person(("tg:pak",)), Address("telegram", "42", "pak"), now=MADE)
    for n, month in enumerate((5, 9, 3, 8)):  # 2026-S1 is over before anybody came
        answer(store, 40, f"m{n}", date(2026 + (n > 1), month, 4))
    other = open_store(f"sqlite:///{tmp_path / 'skm.db'}", [b"x" * 32])
    terms = Terms(lambda: agency(tutup="semester"), lambda _year: frozenset())
    chance, now, told = Random(7), MADE, []
    while (now := now + timedelta(minutes=chance.randint(20, 1200))) < MADE + timedelta(weeks=60):
        looks = []
        for clock in (store, other):
            with clock.read() as reader:
                looks.append(closings.due(reader, terms, now))
        for clock, rows in zip((store, other), looks, strict=True):
            with clock.write() as tx:
                closings.write(tx, rows, now)
        looks = []
        for clock in (store, other):
            with clock.read() as reader:
                looks.append(proposals.due(reader, terms, now))
        for clock, news in zip((store, other), looks, strict=True):
            with clock.write() as tx:
                written = proposals.write(tx, news, now)["proposed"]
            told += [(one.to.role, one.about.periode.label, now) for one in news[:written]]
    other.close()
    with store.read() as reader:
        found = {row.label: row for row in reader.results.published("pelayanan")}
    assert {label: (row.revision, row.figures["n"]) for label, row in found.items()} == {
        "2026-S2": (1, 40),
        "2027-S1": (1, 40),
    }
    assert sorted((role, label) for role, label, _ in told) == [
        (role, label) for role in ("admin", "pimpinan") for label in ("2026-S2", "2027-S1")
    ]
    days = {"2026-S2": date(2027, 1, 14), "2027-S1": date(2027, 7, 14)}
    for label, day in days.items():
        moments = [found[label].at, *(at for _, one, at in told if one == label)]
        late = [at.astimezone(agency().zone).date() - day for at in moments]
        assert all(timedelta() <= one <= timedelta(days=5) for one in late), label
