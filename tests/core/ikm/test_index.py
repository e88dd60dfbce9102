"""The index as the regulation words it, and every place where offices compute it differently."""

import tomllib
from dataclasses import replace
from fractions import Fraction
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers.matrix.values import columns, rekap, scores
from core.errors import InputError
from core.ikm.explanation import explain
from core.ikm.index import (
    POLICIES,
    achievement,
    compute,
    compute_total,
    interval_words,
    is_reached,
    mutu,
)
from core.ikm.sums import Rekap, ScoreSums
from core.language.decimals import printed, root, rounded
from core.office import questionnaire


def _document():
    file = resources.files("core") / "office" / "questionnaires" / "permenpanrb-14-2017.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


SURVEY = questionnaire.parse(_document(), "permenpanrb")
KEYS = tuple(one.key for one in SURVEY.questions)
answer = st.lists(st.integers(1, 4), min_size=9, max_size=9).map(
    lambda nilai: dict(zip(KEYS, nilai, strict=True))
)
answers = st.lists(answer, min_size=1, max_size=12)


def everybody(score, n=1):
    return [dict.fromkeys(KEYS, score)] * n


def computed(nilai, policy="exact", survey=SURVEY):
    return compute([rekap(nilai, survey)], survey, policy)


def with_sums(n, *sums):
    """Respondents of whom only the column sums are known, in the order of the unsur."""
    keys = columns(SURVEY, "unsur")
    nilai = {key: ScoreSums(total, 0) for key, total in zip(keys, sums, strict=True)}
    return Rekap(SURVEY.snapshot, n, nilai, 0, 0)


# -- rounding and letters ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "letter"),
    [
        ("100", "A"),
        ("88.31", "A"),
        ("88.305", "A"),
        ("88.30499", "B"),
        ("88.30", "B"),
        ("76.61", "B"),
        ("76.605", "B"),
        ("76.60", "C"),
        ("65.00", "C"),
        ("64.995", "C"),
        ("64.99", "D"),
        ("25", "D"),
    ],
)
def test_the_letter_is_that_of_the_printed_number(value, letter):
    """The table has holes between its hundredths; a printed number never falls into one."""
    assert mutu(Fraction(value)) == letter


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("93.545", 2, "93.55"),
        ("93.5449", 2, "93.54"),
        ("-0.005", 2, "-0.01"),
        ("3.8", 2, "3.80"),
        ("0.05", 1, "0.1"),
        ("2.5", 0, "3"),
        ("0", 2, "0.00"),
        ("-0.001", 2, "0.00"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value, places, text):
    assert printed(Fraction(value), places) == text


def test_a_root_reaches_the_half_that_it_prints():
    """The square root of 1.755625 is 1.325 exactly, so it prints 1.33."""
    assert rounded(root(Fraction("1.755625"))) == Fraction("1.33")


def test_an_unsur_is_judged_before_its_nrr_is_rounded():
    """30 respondents, sum 106: NRR 3.5333 is 88.33 and an A; its print 3.53 would be a B."""
    unsur = compute([with_sums(30, *[106] * 9)], SURVEY).unsur[0]

    assert (unsur.printed_nrr, unsur.printed_konversi, unsur.mutu) == ("3.53", "88.33", "A")


# -- weights -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "ikm"), [("exact", "100.00"), ("0.111", "99.90"), ("0.11", "99.00")]
)
def test_only_the_exact_weight_lets_all_fours_be_100(policy, ikm):
    assert computed(everybody(4), policy).ikm == ikm


def test_the_same_answers_lose_a_point_by_a_printed_weight():
    """GASPUL's example: 955 points of 29 respondents, 261 scores; 91.48 or 90.56."""
    sums = with_sums(29, 106, 106, 106, 106, 106, 106, 106, 106, 107)

    assert compute([sums], SURVEY, "exact").ikm == "91.48"
    assert compute([sums], SURVEY, "0.11").ikm == "90.56"


def test_a_printed_weight_can_cost_the_letter():
    """88.39 is an A exactly, and 88.30, a B, with 0.111."""
    sums = with_sums(1000, *[3536] * 5, *[3535] * 4)

    assert (compute([sums], SURVEY).ikm, compute([sums], SURVEY).mutu) == ("88.39", "A")
    assert (compute([sums], SURVEY, "0.111").ikm, compute([sums], SURVEY, "0.111").mutu) == (
        "88.30",
        "B",
    )


def _other(change):
    document = _document()
    change(document)
    return questionnaire.parse(document, "lain")


def _uneven(document):
    document["unsur"][0]["bobot"], document["unsur"][1]["bobot"] = "2/9", "1/18"
    document["unsur"][2]["bobot"] = "1/18"


def _asked_twice(document):
    extra = dict(document["pertanyaan"][2]) | {"kunci": "waktu-tunggu"}
    document["pertanyaan"].append(extra)


def _tenth_unsur(document):
    tenth = {"kunci": "aman", "kode": "U10", "nama": "Keamanan", "singkat": "Keamanan"}
    document["unsur"].append(tenth)
    for one in document["unsur"]:
        one["bobot"] = "1/10"
    asked = dict(document["pertanyaan"][0]) | {"kunci": "aman", "unsur": "aman"}
    document["pertanyaan"].append(asked)


