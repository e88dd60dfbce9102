"""Small numbers: no figure of under five answers, steps of five, no way to work back to a few."""

import tomllib
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from bot.config.packaged import load_packaged
from core.answers.matrix.values import rekap
from core.errors import InputError
from core.office import agency_document, questionnaire
from core.office.agency import Layanan, Population, Unit
from core.periods.periode import parse
from core.ports.results import Publication, Scope
from core.results.closing import frozen
from core.results.export import figures_json
from core.results.figures import figures, scope_of
from core.results.small_numbers import betrays, key_of, step_day
from tests.support.paths import AGENCY_TOML

SURVEY = load_packaged("permenpanrb-14-2017")
KEYS = [one.key for one in SURVEY.questions]
AGENCY = agency_document.parse(tomllib.loads((AGENCY_TOML).read_text("utf-8")), "agency.toml")
CLOSED_AT = datetime(2026, 11, 20, tzinfo=UTC)
TODAY = date(2026, 11, 21)
YEAR = parse("2026", TODAY)


class Answers:
    """Results of answers by (unit, layanan, label), and what was told of them."""

    def __init__(self):
        self.given = defaultdict(list)
        self.surveys = {SURVEY.snapshot: SURVEY}
        self.steps = {}  # told figures, by their key
        self.out = []

    def give(self, n, score=4, *, layanan="sktm", label="2026", survey=SURVEY, unit="pelayanan"):
        keys = [one.key for one in survey.questions]
        self.surveys[survey.snapshot] = survey
        self.given[unit, layanan, label, survey.snapshot] += [dict.fromkeys(keys, score)] * n
        return self

    def rekap(self, scope):
        found = defaultdict(list)
        for (unit, layanan, label, snapshot), nilai in self.given.items():
            mine = scope.unit in (unit, None) and scope.layanan in (layanan, None)
            if mine and label == scope.label:
                found[snapshot] += nilai
        return [rekap(nilai, self.surveys[name]) for name, nilai in sorted(found.items())]

    def totals(self, scope):
        return [replace(one, nilai={}) for one in self.rekap(scope)]

    def sizes(self, scope):
        found = defaultdict(int)
        for (unit, layanan, label, _), nilai in self.given.items():
            mine = scope.unit in (unit, None) and scope.layanan in (layanan, None)
            if mine and label == scope.label:
                found[unit, layanan] += len(nilai)
        return found

    def snapshot(self, snapshot):
        return self.surveys[snapshot].document

    def told(self, key):
        return self.steps.get(key)

    def published(self, unit=None):
        return [row for row in self.out if unit in (row.unit, None)]


def told(results, label="2026", layanan=None, agency=AGENCY, **wanted):
    """Ask as chat and command line do: what was told is kept."""
    found = figures(results, agency, scope_of(agency, parse(label, TODAY), None, layanan), **wanted)
    for key, sums in found.steps:
        results.steps[key] = list(sums)
    return found


def with_users(**fields):
    facts = {"layanan": None, "periode": "2026", "users": None, "target": None} | fields
    return replace(AGENCY, population=(Population(unit="pelayanan", source="Register", **facts),))


# -- small numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "hidden", "ikm"),
    [(0, "kosong", None), (4, "kurang_dari_5", None), (5, None, "100.00")],
)
def test_nothing_is_told_under_five_answers(n, hidden, ikm):
    found = told(Answers().give(n))

    assert (found.hidden, found.n) == (hidden, n)
    assert (found.ikm.ikm if found.ikm else None) == ikm


def test_running_figures_go_in_steps_of_five():
    results = Answers().give(5)
    first, later = told(results).n, [told(results.give(1, 1)).n for _ in range(6)]

    assert [first, *later] == [5, 5, 5, 5, 5, 10, 10]


def test_between_two_steps_the_old_figures_stand():
    results = Answers().give(5)
    told(results)

    assert told(results.give(4, 1)).ikm.ikm == "100.00"
    assert told(results.give(1, 1)).ikm.ikm == "62.50"


def test_an_unchanged_figure_is_no_new_step():
    results = Answers().give(5)

    assert [key for key, _ in told(results).steps] == ["pelayanan||2026"]
    assert told(results).steps == ()


def test_a_period_that_is_closed_counts_every_answer():
    results = Answers().give(5)
    told(results)

    assert told(results.give(2, 1), final=True).n == 7


def test_a_layanan_is_hidden_when_it_would_betray_the_rest():
    """20 for the unit and 17 for one layanan tell the sums of the other three."""
    results = Answers().give(17).give(3, 1, layanan="alat-bantu")

    assert told(results, layanan="sktm").hidden == "sisa_kecil"
    assert told(results).n == 20


@pytest.mark.parametrize("others", [0, 5])
def test_a_layanan_is_told_when_no_rest_or_enough_of_it_remains(others):
    assert told(Answers().give(9).give(others, layanan="alat-bantu"), layanan="sktm").n == 9


