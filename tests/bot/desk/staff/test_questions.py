"""Staff's questions in chat: series through periods, shares of few, and the lines of `populasi`."""

from collections import Counter
from datetime import date

import pytest

from bot.desk.staff.population import LINE
from bot.desk.staff.question_text import nearest
from bot.desk.staff.results.shares import shares
from core.periods.periode import parse
from core.ports.results import Publication
from core.results.figures import scope_of
from core.results.small_numbers import key_of
from core.results.trend import changes, series
from tests.core.results.test_figures import AGENCY, CLOSED_AT, Answers, _other, _reweighted, told

TODAY = date(2026, 11, 21)


def points(results, label="2026", before=5):
    scope = scope_of(AGENCY, parse(label, TODAY))
    found, steps = series(results, AGENCY, scope, today=TODAY, before=before)
    for key, sums in steps:
        results.steps[key] = list(sums)
    return found


def mixed(results, n, low, high, label):
    """Half of them one score, half the other: a spread that can be told."""
    return results.give(n // 2, low, label=label).give(n - n // 2, high, label=label)


def test_a_series_begins_with_the_first_period_that_has_answers():
    results = Answers().give(10, 4, label="2024").give(10, 3, label="2026")
    found = points(results)
    assert [(one.label, one.ikm, one.hidden) for one in found] == [
        ("2024", "100.00", None),
        ("2025", None, "kosong"),
        ("2026", "75.00", None),
    ]


def test_a_change_is_told_against_the_last_period_that_may_be_told():
    results = Answers().give(10, 4, label="2024").give(4, 1, label="2025").give(10, 3, label="2026")
    (only,) = changes(points(results)).values()
    assert (only.earlier.label, only.later.label, only.difference) == ("2024", "2026", -25)


@pytest.mark.parametrize(
    ("now", "word"), [((1, 3), "nyata"), ((2, 4), "belum_nyata")], ids=["far", "equal"]
)
def test_a_change_says_whether_it_is_larger_than_chance(now, word):
    results = mixed(mixed(Answers(), 40, 2, 4, "2025"), 40, *now, "2026")
    assert changes(points(results))["2026"].significant == word


def test_answers_to_another_questionnaire_are_never_compared():
    results = mixed(Answers(), 40, 2, 4, "2026").give(
        40, 3, label="2025", survey=_other(_reweighted)
    )
    assert changes(points(results))["2026"].significant == "lain_kuesioner"


def test_what_was_only_published_stands_in_the_series_and_says_that_it_cannot_be_tested():
    results = mixed(Answers(), 40, 3, 4, "2026")
    told = {"n": 30, "ikm": "92.69", "mutu": "A", "interval": {"low": "90.00", "high": "95.00"}}
    results.out = [Publication("2025", "pelayanan", 1, told, CLOSED_AT)]
    first, last = points(results)
    assert (first.ikm, first.n, first.mutu, first.provisional) == ("92.69", 30, "A", False)
    assert changes((first, last))["2026"].significant == "tidak_terukur"


def test_a_series_keeps_to_the_steps_that_ikm_tells():
    results = Answers().give(10, 4)
    assert [one.n for one in points(results)] == [10]
    results.give(4, 1)
    assert [(one.n, one.ikm) for one in points(results)] == [(10, "100.00")]
    results.give(1, 1)
    assert [one.n for one in points(results)] == [15]
    assert key_of(scope_of(AGENCY, parse("2026", TODAY))) in results.steps


def test_a_series_reads_the_totals_of_periods_that_are_over_and_ikm_asks_for_the_rest():
    """A step that a series kept without the sums of each question gets them when `ikm` asks."""
    results = Answers().give(10, 4, label="2024").give(10, 3, label="2026")
    points(results)
    over, running = (key_of(scope_of(AGENCY, parse(label, TODAY))) for label in ("2024", "2026"))
    assert [bool(results.steps[key][0].nilai) for key in (over, running)] == [False, True]
    assert told(results, "2024").ikm.unsur[0].nrr == 4
    assert results.steps[over][0].nilai


def test_late_papers_to_a_period_that_is_over_move_nothing_under_five():
    results = Answers().give(10, 4, label="2024")
    points(results, "2024")
    results.give(4, 1, label="2024")
    assert [(one.n, one.ikm) for one in points(results, "2024")] == [(10, "100.00")]
    assert told(results, "2024").hidden == "sisa_kecil"
    results.give(1, 1, label="2024")
    assert told(results, "2024").n == 15


def test_a_few_answers_bear_no_letter_in_a_series():
    assert [one.mutu for one in points(Answers().give(29, 4))] == [None]
    assert [one.mutu for one in points(Answers().give(30, 4))] == ["A"]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 50, "b": 50}, [("a", 50), ("b", 50)]),
        ({"a": 96, "b": 4}, [(None, 100)]),  # b could be worked back from a
        ({"a": 90, "b": 6, "c": 4}, [("a", 90), (None, 10)]),
        ({"a": 90, "b": 3, "c": 2}, [("a", 95), (None, 5)]),
        ({"a": 1}, [(None, 100)]),
        ({"a": 5}, [("a", 100)]),
        ({"a": 5, "b": 0}, [("a", 100)]),
        ({}, []),
    ],
)
def test_shares_never_show_fewer_than_five(counts, told):
    assert shares(Counter(counts)) == told


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2026 sktm 200 sumber Buku register", ("2026 sktm", None, "200", "Buku register")),
        ("2026 sktm 1.200 orang sumber: Buku", ("2026 sktm", None, "1.200", "Buku")),
        ("2026 sktm target 100 sumber Surat 12", ("2026 sktm", "target ", "100", "Surat 12")),
        ("2026 200 SUMBER Buku 2025", ("2026", None, "200", "Buku 2025")),
        ("tw3 2026 alat bantu 52 pengguna sumber X", ("tw3 2026 alat bantu", None, "52", "X")),
    ],
)
def test_a_line_of_populasi_is_taken_apart(line, found):
    made = LINE.fullmatch(line)
    assert made is not None
    assert (made["apa"], made["target"], made["n"], made["sumber"]) == found


@pytest.mark.parametrize("line", ["2026 sktm sumber Buku", "sumber Buku", "2026 sktm 200 sumber "])
def test_a_line_without_number_or_source_is_none(line):
    assert LINE.fullmatch(line) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [("sktn", "SKTM"), ("alat bntu", "Alat bantu"), ("wktu", "Waktu"), ("parkir", None)],
)
def test_the_nearest_name_is_suggested(said, meant):
    assert nearest(said, ["SKTM", "Alat bantu", "Waktu", "Produk"]) == meant
