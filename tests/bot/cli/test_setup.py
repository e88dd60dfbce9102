"""`skm setup`: the guided questions, the file that the answers make, and loading that file."""

import tomllib
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from bot.cli import skm
from bot.cli.office.setup_lists import ask_population
from bot.cli.office.setup_questions import slug
from core.errors import FileError, InputError
from core.office.agency import Layanan, Loket, Population, Unit, UnsurOwner
from core.office.agency_document import parse
from tests.support.paths import EXAMPLES, REPO

EXAMPLE = EXAMPLES / "dinsos-dukcapil.toml"
# The questions in their order, and the answers of a new office; "" is Enter.
NEW = (
    ("Nama lengkap instansi", ""),
    ("Nama lengkap instansi", "Dinas Sosial Kota Contoh"),
    ("Nama singkat untuk pesan [Dinas Sosial Kota Contoh]", "Dinsos Contoh"),
    ("Kode (huruf, angka, -) [dinsos-contoh]", ""),
    ("Nomor zona [1]", "WITA"),
    ("Nomor zona [1]", "2"),
    ("Unit 1 [Dinas Sosial Kota Contoh]", ""),
    ("Kode (huruf, angka, -) [dinas-sosial-kota]", "kantor sosial"),
    ("Kode (huruf, angka, -) [dinas-sosial-kota]", "kantor"),
    ("Layanan 1", "Surat keterangan tidak mampu"),
    ("Kode (huruf, angka, -) [surat-keterangan]", "sktm"),
    ("Nama untuk tombol, 24 huruf", "Surat keterangan tidak mampu"),
    ("Nama untuk tombol, 24 huruf", "SKTM"),
    ("Gratis menurut aturan? (y/t) [t]", "mungkin"),
    ("Gratis menurut aturan? (y/t) [t]", "y"),
    ("Layanan 2 (Enter bila cukup)", "Adopsi anak"),
    ("Kode (huruf, angka, -) [adopsi-anak]", "KANTOR"),
    ("Kode (huruf, angka, -) [adopsi-anak]", ""),
    ("Gratis menurut aturan? (y/t) [t]", ""),
    ("Layanan 3 (Enter bila cukup)", ""),
    ("Loket 1 (Enter bila cukup)", "Loket 1"),
    ("Kode (huruf, angka, -) [loket-1]", ""),
    ("Untuk layanan nomor [1]", "9"),
    ("Untuk layanan nomor [1]", "adopsi anak"),
    ("Loket 2 (Enter bila cukup)", ""),
    ("Unit 2 (Enter bila cukup)", ""),
    ("Bidang 1 [Sekretariat]", "-"),
    ("Bidang 1 [Sekretariat]", ""),
    ("Kode (huruf, angka, -) [sekretariat]", ""),
    ("Bidang 2 (Enter bila cukup)", "Rehabilitasi Sosial"),
    ("Kode (huruf, angka, -) [rehabilitasi-sosial]", "rehsos"),
    ("Bidang 3 (Enter bila cukup)", ""),
    ("Unsur nomor (Enter bila cukup) [1]", "waktu"),
    ("Layanan nomor [1]", "Adopsi anak"),
    ("Bidang nomor", ""),
    ("Bidang nomor", "2"),
    ("Unsur nomor (Enter bila cukup) [1]", "Persyaratan"),
    ("Layanan nomor [1]", ""),
    ("Bidang nomor", "rehsos"),
    ("Unsur nomor (Enter bila cukup) [1]", ""),
    ("Periode, misalnya 2026", "2026-S3"),
    ("Periode, misalnya 2026", "semester I 2026"),
    ("Layanan nomor [1]", "sktm"),
    ("Jumlah pengguna", "1.5"),
    ("Jumlah pengguna", "1.200"),
    ("Sumber angka itu", "register layanan 2025"),
    ("Periode, misalnya 2026", "2026"),
    ("Layanan nomor [1]", ""),
    ("Jumlah pengguna", ""),
    ("Target responden", ""),
    ("Jumlah pengguna", ""),
    ("Target responden", "100"),
    ("Nomor dan tanggal suratnya", "B/123/ORG/2026"),
    ("Periode, misalnya 2026", ""),
    ("Nomor bobot [1]", "2"),
    ("Sasaran IKM setahun", "120"),
    ("Sasaran IKM setahun", "88,31"),
    ("Meja atau nomor pengaduan kantor", "Meja pengaduan"),
    ("SP4N-LAPOR! [lapor.go.id atau SMS 1708]", "-"),
    ("Inspektorat", "Inspektorat Kota Contoh"),
    ("Ombudsman [137]", ""),
    ("Alamat atau nomor kantor", "Jl. Merdeka 1"),
    ("Jam layanan", "Senin sampai Jumat"),
    ("Di mana hasil survei diumumkan", ""),
    ("Situs resmi kantor", ""),
    ("Muat sekarang? (y/t) [y]", ""),
)
COMPLAINTS = (
    "Belum diisi.",
    "Ketik nomornya, 1 sampai 3.",
    "Kode hanya boleh huruf",
    "28 huruf, paling banyak 24.",
    "Ketik y untuk ya",
    "Kode KANTOR sudah dipakai.",
    "Ketik nomornya, 1 sampai 3.",
    "Ini harus diisi",
    "Ketik nomornya, 1 sampai 2.",
    "Periode '2026-S3' tidak ada",
    "1.5 belum dapat dipakai.",
    "salah satu.",
    "antara 25 dan 100",
)


