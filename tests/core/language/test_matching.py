"""`core.language.matching`: typed words find their option among those of the nine questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language.matching import (
    Ambiguous,
    Match,
    TypedOption,
    _normal,
    choose,
    normal,
    one_slip,
    whole_number,
)

Q1 = ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai")
Q8 = ("Buruk", "Cukup", "Baik", "Sangat baik")
Q9 = (
    "Tidak ada",
    "Ada tetapi tidak berfungsi",
    "Berfungsi kurang maksimal",
    "Dikelola dengan baik",
)
SHORT = {"tdk": "tidak", "gak": "tidak"}


def options(labels):
    return [TypedOption((label,), letter=True) for label in labels]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("2", 2), ("2.", 2), ("(2)", 2), ("2)", 2), ("2️⃣", 2), ("٢", 2), (" 2 ", 2),
        ("b", 2), ("B.", 2), ("(c)", 3), ("d)", 4),
        ("sesuai", 3), ("SANGAT sesuai", 4), ("Sesuai.", 3), ("*sesuai*", 3), ("se\u200bsuai", 3),
        ("sangat", 4), ("kurang", 2), ("sgt sesuai", 4), ("tdk", 1), ("gak sesuai", 1), ("ss", 4),
        ("2. kurang sesuai", 2), ("2 kurang", 2), ("se", 3), ("sa", 4),
    ],
)  # fmt: skip
def test_these_words_name_one_option(text, score):
    assert choose(text, options(Q1), SHORT) == Match(score - 1)


@pytest.mark.parametrize(
    "slip", ["sesaui", "sesiai", "sesuaii", "sesuau", "sangat sesaui", "krang sesuai"]
)
def test_one_slip_is_read_and_marked(slip):
    read = choose(slip, options(Q1))
    assert isinstance(read, Match)
    assert read.typo


@pytest.mark.parametrize(
    ("text", "labels", "indexes"),
    [
        ("s", Q1, (2, 3)),
        ("b", Q8, (0, 1, 2)),
        ("a", Q9, (0, 1)),
        ("ramah", ("Tidak sopan dan ramah", "Sopan dan ramah"), (0, 1)),
    ],
)
def test_what_could_be_two_is_asked_back(text, labels, indexes):
    assert choose(text, options(labels)) == Ambiguous(indexes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "5",
        "0",
        "99",
        "3 kurang sesuai",
        "sesuai banget deh",
        "baik",
        "tidak tahu",
        "-",
        "🙏",
        "\x00",
        "x" * 100_000,
    ],
)
def test_nothing_is_guessed(text):
    assert choose(text, options(Q1)) is None


def test_a_final_button_needs_its_whole_label():
    """A slip or a first letter must not delete anything."""
    final = [TypedOption(("Lanjutkan",)), TypedOption(("Hapus",), exact=True)]
    assert choose("hap", final) is None
    assert choose("hapis", final) is None
    assert choose("hapus", final) == Match(1)
    assert choose("2", final) == Match(1)


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text):
    choose(text, options(Q9), SHORT)
    whole_number(text)


@given(st.sampled_from(Q9), st.integers(0, 25), st.sampled_from("abcxyz"))
def test_one_wrong_letter_is_one_slip(label, place, letter):
    place %= len(label)
    assert one_slip(label[:place] + letter + label[place + 1 :], label)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("34", 34),
        ("34 tahun", 34),
        ("umur saya 34", 34),
        ("٣٤", 34),
        ("tiga", None),
        ("-3", None),
        ("3,4", None),
        ("34 35", None),
        ("", None),
        ("9999999", None),
    ],
)
def test_a_number_is_one_whole_number(text, number):
    assert whole_number(text) == number


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_letters_leads_to_the_same(text):
    assert normal(text) == _normal(text)
