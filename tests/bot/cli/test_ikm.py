"""`skm verify, import, ikm, sampel, close`: from a broken report to a published result."""

import json
import re

import pytest

from bot.cli import main
from tests.support.paths import AGENCY_TOML, EXAMPLES, FIXTURES, REPO

REPORT = FIXTURES / "laporan.txt"
EXAMPLE = EXAMPLES / "dinsos-dukcapil.toml"
SEED = REPO.parent / "shared" / "seeds" / "004_923c1d1aca894fc0.txt"
PLAIN = "\n".join(f"{n} 4 3 4 3 4 3 4 2 4" for n in range(1, 31))


@pytest.fixture
def skm(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKM_DATABASE_URL", f"sqlite:///{tmp_path}/skm.db")

    def run(*words):
        status = 0
        try:
            main([str(word) for word in words])
        except SystemExit as ended:
            status = ended.code or 0
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def office(skm):
    assert skm("setup", AGENCY_TOML)[0] == 0
    return skm


def figures(run, *words):
    status, out, _ = run("ikm", "--json", *words)
    assert status == 0
    return json.loads(out)


# -- verify ------------------------------------------------------------------------------------


def test_verify_tells_each_weight_and_every_cleaned_line(skm):
    status, out, err = skm("verify", REPORT)

    assert (status, err) == (0, "")
    assert "laporan.txt: 36 responden" in out
    assert "IKM dengan bobot 1/9  : 85,88 B (Baik)" in out
    assert "IKM dengan bobot 0,111: 85,79 B (Baik)" in out
    assert "IKM dengan bobot 0,11 : 85,02 B (Baik)" in out
    assert "83,67 sampai 88,09 (±2,21), bila responden mewakili pengguna." in out
    assert "  baris 37: responden 20 sama dengan baris 32: ulangan, dibuang" in out
    assert len(re.findall(r"nomor liar \d+ di depan", out)) == 17


def test_verify_gives_the_json_of_the_contract(skm):
    told = json.loads(skm("verify", REPORT, "--json")[1])

    assert {key: told[key] for key in ("n", "ikm", "mutu", "kinerja", "weight_policy")} == {
        "n": 36,
        "ikm": "85.88",
        "mutu": "B",
        "kinerja": "Baik",
        "weight_policy": "exact",
    }
    assert told["unsur"][7] == {
        "code": "U8",
        "key": "pengaduan",
        "nama": "Penanganan pengaduan, saran, dan masukan",
        "sum": 128,
        "nrr": "3.56",
        "konversi": "88.89",
        "mutu": "A",
    }
    assert told["cleaning"][0] == {
        "line": 34,
        "what": "bukan baris responden, dilewati: 'Laporan SKM Dinas Contoh 7'",
    }
    assert told["interval"] == {"low": "83.67", "high": "88.09", "half": "2.21"}
    assert (told["order"], told["order_proof"]) == ("unsur", "header")


def test_verify_counts_by_the_weight_that_was_asked_for(skm):
    told = json.loads(skm("verify", REPORT, "--weight", "0.111", "--json")[1])

    assert (told["ikm"], told["weight_policy"]) == ("85.79", "0.111")


def test_the_order_of_the_form_swaps_the_last_two(skm, tmp_path):
    (tmp_path / "m.txt").write_text(PLAIN)
    told = json.loads(skm("verify", "m.txt", "--order", "form", "--json")[1])

    assert [one["sum"] for one in told["unsur"][7:]] == [120, 60]


def test_an_order_that_contradicts_the_head_is_refused(skm):
    status, out, err = skm("verify", REPORT, "--order", "form")

    assert (status, out) == (1, "")
    assert err.startswith("laporan.txt: baris 12: kepala tabel menyebut urutan unsur")


def test_an_order_that_contradicts_the_names_in_the_head_is_refused(skm, tmp_path):
    head = "No Persyaratan Prosedur Waktu Biaya Produk Kompetensi Perilaku Pengaduan Sarpras"
    (tmp_path / "m.txt").write_text(f"{head}\n{PLAIN}\n")
    status, out, err = skm("verify", "m.txt", "--order", "form")

    assert (status, out) == (1, "")
    assert "baris 1: kepala tabel menyebut urutan unsur" in err
    assert skm("verify", "m.txt")[0] == 0


def test_the_head_of_another_table_proves_no_order(office, tmp_path):
    other = "No U1 U2 U3 U4 U5 U6 U7 U8 U9\nNRR 3,1 3,2 3,3 3,4 3,5 3,6 3,7 3,8 3,9\n"
    head = "Lampiran 2: menurut formulir\nNo P1 P2 P3 P4 P5 P6 P7 P8 P9\n"
    (tmp_path / "lap.txt").write_text(f"Tabel 3\n{other}{head}{PLAIN}\n")

    assert "DIANGGAP" in office("verify", "lap.txt")[1]
    status, _, err = office("import", "lap.txt", "--period", "2023")
    assert (status, "Sebutkan --order unsur" in err) == (2, True)


def test_verify_says_when_it_only_supposes_the_order(skm, tmp_path):
    (tmp_path / "m.txt").write_text(PLAIN)

    assert "DIANGGAP, karena tabelnya tanpa kepala U1–U9" in skm("verify", "m.txt")[1]


def test_verify_refuses_a_wrong_table_with_line_and_reason(skm, tmp_path):
    (tmp_path / "m.txt").write_text(PLAIN + "\n31 4 4 4 4 4 4 4 4 5\n")

    assert skm("verify", "m.txt") == (
        1,
        "",
        "m.txt: baris 31: skor ke-9 bernilai 5. Skor hanya 1, 2, 3, atau 4\n",
    )


def test_verify_of_no_file_is_wrong_use(skm):
    assert skm("verify", "tidak-ada.txt") == (
        2,
        "",
        "tidak-ada.txt: berkas: tidak ada. Periksa nama dan foldernya\n",
    )


def test_verify_of_a_folder_is_wrong_use(skm, tmp_path):
    (tmp_path / "map").mkdir()

    assert skm("verify", "map") == (
        2,
        "",
        "map: berkas: adalah folder. Sebutkan berkas di dalamnya\n",
    )


# -- import ------------------------------------------------------------------------------------


def test_what_was_imported_is_told_as_it_was_verified(office):
    verified = json.loads(office("verify", REPORT, "--json")[1])
    status, out, err = office("import", REPORT, "--period", "2024")

    assert (status, out) == (0, "36 jawaban masuk ke 2024, unit pelayanan, tanpa jenis layanan.\n")
    assert "baris 37: responden 20 sama dengan baris 32: ulangan, dibuang" in err
    told = figures(office, "--period", "2024")
    for key in ("n", "ikm", "mutu", "kinerja", "weight_policy", "unsur", "interval"):
        assert told[key] == verified[key]


def test_the_same_file_is_refused_the_second_time(office, tmp_path):
    office("import", REPORT, "--period", "2024")
    (tmp_path / "salinan.txt").write_bytes(REPORT.read_bytes())
    status, _, err = office("import", "salinan.txt", "--period", "2023")

    assert status == 2
    assert "sudah pernah diimpor" in err
    assert figures(office, "--period", "2023")["n"] == 0
    assert figures(office, "--period", "2024")["n"] == 36


def test_an_undated_import_counts_only_in_the_period_it_names(office):
    office("import", REPORT, "--period", "2024")

    assert figures(office, "--period", "2024-S1")["n"] == 0


def test_nothing_is_half_imported(office, tmp_path):
    (tmp_path / "m.txt").write_text(PLAIN + "\n31 4 4 4 4 4 4 4 4\n")
    status, _, err = office("import", "m.txt", "--period", "2024", "--order", "unsur")

    assert (status, "baris 31" in err) == (2, True)
    assert figures(office, "--period", "2024")["n"] == 0


def test_import_refuses_an_unproven_order(office, tmp_path):
    (tmp_path / "m.txt").write_text(PLAIN)

    assert "Sebutkan --order unsur" in office("import", "m.txt", "--period", "2024")[2]
    assert office("import", "m.txt", "--period", "2024", "--order", "form")[0] == 0
    sums = {one["code"]: one["sum"] for one in figures(office, "--period", "2024")["unsur"]}
    assert (sums["U8"], sums["U9"]) == (120, 60)


def test_import_refuses_an_order_that_contradicts_the_head(office):
    status, _, err = office("import", REPORT, "--period", "2024", "--order", "form")

    assert (status, "baris 12: kepala tabel menyebut urutan unsur" in err) == (2, True)
    assert figures(office, "--period", "2024")["n"] == 0


def test_import_of_no_file_says_which(office):
    status, _, err = office("import", "tidak-ada.csv", "--period", "2024")

    assert (status, err) == (2, "tidak-ada.csv: berkas: tidak ada. Periksa nama dan foldernya\n")


def test_answers_of_a_named_layanan_count_there(office):
    words = ("--period", "2024", "--layanan", "sktm", "--mode", "paper")

    assert office("import", REPORT, *words)[1].endswith("layanan sktm.\n")
    assert figures(office, "--period", "2024", "--layanan", "sktm")["n"] == 36


@pytest.mark.parametrize("words", [("--unit", "salah"), ("--layanan", "salah")])
def test_import_refuses_an_unknown_place(office, words):
    status, _, err = office("import", REPORT, "--period", "2024", *words)

    assert (status, "tidak ada. Pilih:" in err) == (2, True)


def test_a_command_without_agency_says_what_to_do(skm):
    assert skm("ikm") == (2, "", "Belum ada instansi. Jalankan dulu: skm setup\n")


# -- ikm ---------------------------------------------------------------------------------------


def test_ikm_in_words(office):
    office("import", REPORT, "--period", "2024")
    out = office("ikm", "--period", "2024")[1]

    assert "IKM 2024: 85,88 · B (Baik)" in out
    assert "36 responden, target belum diketahui: jumlah pengguna (N) belum diisi" in out
    assert "Bobot 1/9 (dengan 0,111: 85,79)" in out
    assert "Terendah: Perilaku, Persyaratan, Biaya, Produk, Sarpras" in out
    assert "Sasaran 88,31: tercapai 97,25%" in out
    assert out.endswith("Sementara\n")


@pytest.mark.parametrize("option", ["--unit", "--period", "--layanan"])
@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_option_is_wrong_use(office, option, empty):
    status, out, err = office("ikm", option, empty)

    assert (status, out, err) == (2, "", f"Isi {option} kosong; isi, atau hapus pilihannya.\n")


def test_ikm_without_answers_says_so(office):
    assert office("ikm", "--period", "2023")[1].endswith("2023: Belum ada jawaban.\n")


def test_explain_prints_every_step(office):
    office("import", REPORT, "--period", "2024")
    out = office("ikm", "--period", "2024", "--explain")[1]

    assert "U1 Persyaratan: jumlah 120 : 36 = NRR 10/3 = 3,333333" in out
    assert "IKM = indeks x 25 = 9275/108 = 85,879630" in out
    assert figures(office, "--period", "2024", "--explain")["explain"][0].startswith("n = 36")


def test_the_period_before_is_told(office, tmp_path):
    (tmp_path / "m.txt").write_text(PLAIN)
    office("import", REPORT, "--period", "2024")
    office("import", "m.txt", "--period", "2023", "--order", "unsur")

    assert (
        "2023: 86,11 (30 responden); turun 0,23, belum tentu nyata"
        in office("ikm", "--period", "2024")[1]
    )


def test_a_wrong_period_is_answered_with_examples(office):
    status, _, err = office("ikm", "--period", "kapan")

    assert (status, "Contoh: 2026, 2026-S2" in err) == (2, True)


# -- close -------------------------------------------------------------------------------------


def test_a_period_is_published_with_a_revision(office, tmp_path):
    office("import", REPORT, "--period", "2024")

    told = "2024 pelayanan: IKM 85,88 B, 36 responden, bobot 1/9, revisi 1\n"
    assert office("close", "--period", "2024")[:2] == (0, told)
    assert office("close", "--period", "2024")[:2] == (0, told)
    (tmp_path / "m.txt").write_text(PLAIN)
    office("import", "m.txt", "--period", "2024", "--order", "unsur")
    assert office("close", "--period", "2024")[1].endswith("66 responden, bobot 1/9, revisi 2\n")
    assert figures(office, "--period", "2024")["revision"] == 2
    assert not figures(office, "--period", "2024")["provisional"]


def test_a_period_with_few_answers_is_not_published(office, tmp_path):
    (tmp_path / "m.txt").write_text("\n".join(PLAIN.split("\n")[:29]))
    office("import", "m.txt", "--period", "2024", "--order", "unsur")

    assert office("close", "--period", "2024") == (
        2,
        "",
        "2024 pelayanan: 29 jawaban, perlu 30. Tidak diumumkan.\n",
    )


def test_a_revision_of_a_few_answers_would_betray_them(office, tmp_path):
    office("import", REPORT, "--period", "2024")
    office("close", "--period", "2024")
    (tmp_path / "m.txt").write_text("1 4 4 4 4 4 4 4 4 4\n2 1 1 1 1 1 1 1 1 1\n")
    office("import", "m.txt", "--period", "2024", "--order", "unsur")
    status, _, err = office("close", "--period", "2024")

    assert status == 2
    assert "berubah 2 jawaban sejak revisi terakhir" in err


def test_a_week_is_not_published(office):
    assert "satu minggu tidak diumumkan" in office("close", "--period", "2026-W10")[2]


def test_closing_a_period_before_its_end_is_told(office):
    office("import", REPORT, "--period", "tahun ini")
    status, out, err = office("close", "--period", "tahun ini")

    assert (status, "revisi 1" in out) == (0, True)
    assert "belum berakhir: jawaban berikutnya menjadi revisi" in err


# -- sampel ------------------------------------------------------------------------------------


def test_sampel_in_words_and_json(skm):
    assert skm("sampel", "200")[1] == "200 pengguna layanan: 132 responden (Krejcie-Morgan, 5%)\n"
    assert json.loads(skm("sampel", "200", "--json")[1]) == {"population": 200, "target": 132}
    assert skm("sampel", "0")[0] == 2


# -- the Jambi report --------------------------------------------------------------------------


@pytest.mark.skipif(not SEED.exists(), reason="the Jambi report is not here")
def test_the_jambi_report_from_file_to_result(skm):
    skm("setup", EXAMPLE)
    skm("import", SEED, "--period", "2024", "--order", "unsur")
    out = skm("ikm", "--period", "2024")[1]

    assert "IKM 2024: 93,54 · A (Sangat baik)" in out
    assert "80 responden, target 100, kurang 20" in out
    assert "Bobot 1/9 (dengan 0,111: 93,45)" in out
    assert "92,23 sampai 94,86 (±1,32)" in out
    assert "Terendah: Pengaduan, Kompetensi, Prosedur" in out
    assert skm("rollup", "--check")[0] == 0
