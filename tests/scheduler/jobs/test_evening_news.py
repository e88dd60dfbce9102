"""Evening news: a working day's facts, their recipients, and no figure of fewer than five."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.desk.features import build_registry
from core.answers.response import Response, Saran
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.messaging.outgoing import Outgoing, ResendPolicy
from core.ports.composer import Request
from core.ports.conversations import Decision
from core.ports.requests.figures import MethodQuestion
from scheduler.jobs import evening_news as telling
from scheduler.posting import Terms
from storage.store import open_store
from tests.support.fakes import bound
from tests.support.paths import AGENCY_TOML
from tests.support.player import CAPS

MADE = datetime(2026, 11, 1, tzinfo=UTC)
EVENING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday, 16.00 WIB: the working day ends
DAY = timedelta(days=1)
STAFF = {
    "ani": ("admin", None),
    "budi": ("bidang", "rehsos"),
    "sari": ("bidang", "sekretariat"),
    "pak": ("pimpinan", None),
    "was": ("pengawas", None),
}
HOW = {"nilai_rendah": "rendah", "saran_uang": "uang", "tidak_gratis": "gratis"}
BACK = {
    "nilai_rendah": telling.LATE,
    "saran_uang": telling.MONEY_DAYS,
    "tidak_gratis": telling.FREE_DAYS,
}
DUTY = [{"bidang": "rehsos", "unsur": "waktu"}]


class House:
    def __init__(self, folder) -> None:
        self.store = open_store(f"sqlite:///{folder / 'skm.db'}", [b"x" * 32])
        document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8")) | {"tanggung_jawab": DUTY}
        self.count = 0
        with self.store.write() as tx:
            tx.upkeep.save_agency(document, now=MADE)
            for who, (role, bidang) in STAFF.items():
                code = tx.staff.invite(role, bidang, by="uji", expires=MADE + DAY, now=MADE)
                tx.staff.redeem(
                    code, Person((f"tg:{who}",)), Address("telegram", "42", who), now=MADE
                )
            tx.staff.join_group(Address("telegram", "42", "grup"), "rehsos", by="uji", now=MADE)
        self.office = Office(self.store, load_packaged, now=lambda: MADE)
        self.terms = Terms(lambda: self.office.agency, lambda _year: frozenset())

    def answers(self, n, scores, day, mode="self"):
        survey = self.office.survey.questionnaire
        nilai = {one.key: int(s) for one, s in zip(survey.questions, scores, strict=True)}
        row = Response(
            survey.snapshot, "pelayanan", "sktm", "L1", day, "08-12", None, mode, "telegram", "id",
            {}, nilai,
        )  # fmt: skip
        self.count += 1
        with self.store.write() as tx:
            tx.answers.import_responses(f"{self.count:064d}", "x", [row] * n, by="uji", now=MADE)

    def saran(self, text, day):
        self.count += 1
        person, chat = Person((f"tg:{self.count}",)), Address("telegram", "42", str(self.count))
        event = Inbound(str(self.count), MADE, EventKind.TEXT, person, chat, text="x")
        made = Decision(None, saran=Saran("pelayanan", "sktm", "perilaku", text, day))
        with self.store.write() as tx:
            tx.conversations.advance(
                [event], bound(lambda *_: made, tx), holder="a", now=MADE, lease=60
            )

    def tell(self, now):
        """By chat: what was told at this moment."""
        with self.store.read() as reader:
            news = telling.due(reader, self.terms, now)
        with self.store.write() as tx:
            told = telling.write(tx, news, now)["told"]
        found = {}
        for draft in (draft for one in news for draft in one.drafts):
            found.setdefault(draft.to.chat, []).append(self.words(draft, now))
        assert told == sum(map(len, found.values()))
        return found

    def words(self, draft, now):
        """Under every figure stands how it was counted."""
        row = Outgoing(1, "r", draft.to, draft.body, ResendPolicy.POST, None, None, 0, unsure=False)
        with self.store.read() as reader:
            request = Request(reader, draft.body.args, row, CAPS["telegram"], now)
            message = build_registry(self.office).composers[draft.body.name](request)
            how = [one.payload for one in message.choices]
            assert how == [f"kt:cara_hitung:{HOW[draft.body.name]}"]
            asked = MethodQuestion("id", HOW[draft.body.name], None, mentions_money=False)
            pressed = replace(request, asked=asked.to_json())
            told = build_registry(self.office).composers[asked.name](pressed)
            assert str(BACK[draft.body.name]) in told.text
            return message.text


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    yield made
    made.store.close()


LOW = """\
Ruang Pelayanan: nilai rendah pada 7 jawaban sejak kabar terakhir. Tanpa loket, jam, dan kata-kata.
• Waktu penyelesaian: 7 jawaban bernilai 1 atau 2"""


def test_low_scores_are_told_at_the_end_of_the_day_to_whom_they_concern(house):
    assert house.tell(EVENING - DAY * 3) == {}  # Friday: from here on is counted
    house.answers(7, "342433343", date(2026, 11, 23))
    assert house.tell(EVENING - timedelta(minutes=1)) == {}
    assert house.tell(EVENING) == {"ani": [LOW], "budi": [LOW], "grup": [LOW]}
    assert house.tell(EVENING + timedelta(minutes=5)) == {}
    assert house.tell(EVENING + DAY) == {}


def test_four_answers_wait_for_the_fifth(house):
    """2 and 2 and 2: told on the third evening, over all six."""
    house.tell(EVENING - DAY * 3)
    for n, told in ((0, False), (1, False), (2, True)):
        house.answers(2, "342433343", date(2026, 11, 23 + n))
        found = house.tell(EVENING + DAY * n)
        assert bool(found) is told
    assert "pada 6 jawaban" in found["ani"][0]


def test_good_answers_are_no_news_and_end_the_count(house):
    house.tell(EVENING - DAY * 3)
    house.answers(6, "444444444", date(2026, 11, 23))
    assert house.tell(EVENING) == {}
    house.answers(5, "342433343", date(2026, 11, 24))
    assert "pada 5 jawaban" in house.tell(EVENING + DAY)["ani"][0]


def test_an_import_of_answers_older_than_a_month_is_no_news(house):
    house.tell(EVENING - DAY * 3)
    house.answers(30, "111411111", date(2026, 10, 22), mode="import")
    assert house.tell(EVENING) == {}


@pytest.mark.parametrize("mode", ["paper", "import"])
def test_paper_that_is_entered_late_for_a_past_day_is_news(house, mode):
    """Four on their day, told of none; then the forms of three weeks ago: six, and two of today."""
    house.answers(4, "342433343", date(2026, 11, 2))
    house.tell(EVENING - DAY * 3)
    house.answers(6, "342433343", date(2026, 11, 2), mode=mode)
    house.answers(2, "444444444", date(2026, 11, 23))
    told = house.tell(EVENING)
    assert "pada 8 jawaban" in told["budi"][0]
    assert "Waktu penyelesaian: 6 jawaban" in told["budi"][0]
    assert house.tell(EVENING + DAY) == {}


def test_answers_that_came_too_few_are_told_with_later_ones_of_any_day(house):
    """Two low on Monday and three good ones for last week: five since the last telling."""
    house.tell(EVENING - DAY * 3)
    house.answers(2, "342433343", date(2026, 11, 23))
    assert house.tell(EVENING) == {}
    house.answers(3, "444444444", date(2026, 11, 17), mode="paper")
    assert "pada 5 jawaban" in house.tell(EVENING + DAY)["ani"][0]


def test_nothing_is_told_on_days_off_or_at_night(house):
    house.tell(EVENING - DAY * 3)
    house.answers(7, "342433343", date(2026, 11, 20))
    assert house.tell(EVENING - DAY) == {}  # Sunday
    assert house.tell(EVENING + timedelta(hours=5)) == {}  # 21.00
    assert "ani" in house.tell(EVENING + DAY)


def test_saran_about_money_are_counted_for_admin_and_pengawas_alone(house):
    """Not before five answers stand around them, and by the week: the day is nobody's business."""
    house.saran("Petugas minta uang rokok", date(2026, 11, 18))
    house.saran("Ruang tunggu panas", date(2026, 11, 18))
    house.answers(4, "444444444", date(2026, 11, 18))
    assert house.tell(EVENING - DAY * 3) == {}
    house.answers(1, "444444444", date(2026, 11, 23))
    told = house.tell(EVENING)
    words = (
        "Ruang Pelayanan: 1 saran sejak 16 Nov 2026 menyebut uang yang diminta. "
        "Hanya admin dan pengawas yang diberi tahu. Baca: ketik saran."
    )
    assert told == {"ani": [words], "was": [words]}
    house.saran("Ada pungli", date(2026, 11, 17))  # entered late, from paper
    house.answers(5, "444444444", date(2026, 11, 17), mode="paper")
    assert "1 saran sejak 16 Nov 2026" in house.tell(EVENING + DAY)["was"][0]
    assert house.tell(EVENING + DAY * 2) == {}