def _three(agency):
    unit = agency.unit[0]
    more = Layanan("adopsi", "Adopsi", "Adopsi")
    return replace(agency, unit=(replace(unit, layanan=(*unit.layanan, more)),))


def test_the_next_small_layanan_hides_with_one_that_is_too_small():
    """10 + 6 + 2: telling 18, 10 and 6 would tell the two as well."""
    agency = _three(AGENCY)
    results = Answers().give(10).give(6, layanan="alat-bantu").give(2, layanan="adopsi")

    assert told(results, layanan="sktm", agency=agency).n == 10
    assert told(results, layanan="alat-bantu", agency=agency).hidden == "sisa_kecil"


def test_answers_without_layanan_are_a_rest_too():
    """An import that names no layanan: the unit's 12 less the 9 of sktm are 3."""
    assert told(Answers().give(9).give(3, layanan=""), layanan="sktm").hidden == "sisa_kecil"


def test_an_agency_of_two_units_hides_when_one_of_them_is_small():
    service = Layanan("ktp", "KTP", "KTP")
    agency = replace(AGENCY, unit=(*AGENCY.unit, Unit("dua", "Dua", "Dua", (service,))))
    results = Answers().give(20).give(3, unit="dua", layanan="ktp")

    assert told(results, agency=agency).hidden == "sisa_kecil"
    assert told(results.give(2, unit="dua", layanan="ktp"), agency=agency).n == 25


# -- letters and targets -----------------------------------------------------------------------


@pytest.mark.parametrize(("n", "has_mutu"), [(29, False), (30, True)])
def test_a_letter_needs_thirty_answers(n, has_mutu):
    found = told(Answers().give(n))

    assert (found.has_mutu, found.provisional) == (has_mutu, True)
    assert figures_json(found)["mutu"] == ("A" if has_mutu else None)
    assert figures_json(found)["unsur"][0]["mutu"] == ("A" if has_mutu else None)


def test_a_small_service_needs_only_its_sample():
    """20 users: 19 answers are the Krejcie-Morgan target."""
    agency = with_users(users=20)

    assert not told(Answers().give(18), agency=agency).has_mutu
    assert told(Answers().give(19), agency=agency).has_mutu
    assert told(Answers().give(18), agency=agency).missing == 1


def test_a_target_set_by_letter_is_taken_as_it_is():
    found = told(Answers().give(80), agency=with_users(target=100))

    assert (found.users, found.target, found.missing, found.has_mutu) == (None, 100, 20, True)


def test_an_unknown_n_has_no_target():
    assert (told(Answers().give(80)).target, told(Answers().give(80)).missing) == (None, None)


def test_a_single_week_never_gets_a_letter():
    found = told(Answers().give(200, label="2026-W46"), "2026-W46")

    assert (found.ikm.ikm, found.has_mutu, found.provisional) == ("100.00", False, True)


def test_only_a_year_is_measured_by_the_yearly_target():
    """100 of 88.31 is 113.24 percent."""
    results = Answers().give(30).give(30, label="2026-11")

    assert told(results).achievement == "113.24"
    assert told(results, "2026-11").achievement is None


def test_what_was_published_is_provisional_no_more():
    results = Answers().give(30)
    results.out = [Publication("2026", "pelayanan", 2, {}, CLOSED_AT)]

    assert (told(results).revision, told(results).provisional) == (2, False)


# -- other weights, other questionnaires, the period before ------------------------------------


def test_the_other_weight_is_told_where_it_differs():
    assert told(Answers().give(30)).other_weight == ("0.111", "99.90")
    printed = replace(AGENCY, weight_policy="0.111")
    assert told(Answers().give(30), agency=printed).other_weight == ("exact", "100.00")


def _other(change):
    document = {key: value for key, value in SURVEY.document.items() if key != "bobot"}
    return questionnaire.parse(change(document), "lain")


def _reworded(document):
    first, *rest = document["pertanyaan"]
    return document | {"pertanyaan": [first | {"isi": "Kata lain?"}, *rest]}


def _reweighted(document):
    first, second, *rest = document["unsur"]
    made = [first | {"bobot": "1/18"}, second | {"bobot": "1/6"}, *rest]
    return document | {"unsur": made}


def test_another_wording_counts_together():
    found = told(Answers().give(30).give(30, 3, survey=_other(_reworded)))

    assert (found.n, found.ikm.ikm, found.left_out) == (60, "87.50", ())


def test_other_weights_are_never_merged_but_told():
    found = told(Answers().give(30).give(20, 1, survey=_other(_reweighted)))

    assert (found.n, found.ikm.ikm) == (30, "100.00")
    assert found.left_out == (("permenpanrb-14-2017 1", 20),)


def test_uneven_weights_have_no_printed_weight_beside_them():
    assert told(Answers().give(30, survey=_other(_reweighted))).other_weight is None


