"""The agency's document: values read, values refused, and the facts that `Agency` derives."""

import copy
import tomllib
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from core.errors import FileError
from core.office.agency import ComplaintChannels, Population, ServicePoint, UnsurOwner
from core.office.agency_document import parse
from tests.support.paths import EXAMPLES

SMALL = {
    "instansi": {"kode": "dinas", "nama": "Dinas Contoh", "singkat": "Dinas"},
    "unit": [
        {
            "kode": "pusat",
            "nama": "Kantor Pusat",
            "layanan": [
                {"kode": "sktm", "nama": "SKTM"},
                {"kode": "adopsi", "nama": "Adopsi anak", "gratis": True, "aktif": False},
            ],
            "loket": [{"kode": "A1", "nama": "Loket 1", "layanan": "sktm"}],
        },
        {"kode": "cabang", "nama": "x" * 40, "layanan": [{"kode": "ktp", "nama": "KTP"}]},
    ],
    "bidang": [{"kode": "sekre", "nama": "Sekretariat"}, {"kode": "rehsos", "nama": "Rehsos"}],
}


def small(**more):
    return copy.deepcopy(SMALL) | more


def refused(document):
    with pytest.raises(FileError) as fault:
        parse(document, "a.toml")
    assert fault.value.file == "a.toml"
    assert fault.value.remedy
    return fault.value.where


def test_the_least_document_has_sound_defaults():
    agency = parse(small(), "a.toml")
    assert agency.zone.key == "Asia/Jakarta"
    assert (agency.questionnaire, agency.weight_policy) == ("permenpanrb-14-2017", "exact")
    assert (agency.ikm_target, agency.contact, agency.results_url, agency.website) == (None,) * 4
    assert agency.complaints == ComplaintChannels(None, "lapor.go.id atau SMS 1708", None, "137")
    assert agency.unsur_owners == agency.population == ()
    assert agency.document == SMALL


def test_short_names_fall_back_to_the_name():
    agency = parse(small(), "a.toml")
    assert agency.unit[0].short == "Kantor Pusat"
    assert agency.unit[1].short == "x" * 24
    assert agency.unit[0].layanan[0].label == "SKTM"


def test_a_service_may_be_free_by_law_or_out_of_use():
    sktm, adopsi = parse(small(), "a.toml").unit[0].layanan
    assert (sktm.is_free, sktm.active) == (False, True)
    assert (adopsi.is_free, adopsi.active) == (True, False)


def test_an_emptied_channel_of_complaints_is_gone():
    """Left out, the national ones stand; written empty, they are hidden."""
    agency = parse(small(pengaduan={"lapor": "", "petugas": "Meja 1"}), "a.toml")
    assert agency.complaints == ComplaintChannels("Meja 1", None, None, "137")


@pytest.mark.parametrize(
    ("written", "target"),
    [("88,31", Fraction(8831, 100)), ("90", Fraction(90)), ("25", Fraction(25))],
)
def test_the_target_is_an_exact_number(written, target):
    assert parse(small(survei={"target_ikm": written}), "a.toml").ikm_target == target


@pytest.mark.parametrize("written", ["24,99", "100,01", "A", "8,8,31", "nan", "inf"])
def test_a_target_outside_of_the_ikm_is_refused(written):
    assert refused(small(survei={"target_ikm": written})) == "survei.target_ikm"


@pytest.mark.parametrize("weight", ["exact", "0.111", "0.11"])
def test_the_weight_of_the_sheet_is_one_of_three(weight):
    assert parse(small(survei={"bobot": weight}), "a.toml").weight_policy == weight


def test_users_come_with_a_source_or_a_target_with_a_letter():
    rows = [
        {"unit": "pusat", "layanan": "sktm", "periode": "2026", "pengguna": 120, "sumber": "reg"},
        {"periode": "2026", "target": 100, "sumber": "B/1"},
    ]
    agency = parse(small(populasi=rows), "a.toml")
    assert agency.users("pusat", "sktm", "2026") == Population(
        "pusat", "sktm", "2026", 120, None, "reg"
    )
    assert agency.users("pusat", None, "2026") == Population(
        "pusat", None, "2026", None, 100, "B/1"
    )
    assert agency.users("cabang", None, "2026") is None
    assert agency.users("pusat", "sktm", "2025") is None


# -- who answers -------------------------------------------------------------------------------


def test_the_first_bidang_answers_for_what_no_rule_names():
    assert parse(small(), "a.toml").owner("waktu", "sktm") == "sekre"


def test_the_most_exact_rule_decides_who_answers():
    """Unsur and layanan, before unsur alone, before layanan alone, before all."""
    agency = parse(
        small(
            bidang=[{"kode": k, "nama": k} for k in ("dasar", "semua", "lay", "uns", "tepat")],
            tanggung_jawab=[
                {"bidang": "semua"},
                {"bidang": "tepat", "unsur": "waktu", "layanan": "sktm"},
                {"bidang": "lay", "layanan": "sktm"},
                {"bidang": "uns", "unsur": "waktu"},
            ],
        ),
        "a.toml",
    )
    assert agency.owner("waktu", "sktm") == "tepat"
    assert agency.owner("waktu", "adopsi") == "uns"
    assert agency.owner("biaya", "sktm") == "lay"
    assert agency.owner("biaya", "adopsi") == "semua"
    assert agency.owner("biaya", None) == "semua"
    assert agency.owner("waktu", None) == "uns"
    assert agency.unsur_owners[1] == UnsurOwner("tepat", "waktu", "sktm")