def typed(script):
    return "".join(f"{answer}\n" for _, answer in script)


def in_order(words, text):
    place = 0
    for one in words:
        assert one in text[place:], f"{one!r} is missing in: {text[place:][:300]}"
        place = text.index(one, place) + len(one)


@pytest.fixture
def skm_in(tmp_path, monkeypatch):
    """Runs `skm` in an empty folder, as at an office's first day."""
    monkeypatch.chdir(tmp_path)
    for name in ("SKM_DATABASE_URL", "SKM_SECRET_KEY", "TELEGRAM_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    def run(*args, keyed=""):
        made = CliRunner().invoke(skm, [str(arg) for arg in args], input=keyed)
        if made.exception and not isinstance(made.exception, SystemExit):
            raise made.exception
        return made

    return run


def agency_in(path):
    return parse(tomllib.loads(path.read_text("utf-8")), str(path))


def test_a_code_is_made_of_a_name():
    assert slug("Pemulangan OT") == "pemulangan-ot"
    assert slug("Café & Loket 1") == "cafe-loket-1"
    assert slug("Surat keterangan tidak mampu") == "surat-keterangan"
    assert slug("Antidisestablishmentarianism") == "antidisestablishment"
    assert slug("服务") == ""


def test_a_new_office_is_asked_everything_and_gets_its_file(skm_in, tmp_path):
    """Every wrong answer is explained and asked again; the file is read back and loaded."""
    told = skm_in("setup", keyed=typed(NEW))
    assert told.exit_code == 0
    in_order([question for question, _ in NEW], told.stderr)
    in_order(COMPLAINTS, told.stderr)
    assert told.stdout == ""
    made = agency_in(tmp_path / "instansi.toml")
    layanan = (
        Layanan("sktm", "Surat keterangan tidak mampu", "SKTM", is_free=True),
        Layanan("adopsi-anak", "Adopsi anak", "Adopsi anak"),
    )
    loket = (Loket("loket-1", "Loket 1", "adopsi-anak"),)
    name = "Dinas Sosial Kota Contoh"
    assert made.unit == (Unit("kantor", name, name, layanan, loket),)
    assert [one.code for one in made.bidang] == ["sekretariat", "rehsos"]
    assert made.unsur_owners == (
        UnsurOwner("rehsos", "waktu", "adopsi-anak"),
        UnsurOwner("rehsos", "persyaratan"),
    )
    assert made.population == (
        Population("kantor", "sktm", "2026-S1", 1200, None, "register layanan 2025"),
        Population("kantor", None, "2026", None, 100, "B/123/ORG/2026"),
    )
    assert (made.weight_policy, float(made.ikm_target), made.zone.key) == (
        "0.111",
        88.31,
        "Asia/Makassar",
    )
    assert (made.complaints.lapor, made.complaints.ombudsman) == (None, "137")
    assert (made.contact, made.results_url) == ("Jl. Merdeka 1", None)
    assert "1 unit, 2 layanan, 2 bidang. Sudah dimuat." in told.stderr


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "WITA"])
def test_a_period_without_a_year_is_of_the_year_at_the_office(zone):
    """At 23.30 UTC of 31 December it is the new year's first morning in Jakarta."""
    layanan = [{"kode": "sktm", "nama": "SKTM"}]
    unit = [{"kode": "kantor", "nama": "Kantor", "layanan": layanan}]
    made = {"instansi": {"zona": zone}, "unit": unit}
    keyed = "tw 1\n\n\n100\nB/123/ORG/2027\n\n"
    with CliRunner().isolation(input=keyed):
        rows = ask_population([], made, datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert rows[0]["periode"] == "2027-TW1"


def test_asking_again_and_pressing_enter_changes_nothing(skm_in, tmp_path):
    """Known values stand as the proposals, also after the file was edited by hand."""
    skm_in("setup", keyed=typed(NEW))
    file = tmp_path / "instansi.toml"
    edited = file.read_text("utf-8").replace("[survei]", "# rapat 3 Mei\n[survei] # Biro", 1)
    file.write_text(edited, "utf-8")
    told = skm_in("setup", keyed="\n" * 80)
    assert file.read_text("utf-8") == edited
    assert "Tidak ada perubahan." in told.stderr


def test_a_loaded_agency_is_proposed_when_there_is_no_file(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    told = skm_in("setup", "-o", "baru.toml", keyed="\n" * 120)
    assert told.exit_code == 0
    assert agency_in(tmp_path / "baru.toml") == agency_in(EXAMPLE)


def test_a_schedule_written_by_hand_survives_the_questions(skm_in, tmp_path):
    """Day and hour of a bidang, and [jadwal], are not asked; they are kept."""
    words = EXAMPLE.read_text("utf-8").replace("[[bidang]]", '[[bidang]]\nhari = "rabu"', 1)
    file = tmp_path / "instansi.toml"
    file.write_text(words, "utf-8")
    assert skm_in("setup", keyed="\n" * 120).exit_code == 0
    made = agency_in(file)
    assert (made.bidang[0].weekly.weekday, made.schedule.rka_deadline) == (2, (7, 31))


def test_rows_can_be_taken_away_and_added(skm_in, tmp_path):
    """`-` takes a service away; rules and figures that hung on it go with it."""
    skm_in("setup", EXAMPLE)
    keys = [*[""] * 4, *[""] * 3, "", "", "", "-", *[""] * 3]
    told = skm_in("setup", keyed="".join(f"{key}\n" for key in keys) + "\n" * 120)
    made = agency_in(tmp_path / "instansi.toml")
    assert [one.code for one in made.unit[0].layanan] == [
        "alat-bantu",
        "adopsi-anak",
        "sktm",
        "lainnya",
    ]
    assert all(rule.layanan is None for rule in made.unsur_owners)
    assert "dihapus: unit[dinsos].layanan[pemulangan-ot].kode" in told.stdout


@pytest.mark.parametrize("lines", [0, 1, 20, len(NEW) - 2])
def test_an_input_that_ends_early_writes_nothing(skm_in, tmp_path, lines):
    with pytest.raises(InputError, match="Tidak ada yang ditulis"):
        skm_in("setup", keyed=typed(NEW[:lines]))
    assert not (tmp_path / "instansi.toml").exists()


def test_the_file_stays_when_the_last_question_is_not_answered(skm_in, tmp_path):
    told = skm_in("setup", keyed=typed(NEW[:-1]))
    assert told.exit_code == 0
    assert (tmp_path / "instansi.toml").exists()
    assert "Belum dimuat" in told.stderr


def test_control_characters_are_asked_again(skm_in, tmp_path):
    """An escape sequence pasted into a name would end up on every screen."""
    told = skm_in("setup", keyed="Dinas\x1b[31m\n" + typed(NEW))
    assert "Ada tanda yang tidak terbaca" in told.stderr
    assert agency_in(tmp_path / "instansi.toml").name == "Dinas Sosial Kota Contoh"


# -- loading a file ----------------------------------------------------------------------------


def test_loading_twice_is_loading_once(skm_in):
    assert "Sudah dimuat." in skm_in("setup", EXAMPLE).stderr
    again = skm_in("setup", EXAMPLE)
    assert (again.exit_code, again.stdout) == (0, "")
    assert "Tidak ada perubahan." in again.stderr


def test_loading_tells_what_changed(skm_in, tmp_path):
    skm_in("setup", EXAMPLE)
    text = EXAMPLE.read_text("utf-8")
    changed = text.replace('jam = "24 jam"', 'hasil = "papan"').replace("= 100", "= 120")
    (tmp_path / "a.toml").write_text(changed, "utf-8")
    assert skm_in("setup", "a.toml").stdout.splitlines() == [
        'dihapus: instansi.jam (tadinya "24 jam")',
        "berubah: populasi[dinsos/2024].target: 100 -> 120",
        'baru: instansi.hasil = "papan"',
    ]


def test_if_empty_leaves_a_loaded_agency_alone(skm_in, tmp_path):
    """`make run` loads the example on its first day only."""
    skm_in("setup", "--if-empty", EXAMPLE)
    (tmp_path / "a.toml").write_text("rusak")
    assert "tidak ada yang diubah" in skm_in("setup", "--if-empty", "a.toml").stderr


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[survei]", "[survei", "a.toml tidak terbaca"),
        ('unsur = "waktu"', 'unsur = "antre"', r"tanggung_jawab\[6\].unsur: 'antre' tidak ada"),
        ('bidang = "rehsos"', 'bidang = "rehsoss"', "'rehsoss' tidak ada"),
        ('periode = "2024"', 'periode = "2024-13"', "'2024-13' tidak ada"),
        ('periode = "2024"', 'periode = "tahun 2024"', "Tulis 2024"),
        ('kuesioner = "permenpanrb-14-2017"', 'kuesioner = "lain"', "tidak dikenal"),
        ('kuesioner = "permenpanrb-14-2017"', 'kuesioner = "lain.toml"', "tidak ada"),
    ],
)
def test_a_wrong_file_is_refused_whole(skm_in, tmp_path, old, new, named):
    (tmp_path / "a.toml").write_text(EXAMPLE.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(InputError, match=named):
        skm_in("setup", "a.toml")
    assert "Sudah dimuat." in skm_in("setup", "--if-empty", EXAMPLE).stderr


def test_a_file_that_is_not_there_is_told(skm_in):
    with pytest.raises(InputError, match=r"x\.toml tidak ada"):
        skm_in("setup", "x.toml")


def test_a_broken_file_is_not_written_over(skm_in, tmp_path):
    """Its owner may have a day's work in it."""
    (tmp_path / "instansi.toml").write_text('[instansi]\nkod = "x"\n')
    with pytest.raises(FileError, match=r"instansi\.toml"):
        skm_in("setup", keyed=typed(NEW))
    assert (tmp_path / "instansi.toml").read_text() == '[instansi]\nkod = "x"\n'


def test_an_office_may_bring_its_own_questionnaire(skm_in, tmp_path, monkeypatch):
    """It lies beside the agency's file, and the bot finds it from any folder."""
    standard = REPO / "core" / "office" / "questionnaires" / "permenpanrb-14-2017.toml"
    office = tmp_path / "kantor"
    office.mkdir()
    own = standard.read_text("utf-8").replace('id = "permenpanrb-14-2017"', 'id = "kantor"')
    (office / "tanya.toml").write_text(own, "utf-8")
    text = EXAMPLE.read_text("utf-8").replace('"permenpanrb-14-2017"', '"tanya.toml"')
    (office / "a.toml").write_text(text, "utf-8")
    monkeypatch.setenv("SKM_DATABASE_URL", f"sqlite:///{tmp_path}/skm.db")
    skm_in("setup", office / "a.toml")
    monkeypatch.chdir("/")
    assert "kuesioner kantor versi 1" in skm_in("doctor").stdout
    assert skm_in("setup", office / "a.toml").stdout == ""
