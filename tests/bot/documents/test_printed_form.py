"""The printed questionnaire, and the answer sheet that brings its answers in, each once."""

from __future__ import annotations

import io
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from click.testing import CliRunner

from bot.app import wiring
from bot.cli import skm
from bot.config.settings import Settings
from bot.documents.answer_sheet import workbook
from bot.documents.answer_sheet_reader import read
from bot.documents.matrix_reader import sheets
from bot.documents.printed_form import paper
from bot.documents.render.worker import Worker
from core.errors import InputError
from core.office.agency import ServicePoint
from core.ports.results import Scope
from tests.support.office import office
from tests.support.paths import AGENCY_TOML

SURVEY = office()
ASKED = SURVEY.questionnaire
UNIT = SURVEY.agency.unit[0]
EVER = Scope(None, None, "x", date(2000, 1, 1), date(2100, 1, 1))
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
ROW = {
    "Tanggal": date(2026, 11, 20),
    "Jam": "08-12",
    "Layanan": "SKTM",
    "Kelamin": "Perempuan",
    "Usia": 34,
    "Pekerjaan": "Wirausaha",
    "8 Sarana (U9)": 2,
    "9 Pengaduan (U8)": 4,
    "Saran": "Kursi kurang.",
}


@pytest.fixture(scope="module")
def worker():
    made = Worker()
    yield made
    made.close()


# -- printed ---------------------------------------------------------------------------------------


def test_the_printed_form_asks_as_the_official_one_does():
    made = paper(SURVEY, ServicePoint("pelayanan", None, "L1"), "id")

    assert [one["isi"] for one in made["tanya"]] == [one.content for one in ASKED.questions]
    assert made["tanya"][8]["opsi"] == list(ASKED.question("pengaduan").options)
    assert [one["tanya"] for one in made["profil"]][:2] == ["Jenis kelamin:", "Usia (tahun):"]
    assert made["setuju"] == "Saya bersedia menjawab."
    assert "8 = U9, 9 = U8" in made["kode"]
    assert ASKED.snapshot in made["tanda"]
    assert made["tanda"].startswith("L1 · ")


def test_in_another_language_the_official_wording_is_printed_too():
    made = paper(SURVEY, ServicePoint("pelayanan"), "en")
    assert made["tanya"][3]["resmi"].startswith(ASKED.question("biaya").content)
    assert made["tanya"][3]["resmi"].endswith("Sangat mahal / Cukup mahal / Murah / Gratis")


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_one_page(worker, language):
    pdf = worker.draw("form", paper(SURVEY, ServicePoint("pelayanan"), language), "pdf")
    assert pdf[:5] == b"%PDF-"
    assert b"/Type/Pages/Count 1/" in pdf


def test_words_of_the_office_are_never_carried_out(worker):
    data = paper(SURVEY, ServicePoint("pelayanan"), "id")
    evil = '#read("/etc/passwd") $x$ *a* <b> \\ [c]'
    assert worker.draw("form", data | {"unit": evil}, "pdf")[:5] == b"%PDF-"


# -- the sheet -------------------------------------------------------------------------------------


def filled(*rows, spot=None, change=None, mark="m1"):
    """The sheet as it comes from the office, with these rows typed into it."""
    made = workbook(ASKED, UNIT, spot or ServicePoint("pelayanan", None, "L1"), mark)
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheet = book["Isian"]
    head = [cell.value for cell in sheet[1]]
    for line, row in enumerate(rows, start=2):
        scores = {name: 3 for name in head if name[0].isdecimal()}
        for name, value in (scores | row).items():
            sheet.cell(line, head.index(name) + 1, value)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def taken(data, now=NOW, agency=SURVEY.agency):
    known = {ASKED.snapshot: ASKED}.get
    return read(sheets(data, "x.xlsx"), "x.xlsx", agency, known, now).rows


def refused(data):
    with pytest.raises(InputError) as wrong:
        taken(data)
    return str(wrong.value)


def test_what_is_typed_into_the_sheet_comes_back_as_it_was_meant():
    [(_, given)] = taken(filled(ROW))
    stored = given.response()

    assert (stored.mode, stored.channel, stored.loket) == ("paper", "import", "L1")
    assert (stored.unit, stored.layanan) == ("pelayanan", "sktm")
    assert (stored.day, stored.slot) == (date(2026, 11, 20), "08-12")
    assert (stored.nilai["sarpras"], stored.nilai["pengaduan"], stored.nilai["waktu"]) == (2, 4, 3)
    assert stored.profile == {
        "kelamin": "P", "usia": "34", "pendidikan": "-", "pekerjaan": "WIRAUSAHA"
    }  # fmt: skip
    assert (given.words().text, given.words().unsur) == ("Kursi kurang.", "sarpras")


