"""Answers in the store: counted exactly, once a person, and leading to nobody."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import InputError
from core.ikm.sums import Rekap, ScoreSums
from core.messaging.address import Person
from core.ports.conversations import Decision


def answer(store, kit, *rows, event_id="1"):
    for number, row in enumerate(rows):
        said = kit.event(f"{event_id}-{number}")
        kit.advance(store, [said], kit.deciding(Decision(None, response=row)))


def rekap(store, kit, **changes):
    with store.read() as reader:
        assert reader.answers.check_rekap() == []
        return reader.results.rekap(kit.scope(**changes))


def test_sums_and_squares_are_kept_of_every_question_and_of_the_total(store, kit):
    """Scores 3, 4, 1 and 2, 2, 2: totals 8 and 6."""
    answer(store, kit, kit.response(), kit.response(nilai={"waktu": 2, "biaya": 2, "sarana": 2}))

    nilai = {"biaya": ScoreSums(6, 20), "sarana": ScoreSums(3, 5), "waktu": ScoreSums(5, 13)}
    assert rekap(store, kit) == [Rekap("s1", 2, nilai, 14, 100)]


def test_all_answers_of_one_group_are_counted_also_beside_an_erasure(store, kit):
    """A person who erases their data takes no answer along, not even one of that moment."""
    given = {
        "1": kit.response(),
        "2": kit.response(nilai={"waktu": 2, "biaya": 2, "sarana": 2}),
        "3": kit.response(snapshot="s2", nilai={"baru": 4}),
        "5": kit.response(),
    }

    def desk(event, seen, tx):
        if event.event_id == "4":
            tx.people.erase(event.person, event.address, now=kit.NOW)
        return Decision(None, response=given.get(event.event_id))

    kit.advance(store, [kit.event(str(n), who=str(70 + n % 2)) for n in range(1, 6)], desk)

    nilai = {"biaya": ScoreSums(10, 36), "sarana": ScoreSums(4, 6), "waktu": ScoreSums(8, 22)}
    assert rekap(store, kit) == [
        Rekap("s1", 3, nilai, 22, 164),
        Rekap("s2", 1, {"baru": ScoreSums(4, 16)}, 4, 16),
    ]
    assert kit.counts(store)["respons"] == 4


def test_the_total_uses_the_whole_weights_of_the_snapshot(store, kit):
    """2x3 + 1x4 + 3x1 = 13."""
    with store.write() as tx:
        tx.results.save_snapshot(
            "s1", {"judul": "x", "bobot": {"waktu": 2, "biaya": 1, "sarana": 3}}
        )
    answer(store, kit, kit.response())

    [one] = rekap(store, kit)
    assert (one.t1, one.t2) == (13, 169)


def test_each_snapshot_is_summed_by_itself(store, kit):
    answer(store, kit, kit.response(), kit.response(snapshot="s2", nilai={"baru": 4}))

    assert [(one.snapshot, one.n, set(one.nilai)) for one in rekap(store, kit)] == [
        ("s1", 1, {"waktu", "biaya", "sarana"}),
        ("s2", 1, {"baru"}),
    ]


def test_a_scope_takes_its_unit_layanan_days_modes_and_flags(store, kit):
    answer(
        store,
        kit,
        kit.response(),
        kit.response(layanan="kk", mode="paper", loket=None, slot=None),
        kit.response(flags=("cepat",)),
        kit.response(day=date(2026, 12, 1)),
        kit.response(unit="lain"),
    )

    def n(**changes):
        return sum(one.n for one in rekap(store, kit, **changes))

    assert n() == 3
    assert n(unit=None) == 4
    assert n(layanan="kk") == 1
    assert n(last=date(2026, 12, 1)) == 4
    assert n(modes=("self",)) == 2
    assert n(flagged=True) == 1
    assert n(flagged=False) == 2


def test_an_undated_import_counts_only_under_its_own_label(store, kit):
    undated = kit.response(day=None, import_periode="2024", mode="import", slot=None)
    with store.write() as tx:
        assert (
            tx.answers.import_responses(
                "ab" * 32, "jambi.csv", [undated] * 3, by="cli", now=kit.NOW
            )
            == 3
        )

    year = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}
    assert [one.n for one in rekap(store, kit, label="2024", **year)] == [3]
    assert rekap(store, kit, label="2024-S1", **year) == []
    assert rekap(store, kit, label="2026", first=date(1, 1, 1), last=date(9999, 1, 1)) == []


def test_the_same_file_is_refused_twice_and_leaves_nothing(store, kit):
    with store.write() as tx:
        tx.answers.import_responses("ab" * 32, "jambi.csv", [kit.response()], by="cli", now=kit.NOW)
    with pytest.raises(InputError, match="sudah pernah diimpor"), store.write() as tx:
        tx.answers.import_responses("ab" * 32, "copy.csv", [kit.response()], by="cli", now=kit.NOW)

    assert kit.counts(store)["respons"] == 1


def test_nothing_is_half_imported(store, kit):
    broken = kit.response(nilai={"waktu": 3})
    with pytest.raises(ValueError, match="not complete"), store.write() as tx:
        tx.answers.import_responses(
            "ab" * 32, "x.csv", [kit.response(), broken], by="cli", now=kit.NOW
        )

    assert set(kit.counts(store).values()) == {0}


def test_a_check_names_what_differs_and_a_rebuild_mends_it(store, kit):
    from sqlalchemy import text

    answer(store, kit, kit.response(), kit.response(flags=("cepat",)))
    with store.write() as tx:
        tx.session.conn.execute(text("UPDATE rekap SET n = n + 1 WHERE NOT flagged"))
        tx.session.conn.execute(text("DELETE FROM rekap WHERE flagged"))
    with store.read() as reader:
        found = reader.answers.check_rekap()
    assert len(found) == 2
    assert "dukcapil, ktp, 2026-11-23" in found[0]

    with store.write() as tx:
        assert tx.answers.rebuild_rekap() == 2
    assert [one.n for one in rekap(store, kit)] == [2]


def test_a_response_comes_back_as_it_was_given(store, kit):
    one = kit.response(flags=("cepat", "seragam"), loket=None, duration=None)
    answer(store, kit, one)

    with store.read() as reader:
        assert reader.answers.responses(kit.scope()) == [one]


def test_a_person_answers_once_until_the_date_is_over(store, kit):
    until = kit.NOW + 30 * kit.DAY
    seen = []

    def desk(event, before, tx):
        seen.append(tx.people.answered(event.person, "ktp", now=kit.NOW))
        return Decision(None, response=kit.response(), answered_mark=("ktp", until))

    kit.advance(store, [kit.event("1"), kit.event("2"), kit.event("3", who="78")], desk)
    assert seen == [False, True, False]
    with store.write() as tx:
        assert not tx.people.answered(kit.person(), "kk", now=kit.NOW)
        assert not tx.people.answered(kit.person(), "ktp", now=until)


def test_any_id_of_a_person_finds_that_they_answered(store, kit):
    until = kit.NOW + 30 * kit.DAY
    both = kit.event("1", person=Person(("bsuid:9", "wa:62811")))
    kit.advance(store, [both], kit.deciding(Decision(None, answered_mark=("ktp", until))))
    kit.advance(store, [kit.event("2", person=Person(("new", "wa:62811")))])

    with store.write() as tx:
        for one in ("bsuid:9", "wa:62811", "new"):
            assert tx.people.answered(Person((one,)), "ktp", now=kit.NOW)
        tx.upkeep.purge(now=kit.NOW + 20 * kit.DAY)
        assert tx.people.answered(Person(("wa:62811",)), "ktp", now=kit.NOW)
        tx.people.erase(Person(("wa:62811",)), kit.chat(), now=kit.NOW)
        assert tx.people.answered(Person(("wa:62811",)), "ktp", now=kit.NOW)


def test_the_promised_time_is_the_median_of_at_least_five(store, kit):
    """Of 60, 90, 120, 150 seconds nothing is said; with 3,000 it is 120; with 200 it is 135."""

    def median():
        with store.read() as reader:
            return reader.results.median_duration(date(2026, 11, 1))

    answer(store, kit, *(kit.response(duration=d) for d in (150, 60, 120, 90)))
    answer(
        store,
        kit,
        kit.response(duration=1, mode="paper"),
        kit.response(duration=None),
        event_id="2",
    )
    answer(store, kit, kit.response(duration=1, day=date(2026, 10, 1)), event_id="3")
    assert median() is None
    answer(store, kit, kit.response(duration=3000), event_id="4")
    assert median() == (120, 5)
    answer(store, kit, kit.response(duration=200), event_id="5")
    assert median() == (135, 6)


# -- the books ---------------------------------------------------------------------------------


def test_the_agency_is_saved_when_it_changed(store, kit):
    with store.read() as reader:
        assert reader.upkeep.agency() is None
    with store.write() as tx:
        assert tx.upkeep.save_agency({"nama": "Dinas", "unit": [1]}, now=kit.NOW)
        assert not tx.upkeep.save_agency({"unit": [1], "nama": "Dinas"}, now=kit.NOW)
        assert tx.upkeep.save_agency({"nama": "Dinas Dukcapil"}, now=kit.NOW)
    with store.read() as reader:
        assert reader.upkeep.agency() == {"nama": "Dinas Dukcapil"}


def test_a_snapshot_is_frozen(store, kit):
    answer(store, kit, kit.response(snapshot="s1"))
    with store.write() as tx:
        tx.results.save_snapshot("s1", {"a": 1})
        tx.results.save_snapshot("s1", {"a": 2})
        tx.results.save_snapshot("s2", {"b": 1})
    with store.read() as reader:
        assert reader.results.snapshot("s1") == {"a": 1}
        assert reader.results.snapshot("none") is None
        assert reader.results.snapshots() == {"s1": {"a": 1}, "s2": {"b": 1}}


def test_publishing_other_figures_makes_a_revision(store, kit):
    with store.write() as tx:
        assert tx.results.publish("2026-S1", "dukcapil", {"ikm": "86.11"}, now=kit.NOW) == 1
        assert tx.results.publish("2026-S1", "dukcapil", {"ikm": "86.11"}, now=kit.NOW) == 1
        assert (
            tx.results.publish("2026-S1", "dukcapil", {"ikm": "86.12"}, now=kit.NOW + kit.DAY) == 2
        )
        assert tx.results.publish("2026-S1", "lain", {"ikm": "70.00"}, now=kit.NOW) == 1
    with store.read() as reader:
        mine = reader.results.published("dukcapil")
        assert [(one.revision, one.figures) for one in mine] == [
            (2, {"ikm": "86.12"}),
            (1, {"ikm": "86.11"}),
        ]
        assert mine[0].at == kit.NOW + kit.DAY
        assert len(reader.results.published()) == 3


def test_what_was_shown_last_is_remembered(store, kit):
    figures = [Rekap("s1", 5, {"waktu": ScoreSums(15, 45)}, 15, 45)]
    with store.write() as tx:
        tx.results.save_told("dukcapil 2026-11", [], now=kit.NOW)
        tx.results.save_told("dukcapil 2026-11", figures, now=kit.NOW)
    with store.read() as reader:
        assert reader.results.told("dukcapil 2026-11") == figures
        assert reader.results.told("other") is None


def test_a_tally_is_kept_under_its_own_key(store, kit):
    """A tally and figures that were told may bear one name: neither takes the other's place."""
    with store.write() as tx:
        tx.results.save_told("rendah|dukcapil", [], now=kit.NOW)
        tx.results.save_tally("rendah|dukcapil", {"n": 1}, now=kit.NOW)
        tx.results.save_tally("rendah|dukcapil", {"n": 2, "days": {}}, now=kit.NOW)
    with store.read() as reader:
        assert reader.results.tally("rendah|dukcapil") == {"n": 2, "days": {}}
        assert reader.results.told("rendah|dukcapil") == []
        assert reader.results.tally("other") is None


# -- given elsewhere ---------------------------------------------------------------------------


def test_an_answer_given_elsewhere_is_taken_in_once(store, kit):
    """A kiosk sends it until it hears of us; its key leads to nothing."""
    until = kit.NOW + 15 * kit.DAY

    def take(key, given, words=None):
        with store.write() as tx:
            return tx.answers.store_entry(key, given, words, until=until, now=kit.NOW)

    first = kit.response(mode="kiosk", channel="web")
    assert take("kiosk:aa", first, kit.saran())
    assert not take("kiosk:aa", first, kit.saran())
    assert take("kiosk:bb", first)

    [one] = rekap(store, kit)
    assert one.n == 2
    assert kit.counts(store)["saran"] == 1


def test_the_key_of_an_answer_given_elsewhere_goes_with_its_day(store, kit):
    with store.write() as tx:
        tx.answers.store_entry(
            "kiosk:aa", kit.response(), None, until=kit.NOW + kit.DAY, now=kit.NOW
        )
    with store.write() as tx:
        assert tx.upkeep.purge(now=kit.NOW + 2 * kit.DAY)["sekali"] == 1