def test_costs_of_what_is_free_are_told_from_five_on(house):
    """SKTM is free: three answers on Friday and two on Monday that are not "Gratis"."""
    house.answers(3, "333333333", date(2026, 11, 20))
    house.answers(9, "333433333", date(2026, 11, 21))
    assert house.tell(EVENING) == {}
    house.answers(2, "333233333", date(2026, 11, 23))
    told = house.tell(EVENING + DAY)
    words = (
        "SKTM gratis menurut aturan, tetapi 5 jawaban sejak 16 Nov 2026 menyebut ada biaya. "
        "Mohon ditelusuri; jawaban tidak menunjukkan orang atau loket."
    )
    assert {chat: told[chat] for chat in ("pak", "was")} == {"pak": [words], "was": [words]}
    house.answers(4, "333133333", date(2026, 11, 24))
    assert "pak" not in house.tell(EVENING + DAY * 2)


def test_costs_that_paper_names_later_count_and_wait_for_somebody_to_read_them(house):
    with house.store.write() as tx:
        for who in ("pak", "was"):
            tx.staff.leave(Person((f"tg:{who}",)), now=MADE)
    house.answers(3, "333333333", date(2026, 11, 20))
    house.tell(EVENING)
    house.answers(2, "333333333", date(2026, 11, 19), mode="paper")
    house.tell(EVENING + DAY)
    with house.store.write() as tx:
        code = tx.staff.invite("pengawas", None, by="uji", expires=MADE + DAY, now=MADE)
        tx.staff.redeem(code, Person(("tg:was",)), Address("telegram", "42", "was"), now=MADE)
    assert "5 jawaban sejak 16 Nov 2026" in house.tell(EVENING + DAY * 2)["was"][0]