def test_columns_may_be_moved_for_their_heads_tell_what_they_hold():
    def move(book):
        sheet = book["Isian"]
        head = [cell.value for cell in sheet[1]]
        eight, nine = head.index("8 Sarana (U9)") + 1, head.index("9 Pengaduan (U8)") + 1
        for line in (1, 2):
            a, b = sheet.cell(line, eight).value, sheet.cell(line, nine).value
            sheet.cell(line, eight, b)
            sheet.cell(line, nine, a)

    [(_, given)] = taken(filled(ROW, change=move))
    assert (given.nilai["sarpras"], given.nilai["pengaduan"]) == (2, 4)


def test_the_lists_to_choose_from_are_in_the_sheet():
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    rules = book["Isian"].data_validations.dataValidation

    assert {one.type for one in rules} == {"list", "date"}
    assert sum(one.formula1 == '"1,2,3,4"' for one in rules) == 9
    lists = [cell.value for cell in book["Pilihan"][1]]
    assert lists == ["Jam", "Layanan", "Kelamin", "Pendidikan", "Pekerjaan"]
    assert {row[0].value: row[1].value for row in book["Tentang"].iter_rows(max_row=7)} == {
        "bentuk": "skm-lembar-1",
        "kuesioner": ASKED.snapshot,
        "cara": "paper",
        "unit": "pelayanan",
        "layanan": None,
        "loket": "L1",
        "lembar": "m1",
    }


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"8 Sarana (U9)": 5}, "baris 2, 8 Sarana (U9): '5' bukan 1, 2, 3, atau 4"),
        ({"8 Sarana (U9)": 2.5}, "'2.5' bukan 1, 2, 3, atau 4"),
        ({"8 Sarana (U9)": None}, "'' bukan 1, 2, 3, atau 4"),
        ({"8 Sarana (U9)": "=1+1"}, "baris 2, 8 Sarana (U9): berisi rumus"),
        ({"Saran": '=HYPERLINK("http://x.example")'}, "baris 2, Saran: berisi rumus"),
        ({"Tanggal": "=TODAY()"}, "baris 2, Tanggal: berisi rumus"),
        ({"Tanggal": date(2026, 11, 22)}, "di masa depan"),
        ({"Tanggal": date(2025, 11, 1)}, "lebih dari setahun"),
        ({"Tanggal": "kemarin"}, "'kemarin' bukan tanggal"),
        ({"Tanggal": None}, "bukan tanggal"),
        ({"Layanan": "Akta"}, "baris 2, Layanan: 'Akta' tidak ada dalam daftar"),
        ({"Kelamin": "x"}, "baris 2, Kelamin: 'x' tidak ada dalam daftar"),
        ({"Usia": 340}, "baris 2, Usia: '340' tidak dapat diterima"),
        ({"Jam": "09.15"}, "baris 2, Jam"),
        ({"Saran": "a" * 1001}, "baris 2, Saran: lebih dari 1000 huruf"),
    ],
)
def test_one_wrong_cell_refuses_the_file_and_is_named(row, told):
    assert told in refused(filled(ROW | row))


def test_a_row_of_somebody_younger_than_the_office_asks_is_refused():
    older = replace(SURVEY.agency, minimum_age=17)
    with pytest.raises(InputError, match="baris 2, Usia: di bawah 17 tahun"):
        taken(filled(ROW | {"Usia": 16}), agency=older)
    assert len(taken(filled(ROW | {"Usia": 17}), agency=older)) == 1


def test_every_wrong_line_is_told_up_to_ten():
    wrong = ROW | {"8 Sarana (U9)": 9}
    said = refused(filled(*([wrong] * 12), ROW))
    assert [f"baris {n}," in said for n in (2, 11, 12)] == [True, True, False]
    assert said.endswith("… dan 2 baris lagi.")


def topic(name, value):
    def change(book):
        for row in book["Tentang"].iter_rows(max_row=7):
            if row[0].value == name:
                row[1].value = value

    return change


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("kuesioner", "0" * 16, "versi kuesioner tidak dikenal"),
        ("unit", "lain", "'lain' tidak ada"),
        ("layanan", "akta", "'akta' tidak ada di unit ini"),
        ("loket", "L7", "'L7' tidak ada di unit ini"),
        ("cara", "self", "bukan lembar untuk formulir kertas"),
        ("lembar", None, "bukan lembar untuk formulir kertas"),
    ],
)
def test_a_sheet_of_another_make_is_refused(name, value, told):
    assert told in refused(filled(ROW, change=topic(name, value)))


