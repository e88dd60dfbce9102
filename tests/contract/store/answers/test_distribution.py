"""Profiles of answers, screens where surveys stopped, and the newest saran, from every store."""

from datetime import date, timedelta

from core.answers.response import Saran
from core.ports.conversations import Decision
from core.ports.results import Scope
from core.survey.state import State
from tests.contract.store.store_kit import DAY, NOW, advance, deciding, event, response

YEAR = Scope("dukcapil", None, "2026", date(2026, 1, 1), date(2026, 12, 31))


def give(store, *rows):
    with store.write() as tx:
        tx.answers.import_responses("a" * 64, "berkas.csv", rows, by="test", now=NOW)


def test_answers_are_spread_over_layanan_mode_and_channel(store):
    give(
        store,
        response(mode="self", channel="telegram"),
        response(mode="self", channel="telegram", loket="2"),
        response(mode="paper", channel="import"),
        response(layanan="kk", mode="self", channel="web"),
        response(unit="lain", mode="self", channel="web"),
        response(day=date(2025, 12, 31)),
    )
    with store.read() as reader:
        assert reader.results.spread(YEAR) == [
            ("kk", "self", "web", 1),
            ("ktp", "paper", "import", 1),
            ("ktp", "self", "telegram", 2),
        ]


def test_profiles_are_those_of_the_newest_answers(store):
    old = response(day=date(2026, 3, 1), profile={"kelamin": "L"})
    give(store, old, *[response(day=date(2026, 4, 1), profile={"kelamin": "P"})] * 2)
    with store.read() as reader:
        assert reader.answers.profiles(YEAR, 2) == [{"kelamin": "P"}] * 2
        assert len(reader.answers.profiles(YEAR, 9)) == 3


def at(screen, started=1.0):
    state = State("s1", "ab", "id", screen=screen, started=started)
    return Decision(state.to_json())


def test_stops_count_silent_unfinished_surveys_by_screen(store):
    screens = [at("t.waktu"), at("t.waktu"), at("saran"), at("selesai"), at("salam", None)]
    for number, decision in enumerate(screens):
        said = event(f"e{number}", who=str(number))
        advance(store, [said], deciding(decision), now=NOW - 2 * DAY)
    advance(store, [event("e9", who="9")], deciding(at("t.biaya")), now=NOW)
    with store.read() as reader:
        assert stops(reader) == {"t.waktu": 2, "saran": 1}
        assert sum(stops(reader, most=1).values()) <= 1
        assert (
            reader.conversations.dropouts(date(2025, 1, 1), date(2025, 12, 31), NOW - DAY, 100)
            == {}
        )


def stops(reader, now=NOW, most=100):
    return reader.conversations.dropouts(YEAR.first, YEAR.last, now - DAY, most)


def test_who_gave_up_is_counted_by_day_and_screen(store):
    with store.write() as tx:
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31)):
            tx.conversations.count_dropout("t.waktu", day=day)
            tx.conversations.count_dropout("t.waktu", day=day)
        tx.conversations.count_dropout("saran", day=date(2026, 5, 1))
    with store.read() as reader:
        assert stops(reader) == {"t.waktu": 4, "saran": 1}


def test_a_survey_that_runs_out_is_counted_once_and_leaves_a_number_alone(store):
    """Before the purge as one that is silent, afterwards as one that stopped there."""
    for number, decision in enumerate([at("t.waktu"), at("t.waktu"), at("selesai"), None]):
        said = event(f"e{number}", who=str(number))
        left = decision or Decision({"flow": "undang", "version": 1, "data": {}})
        advance(store, [said], deciding(left), now=NOW)
    late = NOW + 15 * DAY
    with store.read() as reader:
        assert stops(reader, late) == {"t.waktu": 2}
    for _ in range(2):
        with store.write() as tx:
            tx.upkeep.purge(now=late)
    with store.read() as reader:
        assert stops(reader, late) == {"t.waktu": 2}
        assert reader.upkeep.counts()["percakapan"] == 0


def test_the_newest_saran_come_first_and_only_about_what_was_asked(store):
    for day, unsur in enumerate(["waktu", None, "biaya", "waktu"]):
        given = Saran("dukcapil", "ktp", unsur, f"s{day}", date(2026, 5, 1) + timedelta(days=day))
        said = event(f"s{day}", who=str(day))
        advance(store, [said], deciding(Decision({"flow": "x"}, saran=given)))
    with store.read() as reader:
        assert [one.text for one in reader.answers.newest_saran(YEAR, None, 3)] == [
            "s3",
            "s2",
            "s1",
        ]
        assert [one.text for one in reader.answers.newest_saran(YEAR, ["waktu"], 9)] == ["s3", "s0"]
        assert reader.answers.newest_saran(YEAR, [], 9) == []


def test_a_transaction_sees_the_agency_as_it_stands_in_it(store):
    with store.write() as tx:
        assert tx.upkeep.agency() is None
        tx.upkeep.save_agency({"instansi": {"kode": "a"}}, now=NOW)
        assert tx.upkeep.agency() == {"instansi": {"kode": "a"}}


def test_answers_by_day_and_those_without_one(store):
    give(
        store,
        response(day=date(2026, 3, 1)),
        response(day=date(2026, 3, 1), channel="web"),
        response(day=date(2026, 3, 2), layanan="kk"),
        response(day=date(2025, 3, 2)),
        response(day=None, slot=None, mode="import", import_periode="2026"),
    )
    with store.read() as reader:
        assert reader.results.daily(YEAR) == {None: 1, date(2026, 3, 1): 2, date(2026, 3, 2): 1}
