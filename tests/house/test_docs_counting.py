"""docs/counting.md tells the numbers that the code computes."""

import re
from fractions import Fraction

from bot.config.packaged import load_packaged
from bot.desk.citizen.visit_codes import ONCE_PER
from core.answers.matrix.values import columns
from core.ikm.index import LEAST as LETTERS
from core.ikm.index import compute
from core.ikm.sums import Rekap, ScoreSums
from core.language.decimals import comma
from core.office.agency import POLICIES
from core.results.figures import ENOUGH
from core.results.small_numbers import LEAST
from tests.support.paths import EXAMPLES, FIXTURES, REPO

PAPER = (REPO / "docs" / "counting.md").read_text(encoding="utf-8")
SURVEY = load_packaged("permenpanrb-14-2017")


def rows(pattern):
    return re.findall(rf"^\| {pattern} \|$", PAPER, re.MULTILINE)


def test_the_jambi_table_is_what_its_sums_give():
    told = rows(r"(U\d) \w+ \| (\d+) \| (\d,\d\d) \| (\d\d,\d\d) \| ([A-D])")
    keys = columns(SURVEY, "unsur")
    nilai = {key: ScoreSums(int(row[1]), 0) for key, row in zip(keys, told, strict=True)}
    sums = Rekap(SURVEY.snapshot, 80, nilai, 0, 0)

    unsur = compute([sums], SURVEY).unsur
    assert [row[2:] for row in told] == [
        (comma(one.printed_nrr), comma(one.printed_konversi), one.mutu) for one in unsur
    ]
    printed = rows(r"`([a-z0-9.]+)`.* \| \d+,00 \| (\d\d,\d\d)") + rows(
        r"`([a-z0-9.]+)`.* \| 99,90 \| (\d\d,\d\d)"
    )
    assert dict(printed) == {one: comma(compute([sums], SURVEY, one).ikm) for one in POLICIES}


def test_the_letters_begin_where_the_paper_says():
    told = {letter: low for low, letter in rows(r"(\d+,\d\d) – \d+,\d\d \| ([ABC]) \| [\w ]+")}

    assert {letter: Fraction(low.replace(",", ".")) for letter, low in told.items()} == LETTERS


def test_the_profile_table_is_that_of_the_questionnaire():
    finer = {
        (profile.key, profile.choices[code], official_codes)
        for profile in SURVEY.profile
        for code, official_codes in profile.official_codes.items()
        if official_codes != code or profile.choices[code] == "D4/S1"
    }
    table = rows(r"(pendidikan|pekerjaan) \| ([^|]+) \| (\w+)")
    assert {(key, one, to) for key, many, to in table for one in many.split(", ")} == finer


def test_the_paper_names_the_thresholds_of_the_code():
    assert f"Sekali dalam {ONCE_PER.days} hari" in PAPER
    assert f"di bawah {LEAST} jawaban tidak ada angka" in PAPER
    assert f"huruf mutu perlu {ENOUGH} jawaban" in PAPER


def test_the_example_report_is_the_fixture():
    """One text, once for readers and once for tests."""
    example = (EXAMPLES / "laporan-contoh.txt").read_bytes()

    assert example == (FIXTURES / "laporan.txt").read_bytes()