def test_a_head_that_was_changed_is_refused():
    def change(book):
        book["Isian"].cell(1, 9).value = "U8"

    assert "tidak ada atau dua kali" in refused(filled(ROW, change=change))


def test_an_empty_sheet_is_told():
    assert "belum berisi jawaban" in refused(filled())


def test_a_row_is_known_again_when_the_sheet_grew_and_was_saved_anew():
    [(first, _)] = taken(filled(ROW))
    (again, _), (more, _) = taken(filled(ROW, ROW))
    [(other, _)] = taken(filled(ROW, mark="m2"))

    assert first == again
    assert len({first, more, other}) == 3


# -- from the command line -------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = AGENCY_TOML.read_text(encoding="utf-8")
    store = wiring.open_store(Settings.read({}).agency)
    with store.write() as tx:
        tx.upkeep.save_agency(tomllib.loads(text), now=NOW)
    store.close()

    def go(*args):
        made = CliRunner().invoke(skm, [str(arg) for arg in args])
        if made.exception and not isinstance(made.exception, SystemExit | InputError):
            raise made.exception
        return made

    return go


def typed(path, rows):
    book = openpyxl.load_workbook(path)
    sheet = book["Isian"]
    head = [cell.value for cell in sheet[1]]
    line = sheet.max_row + 1 if sheet.cell(2, 1).value else 2
    for offset, row in enumerate(rows):
        scores = {name: 3 for name in head if name[0].isdecimal()}
        for name, value in (scores | row).items():
            sheet.cell(line + offset, head.index(name) + 1, value)
    book.save(path)


def kept():
    store = wiring.open_store(Settings.read({}).agency)
    with store.read() as reader:
        found = reader.answers.responses(EVER), reader.answers.saran(EVER)
        assert reader.answers.check_rekap() == []
    store.close()
    return found


def test_a_sheet_is_made_filled_and_taken_in_once(run, tmp_path):
    today = datetime.now(UTC).date() - timedelta(days=1)
    row = ROW | {"Tanggal": today}
    assert run("form", "-o", "l.xlsx").output == "l.xlsx sudah ditulis.\n"
    typed(tmp_path / "l.xlsx", [row, row])
    assert run("import", "l.xlsx").output == "2 jawaban dari kertas masuk.\n"
    again = run("import", "l.xlsx")
    assert "sudah pernah masuk" in str(again.exception)
    typed(tmp_path / "l.xlsx", [row])
    grown = run("import", "l.xlsx").output
    assert grown.startswith("1 jawaban dari kertas masuk. 2 baris sudah pernah masuk")
    answers, words = kept()
    assert [(one.mode, one.day) for one in answers] == [("paper", today)] * 3
    assert len(words) == 3


def test_one_faulty_row_keeps_the_whole_sheet_out(run, tmp_path):
    row = ROW | {"Tanggal": datetime.now(UTC).date() - timedelta(days=1)}
    run("form", "--loket", "L1", "-o", "l.xlsx")
    row.pop("Layanan")
    typed(tmp_path / "l.xlsx", [row, row | {"8 Sarana (U9)": 7}])
    assert "baris 3, 8 Sarana (U9)" in str(run("import", "l.xlsx").exception)
    assert kept() == ([], [])


def test_a_dated_sheet_takes_no_period_and_a_table_needs_one(run, tmp_path):
    run("form", "-o", "l.xlsx")
    assert "sudah bertanggal" in str(run("import", "l.xlsx", "--period", "2026").exception)
    (tmp_path / "t.txt").write_text("x")
    assert "--period" in str(run("import", "t.txt").exception)


@pytest.mark.parametrize("name", ["f.doc", "f"])
def test_a_form_is_pdf_or_xlsx(run, name):
    assert ".pdf atau .xlsx" in str(run("form", "-o", name).exception)


def test_a_printed_form_names_its_loket(run, tmp_path):
    assert run("form", "--loket", "l1", "-o", "f.pdf").exit_code == 0
    assert (tmp_path / "f.pdf").read_bytes()[:5] == b"%PDF-"
    assert "Bahasa xx tidak ada" in str(run("form", "--bahasa", "xx", "-o", "f.pdf").exception)
