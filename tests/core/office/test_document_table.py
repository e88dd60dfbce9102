"""`Table` of a parsed file: every fault names file, key and remedy."""

import pytest

from core.errors import FileError
from core.office.document_table import Table


def told(call):
    with pytest.raises(FileError) as fault:
        call()
    wrong = fault.value
    assert wrong.file == "a.toml"
    assert wrong.remedy
    return wrong.where, wrong.what


def table(**data):
    return Table("a.toml", data, "unit[1].")


def test_a_fault_is_one_sentence_with_place_and_remedy():
    with pytest.raises(FileError) as fault:
        table().text("nama")
    assert str(fault.value) == (
        "a.toml: unit[1].nama: belum diisi. Isi dengan teks dalam tanda kutip"
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ({}, "belum diisi"),
        ({"nama": ""}, "kosong"),
        ({"nama": "  "}, "kosong"),
        ({"nama": 5}, "bukan teks dalam tanda kutip"),
        ({"nama": True}, "bukan teks dalam tanda kutip"),
        ({"nama": ["a"]}, "bukan teks dalam tanda kutip"),
        ({"nama": "x" * 11}, "11 huruf"),
    ],
)
def test_a_text_must_be_there_and_fit(data, what):
    assert told(lambda: table(**data).text("nama", most=10)) == ("unit[1].nama", what)


def test_a_text_with_a_default_may_be_missing_or_empty():
    assert table().text("nama", "Sekretariat") == "Sekretariat"
    assert table(nama="").text("nama", "Sekretariat") == ""
    assert table(nama="x").text("nama", "Sekretariat") == "x"


def test_maybe_is_none_for_nothing_and_for_blanks():
    assert table().maybe("kontak") is None
    assert table(kontak="  ").maybe("kontak") is None
    assert table(kontak=" a ").maybe("kontak") == "a"
    assert told(lambda: table(kontak=3).maybe("kontak"))[0] == "unit[1].kontak"


@pytest.mark.parametrize("value", ["100", 1.0, True, [1]])
def test_a_whole_number_is_nothing_else(value):
    """TOML's true is Python's 1; it is still no number of users."""
    assert told(lambda: table(n=value).whole("n")) == ("unit[1].n", "bukan bilangan bulat")


def test_a_whole_number_has_a_least():
    assert table(n=1).whole("n", least=1) == 1
    assert table().whole("n", None) is None
    assert told(lambda: table(n=0).whole("n", None, least=1)) == ("unit[1].n", "0 terlalu kecil")
    assert told(lambda: table(n=-1).whole("n")) == ("unit[1].n", "-1 terlalu kecil")


def test_a_flag_is_true_or_false():
    assert table().flag("aktif", default=True) is True
    assert table(aktif=False).flag("aktif", default=True) is False
    assert told(lambda: table(aktif=1).flag("aktif")) == (
        "unit[1].aktif",
        "bukan true atau false",
    )


@pytest.mark.parametrize("value", ["a", ["a", ""], ["a", 1], {}])
def test_a_list_of_texts_is_nothing_else(value):
    assert told(lambda: table(opsi=value).texts("opsi")) == ("unit[1].opsi", "bukan daftar teks")


def test_a_list_of_texts_may_have_a_default():
    assert table(opsi=["a", "b"]).texts("opsi") == ("a", "b")
    assert table().texts("opsi", ("x",)) == ("x",)
    assert told(lambda: table().texts("opsi"))[1] == "bukan daftar teks"


def test_inner_tables_know_their_place():
    rows = table(layanan=[{"kode": "a"}, {}]).tables("layanan")
    assert next(rows).text("kode") == "a"
    assert told(lambda: next(rows).text("kode"))[0] == "unit[1].layanan[2].kode"
    assert told(lambda: table(head={}).table("head").text("a"))[0] == "unit[1].head.a"


@pytest.mark.parametrize("value", [{}, [1], "a"])
def test_a_list_of_tables_is_nothing_else(value):
    assert told(lambda: list(table(unit=value).tables("unit"))) == (
        "unit[1].unit",
        "bukan daftar bagian",
    )


def test_a_missing_table_is_told_unless_it_has_a_default():
    assert told(lambda: table().table("survei")) == ("unit[1].survei", "bukan bagian")
    assert table().table("survei", {}).keys() == ()
    assert told(lambda: table(survei=[]).table("survei"))[1] == "bukan bagian"


def test_a_key_that_nobody_asked_for_is_a_typing_slip():
    one = table(nama="x", nma="y")
    one.text("nama")
    with pytest.raises(FileError) as fault:
        one.done()
    assert fault.value.where == "unit[1].nma"
    assert fault.value.remedy == "Hapus, atau pakai salah satu: nama"


def test_everything_asked_for_is_done():
    one = table(a="x", b=1, c=True, d=["x"], e={}, f=[], g=2)
    one.text("a"), one.whole("b"), one.flag("c"), one.texts("d")
    one.table("e"), list(one.tables("f")), one.raw("g")
    one.done()