def test_uneven_weights_count_as_written():
    """Twice the weight on persyaratan: 4 there and 1 elsewhere is 1 + 3 x 2/9, times 25."""
    survey = _other(_uneven)

    assert computed([dict.fromkeys(KEYS, 1) | {"persyaratan": 4}], survey=survey).ikm == "41.67"


def test_an_unsur_of_two_questions_is_their_mean():
    survey = _other(_asked_twice)
    nilai = dict.fromkeys(KEYS, 4) | {"waktu": 4, "waktu-tunggu": 1}
    at = next(one for one in computed([nilai], survey=survey).unsur if one.key == "waktu")

    assert (at.sum, at.asked, at.printed_nrr) == (5, 2, "2.50")


def test_an_extra_unsur_takes_its_share():
    """Nine fours and a one, each a tenth: 3.7 x 25."""
    survey = _other(_tenth_unsur)

    assert computed([dict.fromkeys(KEYS, 4) | {"aman": 1}], survey=survey).ikm == "92.50"


@pytest.mark.parametrize("change", [_uneven, _tenth_unsur])
def test_a_printed_weight_is_refused_where_unsur_are_not_nine_alike(change):
    survey = _other(change)
    keys = [one.key for one in survey.questions]

    with pytest.raises(InputError, match="sembilan unsur yang sama berat"):
        computed([dict.fromkeys(keys, 4)], "0.111", survey)


def test_an_unknown_weight_is_refused():
    with pytest.raises(InputError, match=r"Bobot 0\.1111 tidak dikenal"):
        computed(everybody(4), "0.1111")


# -- what cannot be computed -------------------------------------------------------------------


def test_no_answers_have_no_index():
    with pytest.raises(InputError, match="Belum ada jawaban"):
        compute([], SURVEY)


def test_answers_to_other_questions_are_not_merged():
    foreign = Rekap("abc", 3, {"persyaratan": ScoreSums(9, 27)}, 27, 243)

    with pytest.raises(InputError, match="abc tidak dapat dihitung bersama"):
        compute([rekap(everybody(4), SURVEY), foreign], SURVEY)


# -- ranking, target, interval -----------------------------------------------------------------


def test_ties_share_a_place_in_the_order_of_their_codes():
    nilai = dict.fromkeys(KEYS, 4) | {"pengaduan": 2, "sarpras": 3, "prosedur": 3}
    ikm = computed([nilai])

    assert [[one.code for one in level] for level in ikm.ranking()] == [
        ["U8"],
        ["U2", "U9"],
        ["U1", "U3", "U4", "U5", "U6", "U7"],
    ]
    assert [one.code for one in ikm.lowest(2)] == ["U8", "U2", "U9"]


@pytest.mark.parametrize(
    ("changes", "lowest"),
    [
        ({}, "U1 U2 U3 U4 U5 U6 U7 U8 U9"),  # all alike
        ({"pengaduan": 2}, "U8"),  # the other eight share the highest place
        ({"pengaduan": 2, "sarpras": 3}, "U8 U9"),
        ({"pengaduan": 2, "sarpras": 3, "prosedur": 3}, "U8 U2 U9"),
        ({"sarpras": 5}, "U1 U2 U3 U4 U5 U6 U7 U8"),
    ],
)
def test_what_all_others_share_is_not_low(changes, lowest):
    four = dict.fromkeys(KEYS, 3 if "sarpras" in changes and changes["sarpras"] == 5 else 4)
    nilai = four | {key: min(4, score) for key, score in changes.items()}
    assert " ".join(one.code for one in computed([nilai]).lowest(3)) == lowest


def test_achievement_is_divided_from_the_printed_index():
    """3.75 x 25 is 93.75; of 88.31 that is 106.16 percent."""
    ikm = compute([with_sums(4, *[15] * 9)], SURVEY)

    assert achievement(ikm, Fraction("88.31")) == "106.16"
    assert is_reached(ikm, Fraction("93.75"))
    assert not is_reached(ikm, Fraction("93.76"))


def test_one_respondent_has_no_interval():
    ikm = computed(everybody(3))

    assert (ikm.squared_error, ikm.interval) == (None, None)
    assert "belum dapat dihitung" in interval_words(ikm)


def test_the_interval_is_that_of_the_respondents_indices():
    """Indices 100 and 75: deviation 17.678, error 12.5, half 24.5; cut off at 100."""
    ikm = computed([*everybody(4), *everybody(3)])

    assert ikm.squared_error == Fraction("156.25")
    assert (ikm.interval.low, ikm.interval.high) == ("63.00", "100.00")
    assert ikm.interval.half == "24.50"
    assert "bila responden mewakili pengguna" in interval_words(ikm)


def test_respondents_who_all_agree_tell_nothing_of_the_others():
    ikm = computed(everybody(3, 10))
    assert (ikm.squared_error, ikm.interval) == (0, None)
    assert "tidak beragam" in interval_words(ikm)


