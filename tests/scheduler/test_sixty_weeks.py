"""Sixty weeks on a moved clock, over a real database: every due thing once, and never early.

`World.deliver` plays the dispatcher: its provider loses answers, and it is killed now and then.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bot.pipeline.retry_policy import judge
from core.messaging.address import Address, Person
from core.messaging.outcomes import Outcome, Sent, Unknown
from core.office import agency_document
from core.periods.triwulan import Triwulan
from core.rtl.plan import Kegiatan, Rtl
from scheduler.holidays import holidays_of
from scheduler.jobs import rtl_reminders, weekly_summary
from scheduler.posting import Terms
from storage.store import open_store
from tests.support.paths import AGENCY_TOML

SECRET = [b"a secret of the tests, 32 bytes!"]
START = datetime(2026, 8, 30, 17, 0, tzinfo=UTC)  # Monday 31 August 2026, 00.00 WIB
WEEKS = 60
END = START + timedelta(weeks=WEEKS)
STAFF = {
    "sari": ("bidang", "sekretariat"),
    "budi": ("bidang", "rehsos"),
    "ani": ("admin", None),
    "pak": ("pimpinan", None),
    "lok": ("loket", None),
}
READERS = ("sari", "budi", "ani", "pak", "-100")
HOLIDAYS = {"2027-W09"}  # Nyepi and Idul Fitri: it is told with the next


def office(**changes):
    document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8"))
    document["instansi"] |= changes.pop("instansi", {})
    document["bidang"][1] |= changes.pop("rehsos", {})
    return agency_document.parse(document | changes, "uji")


class Arrival(NamedTuple):
    """A post as it came to a phone."""

    name: str
    weeks: tuple[str, ...]
    at: datetime
    marked: bool  # "sent again"


def _fate(chance: float) -> tuple[bool, Outcome | None]:
    """Whether a row arrives, and what its sender learns; None: it dies first."""
    if chance < 0.04:
        return chance < 0.02, None
    return (chance >= 0.06, Unknown("lost")) if chance < 0.08 else (True, Sent("1"))


class World:
    """One database, and as many clocks over it as it takes."""

    def __init__(self, folder: Path, agency) -> None:
        self.url = f"sqlite:///{folder / 'skm.db'}"
        self.terms = Terms(lambda: agency, holidays_of)
        self.clocks = [self.open(), self.open()]
        self.looks: list[datetime] = []
        self.arrived: dict[str, list[Arrival]] = {name: [] for name in (*STAFF, "-100")}
        with self.clocks[0].write() as tx:
            for name, (role, bidang) in STAFF.items():
                until = START + timedelta(days=1)
                code = tx.staff.invite(role, bidang, by="uji", expires=until, now=START)
                chat = Address("telegram", "42", name)
                assert tx.staff.redeem(code, Person((f"tg:{name}",)), chat, now=START)
            tx.staff.join_group(Address("telegram", "42", "-100"), "rehsos", by="uji", now=START)

    def open(self):
        return open_store(self.url, SECRET)

    def purge(self, now: datetime) -> None:
        with self.clocks[0].write() as tx:
            tx.upkeep.purge(now=now)

    def restart(self) -> None:
        for clock in self.clocks:
            clock.close()
        self.clocks = [self.open(), self.open()]

    def look(self, now: datetime) -> int:
        """Both clocks look before either writes: the worst that two at once can do."""
        self.looks.append(now)
        plans = []
        for clock in self.clocks:
            with clock.read() as reader:
                plans.append(
                    (
                        weekly_summary.due(reader, self.terms, now),
                        rtl_reminders.due(reader, self.terms, now),
                    )
                )
        written = 0
        for clock, (posts, reminded) in zip(self.clocks, plans, strict=True):
            if not posts and not reminded:
                continue
            with clock.write() as tx:
                written += weekly_summary.write(tx, posts, now)["posted"]
                written += rtl_reminders.write(tx, reminded, now)["reminded"]
        return written

    def deliver(self, now: datetime, chance: Random | None = None) -> None:
        """All that is due leaves; with `chance` some answers are lost, and it may die over a row."""
        while rows := self._claimed(now):
            fates = [_fate(chance.random() if chance else 1.0) for _ in rows]
            for row, (arrives, _) in zip(rows, fates, strict=True):
                if arrives:
                    weeks = tuple(row.body.args.get("minggu", ()))
                    made = Arrival(row.body.name, weeks, now, row.unsure)
                    self.arrived[row.to.chat].append(made)
            ends = [(row, end) for row, (_, end) in zip(rows, fates, strict=True) if end]
            with self.clocks[0].write() as tx:
                tx.outbox.settle([judge(row, end, now, Random(1)) for row, end in ends], now=now)

    def _claimed(self, now: datetime):
        with self.clocks[0].write() as tx:
            return tx.outbox.claim([("telegram", "42")], holder="d", now=now, lease=60, limit=50)

    def told(self) -> dict[str, list]:
        """By chat: what it was posted, oldest first."""
        with self.clocks[0].read() as reader:
            return {
                one.address.chat: reader.upkeep.posted_weeks(one.key)[::-1]
                for one in reader.staff.recipients()
            }

    def count(self, chat: str, name: str) -> int:
        """The number of times this post came, its repeats apart."""
        return sum(one.name == name and not one.marked for one in self.arrived[chat])

    def close(self) -> None:
        for clock in self.clocks:
            clock.close()


@pytest.fixture
def world(tmp_path):
    made = []

    def make(**changes):
        made.append(World(tmp_path, office(**changes)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def live(world: World, seed: int, *, outages=(), silences=(), faults=True) -> int:
    """Looks at odd moments, restarts now and then, a clock that is set back; perhaps outages.

    In a silence the clocks live and nothing is delivered.
    """
    chance = Random(seed)
    now, written = START, 0
    while (now := now + timedelta(minutes=chance.randint(20, 1200))) < END:
        if any(begin <= now < end for begin, end in outages):
            continue
        written += world.look(now)
        if not any(begin <= now < end for begin, end in silences):
            world.deliver(now, chance if faults else None)
        if chance.random() < 0.02:
            written += world.look(now - timedelta(hours=chance.randint(1, 30)))
        if chance.random() < 0.01:
            world.restart()
        if chance.random() < 0.05:
            world.purge(now)
    for minutes in (1, 10, 20):
        world.deliver(END + timedelta(minutes=minutes))
    return written


def labels(first: date, count: int) -> list[str]:
    mondays = (first + timedelta(weeks=n) for n in range(count))
    return [f"{year}-W{week:02}" for year, week, _ in (day.isocalendar() for day in mondays)]


def at(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def first_look(world: World, due: datetime, opens=7, shuts=20, zone="Asia/Jakarta") -> datetime:
    """The first look from `due` on, in waking hours of a working day, as a plain list has it."""
    for now in world.looks:
        local = now.astimezone(ZoneInfo(zone))
        free = local.weekday() > 4 or local.date() in holidays_of(local.year)
        if now >= due and not free and opens <= local.hour < shuts:
            return now
    raise AssertionError(f"no look after {due}")


def test_every_week_is_told_once_to_each_and_never_early(world):
    """60 weeks with the turn of a year that has a week 53, two clocks, restarts."""
    one = world()
    written = live(one, seed=1)
    told = one.told()
    every = labels(date(2026, 8, 24), WEEKS)
    assert "2026-W53" in every
    for chat in READERS:
        # A row that never left, for its sender died over it twice, is covered by the next.
        left = [row for row in told[chat] if row.sent_at]
        assert [label for row in left for label in row.covered] == every, chat
        assert [row.week for row in told[chat]] == [w for w in every if w not in HOLIDAYS], chat
        came = Counter((one.weeks[-1], one.marked) for one in one.arrived[chat])
        assert set(came.values()) == {1}, chat  # once, and perhaps once more as a repeat
        assert {week for week, _ in came} >= {row.week for row in left}
    assert told["lok"] == []  # the counter sees no scores
    assert written == sum(len(rows) for rows in told.values())
    for row in told["sari"]:
        monday = date.fromisocalendar(int(row.week[:4]), int(row.week[6:]), 1)
        due = datetime.combine(
            monday + timedelta(days=7), datetime.min.time(), ZoneInfo("Asia/Jakarta")
        ) + timedelta(hours=8)
        assert row.at == first_look(one, due.astimezone(UTC)), row.week


def test_a_whole_week_of_holidays_is_told_with_the_next(world):
    """Nyepi and Idul Fitri 2027 leave no working day from 8 to 15 March: Tuesday tells both."""
    one = world()
    for day in (8, 9, 10, 11, 12, 15):
        assert not one.terms.agency().calendar(None, holidays_of).works(date(2027, 3, day))
    now = at("Asia/Jakarta", 2027, 3, 1, 8)
    while now < at("Asia/Jakarta", 2027, 3, 17, 0):
        one.look(now)
        one.deliver(now)
        now += timedelta(minutes=30)
    last = one.told()["sari"][-1]
    assert last.covered == ("2027-W09", "2027-W10")
    assert last.at == at("Asia/Jakarta", 2027, 3, 16, 8)


def test_after_downtime_the_newest_is_told_and_names_the_others(world):
    """Off from Sunday 22 November for four weeks: one row a recipient, and the rest counts."""
    one = world()
    off = (at("Asia/Jakarta", 2026, 11, 22, 0), at("Asia/Jakarta", 2026, 12, 16, 10))
    live(one, seed=2, outages=[off])
    told = one.told()
    for chat in READERS:
        rows = {row.week: row for row in told[chat]}
        assert rows["2026-W50"].covered == ("2026-W47", "2026-W48", "2026-W49", "2026-W50")
        assert rows["2026-W50"].at == first_look(one, off[1])
        covered = [label for row in told[chat] if row.sent_at for label in row.covered]
        assert covered == labels(date(2026, 8, 24), WEEKS)


def test_weeks_that_never_left_are_covered_by_the_next_and_are_not_done_before(world):
    """The clocks live, nothing is delivered for three weeks: each row is over when the next is due."""
    one = world()
    mute = (at("Asia/Jakarta", 2026, 11, 21, 0), at("Asia/Jakarta", 2026, 12, 12, 10))
    live(one, seed=5, silences=[mute], faults=False)
    for chat in READERS:
        rows = {row.week: row for row in one.told()[chat]}
        assert [rows[week].sent_at for week in ("2026-W47", "2026-W48")] == [None, None]
        # The third one waited until its sender came back, within its own week.
        assert rows["2026-W49"].covered == ("2026-W47", "2026-W48", "2026-W49")
        came = [row for row in one.arrived[chat] if mute[0] < row.at < mute[1] + timedelta(days=9)]
        assert [row.weeks for row in came] == [rows["2026-W49"].covered, ("2026-W50",)]


def test_each_bidang_has_its_day_hour_and_zone(world):
    """Rehsos works in WIT and reads on Wednesday at 14.00; the others on Monday at 08.00 WIB."""
    one = world(rehsos={"hari": "rabu", "jam": "14.00", "zona": "WIT"})
    now = at("Asia/Jakarta", 2026, 10, 5, 0)
    while now < at("Asia/Jakarta", 2026, 10, 11, 0):
        one.look(now)
        now += timedelta(minutes=15)
    told = one.told()
    found = {chat: row.at for chat, rows in told.items() for row in rows if row.week == "2026-W40"}
    assert found["sari"] == found["ani"] == at("Asia/Jakarta", 2026, 10, 5, 8)
    assert found["budi"] == found["-100"] == at("Asia/Jayapura", 2026, 10, 7, 14)


def test_a_zone_that_sets_its_clocks_loses_and_doubles_nothing(world):
    """02.30 on 28 March 2027 does not exist in Berlin, and on 25 October 2026 it comes twice."""
    one = world(
        instansi={"zona": "Europe/Berlin"},
        jadwal={"hari": "minggu", "jam": "02.30", "tenang": "", "bukan_libur": ["2027-03-28"]},
    )
    live(one, seed=3)
    covered = [label for row in one.told()["ani"] if row.sent_at for label in row.covered]
    assert covered == labels(date(2026, 8, 24), 60)


@pytest.mark.parametrize(
    ("sunday", "due"),
    [
        (date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of the two
        (date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # 03.30 by the new time
    ],
)
def test_the_hour_that_comes_twice_or_never_is_told_once(world, sunday, due):
    one = world(
        instansi={"zona": "Europe/Berlin"},
        jadwal={"hari": "minggu", "jam": "02.30", "tenang": "", "bukan_libur": ["2027-03-28"]},
    )
    now = due - timedelta(hours=5)
    while now < due + timedelta(hours=5):
        one.look(now)
        now += timedelta(minutes=10)
    year, week, _ = (sunday - timedelta(days=7)).isocalendar()
    rows = [row for row in one.told()["ani"] if row.week == f"{year}-W{week:02}"]
    assert [row.at for row in rows] == [due]


def test_an_rtl_is_reminded_through_its_triwulan_and_weekly_when_overdue(world):
    """TW IV 2026, never answered: its start, two weeks before its end, its end, then each week."""
    one = world()
    item = Kegiatan("1.1", "Pelatihan", ("rehsos",), (Triwulan(2026, 4),))
    with one.clocks[0].write() as tx:
        tx.rtl.add([Rtl("pelayanan", "2026", 1, "perilaku", (item,))], by="uji", now=START)
    live(one, seed=4, faults=False)
    found = {}
    with one.clocks[0].read() as reader:
        (kegiatan,) = (each for plan in reader.rtl.items() for each in plan.kegiatan)
        for to in reader.staff.recipients():
            keys = keys_of(kegiatan.id, to)
            found[to.address.chat] = [
                which for which, key in keys if reader.upkeep.remembered(key, now=END)
            ]
    late = [week for week in labels(date(2027, 1, 11), 41) if week != "2027-W10"]  # all days off
    assert found["sari"] == found["lok"] == []
    assert found["ani"] == found["pak"] == late
    assert found["budi"] == found["-100"] == ["mulai", "dua_minggu", "akhir", *late]
    for chat, each in found.items():
        assert one.count(chat, "pengingat") == len(each), chat


def test_what_a_long_silence_swallows_the_next_reminder_tells(world):
    """TW IV 2026: seven weeks in which nothing is sent swallow its end; that it is late comes."""
    one = world()
    item = Kegiatan("1.1", "Pelatihan", ("rehsos",), (Triwulan(2026, 4),))
    with one.clocks[0].write() as tx:
        tx.rtl.add([Rtl("pelayanan", "2026", 1, "perilaku", (item,))], by="uji", now=START)
    mute = (at("Asia/Jakarta", 2026, 12, 10, 0), at("Asia/Jakarta", 2027, 1, 29, 10))
    live(one, seed=6, silences=[mute], faults=False)
    for chat in ("budi", "-100", "ani", "pak"):
        came = [row.at for row in one.arrived[chat] if row.name == "pengingat"]
        assert [at for at in came if mute[0] <= at < mute[1]] == []
        weeks = [f"{y}-W{w:02}" for y, w, _ in (at.isocalendar() for at in came if at >= mute[1])]
        expected = labels(date(2027, 1, 25), 39)
        assert weeks == [week for week in expected if week != "2027-W10"], chat


def keys_of(kegiatan: int, to) -> list[tuple[str, str]]:
    stem = f"rtl:{kegiatan}:2026-TW4:2026-TW4"
    tail = f"{'rehsos' if to.role == 'bidang' else to.role}:{to.key}"
    early = [(kind, f"{stem}:{kind}:{tail}") for kind in ("mulai", "dua_minggu", "akhir")]
    weeks = labels(date(2027, 1, 4), 45)
    return [*early, *((week, f"{stem}:lewat:{week}:{tail}") for week in weeks)]


def test_a_reminder_comes_on_its_first_working_morning(world):
    """TW I 2027 begins on a holiday, a Friday: Monday morning tells it, when the quiet is over."""
    one = world()
    item = Kegiatan("1.1", "Pelatihan", ("rehsos",), (Triwulan(2027, 1),))
    with one.clocks[0].write() as tx:
        tx.rtl.add([Rtl("pelayanan", "2026", 1, "perilaku", (item,))], by="uji", now=START)
    now = at("Asia/Jakarta", 2026, 12, 31, 12)
    one.look(now)
    one.deliver(now)
    found = []
    while now < at("Asia/Jakarta", 2027, 1, 4, 7, 30):
        now += timedelta(minutes=30)
        if one.look(now):
            found.append(now)
    assert found == [at("Asia/Jakarta", 2027, 1, 4, 7)]
    one.deliver(now)
    told = {chat for chat in one.arrived if one.count(chat, "pengingat")}
    assert told == {"budi", "-100"}