def test_the_period_before_is_compared_with_its_scatter():
    results = Answers().give(15, 3).give(15, 4).give(30, 3, label="2025").give(1, 1, label="2025")
    before = told(results).previous

    assert (before.label, before.n, before.ikm, before.significant) == ("2025", 31, "73.39", True)
    assert before.difference == Fraction(175, 2) - Fraction(91 * 25, 31)


def test_a_period_before_with_few_answers_is_not_told():
    assert told(Answers().give(30).give(4, label="2025")).previous is None


def test_a_period_before_that_was_only_published_is_told_without_its_scatter():
    results = Answers().give(30)
    figures = {"ikm": "92.69", "n": 30, "weight_policy": "exact"}
    results.out = [Publication("2025", "pelayanan", 1, figures, CLOSED_AT)]
    before = told(results).previous

    assert (before.ikm, before.n, before.significant) == ("92.69", 30, None)
    assert before.difference == Fraction("7.31")


def test_what_is_published_holds_nothing_that_another_closing_would_change():
    results = Answers().give(30)

    assert frozen(told(results, final=True)) == frozen(told(results, final=True))


# -- names -------------------------------------------------------------------------------------


def test_codes_are_known_in_any_case_and_the_only_unit_needs_none():
    scope = scope_of(AGENCY, YEAR, None, "SKTM")

    assert (scope.unit, scope.layanan, key_of(scope)) == (
        "pelayanan",
        "sktm",
        "pelayanan|sktm|2026",
    )


@pytest.mark.parametrize(
    ("unit", "layanan", "fault"),
    [
        ("salah", None, "Unit salah tidak ada. Pilih: pelayanan."),
        (None, "salah", "Layanan salah tidak ada. Pilih: alat-bantu, sktm."),
    ],
)
def test_an_unknown_code_is_answered_with_the_known_ones(unit, layanan, fault):
    with pytest.raises(InputError) as refused:
        scope_of(AGENCY, YEAR, unit, layanan)

    assert str(refused.value) == fault


def test_a_layanan_of_another_unit_is_refused():
    service = Layanan("ktp", "KTP", "KTP")
    agency = replace(AGENCY, unit=(*AGENCY.unit, Unit("dua", "Dua", "Dua", (service,))))

    with pytest.raises(InputError, match="ktp bukan layanan unit pelayanan"):
        scope_of(agency, YEAR, "pelayanan", "ktp")
    assert scope_of(agency, YEAR, None, "ktp").unit == "dua"


def test_answers_whose_questionnaire_is_lost_are_not_guessed_at():
    results = Answers().give(5)
    results.snapshot = lambda snapshot: None

    with pytest.raises(InputError, match="tidak tersimpan"):
        told(results)


def test_a_way_of_answering_is_a_part_of_its_unit_like_any_other():
    """Three on paper beside twelve alone: neither is told, or the three would be known."""

    class Counted:
        def spread(self, scope):
            assert scope.modes is None
            return [
                ("sktm", "self", "web", 12),
                ("sktm", "paper", "import", 3),
                ("kk", "kiosk", "web", 20),
            ]

    whole = Scope("pelayanan", None, "2026", date(2026, 1, 1), date(2026, 12, 31))
    told = {
        mode: betrays(Counted(), AGENCY, replace(whole, modes=(mode,)))
        for mode in ("self", "paper", "kiosk")
    }
    assert told == {"self": True, "paper": True, "kiosk": False}
    assert key_of(whole) == "pelayanan||2026"
    assert key_of(replace(whole, modes=("kiosk",))) == "pelayanan||2026|kiosk"


# -- texts -------------------------------------------------------------------------------------


def day(number):
    return TODAY - timedelta(days=number)


@pytest.mark.parametrize(
    ("daily", "shown"),
    [
        ({}, 1),  # nothing is dated
        ({None: 40}, 1),
        ({0: 9}, None),  # never today's
        ({1: 5}, 1),
        ({1: 4}, None),
        ({3: 4, 2: 1, 1: 4}, 2),  # the four of yesterday wait
        ({3: 4, 2: 1, 1: 5}, 1),
        ({9: 5, 5: 3, 1: 1, 0: 7}, 9),
        ({None: 4, 2: 1, 1: 1}, 2),
        ({None: 40, 1: 1}, 1),
    ],
)
def test_texts_are_told_in_steps_of_five_answers(daily, shown):
    counts = {None if key is None else day(key): n for key, n in daily.items()}
    scope = scope_of(AGENCY, parse("2026", TODAY))
    assert step_day(counts, scope, TODAY) == (None if shown is None else day(shown))


def test_of_a_period_that_is_long_over_every_text_may_be_told():
    scope = scope_of(AGENCY, parse("2025", TODAY))
    assert step_day({date(2025, 12, 30): 2}, scope, TODAY) >= scope.last
