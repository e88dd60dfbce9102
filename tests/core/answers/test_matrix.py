"""A respondent matrix is found among the lines of a report; nothing in it is guessed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers.matrix.finder import find
from core.answers.matrix.values import TableLine
from core.errors import FileError

HEAD = "U1 U2 U3 U4 U5 U6 U7 U8 U9"
ONE = "1 4 3 4 3 4 3 4 4 4"
TWO = "2 4 3 2 4 4 4 4 4 3"


def lines(*rows):
    return [
        TableLine(number, tuple(row.split("\t" if "\t" in row else None)), table="\t" in row)
        for number, row in enumerate(rows, start=1)
    ]


def found(*rows):
    return find(lines(*rows), "laporan.txt")


def refused(*rows):
    with pytest.raises(FileError) as fault:
        found(*rows)
    assert fault.value.file == "laporan.txt"
    assert fault.value.remedy
    return fault.value.where, fault.value.what


def test_rows_are_found_between_prose():
    matrix = found("Bab III, 3 halaman", HEAD, ONE, TWO, "", "Demikian laporan ini.")

    assert [(row.line, row.number, row.scores) for row in matrix.rows] == [
        (3, 1, (4, 3, 4, 3, 4, 3, 4, 4, 4)),
        (4, 2, (4, 3, 2, 4, 4, 4, 4, 4, 3)),
    ]
    assert matrix.cleaning == ()
    assert matrix.header == 2
    assert found(ONE).header is None


def test_a_running_number_before_the_respondent_is_thrown_out():
    """After a page break the report counts lines too: 46 stands before respondent 36."""
    matrix = found(ONE, "", f"12 {TWO}", "13 3 4 4 4 4 4 4 4 4 4")

    assert [row.number for row in matrix.rows] == [1, 2, 3]
    assert [(one.line, one.what) for one in matrix.cleaning] == [
        (3, "nomor liar 12 di depan responden 2 dibuang"),
        (4, "nomor liar 13 di depan responden 3 dibuang"),
    ]


def test_equal_number_and_equal_scores_are_a_repeat():
    matrix = found(ONE, TWO, TWO)

    assert len(matrix.rows) == 2
    assert [(one.line, one.what) for one in matrix.cleaning] == [
        (3, "responden 2 sama dengan baris 2: ulangan, dibuang")
    ]


def test_a_repeat_behind_a_running_number_is_told_twice():
    assert [one.line for one in found(ONE, f"11 {ONE}", f"12 {TWO}").cleaning] == [2, 2, 3]


def test_equal_number_with_other_scores_is_refused_with_both_lines():
    where, what = refused(ONE, TWO, "1 4 3 4 3 4 3 4 4 1")

    assert where == "baris 3"
    assert "responden 1 sudah ada di baris 1 dengan skor lain" in what
    assert "4 3 4 3 4 3 4 4 4 dan 4 3 4 3 4 3 4 4 1" in what


def test_two_numbers_of_which_none_goes_on_are_refused():
    where, what = refused(ONE, TWO, "46 36 4 4 4 4 4 4 4 3 4")

    assert where == "baris 3"
    assert "dua nomor di depan skor (46 dan 36)" in what


def test_a_gap_behind_running_numbers_is_known_by_their_distance():
    matrix = found(ONE, f"12 {TWO}", "15 5 4 4 4 4 4 4 4 4 4")

    assert [row.number for row in matrix.rows] == [1, 2, 5]
    assert matrix.cleaning[-1].what == "nomor responden 3–4 tidak ada"


def test_missing_numbers_are_told_where_they_are_missed():
    matrix = found("2 4 4 4 4 4 4 4 4 4", "3 4 4 4 4 4 4 4 4 4", "6 4 4 4 4 4 4 4 4 4")

    assert [(one.line, one.what) for one in matrix.cleaning] == [
        (1, "nomor responden 1 tidak ada"),
        (3, "nomor responden 4–5 tidak ada"),
    ]


def test_what_stands_between_rows_is_told_when_rows_follow():
    matrix = found(HEAD, ONE, "Halaman 12", HEAD, TWO, "", "Jambi, 3 Maret")

    assert [(one.line, one.what) for one in matrix.cleaning] == [
        (3, "bukan baris responden, dilewati: 'Halaman 12'"),
        (4, "kepala tabel diulang"),
    ]


def test_numbers_of_columns_are_no_respondent():
    assert len(found("1 2 3 4 5 6 7 8 9 10", ONE).rows) == 1


@pytest.mark.parametrize(
    "total", ["8 6 6 7 8 7 8 8 7", "2 8 6 6 7 8 7 8 8 7", "Jumlah 8 6 6 7 8 7 8 8 7"]
)
def test_a_line_of_sums_is_known_by_its_sums(total):
    assert len(found(ONE, TWO, total).rows) == 2


def test_sums_that_are_wrong_are_no_sums():
    where, what = refused(ONE, TWO, "8 6 6 7 8 7 8 8 9")

    assert where == "baris 3"
    assert "9 angka" in what


def test_a_second_respondent_like_the_first_is_no_sum():
    """With one row before it, an equal row looks like its total."""
    assert len(found("1 1 1 1 1 1 1 1 1 1", "2 1 1 1 1 1 1 1 1 1").rows) == 2


def test_a_column_of_row_sums_is_checked():
    assert len(found(f"{ONE} 33", f"{TWO} 32").rows) == 2
    assert refused(f"{ONE} 34")[1] == "angka terakhir 34, bukan jumlah skornya (33)"


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("3 4 4 4 4 4 4 4 4 0", "skor ke-9 bernilai 0"),
        ("3 5 4 4 4 4 4 4 4 4", "skor ke-1 bernilai 5"),
        ("3 44 4 4 4 4 4 4 4 4", "skor ke-1 bernilai 44"),
        ("3 3,5 4 4 4 4 4 4 4 4", "skor 3,5 bukan bilangan bulat"),
        ("3 3,5 3,5 3,5 3,5 3,5 3,5 3,5 3,5 3,5", "skor 3,5 bukan bilangan bulat"),
        ("3 4 4 4 4 4 4 4 4", "9 angka; satu baris berisi nomor responden dan 9 skor"),
        ("3 4 4 4 4 4 4", "7 angka; satu baris berisi nomor responden dan 9 skor"),
        ("9 8 3 4 4 4 4 4 4 4 4 4", "12 angka; satu baris berisi nomor responden dan 9 skor"),
        ("3\t4\t4\t4\t\t4\t4\t4\t4\t4", "ada skor yang kosong"),
        ("3 4 4 4 x 4 4 4 4 4", "'x' bukan angka"),
        ("R-3 4 4 4 4 4 4 4 4 4", "'R-3' bukan angka"),
        ("=A2+1 4 4 4 4 4 4 4 4 4", "sel berisi rumus '=A2+1'"),
        ("3 -4 4 4 4 4 4 4 4 4", "'-4' bukan angka"),
        ("3 ４ 4 4 4 4 4 4 4 4", "'４' bukan angka"),
    ],
)
def test_a_row_that_is_not_sound_is_refused_with_its_line(row, what):
    assert refused(ONE, TWO, row) == ("baris 3", what)


def test_a_file_without_matrix_is_refused():
    assert refused("Bab I", "1 2 3 4")[1] == "tabel responden tidak ditemukan"


def test_empty_cells_around_a_row_do_not_matter():
    assert len(found("\t\t" + ONE.replace(" ", "\t") + "\t\t").rows) == 1


def _broken_into_pages(scores, seed):
    """The same matrix as a report's pages would bring it: stray numbers, repeats, headers."""
    chance = random.Random(seed)
    rows, stray = [], 0
    for number, row_scores in enumerate(scores, start=1):
        row = f"{number} {' '.join(map(str, row_scores))}"
        rows.append(f"{number + stray} {row}" if stray else row)
        if chance.random() < 0.2:
            stray = chance.randint(20, 90)
            rows += ["", HEAD, f"{number + stray} {row}"]
    return rows


