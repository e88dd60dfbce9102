"""Proposals from the ranking, and whether an unsur moved by more than chance."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers.matrix.values import columns, rekap
from core.ikm.index import compute
from core.ikm.sums import Rekap, ScoreSums
from core.rtl.checks import odd, questioned
from core.rtl.plan import Forum
from core.rtl.proposals import moved, passed_over, propose
from tests.support.rtl_kit import kegiatan, plan

ROW = (4, 4, 3, 4, 3, 4, 4, 2, 4)  # by U1 … U9: U8 lowest, then U3 and U5 together


@pytest.fixture
def ikm(survey):
    order = columns(survey.questionnaire, "unsur")
    rows = rekap([dict(zip(order, ROW, strict=True))] * 2, survey.questionnaire)
    return compute([rows], survey.questionnaire)


def test_the_lowest_unsur_is_proposed_first_and_ties_are_told(ikm):
    found = propose(ikm)

    assert [(one.rank, one.unsur.code) for one in found[:4]] == [
        (1, "U8"),
        (2, "U3"),
        (2, "U5"),
        (4, "U1"),
    ]
    assert [[other.code for other in one.tied] for one in found[:3]] == [[], ["U5"], ["U3"]]
    assert len(found) == 9


def test_another_choice_needs_a_reason(ikm):
    assert [one.code for one in passed_over(ikm, "produk")] == ["U8"]
    assert passed_over(ikm, "produk", planned={"pengaduan"}) == ()
    assert passed_over(ikm, "pengaduan") == ()
    assert passed_over(ikm, "maklumat") == ()


# -- did it move? --------------------------------------------------------------------------------


def answers(survey, *scores, unsur="waktu"):
    """Everybody gave 4 but for one unsur."""
    keys = [one.key for one in survey.questionnaire.questions]
    mine = {one.key for one in survey.questionnaire.questions if one.unsur == unsur}
    n = len(scores)
    sums = ScoreSums(sum(scores), sum(score * score for score in scores))
    nilai = {key: sums if key in mine else ScoreSums(4 * n, 16 * n) for key in keys}
    return [Rekap("s", n, nilai, 0, 0)]


def test_a_rise_that_chance_cannot_explain(survey):
    found = moved(
        "waktu", answers(survey, *[2, 3] * 20), answers(survey, *[3, 4] * 20), survey.questionnaire
    )

    assert (found.before, found.after, found.difference, found.n) == (
        Fraction(5, 2),
        Fraction(7, 2),
        1,
        (40, 40),
    )
    assert found.significant is True


def test_a_rise_that_chance_explains(survey):
    found = moved(
        "waktu", answers(survey, 2, 3, 4, 3), answers(survey, 3, 4, 3, 3), survey.questionnaire
    )

    assert (found.difference, found.significant) == (Fraction(1, 4), False)


def test_the_border_of_chance_is_no_change(survey):
    """n = 50 each, half of them apart by one: se² = 2 · 0.25·50/49/50, so 1.96 se is 0.19799."""
    before = answers(survey, *[3] * 25, *[4] * 25)
    assert (
        moved(
            "waktu", before, answers(survey, *[3] * 16, *[4] * 34), survey.questionnaire
        ).significant
        is False
    )
    assert (
        moved(
            "waktu", before, answers(survey, *[3] * 14, *[4] * 36), survey.questionnaire
        ).significant
        is True
    )


def test_one_answer_tells_nothing_of_chance(survey):
    assert (
        moved("waktu", answers(survey, 2), answers(survey, 3, 4), survey.questionnaire).significant
        is None
    )


def test_without_answers_or_without_questions_there_is_nothing_to_compare(survey):
    some = answers(survey, 3, 4)

    assert moved("waktu", [], some, survey.questionnaire) is None
    assert moved("waktu", some, [], survey.questionnaire) is None
    assert moved("maklumat", some, some, survey.questionnaire) is None


@given(st.lists(st.integers(1, 4), min_size=2, max_size=30), st.integers(1, 29))
def test_how_the_sums_were_cut_into_days_does_not_matter(survey, scores, cut):
    whole = answers(survey, *scores)
    parts = [one for part in (scores[:cut], scores[cut:]) if part for one in answers(survey, *part)]
    other = answers(survey, 1, 4)

    assert moved("waktu", whole, other, survey.questionnaire) == moved(
        "waktu", parts, other, survey.questionnaire
    )


# -- what is odd ---------------------------------------------------------------------------------

TODAY = date(2025, 1, 15)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2021, 5, 11), ["forum_terlalu_awal"]),
        (date(2023, 12, 30), ["forum_terlalu_awal"]),
        (date(2023, 12, 31), ["forum_terlalu_awal", "forum_hari_minggu"]),
        (date(2024, 1, 1), ["forum_sebelum_akhir"]),
        (date(2024, 12, 30), ["forum_sebelum_akhir"]),
        (date(2024, 12, 31), []),
        (TODAY, []),
        (date(2025, 1, 16), ["forum_belum_terjadi"]),
    ],
)
def test_a_forum_cannot_come_before_its_period_or_from_the_future(day, found):
    """Jambi prints an FGD of 11 Mei 2021 for the plan of 2024."""
    assert [one.key for one in questioned(Forum("FGD", day), "2024", TODAY)] == found


def test_a_tick_that_ended_before_the_period_began_is_odd():
    found = odd(plan(kegiatan(1, "TW IV 2023", "TW I 2024"), periode="2024"), TODAY)

    assert [one.words for one in found] == ["1.1: TW IV 2023 berakhir sebelum periode 2024 dimulai"]


def test_a_label_that_is_no_calendar_is_not_questioned():
    assert questioned(Forum("FKP", date(2021, 5, 11)), "akreditasi", TODAY) == []
