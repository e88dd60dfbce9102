"""`rtl_reader`: plans from TOML and workbooks, as printed, once, whole or not at all."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from bot.cli.followup.rtl_lines import as_json, lines
from bot.config.packaged import load_packaged
from bot.documents import rtl_reader as rtl_document
from core.errors import FileError, InputError
from core.office import agency_document
from core.rtl.document import ReadContext
from storage.store import open_store
from tests.support.paths import EXAMPLES
from tests.support.rtl_kit import done_row, kegiatan, not_done, plan

TODAY = date(2025, 1, 15)
NOW = datetime(2025, 1, 15, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def agency():
    import tomllib

    return agency_document.parse(
        tomllib.loads((EXAMPLES / "dinsos-dukcapil.toml").read_text("utf-8")), "x"
    )


@pytest.fixture
def context(agency):
    def made(stored_plans=(), **more):
        return ReadContext(agency, load_packaged(agency.questionnaire), stored_plans, TODAY, **more)

    return made


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path / 'skm.db'}", [b"a secret of the tests, 32 bytes!"])
    yield opened
    opened.close()


def held(store):
    with store.read() as reader:
        return reader.rtl.items()


def take(store, context, name, data=None, **more):
    data = data or (EXAMPLES / name).read_bytes()
    found = rtl_document.read(data, name, context(held(store), **more))
    return rtl_document.keep(store, data, name, found, by="terminal", now=NOW)


# -- the examples --------------------------------------------------------------------------------


def test_the_plan_of_jambi_2023_is_as_printed(store, context):
    take(store, context, "rtl-jambi-2023.toml")
    rows = [
        (
            one.number,
            [triwulan_of.label for triwulan_of in one.schedule],
            one.bidang,
            one.printed.status,
        )
        for rtl in held(store)
        for one in rtl.kegiatan
    ]

    assert rows == [
        ("1.1", ["TW II 2023"], ("sekretariat",), "sudah"),
        ("1.2", ["TW II 2023"], ("sekretariat",), "sudah"),
        ("2.1", ["TW II 2023"], ("rehsos",), "sudah"),
        ("2.2", ["TW II 2023"], ("rehsos",), "sudah"),
        ("3.1", ["TW II 2023"], ("bidang-teknis", "sekretariat"), "sudah"),
        ("3.2", ["TW II 2023"], ("bidang-teknis", "sekretariat"), "sudah"),
        ("4.1", ["TW III 2023"], ("sekretariat",), "belum"),
    ]
    training = held(store)[3].kegiatan[0].printed
    assert (training.target.label, training.strategy) == ("TW IV 2023", "Bersurat kepada BPSDM")
    assert [one.unsur for one in held(store)] == [
        "pengaduan",
        "persyaratan",
        "prosedur",
        "perilaku",
    ]


def test_the_plan_of_jambi_2024_is_read_as_2025_and_says_so(store, context):
    take(store, context, "rtl-jambi-2023.toml")
    found = take(store, context, "rtl-jambi-2024.toml")
    maklumat, at, perilaku = held(store)[4:]

    assert "dibaca 2025" in maklumat.notes
    assert (maklumat.unsur, maklumat.beyond_unsur) == (None, "Maklumat Pelayanan")
    assert maklumat.source
    assert [triwulan_of.label for triwulan_of in at.kegiatan[0].schedule] == [
        f"TW {n} 2025" for n in ("I", "II", "III", "IV")
    ]
    assert perilaku.kegiatan[0].origin == held(store)[3].kegiatan[0].id
    assert [one.key for one in found.oddities] == ["forum_terlalu_awal"]
    assert all(one.is_draft for one in (maklumat, at, perilaku))


def test_an_odd_forum_date_may_be_confirmed(store, context):
    take(store, context, "rtl-jambi-2023.toml")
    take(store, context, "rtl-jambi-2024.toml", confirmed=True)

    assert not any(one.is_draft for one in held(store)[4:])


def test_the_plan_of_2024_needs_that_of_2023(store, context):
    with pytest.raises(FileError, match=r"2023/4.1' belum ada. Muat dulu") as wrong:
        take(store, context, "rtl-jambi-2024.toml")

    assert wrong.value.where == "rtl[3].kegiatan[1].asal"
    assert held(store) == []


def test_the_recommendations_of_mojokerto_keep_what_is_not_printed_open(store, context):
    found = take(store, context, "rtl-mojokerto-2021.toml")
    rows = held(store)

    assert [one.priority for one in rows[:3]] == ["produk", "persyaratan", "sarpras"]
    assert [len(one.kegiatan) for one in rows] == [2, 0, 0, 1, 1]
    assert {one.schedule for rtl in rows for one in rtl.kegiatan} == {()}
    assert {one.periode for one in rows} == {"2021-S2"}
    assert len(found.notes) == 4, "each bidang that is not printed is told"


def test_no_example_holds_a_number_or_name_of_a_person():
    import re

    for path in EXAMPLES.glob("rtl-*.toml"):
        words = path.read_text("utf-8")
        assert re.findall(r"\b0?8[0-9]{8,}|\b[0-9]{16,18}\b|@", words) == []


# -- once, whole ---------------------------------------------------------------------------------


def test_the_same_file_is_refused_and_so_is_the_same_plan_in_other_bytes(store, context):
    take(store, context, "rtl-jambi-2023.toml")
    data = (EXAMPLES / "rtl-jambi-2023.toml").read_bytes()
    with pytest.raises(InputError, match="sudah pernah"):
        take(store, context, "rtl-jambi-2023.toml")
    with pytest.raises(InputError, match="sudah ada"):
        take(store, context, "rtl-jambi-2023.toml", data + b"\n# lagi\n")

    assert len(held(store)) == 4


HEAD = '[rencana]\nperiode = "2025"\n'
ITEM = '[[rtl]]\nunsur = "U7"\n[[rtl.kegiatan]]\nuraian = "Melatih"\nbidang = ["rehsos"]\n'


@pytest.mark.parametrize(
    ("words", "where", "told"),
    [
        ("", "berkas", "kosong"),
        ("[rencana]\nperiode = 2025 a", "berkas", "line 2"),
        (HEAD, "rtl", "belum ada"),
        (ITEM, "rencana.periode", "--period"),
        (HEAD + ITEM + 'triwulan = ["TW IV"]', "rtl[1].kegiatan[1].triwulan", "--tahun"),
        (
            HEAD + ITEM + 'triwulan = ["kapan saja"]',
            "rtl[1].kegiatan[1].triwulan",
            "Tulis seperti TW IV 2023",
        ),
        (
            HEAD + ITEM.replace("rehsos", "rehsoz"),
            "rtl[1].kegiatan[1].bidang",
            "Maksud Anda 'rehsos'",
        ),
        (HEAD + ITEM.replace("U7", "Maklumat Pelayanan"), "rtl[1].unsur", "di_luar_unsur"),
        (
            HEAD + ITEM.replace('unsur = "U7"', 'di_luar_unsur = "Maklumat"'),
            "rtl[1].sumber",
            "dari mana",
        ),
        (HEAD + ITEM.replace('"U7"', '"U7"\ndi_luar_unsur = "x"'), "rtl[1].unsur", "salah satu"),
        (HEAD + ITEM.replace('"U7"', '"U7"\nhorizon = "lama"'), "rtl[1].horizon", "pendek"),
        (HEAD + ITEM + ITEM.replace('"U7"', '"U1"\nnomor = 1'), "rtl", "nomor 1 dipakai dua kali"),
        (
            HEAD + ITEM + "[rtl.kegiatan.realisasi]\nstatus = 'mungkin'",
            "rtl[1].kegiatan[1].realisasi.status",
            "sudah atau belum",
        ),
        (
            HEAD + ITEM + "[rtl.kegiatan.realisasi]\nstatus = 'belum'\ntarget = 'TW I'",
            "rtl[1].kegiatan[1].realisasi.target",
            "--tahun",
        ),
        (HEAD + "[rencana.forum]\njenis = 'rapat'\n" + ITEM, "rencana.forum.jenis", "FGD, FKP"),
        (
            HEAD + "[rencana.forum]\njenis = 'FGD'\ntanggal = '11 Mei'\n" + ITEM,
            "rencana.forum.tanggal",
            "tanpa kutip",
        ),
        (
            HEAD + ITEM + ITEM.replace("[[rtl.kegiatan]]", '[[rtl.kegiatan]]\nnomor = "1.1"'),
            "rtl",
            "nomor 1.1 dipakai dua kali",
        ),
        (HEAD + "tahun = '2025'\n" + ITEM, "rencana.tahun", "bilangan bulat"),
        (
            HEAD + "tahun = 99999\n" + ITEM + 'triwulan = ["TW I"]',
            "rtl[1].kegiatan[1].triwulan",
            "tidak terbaca",
        ),
        (HEAD + "forum = 'FGD'\n" + ITEM, "rencana.forum", "bukan bagian"),
        (HEAD + ITEM + "triwulan = 4", "rtl[1].kegiatan[1].triwulan", "daftar teks"),
        (HEAD + ITEM + "realisasi = 'sudah'", "rtl[1].kegiatan[1].realisasi", "bukan bagian"),
        (HEAD + ITEM + "biaya = 3", "rtl[1].kegiatan[1].biaya", "tidak dikenal"),
        (HEAD.replace("2025", "kapan"), "rencana.periode", "tidak terbaca"),
        (HEAD + 'unit = "x"\n' + ITEM, "rencana.unit", "dinsos"),
    ],
)
def test_a_wrong_file_is_told_with_its_place_and_remedy(context, words, where, told):
    with pytest.raises(FileError) as wrong:
        rtl_document.read(words.encode(), "rtl.toml", context())

    assert wrong.value.where == where
    assert told in str(wrong.value)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("rtl.pdf", b"x", "tidak dikenal"),
        ("rtl.toml", b"a\n\xff", "baris 2"),
        ("rtl.xlsx", b"PK", "xlsx yang utuh"),
    ],
)
def test_a_file_that_is_none_is_told(context, name, data, told):
    with pytest.raises(FileError, match=told):
        rtl_document.read(data, name, context())


def test_the_year_may_be_told_beside_the_file(context):
    found = rtl_document.read(
        (HEAD + ITEM + 'triwulan = ["TW IV", "TW I 2027"]').encode(), "r.toml", context(year=2026)
    )

    assert [triwulan_of.label for triwulan_of in found.rtls[0].kegiatan[0].schedule] == [
        "TW IV 2026",
        "TW I 2027",
    ]


def test_a_file_without_end_is_refused_before_it_is_read(tmp_path, context):
    path = tmp_path / "rtl.toml"
    path.write_bytes(b"#" * (rtl_document.MOST + 5))

    assert len(rtl_document.load(path)) == rtl_document.MOST + 1
    with pytest.raises(FileError, match="10 MB"):
        rtl_document.read(rtl_document.load(path), path.name, context())
    with pytest.raises(FileError, match="tidak dapat dibuka"):
        rtl_document.load(tmp_path / "tidak-ada.toml")


# -- workbooks -----------------------------------------------------------------------------------

# As the Jambi report prints them: merged cells leave the unsur empty, "Waktu" stands above TW 1–4.
PLAN = [
    ("Tabel 2. Rencana Tindak Lanjut Pelaksanaan SKM",),
    ("No", "Prioritas Unsur", "Program/ Kegiatan", "Waktu", None, None, None, "Penanggung Jawab"),
    (None, None, None, "TW 1", "TW 2", "TW 3", "TW 4", None),
    (
        1,
        "Penanganan Pengaduan, Saran, dan Masukan",
        "1.1 Mengaktifkan Nomor Pengaduan",
        None,
        "V",
        None,
        None,
        "Sekretariat",
    ),
    (None, None, "1.2 Membuat Kotak Saran/Kotak Pengaduan", None, "V", None, None, "Sekretariat"),
    (
        2,
        "Sistem, Mekanisme, dan Prosedur",
        "2.1 Menyusun Standar Pelayanan",
        "√",
        "v",
        None,
        None,
        "Bidang Teknis\nSekretariat",
    ),
    (
        3,
        "Perilaku Pelaksana",
        "3.1 Memberikan pelatihan khusus terkait service excellent",
        None,
        None,
        "V",
        "-",
        "Sekretariat",
    ),
]
DONE = [
    (
        "No",
        "Rencana Tindak Lanjut",
        "RTL Telah Ditindaklanjuti (Sudah/Belum)",
        "Deskripsi Tindak Lanjut",
        "Dokumentasi Kegiatan",
        "Tantangan/Hambatan",
    ),
    (1, "Mengaktifkan Nomor Pengaduan", "Sudah", "Via medsos dan Elapor", "foto", None),
    (
        2,
        "Memberikan pelatihan khusus terkait service excellent",
        "Belum",
        "Mengajukan ke BPSDM",
        None,
        "Menunggu jadwal",
    ),
]
LEFT = [
    (
        "No",
        "RTL",
        "Strategi Penyelesaian",
        "Target Waktu Penyelesaian",
        "Penanggung Jawab",
        "Stakeholder Terkait",
    ),
    (
        1,
        "Memberikan pelatihan khusus terkait service excellent",
        "Bersurat kepada BPSDM",
        "Triwulan IV 2023",
        "Sekretariat",
        "BPSDM, Biro Organisasi",
    ),
]


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read_book(context, year=2023, **sheets):
    return rtl_document.read(workbook(**sheets), "rtl.xlsx", context(year=year, periode="2023"))


@pytest.mark.parametrize(
    "sheets",
    [
        {"RTL": PLAN, "Realisasi": DONE, "Sisa": LEFT},
        {"Semua": [*PLAN, (), *DONE, ("BAB IV",), *LEFT]},
    ],
    ids=["three", "one"],
)
def test_the_tables_of_a_report_are_read_from_a_workbook(context, sheets):
    found = read_book(context, **sheets).rtls
    rows = {one.number: one for rtl in found for one in rtl.kegiatan}

    assert [one.unsur for one in found] == ["pengaduan", "prosedur", "perilaku"]
    assert {
        number: [triwulan_of.label for triwulan_of in one.schedule] for number, one in rows.items()
    } == {
        "1.1": ["TW II 2023"],
        "1.2": ["TW II 2023"],
        "2.1": ["TW I 2023", "TW II 2023"],
        "3.1": ["TW III 2023"],
    }
    assert rows["2.1"].bidang == ("bidang-teknis", "sekretariat")
    assert (
        rows["1.1"].printed.status,
        rows["1.1"].printed.description,
        rows["1.1"].printed.documentation,
    ) == ("sudah", "Via medsos dan Elapor", "foto")
    assert rows["1.2"].printed is None
    late = rows["3.1"].printed
    assert (late.status, late.obstacle, late.strategy, late.target.label, late.party) == (
        "belum",
        "Menunggu jadwal",
        "Bersurat kepada BPSDM",
        "TW IV 2023",
        "BPSDM, Biro Organisasi",
    )


def test_a_heading_may_tell_the_year_of_each_triwulan(context):
    rows = [
        (
            "Prioritas Unsur",
            "Kegiatan",
            "TW IV 2025",
            "TW I 2026",
            "Penanggung Jawab",
            "Jangka",
            "Perlu anggaran",
            "Di luar unsur",
            "Sumber",
        ),
        ("", "Melatih", "√", "√", "rehsos", "Jangka pendek", "ya", "Maklumat pelayanan", "laporan"),
    ]
    [found] = read_book(context, None, RTL=rows).rtls

    assert [triwulan_of.label for triwulan_of in found.kegiatan[0].schedule] == [
        "TW IV 2025",
        "TW I 2026",
    ]
    assert (found.horizon, found.needs_budget, found.beyond_unsur, found.source) == (
        "pendek",
        True,
        "Maklumat pelayanan",
        "laporan",
    )


def changed(rows, line, column, value):
    row = [*rows[line], *[None] * 8]
    row[column] = value
    return [*rows[:line], row, *rows[line + 1 :]]


@pytest.mark.parametrize(
    ("sheets", "where", "told"),
    [
        ({"RTL": changed(PLAN, 3, 4, "kira-kira")}, "lembar RTL, sel E4", "tanda centang"),
        ({"RTL": changed(PLAN, 3, 1, "Maklumat Pelayanan")}, "lembar RTL, sel B4", "bukan unsur"),
        ({"RTL": changed(PLAN, 5, 7, "Bidang Umum")}, "lembar RTL, sel H6", "tidak ada"),
        ({"RTL": changed(PLAN, 3, 1, None)}, "lembar RTL, sel B4", "belum diisi"),
        (
            {"RTL": PLAN, "R": changed(DONE, 1, 1, "Membeli kursi")},
            "lembar R, sel B2",
            "tidak ada dalam tabel RTL",
        ),
        (
            {"RTL": PLAN, "R": changed(DONE, 1, 2, "Mungkin")},
            "lembar R, sel C2",
            "sudah atau belum",
        ),
        ({"RTL": PLAN, "R": changed(LEFT, 1, 3, "segera")}, "lembar R, sel D2", "tidak terbaca"),
        ({"R": DONE}, "seluruh berkas", "tidak ditemukan"),
    ],
)
def test_a_wrong_cell_is_told_by_its_name(context, sheets, where, told):
    with pytest.raises(FileError, match=told) as wrong:
        read_book(context, **sheets)

    assert wrong.value.where == where


def test_what_has_no_cell_of_its_own_is_told_by_its_item(context):
    head = ("Prioritas Unsur", "Kegiatan", "TW I", "TW II", "Penanggung Jawab", "Alasan")
    rows = [head, ("U7", "Melatih", "v", None, "rehsos", "a" * 2001), (None, None, "v")]
    with pytest.raises(FileError, match="2001 huruf") as wrong:
        read_book(context, RTL=rows)

    assert wrong.value.where == "lembar RTL, sel A2"


def test_an_agency_of_several_units_is_asked_for_one(context, agency):
    several = replace(agency, unit=(*agency.unit, replace(agency.unit[0], code="upt")))
    data = (HEAD + ITEM).encode()
    with pytest.raises(FileError, match="--unit: dinsos, upt"):
        rtl_document.read(data, "r.toml", replace(context(), agency=several))

    assert (
        rtl_document.read(data, "r.toml", replace(context(unit="upt"), agency=several)).rtls[0].unit
        == "upt"
    )


def test_a_workbook_without_a_year_asks_for_it(context):
    with pytest.raises(FileError, match="--tahun") as wrong:
        read_book(context, None, RTL=PLAN)

    assert wrong.value.where == "lembar RTL, baris 4"


# -- what the terminal says ----------------------------------------------------------------------


def jambi(store, context):
    for year in ("2023", "2024"):
        take(store, context, f"rtl-jambi-{year}.toml")
    return held(store)


def test_on_15_january_2025_the_training_is_late_and_6_of_7_are_done(store, context, agency):
    told = list(lines(jambi(store, context), agency, TODAY))

    assert told[:4] == [
        "Lewat tenggat",
        "2023 nomor 4.1: Memberikan pelatihan khusus terkait service excellent",
        "  Sekretariat · rencana awal TW III 2023, target TW IV 2023, lewat 54 minggu",
        "  direncanakan ulang ke-2 kali: TW IV 2025 (rencana 2024 nomor 3.1, rancangan)",
    ]
    assert "Realisasi 2023: 6 dari 7 (85,7%); 6 tercetak, belum diperiksa" in told
    assert "Realisasi 2024: 0 dari 3 (0,0%)" in told


def test_the_json_tells_every_tick(store, context):
    rows = jambi(store, context)
    told = json.loads(json.dumps(as_json(rows, TODAY)))
    [late] = [one for one in told["kegiatan"] if one["tahap"] == "lewat"]

    assert len(told["kegiatan"]) == 7 + 4 + 4 + 1
    assert (late["nomor"], late["minggu_lewat"], late["rencana"]) == (
        "4.1",
        54,
        ["TW III 2023", "TW IV 2023", "TW IV 2025"],
    )
    assert told["realisasi"][0] | {"persen": None} == {
        "unit": "dinsos",
        "periode": "2023",
        "total": 7,
        "tercetak": 6,
        "diklaim": 6,
        "diterima": 0,
        "kini": 6,
        "persen": None,
    }
    assert told["realisasi"][0]["persen"] == "85.7"


def test_the_terminal_tells_what_waits_for_an_admin_and_what_was_planned_twice(agency):
    waiting = kegiatan(1, "TW IV 2024", realisasi=(done_row("TW IV 2024"),))
    just = kegiatan(2, "TW IV 2024")
    rows = [plan(waiting, just), plan(kegiatan(3, "TW IV 2024"), number=2, unsur="waktu")]
    told = "\n".join(lines(rows, agency, date(2025, 1, 2)))

    assert "target TW IV 2024, lewat kurang dari seminggu" in told
    assert "Menunggu pemeriksaan admin\n2025 nomor 1.1" in told
    assert "Realisasi 2025: 0 dari 3 (0,0%); 1 dari 3 setelah diterima" in told
    anew = kegiatan(
        1,
        "TW I 2024",
        realisasi=(not_done("TW I 2024", "TW II 2024"), not_done("TW I 2024", "TW IV 2025")),
    )
    told = "\n".join(
        lines(
            [
                plan(anew),
                plan(
                    replace(anew, id=2, schedule=(), realisasi=()),
                    number=2,
                    unsur="waktu",
                ),
            ],
            agency,
            TODAY,
        )
    )
    assert "Direncanakan ulang 2 kali atau lebih\n2025 nomor 1.1" in told
    assert "  direncanakan ulang ke-2 kali: TW IV 2025\n" in told
    assert "Belum dijadwalkan\n2025 nomor 1.1: kegiatan 1" in told
    two = [
        plan(kegiatan(1, "TW I 2026")),
        replace(plan(kegiatan(2, "TW I 2026"), number=2), unit="upt"),
    ]
    assert "Realisasi upt 2025: 0 dari 1 (0,0%)" in "\n".join(lines(two, agency, TODAY))
    assert list(lines([], agency, TODAY)) == ["Belum ada RTL. Muat dengan: skm rtl import BERKAS"]
