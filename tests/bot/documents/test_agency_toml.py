"""The agency's TOML file reads back as it was written, and no comment of a person is lost."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.agency_toml.file import changes, read, write
from core.errors import InputError
from core.office.agency_document import parse
from tests.support.paths import EXAMPLES

EXAMPLE = (EXAMPLES / "dinsos-dukcapil.toml").read_text("utf-8")


def document():
    return tomllib.loads(EXAMPLE)


def comments(text):
    return sorted(line.partition("#")[2] for line in text.splitlines() if "#" in line)


def test_the_example_is_the_office_of_the_report():
    """Services, bidang and owners as the Jambi report tells them."""
    agency = parse(document(), "contoh")
    assert [one.label for one in agency.unit[0].layanan] == [
        "Alat bantu",
        "Pemulangan OT",
        "Adopsi anak",
        "SKTM",
        "Lainnya",
    ]
    assert agency.bidang[0].code == "sekretariat"
    assert agency.owner("pengaduan", "sktm") == "sekretariat"
    assert agency.owner("persyaratan", "alat-bantu") == "rehsos"
    assert agency.owner("waktu", "pemulangan-ot") == "rehsos"
    assert agency.owner("waktu", "sktm") == "sekretariat"
    (target,) = agency.population
    assert (target.periode, target.target, target.users) == ("2024", 100, None)
    assert "B/000.8.3.4/2091/SETDA.ORG/VII/2024" in target.source
    assert agency.short == "Dinsos Dukcapil Prov. Jambi"


def test_writing_over_a_file_without_a_change_leaves_it_as_it_is():
    assert write(document(), EXAMPLE) == EXAMPLE


def test_a_new_file_explains_every_part():
    text = write(document())
    assert tomllib.loads(text) == document()
    for words in ('# target_ikm = "88,31"', "Bila semua orang memberi nilai 4", "aktif = false"):
        assert words in text
    assert write(document(), text) == text


def test_a_changed_value_keeps_its_comment():
    changed = document()
    changed["tanggung_jawab"][0]["bidang"] = "rehsos"
    changed["instansi"]["jam"] = "Senin"
    text = write(changed, EXAMPLE)
    assert tomllib.loads(text) == changed
    assert 'unsur = "pengaduan" # nomor pengaduan dan kotak saran\nbidang = "rehsos"' in text
    assert comments(text) == comments(EXAMPLE)


def test_comments_on_what_is_gone_stay_in_the_file():
    """A note in the file may be the only place where somebody wrote down why."""
    changed = document()
    del changed["unit"][0]["layanan"][0], changed["tanggung_jawab"], changed["pengaduan"]
    text = write(changed, EXAMPLE + "# paling akhir\n")
    assert tomllib.loads(text) == changed
    assert comments(text) == sorted([*comments(EXAMPLE), " paling akhir"])
    assert text.index("# Layanan yang dipilih warga") < text.index('kode = "pemulangan-ot"')


def test_what_is_new_comes_with_its_explanation():
    changed = document()
    old = EXAMPLE[: EXAMPLE.index("# Ke mana warga mengadu")]
    text = write(changed, old)
    assert tomllib.loads(text) == changed
    assert '# Ke mana warga mengadu. Tulis ""' in text


def test_rows_may_change_their_order():
    changed = document()
    changed["bidang"].reverse()
    text = write(changed, EXAMPLE)
    assert tomllib.loads(text) == changed
    assert comments(text) == comments(EXAMPLE)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
codes = st.text("abcXYZ019-_", min_size=1, max_size=8)
rules = st.dictionaries(st.sampled_from(["unsur", "layanan"]), words, max_size=2)
documents = st.fixed_dictionaries(
    {
        "instansi": st.fixed_dictionaries(
            {"kode": codes, "nama": words}, optional={"kontak": words, "situs": words}
        ),
        "unit": st.lists(
            st.fixed_dictionaries(
                {
                    "kode": codes,
                    "layanan": st.lists(
                        st.fixed_dictionaries(
                            {"kode": codes, "nama": words}, optional={"gratis": st.booleans()}
                        ),
                        min_size=1,
                        max_size=3,
                    ),
                }
            ),
            min_size=1,
            max_size=3,
        ),
    },
    optional={
        "survei": st.just({"bobot": "exact"}),
        "tanggung_jawab": st.lists(rules, min_size=1, max_size=3),
        "pengaduan": st.fixed_dictionaries({}, optional={"petugas": words}),
    },
)


@settings(max_examples=60, deadline=None)
@given(documents, documents)
def test_any_document_written_over_any_other_reads_as_itself(one, other):
    """Quotes, backslashes, line breaks and control characters in values included."""
    first = write(other)
    assert tomllib.loads(first) == other
    text = write(one, first)
    assert tomllib.loads(text) == one
    assert write(one, text) == text


def test_changes_name_the_place_by_its_code():
    changed = document()
    changed["unit"][0]["layanan"][3]["label"] = "Surat miskin"
    del changed["bidang"][3]
    changed["instansi"]["hasil"] = "papan"
    assert changes(document(), changed) == [
        'berubah: unit[dinsos].layanan[sktm].label: "SKTM" -> "Surat miskin"',
        'dihapus: bidang[bidang-teknis].kode (tadinya "bidang-teknis")',
        'dihapus: bidang[bidang-teknis].nama (tadinya "Bidang Teknis")',
        'baru: instansi.hasil = "papan"',
    ]
    assert changes(document(), document()) == []


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b'a = "x\n', "line 1"),
        (b"\xff\xfe", "bukan teks UTF-8"),
    ],
)
def test_an_unreadable_file_is_told_plainly(tmp_path, content, named):
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=named):
        read(path)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="itu folder"):
        read(tmp_path)


def test_a_mark_of_windows_at_the_start_does_not_matter(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbf" + EXAMPLE.encode())
    assert read(tmp_path / "a.toml") == document()


def test_the_schedule_is_written_and_read_back_with_its_days():
    """Days off are a plain list, not rows with codes."""
    schedule = {"hari": "rabu", "jam": "14.00", "libur": ["2026-11-23", "2026-12-24"]}
    document = {"jadwal": schedule}
    text = write(document)
    assert tomllib.loads(text) == document
    assert write(document, text) == text
    told = changes(document, {"jadwal": schedule | {"libur": ["2026-11-23"]}})
    assert told == ['berubah: jadwal.libur: ["2026-11-23", "2026-12-24"] -> ["2026-11-23"]']