# -- codes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("pusat", ServicePoint("pusat")),
        (" PUSAT ", ServicePoint("pusat")),
        ("SKTM", ServicePoint("pusat", "sktm")),
        ("a1", ServicePoint("pusat", "sktm", "A1")),
        ("ktp", ServicePoint("cabang", "ktp")),
        ("sekre", None),
        ("", None),
    ],
)
def test_a_start_code_tells_its_place_in_any_case(code, place):
    assert parse(small(), "a.toml").point(code) == place


def test_units_and_services_are_found_by_code():
    agency = parse(small(), "a.toml")
    assert agency.unit_with("cabang") is agency.unit[1]
    assert agency.unit_with(None) is agency.unit_with("lain") is None
    assert agency.unit[0].service("sktm") is agency.unit[0].layanan[0]
    assert agency.unit[0].service(None) is None


def broken(path, value):
    document = small()
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return document


WRONG = [
    (("instansi",), None, "instansi"),
    (("instansi", "nama"), None, "instansi.nama"),
    (("instansi", "kode"), "dinas sosial", "instansi.kode"),
    (("instansi", "kode"), "dinás", "instansi.kode"),
    (("instansi", "kode"), "x" * 21, "instansi.kode"),
    (("instansi", "zona"), "Asia/Jogja", "instansi.zona"),
    (("instansi", "zona"), "../etc", "instansi.zona"),
    (("instansi", "alamat"), "x", "instansi.alamat"),
    (("survei",), {"bobot": "0,111"}, "survei.bobot"),
    (("survei",), {"bobots": "exact"}, "survei.bobots"),
    (("unit",), [], "unit"),
    (("unit",), None, "unit"),
    (("bidang",), [], "bidang"),
    (("unit", 0, "layanan"), [], "unit[1].layanan"),
    (("unit", 1, "kode"), "PUSAT", "unit.kode"),
    (("unit", 0, "layanan", 1, "kode"), "sktm", "unit.kode"),
    (("unit", 1, "layanan", 0, "kode"), "a1", "unit.kode"),
    (("unit", 0, "layanan", 0, "nama"), "x" * 25, "unit[1].layanan[1].label"),
    (("unit", 0, "layanan", 0, "gratis"), "ya", "unit[1].layanan[1].gratis"),
    (("unit", 0, "loket", 0, "layanan"), "ktp", "unit[1].loket[1].layanan"),
    (("unit", 0, "singkat"), "x" * 25, "unit[1].singkat"),
    (("bidang", 1, "kode"), "SEKRE", "bidang.kode"),
    (("tanggung_jawab",), [{"bidang": "x"}], "tanggung_jawab[1].bidang"),
    (("tanggung_jawab",), [{"bidang": "sekre", "layanan": "x"}], "tanggung_jawab[1].layanan"),
    (("populasi",), [{"periode": "2026", "sumber": "x"}], "populasi[1].pengguna"),
    (
        ("populasi",),
        [{"periode": "2026", "sumber": "x", "pengguna": 1, "target": 1}],
        "populasi[1].pengguna",
    ),
    (("populasi",), [{"periode": "2026", "sumber": "x", "target": 0}], "populasi[1].target"),
    (("populasi",), [{"unit": "x", "periode": "2026", "target": 1}], "populasi[1].unit"),
    (
        ("populasi",),
        [{"layanan": "ktp", "periode": "2026", "target": 1, "sumber": "x"}],
        "populasi[1].layanan",
    ),
    (("populasi",), [{"periode": "2026", "target": 1}], "populasi[1].sumber"),
    (("pengaduan",), {"polisi": "110"}, "pengaduan.polisi"),
    (("pesan",), {}, "pesan"),
]


@pytest.mark.parametrize(("path", "value", "where"), WRONG)
def test_a_wrong_document_is_refused_at_its_place(path, value, where):
    assert refused(broken(path, value)) == where


def test_the_example_of_the_package_is_read():
    with (EXAMPLES / "dinsos-dukcapil.toml").open("rb") as file:
        agency = parse(tomllib.load(file), "contoh")
    assert agency.point("ruang-pelayanan") == ServicePoint("dinsos", None, "ruang-pelayanan")


def spread(**zones):
    """Rehsos serves the branch by its only layanan, Sekretariat the main office."""
    document = small(tanggung_jawab=[{"bidang": "rehsos", "layanan": "ktp"}])
    for unit in document["unit"]:
        unit.update({"zona": zones[unit["kode"]]} if unit["kode"] in zones else {})
    return document


def test_a_bidang_serves_the_units_where_it_answers_for_anything():
    made = parse(spread(), "a.toml")
    assert [one.code for one in made.served("rehsos")] == ["cabang"]
    assert [one.code for one in made.served("sekre")] == ["pusat"]
    assert len(made.served(None)) == 2
    assert made.owners(made.unit[1], "waktu") == ("rehsos",)


def test_each_unit_has_its_zone_and_a_bidang_that_of_its_units():
    made = parse(spread(cabang="WIT"), "a.toml")
    zones = {code: made.calendar(code, frozenset).zone.key for code in ("rehsos", "sekre", None)}
    assert zones == {"rehsos": "Asia/Jayapura", "sekre": "Asia/Jakarta", None: "Asia/Jakarta"}
    assert made.zone_of("cabang").key == "Asia/Jayapura"
    assert made.zone_of(None).key == made.zone_of("pusat").key == "Asia/Jakarta"
    assert made.unit_calendar(made.unit[1], frozenset).zone.key == "Asia/Jayapura"


def test_a_zone_of_a_unit_that_is_none_is_refused():
    assert "zona" in str(refused(spread(cabang="Mars")))


def test_somebody_is_awake_while_one_of_the_zones_is():
    """05.30 in Jakarta is 07.30 in Jayapura."""
    early = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert parse(spread(cabang="WIT"), "a.toml").wakes(early) == early
    assert parse(spread(), "a.toml").wakes(early) == early + timedelta(hours=1, minutes=30)