def test_a_printed_weight_narrows_the_interval_with_the_index():
    """0.11 is 0.99 of 1/9: half of 24.50 becomes 24.255, printed 24.26."""
    assert computed([*everybody(4), *everybody(3)], "0.11").interval.half == "24.26"


# -- the Jambi report --------------------------------------------------------------------------

JAMBI = (306, 296, 302, 317, 301, 294, 303, 256, 319)


@pytest.mark.parametrize(
    ("policy", "ikm"), [("exact", "93.54"), ("0.111", "93.45"), ("0.11", "92.61")]
)
def test_jambi_2024_is_not_the_93_82_that_was_printed(policy, ikm):
    assert compute([with_sums(80, *JAMBI)], SURVEY, policy).ikm == ikm


def test_jambi_by_unsur():
    unsur = compute([with_sums(80, *JAMBI)], SURVEY).unsur

    assert [(one.code, one.printed_nrr, one.mutu) for one in unsur] == [
        ("U1", "3.83", "A"),
        ("U2", "3.70", "A"),
        ("U3", "3.78", "A"),
        ("U4", "3.96", "A"),
        ("U5", "3.76", "A"),
        ("U6", "3.68", "A"),
        ("U7", "3.79", "A"),
        ("U8", "3.20", "B"),
        ("U9", "3.99", "A"),
    ]


def test_the_explanation_can_be_followed_with_a_pencil():
    lines = explain(compute([with_sums(80, *JAMBI)], SURVEY, "0.111"))

    assert lines[0] == "n = 80 kuesioner lengkap; bobot tiap unsur 0,111"
    assert lines[9] == (
        "U8 Pengaduan: jumlah 256 : 80 = NRR 16/5 = 3,200000, tercetak 3,20;"
        " x 25 = 80,000000, tercetak 80,00 B; x bobot 0,111 = 0,355200"
    )
    assert "Dibulatkan sekali, setengah ke atas, dua desimal: 93,45" in lines


def test_the_explanation_keeps_letters_back_when_asked():
    text = "\n".join(explain(compute([with_sums(80, *JAMBI)], SURVEY), letters=False))

    assert "Mutu" not in text
    assert "tercetak 80,00;" in text


# -- properties --------------------------------------------------------------------------------


@given(answers, st.sampled_from(POLICIES))
def test_the_index_lies_between_its_bounds(nilai, policy):
    least = {"exact": "25", "0.111": "24.975", "0.11": "24.75"}[policy]

    assert Fraction(least) <= computed(nilai, policy).exact <= 100


@given(answers, st.integers(0, 11), st.sampled_from(KEYS))
def test_a_better_score_never_lowers_the_index(nilai, which, key):
    before = computed(nilai)
    better = [dict(one) for one in nilai]
    chosen = better[which % len(better)]
    chosen[key] = min(4, chosen[key] + 1)

    assert computed(better).exact >= before.exact
    assert computed(better).mutu <= before.mutu


@given(answers.flatmap(lambda nilai: st.tuples(st.just(nilai), st.permutations(nilai))))
def test_the_order_of_answers_does_not_matter(pair):
    assert computed(pair[0]) == computed(pair[1])


@given(answers, st.sampled_from(POLICIES))
def test_the_totals_alone_give_the_same_index(nilai, policy):
    whole = computed(nilai, policy)
    totals = replace(rekap(nilai, SURVEY), nilai={})
    assert compute_total([totals], SURVEY, policy) == replace(whole, unsur=())


@pytest.mark.parametrize("change", [_uneven, _asked_twice, _tenth_unsur])
def test_so_they_do_where_weights_and_questions_are_not_alike(change):
    survey = _other(change)
    keys = [one.key for one in survey.questions]
    nilai = [{key: 1 + (i * j) % 4 for j, key in enumerate(keys, start=1)} for i in range(7)]
    sums = rekap(nilai, survey)
    whole = compute([sums], survey)
    assert compute_total([replace(sums, nilai={})], survey) == replace(whole, unsur=())


@given(answers, answers)
def test_sums_added_are_answers_counted_together(some, others):
    apart = compute([rekap(some, SURVEY), rekap(others, SURVEY)], SURVEY)

    assert apart == computed(some + others)


@given(answers)
def test_the_index_is_the_plain_mean_of_all_scores(nilai):
    every = [score for one in nilai for score in one.values()]

    assert computed(nilai).exact == Fraction(sum(every) * 25, len(every))


def test_the_eighth_question_of_the_form_feeds_u9():
    assert columns(SURVEY, "unsur")[7:] == ("pengaduan", "sarpras")
    assert columns(SURVEY, "form")[7:] == ("sarpras", "pengaduan")
    assert scores([], KEYS) == []


def test_the_explanation_of_one_respondent_has_no_scatter():
    assert not any("Galat baku" in line for line in explain(computed(everybody(3))))


def test_the_explanation_names_uneven_weights_line_by_line():
    keys = [one.key for one in SURVEY.questions]
    lines = explain(computed([dict.fromkeys(keys, 4)], survey=_other(_uneven)))

    assert lines[0].endswith("bobot tiap unsur berbeda-beda, tertulis di barisnya")
    assert "x bobot 2/9 = 0,888889" in lines[2]