@given(
    st.lists(st.tuples(*[st.integers(1, 4)] * 9), min_size=1, max_size=30),
    st.integers(0, 10**6),
)
def test_page_breaks_change_no_score(scores, seed):
    matrix = found(*_broken_into_pages(scores, seed))

    assert [row.scores for row in matrix.rows] == scores


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_text_has_a_matrix_or_a_fault(rows):
    told = []
    try:
        find([TableLine(n, tuple(row.split())) for n, row in enumerate(rows, start=1)], "x")
    except FileError as fault:
        told = [fault.where, fault.what, fault.remedy]
    assert all(told)


def test_a_file_of_too_many_respondents_is_refused(monkeypatch):
    monkeypatch.setattr("core.answers.matrix.finder.ROWS_MOST", 1)

    assert refused(ONE, TWO) == ("baris 2", "lebih dari 1 responden")


# -- the head ----------------------------------------------------------------------------------

NAMES = "No Persyaratan Prosedur Waktu Biaya Produk Kompetensi Perilaku"
OTHER_TABLE = ("Tabel 3", f"No {HEAD}", "NRR 3,1 3,2 3,3 3,4 3,5 3,6 3,7 3,8 3,9")


@pytest.mark.parametrize(
    "other",
    [
        "No P1 P2 P3 P4 P5 P6 P7 P8 P9",
        "No Q.1 Q.2 Q.3 Q.4 Q.5 Q.6 Q.7 Q.8 Q.9",
        "No I II III IV V VI VII VIII IX",
        "No\tSyarat\tAlur\tLama\tTarif\tHasil\tCakap\tSopan\tTempat\tAduan",
        "U1 U2 U3 U4 U5 U6 U7 U8",
    ],
)
def test_another_head_over_the_matrix_cancels_the_proof(other):
    assert found(HEAD, other, ONE, TWO).header is None
    assert found(HEAD, ONE, other, TWO).header is None
    assert found(HEAD, ONE, TWO, other).header == 1


