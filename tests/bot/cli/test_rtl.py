"""`skm rtl`: its commands as they are typed, their output on each stream, and their exit status."""

from __future__ import annotations

import json

import pytest

from bot.cli import main
from tests.support.paths import EXAMPLES


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

    assert run("setup", EXAMPLES / "dinsos-dukcapil.toml")[0] == 0
    return run


def test_a_plan_is_loaded_once_and_listed(skm):
    assert skm("rtl", "import", EXAMPLES / "rtl-jambi-2023.toml")[:2] == (
        0,
        "4 RTL, 7 kegiatan: periode 2023, unit dinsos.\n",
    )
    status, out, err = skm("rtl", "import", EXAMPLES / "rtl-jambi-2023.toml")
    assert (status, out, err) == (2, "", "Berkas ini sudah pernah diimpor: rtl-jambi-2023.toml\n")

    status, out, _ = skm("rtl", "list", "--at", "2025-01-15")
    assert status == 0
    assert "target TW IV 2023, lewat 54 minggu" in out
    assert "6 dari 7 (85,7%); 6 tercetak, belum diperiksa" in out


def test_an_odd_date_is_questioned_on_stderr_and_may_be_confirmed(skm):
    skm("rtl", "import", EXAMPLES / "rtl-jambi-2023.toml")
    status, out, err = skm("rtl", "import", EXAMPLES / "rtl-jambi-2024.toml")

    assert (status, out) == (0, "3 RTL, 3 kegiatan: periode 2024, unit dinsos.\n")
    assert "Perhatikan: FGD 11-05-2021 terjadi sebelum periode 2024 dimulai.\n" in err
    assert "tetap rancangan" in err


def test_a_confirmed_plan_takes_the_overdue_one_over(skm):
    skm("rtl", "import", EXAMPLES / "rtl-jambi-2023.toml")
    _, _, err = skm("rtl", "import", EXAMPLES / "rtl-jambi-2024.toml", "--pastikan")
    _, out, _ = skm("rtl", "list", "--at", "2025-01-15")

    assert "tetap rancangan" not in err
    assert "Lewat tenggat" not in out
    assert "Direncanakan ulang 2 kali atau lebih\n2024 nomor 3.1" in out


def test_the_json_is_of_one_unit(skm):
    skm("rtl", "import", EXAMPLES / "rtl-mojokerto-2021.toml")
    told = json.loads(skm("rtl", "list", "--json", "--unit", "dinsos")[1])

    assert [one["nomor"] for one in told["belum_dijadwalkan"]] == ["1.1", "1.2", "4.1", "5.1"]
    assert json.loads(skm("rtl", "list", "--json", "--unit", "lain")[1])["realisasi"] == []


def test_a_wrong_file_or_date_ends_with_2(skm, tmp_path):
    (tmp_path / "r.toml").write_text('[[rtl]]\nunsur = "U7"\n')

    assert skm("rtl", "import", tmp_path / "r.toml")[0] == 2
    assert skm("rtl", "list", "--at", "kemarin")[0] == 2
    assert skm("rtl", "list")[1].startswith("Belum ada RTL.")


def test_a_bidang_that_is_taken_away_leaves_its_plans_and_that_is_told(skm, tmp_path):
    skm("rtl", "import", EXAMPLES / "rtl-jambi-2023.toml")
    text = (EXAMPLES / "dinsos-dukcapil.toml").read_text("utf-8")
    renamed = tmp_path / "baru.toml"
    renamed.write_text(text.replace('"rehsos"', '"resos"'), "utf-8")

    status, _, err = skm("setup", renamed)

    assert status == 0
    assert (
        "Perhatikan: bidang rehsos tidak ada lagi, tetapi 2 kegiatan RTL memakainya."
        " Pindahkan di chat: rtl ubah.\n"
    ) in err
    assert "rehsos" in skm("rtl", "list", "--at", "2023-05-01", "--json")[1]
