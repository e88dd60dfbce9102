"""`matrix_reader`: the same rows from CSV, workbook and report, and clear refusals."""

import io
import zipfile

import openpyxl
import pytest

from bot.config.packaged import load_packaged
from bot.documents import matrix_reader as matrix
from bot.documents.matrix_reader import read
from core.answers.matrix.values import columns, rekap, scores
from core.errors import FileError
from core.ikm.index import compute
from tests.support.paths import FIXTURES, REPO

REPORT = FIXTURES / "laporan.txt"
SEED = REPO.parent / "shared" / "seeds" / "004_923c1d1aca894fc0.txt"
HEAD = ["No", *(f"U{number}" for number in range(1, 10))]
ROWS = [[1, 4, 3, 4, 3, 4, 3, 4, 4, 4], [2, 4, 3, 2, 4, 4, 4, 4, 4, 3]]


def workbook(path, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Lembar{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def refused(path):
    with pytest.raises(FileError) as fault:
        read(path)
    assert fault.value.remedy
    return f"{fault.value.where}: {fault.value.what}"


def indices(path):
    survey = load_packaged("permenpanrb-14-2017")
    keys = columns(survey, "unsur")
    sums = rekap(scores(read(path).matrix.rows, keys), survey)
    return [compute([sums], survey, policy) for policy in ("exact", "0.111", "0.11")]


# -- reports -----------------------------------------------------------------------------------


def test_our_own_broken_report_is_cleaned():
    """36 respondents, 20 stands on both pages, 17 lines count themselves once more."""
    found = read(REPORT).matrix

    assert [row.number for row in found.rows] == list(range(1, 37))
    assert len(found.cleaning) == 20
    assert found.header
    assert [one.ikm for one in indices(REPORT)] == ["85.88", "85.79", "85.02"]


@pytest.mark.skipif(not SEED.exists(), reason="the Jambi report is not here")
def test_the_jambi_report_is_computed_under_each_weight():
    found = read(SEED).matrix

    assert len(found.rows) == 80
    assert found.header
    assert [one.ikm for one in indices(SEED)] == ["93.54", "93.45", "92.61"]
    assert [one.interval.half for one in indices(SEED)] == ["1.32", "1.32", "1.30"]
    assert [(one.line, one.what) for one in found.cleaning[:2]] == [
        (326, "nomor liar 46 di depan responden 36 dibuang"),
        (326, "responden 36 sama dengan baris 324: ulangan, dibuang"),
    ]
    assert len(found.cleaning) == 46


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_with_any_of_its_separators(tmp_path, mark):
    text = "\r\n".join(mark.join(map(str, row)) for row in [HEAD, *ROWS])
    found = read(written(tmp_path / "m.csv", text, "utf-8-sig")).matrix

    assert [list(row.scores) for row in found.rows] == [row[1:] for row in ROWS]
    assert found.header


def test_a_table_in_markdown_is_read(tmp_path):
    rows = [HEAD, ["---"] * 10, *ROWS]
    text = "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)

    assert len(read(written(tmp_path / "m.md", text)).matrix.rows) == 2


def test_a_workbook_is_read_with_its_line_numbers(tmp_path):
    path = workbook(tmp_path / "m.xlsx", [["Judul"], [], HEAD, *ROWS, ["Jumlah", "=SUM(B4:B5)"]])

    assert [row.line for row in read(path).matrix.rows] == [4, 5]


def test_numbers_that_a_sheet_keeps_as_decimals_are_whole(tmp_path):
    path = workbook(tmp_path / "m.xlsx", [[float(cell) for cell in ROWS[0]]])

    assert read(path).matrix.rows[0].scores == (4, 3, 4, 3, 4, 3, 4, 4, 4)


def test_the_same_bytes_have_the_same_fingerprint(tmp_path):
    one = written(tmp_path / "a.csv", ",".join(map(str, ROWS[0])))
    two = written(tmp_path / "b.txt", ",".join(map(str, ROWS[0])).replace(",", " "))

    assert read(one).sha256 != read(two).sha256
    assert read(one).sha256 == read(written(tmp_path / "c.csv", one.read_text())).sha256


# -- refusals ----------------------------------------------------------------------------------


def test_a_formula_is_refused_with_its_line(tmp_path):
    path = workbook(tmp_path / "m.xlsx", [HEAD, ROWS[0], ["=A2+1", *ROWS[1][1:]]])

    assert refused(path) == "baris 3: sel berisi rumus '=A2+1'"


def test_a_blank_score_in_a_sheet_is_refused(tmp_path):
    path = workbook(tmp_path / "m.xlsx", [HEAD, [1, 4, 3, None, 3, 4, 3, 4, 4, 4]])

    assert refused(path) == "baris 2: ada skor yang kosong"


def test_a_decimal_score_in_a_sheet_is_refused(tmp_path):
    path = workbook(tmp_path / "m.xlsx", [HEAD, [1, 4, 3, 3.5, 3, 4, 3, 4, 4, 4]])

    assert refused(path) == "baris 2: skor 3.5 bukan bilangan bulat"


def test_two_sheets_with_a_matrix_are_ambiguous(tmp_path):
    path = workbook(tmp_path / "m.xlsx", [HEAD, *ROWS], [HEAD, *ROWS])

    assert refused(path) == "lembar: tabel responden ada di beberapa lembar: Lembar1, Lembar2"


def test_a_sheet_without_matrix_beside_it_does_no_harm(tmp_path):
    path = workbook(tmp_path / "m.xlsx", [["Profil"]], [HEAD, *ROWS])

    assert len(read(path).matrix.rows) == 2


def test_a_workbook_without_matrix_is_refused(tmp_path):
    fault = refused(workbook(tmp_path / "m.xlsx", [["Profil"]]))

    assert fault == "seluruh berkas: tabel responden tidak ditemukan"


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("m.txt", b"", "berkas: kosong"),
        ("m.txt", b" \n\n ", "berkas: kosong"),
        ("m.pdf", b"%PDF", "berkas: jenis berkas .pdf tidak dikenal"),
        ("m.csv", b"No;Nama\n1;\xe9", "baris 2: huruf tidak terbaca (0xe9), bukan UTF-8"),
        ("m.txt", b"a\n\0", "baris 2: bukan teks"),
        ("m.xlsx", b"bukan zip", "berkas: bukan xlsx yang utuh"),
        ("m.csv", b'1,"2\n', "baris 1: bukan CSV yang benar (unexpected end of data)"),
        ("m.txt", b"tanpa tabel", "seluruh berkas: tabel responden tidak ditemukan"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, name, data, fault):
    (tmp_path / name).write_bytes(data)

    assert refused(tmp_path / name) == fault


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("halo.txt", "halo")
    (tmp_path / "m.xlsx").write_bytes(packed.getvalue())

    assert refused(tmp_path / "m.xlsx") == "berkas: bukan xlsx yang utuh"


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(matrix, "MOST", 8)

    assert refused(written(tmp_path / "m.txt", "1 2 3 4 5 6")).startswith("berkas: lebih dari")


def test_a_workbook_that_unfolds_too_far_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(matrix, "UNPACKED", 100)

    assert refused(workbook(tmp_path / "m.xlsx", [ROWS[0]])).startswith("berkas: isinya lebih")


def test_a_missing_file_is_told(tmp_path):
    assert refused(tmp_path / "tidak-ada.txt") == "berkas: tidak ada"


def test_a_folder_is_told(tmp_path):
    assert refused(tmp_path) == "berkas: adalah folder"


def test_a_row_with_holes_at_the_end_of_a_csv_is_refused(tmp_path):
    rows = [HEAD, *([n, 4, 4, 4, 4, 4, 4, 4, 4, 1] for n in range(1, 33))]
    text = "\n".join(",".join(map(str, row)) for row in rows)

    assert refused(written(tmp_path / "a.csv", f"{text}\n33,3,,,,,,,2,3\n")) == (
        "baris 34: ada skor yang kosong"
    )
    assert len(read(written(tmp_path / "b.csv", f"{text}\n,,,,,,,,,\n")).matrix.rows) == 32


def test_a_row_with_holes_at_the_end_of_a_workbook_is_refused(tmp_path):
    path = workbook(tmp_path / "m.xlsx", [HEAD, *ROWS, [3, 4, None, "x"]])

    assert refused(path) == "baris 4: ada skor yang kosong"


def test_two_heads_that_contradict_are_refused(tmp_path):
    second = ["No", *(f"U{number}" for number in (1, 2, 3, 4, 5, 6, 7, 9, 8))]
    text = "\n".join(",".join(map(str, row)) for row in [HEAD, ROWS[0], second, ROWS[1]])

    assert refused(written(tmp_path / "a.csv", text)) == (
        "baris 3: kepala tabel tidak menurut urutan unsur"
    )


def rewritten(path, part, change):
    """The workbook with one of its parts changed by hand."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return path


def test_a_sheet_that_understates_its_size_is_read_to_its_end(tmp_path):
    def shrink(data):
        assert b'<dimension ref="A1:J3"' in data
        return data.replace(b'<dimension ref="A1:J3"', b'<dimension ref="A1:J2"')

    path = workbook(tmp_path / "m.xlsx", [HEAD, *ROWS])

    found = read(rewritten(path, "xl/worksheets/sheet1.xml", shrink))
    assert len(found.matrix.rows) == 2


def test_a_sheet_of_charts_is_passed_over(tmp_path):
    from openpyxl.chart import BarChart, Reference

    book = openpyxl.Workbook()
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    book.create_chartsheet("Grafik").add_chart(chart)
    book.save(tmp_path / "m.xlsx")

    assert len(read(tmp_path / "m.xlsx").matrix.rows) == 2


def test_a_sheet_of_charts_that_cannot_be_read_is_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(ROWS[0])
    book.create_chartsheet("Kosong")
    book.save(tmp_path / "m.xlsx")

    assert refused(tmp_path / "m.xlsx").startswith("lembar: ada lembar yang tidak terbaca")


def test_an_empty_line_in_a_sheet_ends_what_is_told(tmp_path):
    path = workbook(tmp_path / "m.xlsx", [HEAD, *ROWS, ["Catatan"], [], ["Jambi, 3 Maret"]])

    assert [one.line for one in read(path).matrix.cleaning] == [4]