def test_the_head_of_another_table_proves_nothing():
    head = "No P1 P2 P3 P4 P5 P6 P7 P8 P9"

    assert found(*OTHER_TABLE, "Lampiran 2: menurut formulir", head, ONE).header is None
    assert found(*OTHER_TABLE, "Lampiran 2: menurut formulir", ONE).header is None
    assert found(*OTHER_TABLE, HEAD, ONE).header == 4


def test_a_head_that_is_repeated_between_the_rows_proves():
    assert found(ONE, HEAD, TWO).header == 2
    assert found("No P1 P2 P3 P4 P5 P6 P7 P8 P9", ONE, HEAD, TWO).header is None


def test_a_head_after_the_last_row_proves_nothing():
    assert found(ONE, TWO, HEAD).header is None


def test_column_numbers_and_names_below_the_codes_leave_the_proof():
    numbers = "(1)\t(2)\t(3)\t(4)\t(5)\t(6)\t(7)\t(8)\t(9)\t(10)"

    assert found(HEAD, numbers, f"{NAMES} Pengaduan Sarpras", ONE).header == 1


@pytest.mark.parametrize(
    "head",
    [
        "No U1 U2 U3 U4 U5 U6 U7 U9 U8",
        "No U9 U8 U7 U6 U5 U4 U3 U2 U1",
        f"{NAMES} Sarpras Pengaduan",
        "\tSyarat\tSistem, prosedur\tWaktu\tBiaya\tHasil\tKemampuan\tSikap\tSarana\tAduan",
    ],
)
def test_a_head_in_another_order_is_refused_with_its_line(head):
    what = "kepala tabel tidak menurut urutan unsur"

    assert refused("Judul", head, ONE) == ("baris 2", what)
    assert refused(HEAD, ONE, head, TWO) == ("baris 3", what)
    assert found(head, "Tabel 2", HEAD, ONE).header == 3


