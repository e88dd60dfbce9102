"""`entry_text`: nine digits and a profile in one line are read as written, or not at all."""

from __future__ import annotations

import pytest

from core.answers.entry_text import Unread, profile, scores

KEYS = list("abcdefghi")


@pytest.mark.parametrize(
    "text",
    ["343434334", "3 4 3 4 3 4 3 3 4", "3,4,3,4,3,4,3,3,4", " 343 434-334. ", "３４３４３４３３４"],
)
def test_digits_count_however_they_are_parted(text):
    assert list(scores(text, KEYS).values()) == [3, 4, 3, 4, 3, 4, 3, 3, 4]


@pytest.mark.parametrize(
    "text",
    ["", "34343433", "3434343344", "343434330", "343434335", "34343433a", "1: 3, 2: 4, 3: 3", "9"],
)
def test_anything_but_nine_scores_is_not_read(text):
    assert scores(text, KEYS) is None


def test_the_digits_are_in_the_forms_order(survey):
    """The eighth is sarana (U9), the ninth pengaduan (U8)."""
    keys = [one.key for one in survey.questionnaire.questions]
    found = scores("333333321", keys)
    assert (found["sarpras"], found["pengaduan"]) == (2, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("P, 34, SMA, wirausaha", ("P", "34", "SMA", "WIRAUSAHA")),
        ("p 34 sma wirausaha", ("P", "34", "SMA", "WIRAUSAHA")),
        ("laki-laki; ibu rumah tangga; S1; 29 tahun", ("L", "29", "S1", "IRT")),
        ("D3, L", ("L", None, "D3", None)),
        ("lainnya", (None, None, None, "LAINNYA")),
        ("D4/S1, petani/nelayan", (None, None, "S1", "TANI")),
        ("", (None, None, None, None)),
    ],
)
def test_a_profile_is_read_in_any_order(survey, text, told):
    found = profile(text, survey.questionnaire.profile, survey.texts)
    order = ("kelamin", "usia", "pendidikan", "pekerjaan")
    assert tuple(found.get(key) for key in order) == told


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("P, 34, penjahit", "penjahit"),
        ("P, P", "P"),
        ("340", "340"),
        ("34, 35", "35"),
        ("SMA, SMP", "SMP"),
        ("s", "s"),
        ("2", "2"),
    ],
)
def test_what_is_unknown_or_told_twice_is_not_guessed(survey, text, part):
    with pytest.raises(Unread) as wrong:
        profile(text, survey.questionnaire.profile, survey.texts)
    assert str(wrong.value) == part
