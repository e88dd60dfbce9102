"""The sample table of Krejcie and Morgan (1970), and the least gap that may be called a change."""

from fractions import Fraction

import pytest

from core.answers.matrix.values import rekap
from core.errors import InputError
from core.ikm.index import compute
from core.ikm.sample_size import krejcie_morgan, significant, t_value

# The ninety rows as they are printed everywhere, N then S.
TABLE = """
10 10 15 14 20 19 25 24 30 28 35 32 40 36 45 40 50 44 55 48 60 52 65 56 70 59 75 63 80 66 85 70
90 73 95 76 100 80 110 86 120 92 130 97 140 103 150 108 160 113 170 118 180 123 190 127 200 132
210 136 220 140 230 144 240 148 250 152 260 155 270 159 280 162 290 165 300 169 320 175 340 181
360 186 380 191 400 196 420 201 440 205 460 210 480 214 500 217 550 226 600 234 650 242 700 248
750 254 800 260 850 265 900 269 950 274 1000 278 1100 285 1200 291 1300 297 1400 302 1500 306
1600 310 1700 313 1800 317 1900 320 2000 322 2200 327 2400 331 2600 335 2800 338 3000 341 3500 346
4000 351 4500 354 5000 357 6000 361 7000 364 8000 367 9000 368 10000 370 15000 375 20000 377
30000 379 40000 380 50000 381 75000 382 1000000 384
"""
NUMBERS = [int(word) for word in TABLE.split()]
ROWS = list(zip(NUMBERS[::2], NUMBERS[1::2], strict=True))


@pytest.mark.parametrize(("users", "sample"), ROWS)
def test_the_formula_gives_the_printed_table(users, sample):
    assert krejcie_morgan(users) == sample


def test_the_table_is_whole():
    assert len(ROWS) == 90


@pytest.mark.parametrize(("users", "sample"), [(1, 1), (2, 2), (5, 5), (10**9, 384)])
def test_few_users_are_all_asked_and_many_need_no_more_than_384(users, sample):
    assert krejcie_morgan(users) == sample


def test_a_hundred_thousand_users_need_383():
    """Reprints that drop a zero from the table's last row, 1000000, say 384 here."""
    assert krejcie_morgan(100_000) == 383


def test_a_service_without_users_has_no_sample():
    with pytest.raises(InputError, match="paling sedikit 1"):
        krejcie_morgan(0)


def _of(survey, *scores):
    keys = [one.key for one in survey.questions]
    return compute([rekap([dict.fromkeys(keys, score) for score in scores], survey)], survey)


@pytest.fixture
def survey():
    from bot.config.packaged import load_packaged

    return load_packaged("permenpanrb-14-2017")


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        # 75 and 87.5 from four people each: chance alone reaches 3.18 x 7.22.
        ([3, 3, 3, 3], [4, 4, 3, 3], False),
        ([3, 3, 3, 2], [4, 4, 3, 3], False),
        ([2, 2, 2, 3], [4, 4, 4, 3], True),
        # 1.96 times would call this one real; four people are too few for that.
        ([2, 2, 3, 3], [3, 3, 4, 4], False),
        ([2, 2, 3, 3] * 2, [3, 3, 4, 4] * 2, True),
        # No spread: so few who agree do not speak for everybody.
        ([3] * 5, [4] * 5, None),
        ([3] * 5, [3] * 5, False),
        ([3] * 200, [4] * 200, None),
        ([3, 4] * 50, [4] * 5, None),
        # One answer has no spread either.
        ([4], [1, 2], None),
        ([1, 2], [4], None),
        # A small step is chance among few, and a change among many.
        ([3, 4] * 10, [3, 4, 4] * 10, False),
        ([3, 4] * 500, [3, 4, 4] * 500, True),
    ],
)
def test_a_change_is_real_only_beyond_what_chance_does_among_so_many(survey, then, now, told):
    assert significant(_of(survey, *now), _of(survey, *then)) is told
    assert significant(_of(survey, *then), _of(survey, *now)) is told


@pytest.mark.parametrize(
    ("n", "t"),
    [(2, "12.706"), (5, "2.776"), (6, "2.571"), (10, "2.262"), (30, "2.060"), (31, "2.042"),
     (80, "2.000"), (1000, "1.980"), (1001, "1.96"), (10**7, "1.96")],
)  # fmt: skip
def test_fewer_answers_need_a_larger_gap(n, t):
    assert t_value(n) == Fraction(t)


def test_more_answers_never_need_a_larger_gap():
    values = [t_value(n) for n in range(2, 1200)]
    assert values == sorted(values, reverse=True)