# -- rows that are not whole -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("3\t3\t\t\t\t\t\t\t2\t3", "ada skor yang kosong"),
        ("3\t3\t\t\t\t\t\t\t\t", "ada skor yang kosong"),
        ("3\t\t\t\t\t\t\t\t\t", "ada skor yang kosong"),
        ("3\ta\tb\tc\td\ta\tb\tc\td\ta", "'a' bukan angka"),
        ("3\t0\tx\tx\tx\tx\tx\tx\tx\t5", "'x' bukan angka"),
        ("3\t-\t-\t-\t-\t-\t-\t-\t2\t3", "'-' bukan angka"),
    ],
)
def test_a_row_with_holes_is_refused_wherever_it_stands(row, what):
    one, two = (line.replace(" ", "\t") for line in (ONE, TWO))

    assert refused(one, two, row) == ("baris 3", what)
    assert refused(one, row, two) == ("baris 2", what)
    assert refused(one, two, "", "Halaman 3", row) == ("baris 5", what)
    assert refused(HEAD, row, one, two) == ("baris 2", what)


def test_dashes_in_a_row_cut_by_blanks_are_refused():
    assert refused(ONE, TWO, "3 3 - - - - - - 2 3") == ("baris 3", "'-' bukan angka")


def test_another_table_below_is_no_row():
    other = "1\tPersyaratan\t3,6\tB\t\t\t\t\t\t"

    assert len(found(ONE.replace(" ", "\t"), "", "Tabel 2", other).rows) == 1


def test_what_follows_the_last_row_is_told_up_to_an_empty_line():
    matrix = found(ONE, TWO, "3 4 4 4", "Jambi, 3 Maret", "", "Demikian laporan ini.")

    assert [(one.line, one.what) for one in matrix.cleaning] == [
        (3, "bukan baris responden, dilewati: '3 4 4 4'"),
        (4, "bukan baris responden, dilewati: 'Jambi, 3 Maret'"),
    ]


# -- sums and averages -------------------------------------------------------------------------


def told(*rows):
    return [one.what for one in found(*rows).cleaning]


@pytest.mark.parametrize("total", ["Jumlah 8 6 6 7 8 7 8 8 9", "Total nilai 8 6 6 7 8 7 8 8 9 64"])
def test_sums_that_do_not_match_are_told(total):
    assert told(ONE, TWO, total) == ["baris jumlah tidak cocok: kolom ke-9 tertulis 9, dihitung 7"]


def test_sums_that_match_are_not_told():
    assert told(ONE, TWO, "Jumlah 8 6 6 7 8 7 8 8 7") == []
    assert told(ONE, TWO, "Jumlah 8 6 6 7 8 7 8 8 7 65") == []


def test_sums_may_group_their_thousands():
    rows = [f"{number} 4 4 4 4 4 4 4 4 4" for number in range(1, 301)]

    assert told(*rows, "Jumlah" + " 1.200" * 9) == []


def test_averages_are_checked_and_told():
    right = "Rata-rata 4,00 3 3.0 3,5 4 3,5 4 4 3,50"

    assert told(ONE, TWO, right) == ["baris rata-rata cocok, dilewati"]
    assert told(ONE, TWO, right.replace("3,50", "3,6")) == [
        "baris rata-rata tidak cocok: kolom ke-9 tertulis 3,6, dihitung 3,50"
    ]


def test_an_average_of_single_digits_does_not_refuse_the_file():
    assert told(ONE, "Rata-rata 4 3 4 3 4 3 4 4 4") == ["baris rata-rata cocok, dilewati"]


def test_other_lines_of_decimals_are_told_as_left_out():
    line = "NRR tertimbang 0,44 0,33 0,33 0,39 0,44 0,39 0,44 0,44 0,39"

    assert "bukan baris responden" in told(ONE, TWO, line)[0]


def test_a_table_of_words_above_the_matrix_is_no_row():
    other = "1\tPersyaratan\t3,6\tB\t\t\t\t\t\t"

    assert len(found(other, "", "Tabel 2", ONE.replace(" ", "\t")).rows) == 1
    assert refused(other, ONE.replace(" ", "\t")) == ("baris 1", "'Persyaratan' bukan angka")
