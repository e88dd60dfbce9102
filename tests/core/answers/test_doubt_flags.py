"""`doubt_flags`: doubtful answers are marked by plain rules; an unknown fact raises no mark."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.answers.doubt_flags import CROWD, CROWD_UNIT, WINDOW, flags, window
from core.office.visit import CODES, code_of, letters_of

MIXED = dict(zip("abcdefghi", (3, 3, 4, 3, 2, 3, 3, 4, 3), strict=True))


def at(hour):
    return datetime(2026, 11, 23, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "marks"),
    [
        ({}, ()),
        ({"duration": 17}, ("kilat",)),
        ({"duration": 18}, ()),
        ({"duration": 0}, ("kilat",)),
        ({"local": at(22)}, ()),
        ({"local": at(23)}, ("malam",)),
        ({"local": at(4)}, ("malam",)),
        ({"local": at(5)}, ()),
        ({"rush": CROWD, "loket": "L1"}, ()),
        ({"rush": CROWD + 1, "loket": "L1"}, ("beruntun",)),
        ({"rush": CROWD + 1}, ()),
        ({"rush": CROWD_UNIT + 1}, ("beruntun",)),
    ],
)
def test_each_rule_has_its_own_edge(facts, marks):
    assert flags(MIXED, **facts) == marks


def test_the_same_score_throughout_is_marked_whichever_it_is():
    for score in (1, 2, 3, 4):
        assert flags(dict.fromkeys(MIXED, score)) == ("seragam",)
    assert flags(dict.fromkeys("abcd", 4)) == ()


def test_an_answer_may_bear_several_marks():
    same = dict.fromkeys(MIXED, 4)
    assert flags(same, duration=3, local=at(2), rush=99) == (
        "seragam",
        "kilat",
        "malam",
        "beruntun",
    )


def test_windows_follow_each_other():
    first = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert window(first + WINDOW) == window(first) + 1
    assert window(first + WINDOW / 2) == window(first)


def test_codes_of_visits_are_told_apart_by_their_number():
    assert code_of(0) == "22222-22222"
    assert code_of(CODES - 1) == "ZZZZZ-ZZZZZ"
    assert len({code_of(n * 7919) for n in range(5000)}) == 5000
    for typed in (" abcde-fgh23 ", "abcde fgh23", "ABCDEFGH23"):
        assert letters_of(typed) == "ABCDEFGH23"
    for no_code in ("", "L1", "ABCDE-FGH2", "ABCDE-FGHI2", "ABCDE-FGH234"):
        assert letters_of(no_code) is None
