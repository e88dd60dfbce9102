"""Six weeks of evening news on a moved clock: every answer is told of once, late forms too."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from scheduler.holidays import holidays_of
from scheduler.jobs import evening_news as telling
from scheduler.posting import Terms
from tests.scheduler.jobs.test_evening_news import DAY, EVENING, House

WIB = ZoneInfo("Asia/Jakarta")
LOW = "342433343"


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    made.terms = Terms(made.terms.agency, holidays_of)
    yield made
    made.store.close()


def look(house, now):
    """Two clocks look before either writes; what was told to the admin."""
    plans = []
    for _ in range(2):
        with house.store.read() as reader:
            plans.append(telling.due(reader, house.terms, now))
    told = []
    for plan in plans:
        with house.store.write() as tx:
            written = telling.write(tx, plan, now)["told"]
        drafts = [draft for one in plan for draft in one.drafts]
        assert written in (0, len(drafts))
        told += [d.body.args["n"] for d in drafts if written and d.to.chat == "ani"]
    return told


def off(now):
    local = now.astimezone(WIB)
    closed = local.weekday() > 4 or local.date() in holidays_of(local.year)
    return closed or not 7 <= local.hour < 20


def test_every_answer_is_told_of_once_whatever_the_clocks_do(house):
    chance, now, given, told = Random(9), EVENING - DAY * 3, 0, []
    look(house, now)
    end = now + timedelta(weeks=6)
    while (now := now + timedelta(minutes=chance.randint(60, 900))) < end:
        if n := chance.choice((0, 0, 1, 2, 4)):
            late = chance.choice((0, 0, 0, 3, 20))
            day = now.astimezone(WIB).date() - timedelta(days=late)
            house.answers(n, LOW, day, mode="paper" if late else "self")
            given += n
        found = look(house, now)
        told += [(now, n) for n in found]
        if chance.random() < 0.05:
            assert look(house, now - timedelta(hours=chance.randint(1, 30))) == []
        if chance.random() < 0.05:
            with house.store.write() as tx:
                tx.upkeep.purge(now=now)
    for _ in range(5 * 24):  # the last ones, however the holidays lie
        now += timedelta(hours=1)
        told += [(now, n) for n in look(house, now)]
    assert all(n >= 5 for _, n in told)
    assert not any(off(when) for when, _ in told)
    days = [_working_day(when) for when, _ in told]
    assert len(set(days)) == len(days) > 10
    with house.store.read() as reader:
        waiting = reader.results.tally("rendah|pelayanan")["n"]
    assert sum(n for _, n in told) + waiting == given


def _working_day(when: datetime) -> date:
    """The day that had ended: this one from 16.00 on, before that the one before."""
    local = when.astimezone(WIB)
    day = local.date() if local.hour >= 16 else local.date() - timedelta(days=1)
    while day.weekday() > 4 or day in holidays_of(day.year):
        day -= timedelta(days=1)
    return day