def test_the_working_day_ends_where_the_unit_lies(house):
    """16.00 in Jayapura is 14.00 in Jakarta."""
    document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8"))
    document["unit"][0]["zona"] = "WIT"
    with house.store.write() as tx:
        tx.upkeep.save_agency(document, now=MADE)
    house.office.refresh()
    early = EVENING - timedelta(hours=2)
    house.tell(early - DAY * 3)
    house.answers(7, "342433343", date(2026, 11, 23))
    assert house.tell(early - timedelta(minutes=1)) == {}
    assert "ani" in house.tell(early)


def test_two_looks_at_the_same_moment_tell_once(house):
    house.tell(EVENING - DAY * 3)
    house.answers(7, "342433343", date(2026, 11, 23))
    plans = []
    for _ in range(2):
        with house.store.read() as reader:
            plans.append(telling.due(reader, house.terms, EVENING))
    told = []
    for plan in plans:
        with house.store.write() as tx:
            told.append(telling.write(tx, plan, EVENING)["told"])
    assert told == [3, 0]


def test_an_evening_that_was_slept_through_is_told_in_the_morning_and_once(house):
    house.tell(EVENING - DAY * 3)
    house.answers(7, "342433343", date(2026, 11, 23))
    assert house.tell(EVENING + timedelta(hours=14)) == {}  # 06.00: nobody is woken
    assert "ani" in house.tell(EVENING + timedelta(hours=15))
    assert house.tell(EVENING + timedelta(hours=16)) == {}
    house.answers(5, "342433343", date(2026, 11, 24))
    assert house.tell(EVENING + timedelta(hours=23)) == {}
    assert "pada 5 jawaban" in house.tell(EVENING + DAY)["ani"][0]


def test_a_day_that_ends_in_the_quiet_hours_is_told_when_they_are_over(house):
    document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8"))
    document["jadwal"] = {"akhir_kerja": "21.00"}
    with house.store.write() as tx:
        tx.upkeep.save_agency(document, now=MADE)
    house.office.refresh()
    house.tell(EVENING - DAY * 3)
    house.answers(7, "342433343", date(2026, 11, 23))
    assert house.tell(EVENING + timedelta(hours=6)) == {}
    assert "ani" in house.tell(EVENING + timedelta(hours=15))
