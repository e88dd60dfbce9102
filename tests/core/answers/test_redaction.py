"""`redacted`: words that could name a person go, the subject of a saran stays."""

import pytest

from core.answers.redaction import redacted


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        # numbers that belong to one person
        ("NIK saya 3571010101900001", "NIK saya …"),
        ("3571 0101 0190 0001", "…"),
        ("No. KK 1571.0203.0405.0006 hilang", "No. KK … hilang"),
        ("HP 081234567890", "HP …"),
        ("hubungi 0812-3456-7890 ya", "hubungi … ya"),
        ("+62 812 3456 7890", "…"),
        ("(0741) 123456", "(…"),
        ("wa saya,081234567890", "wa saya,…"),
        ("HP081234567890wa", "HP…wa"),
        ("081 234 567 890", "…"),
        ("mobil BH 1234 AB parkir", "mobil … parkir"),
        # addresses in the net
        ("surel budi.s@contoh.go.id", "surel …"),
        ("lihat https://contoh.id/a?b=1 dan wa.me/62812", "lihat … dan …"),
        ("cari @budi_s", "cari …"),
        # names after a form of address
        ("Pak Budi lambat", "Pak … lambat"),
        ("pak budi lambat", "pak … lambat"),
        ("Ibu Siti Aminah ramah", "Ibu … ramah"),
        ("Bu Ani dan Pak Joko baik", "Bu … dan Pak … baik"),
        ("bu ani dan mas joko", "bu … dan mas …"),
        ("Bpk. H. Ahmad", "Bpk. …"),
        ("an. Rahmat Hidayat", "an. …"),
        ("nama saya siti", "nama saya …"),
        ("Mbak Rina loket 2", "Mbak … loket 2"),
        ("PAK BUDI LAMBAT", "PAK …"),
    ],
)
def test_what_names_a_person_is_masked(written, shown):
    assert redacted(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Tahun 2024 pukul 08.30",
        "antre 30 menit, nomor 12",
        "Senin 12 Januari 2026",
        "biaya Rp 50.000",
        "jam 8-10",
        "tarifnya 50.000 naik",
        "TW 3 2024",
        "Bapak/Ibu petugas ramah",
        "Ibu-ibu menunggu lama",
        "ibu hamil didahulukan",
        "bapak kepala dinas",
        "pak satpam baik",
        "Pak, tolong cepat",
        "loket 3 dan 4 ditutup",
        "",
    ],
)
def test_what_a_saran_is_about_stays(text):
    assert redacted(text) == text


@pytest.mark.parametrize("text", ["Pak Budi 081234567890", "NIK 3571010101900001 an. Siti"])
def test_masking_twice_changes_nothing_more(text):
    assert redacted(redacted(text)) == redacted(text)
