"""The weekly summary in words: its days, its order, and a length that can be read standing."""

from dataclasses import replace
from datetime import date

import pytest

from core.answers.money_mentions import speaks_of_money
from core.answers.redaction import redacted
from core.language.shortening import cut
from core.periods import periode
from core.results.digest import LONGEST, days, tell, three_lines
from core.results.summary import (
    LowUnsur,
    Overdue,
    UnitBlock,
    WeekFigures,
    WeeklySummary,
    YearFigures,
)

TODAY = date(2024, 12, 16)
YEAR = YearFigures("2024", 80, "93,54", "A", "Sangat baik", 100, 20, ("92,2", "94,9"))
FULL = WeeklySummary(
    "Sekretariat",
    (periode.parse("2024-W50", TODAY),),
    YEAR,
    WeekFigures(8, "93,40", significant=False),
    (
        LowUnsur("Pengaduan", "3,20", "B", is_own=True),
        LowUnsur("Kompetensi", "3,68", "A"),
        LowUnsur("Prosedur", "3,70", "A"),
    ),
    saran=("Pelayanan ditingkatkan, melayani dengan senyum dan ramah",),
    rtl=(Overdue("pelatihan service excellent", "TW IV 2023", 50, "Sekretariat"),),
)


@pytest.fixture
def say(survey):
    return lambda words: survey.texts.say("id", words)


def week(label):
    return periode.parse(label, TODAY)


def test_the_summary_of_voice_md(say):
    assert (
        tell(FULL, say)
        == """\
SKM · Sekretariat · 9–15 Des 2024

Tahun 2024: IKM 93,54, mutu A (Sangat baik)
80 dari 100 responden, kurang 20
Minggu ini +8 responden; IKM 93,40 → 93,54, belum berarti berubah (rentang 92,2–94,9)

Unsur terendah
1 Pengaduan 3,20 · B (bidang Anda)
2 Kompetensi 3,68 · A
3 Prosedur 3,70 · A

Saran:
“Pelayanan ditingkatkan, melayani dengan senyum dan ramah”

RTL bidang Anda
Lewat tenggat: pelatihan service excellent (TW IV 2023, lewat 50 minggu)"""
    )


def test_pimpinan_get_three_lines(say):
    rtl = (
        Overdue("a", "TW IV 2023", 50, "Sekretariat"),
        Overdue("b", "TW I 2024", 37, "Rehsos"),
        Overdue("c", "TW I 2024", 37, "Rehsos"),
        Overdue("d", "TW IV 2024", None, "Linjamsos"),  # due, not overdue
        Overdue("e", "TW I 2025", None, "Sekretariat", times_planned=2),  # planned anew twice
    )
    year = replace(YEAR, ikm_target="88,31", achievement="105,92")
    told = three_lines(replace(FULL, addressee="Pimpinan", year=year, rtl=rtl), say)
    assert (
        told
        == """\
SKM · Pimpinan · 9–15 Des 2024
Tahun 2024: IKM 93,54, mutu A (Sangat baik), target 88,31: tercapai 105,92%
Responden: 80 dari 100, kurang 20
RTL lewat tenggat: Rehsos 2, Sekretariat 2"""
    )


@pytest.mark.parametrize(
    ("week", "line"),
    [
        (WeekFigures(3), "Minggu ini 3 responden, belum cukup untuk angka mingguan."),
        (
            WeekFigures(3, "93,40", significant=True),
            "Minggu ini 3 responden, belum cukup untuk angka",
        ),
        (WeekFigures(5), "Minggu ini +5 responden\n"),
        (WeekFigures(5, "93,54"), "Minggu ini +5 responden; IKM tetap 93,54\n"),
        (
            WeekFigures(9, "90,00", significant=True),
            "IKM 90,00 → 93,54, lebih besar dari kebetulan (rentang",
        ),
        (WeekFigures(9, "90,00"), "IKM 90,00 → 93,54 (rentang 92,2–94,9)"),
    ],
)
def test_the_week_never_gets_a_letter_and_no_figure_under_five(say, week, line):
    assert line in tell(replace(FULL, week=week), say)


def test_after_downtime_the_weeks_are_named(say):
    weeks = (week("2024-W48"), week("2024-W49"), week("2024-W50"))
    told = tell(replace(FULL, weeks=weeks), say).split("\n")
    assert (
        told[1]
        == "Mencakup 3 minggu, 2024-W48 sampai 2024-W50: yang sebelumnya belum sempat terkirim."
    )


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2024-W50", "9–15 Des 2024"),
        ("2024-W48", "25 Nov–1 Des 2024"),
        ("2026-W53", "28 Des 2026–3 Jan 2027"),
    ],
)
def test_days_of_a_week(say, label, words):
    assert days(week(label), say) == words


def test_it_is_never_longer_than_can_be_read_standing(say):
    """Saran go first, then the words of kegiatan are cut; the figures stay."""
    long = "panjang sekali " * 20
    much = replace(
        FULL,
        saran=(cut(long, 140), cut(long, 140), cut(long, 140)),
        rtl=tuple(Overdue(long, "TW IV 2023", 50, "Sekretariat") for _ in range(12)),
        lowest=FULL.lowest * 4,
        weeks=(week("2024-W48"), week("2024-W50")),
    )
    told = tell(much, say)
    assert len(told) <= LONGEST
    assert "IKM 93,40 → 93,54" in told
    assert "“" not in told
    assert "dan 8 lagi: ketik rtl" in told


def test_what_cannot_be_shortened_is_sent_whole(say):
    """An office with a name of a thousand letters still gets its figures."""
    assert "IKM 93,54" in tell(replace(FULL, addressee="x" * LONGEST), say)


def test_admins_are_told_how_many_saran_speak_of_money(say):
    told = tell(replace(FULL, whole=True, mentions_money=2), say)
    assert "2 saran minggu ini menyebut uang; periksa lewat saran." in told
    assert told.endswith("RTL lewat tenggat: Sekretariat 1")


def test_all_equal_unsur_are_not_ranked(say):
    told = tell(replace(FULL, all_alike=True), say)
    assert "Semua unsur bernilai sama" in told
    assert "1 Pengaduan" not in told


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ibu Siti Aminah ramah", "Ibu … ramah"),
        ("pak Budi lama sekali", "pak … lama sekali"),
        ("NIK saya 1571 0212 3456 7890", "NIK saya …"),
        ("telepon 0812-3456-789 ya", "telepon … ya"),
        ("tulis ke siti@contoh.go.id", "tulis ke …"),
        ("@sitiaminah tidak sopan", "… tidak sopan"),
        ("lihat https://contoh.id/x?a=1", "lihat …"),
        ("Rp 50000 mahal", "Rp 50000 mahal"),
        ("antre 3 jam, loket 12", "antre 3 jam, loket 12"),
        ("ibu ramah", "ibu ramah"),
    ],
)
def test_names_after_a_title_and_numbers_are_masked(text, masked):
    assert redacted(text) == masked


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("Petugas minta uang rokok", True),
        ("dimintai bayaran tambahan", True),
        ("ada pungli di loket 2", True),
        ("kasih amplop dulu baru cepat", True),
        ("diminta petugas biaya lagi", True),
        ("bayar 50 ribu", True),
        ("Rp100.000 supaya cepat", True),
        ("disuruh bayar di bawah meja", True),
        ("kami harus lagi membayar ke petugas", True),
        ("ada salam tempel", True),
        ("petugas minta imbalan", True),
        ("dimintai sumbangan sukarela", True),
        ("pembayaran lewat QRIS mudah", False),
        ("tipe kursinya bagus", False),
        ("uangnya diminta di loket", True),
        ("lewat calo baru jadi", True),
        ("untuk calon pengantin", False),
        ("Ruang tunggu panas", False),
        ("biaya gratis, terima kasih", False),
        ("datang pukul 10", False),
        ("peluang kerja", False),
    ],
)
def test_saran_that_speak_of_money_are_known(text, money):
    assert speaks_of_money(text) is money


def test_several_units_stand_in_two_lines_each_and_go_last_where_it_is_too_long(say):
    low = tuple(LowUnsur("Pengaduan", "3,20", "B", is_own=True) for _ in range(4))
    unit = tuple(
        UnitBlock(f"Puskesmas Kecamatan {n}", 80, 8, "93,54", "A", 100, low) for n in range(5)
    )
    many = replace(FULL, unit=unit)
    told = tell(many, say)
    assert told.count("Terendah: Pengaduan 3,20 B (bidang Anda), ") == 3
    assert "dan 2 unit lain: ketik ikm" in told
    rtl = tuple(Overdue("panjang " * 20, "TW IV 2023", 50, "Sekretariat", 3) for _ in range(4))
    long = tell(replace(many, rtl=rtl, weeks=(week("2024-W48"), week("2024-W50"))), say)
    assert len(long) <= LONGEST
    assert long.count("Puskesmas") == 1
    assert "dan 4 unit lain: ketik ikm" in long
    assert "Lewat tenggat" in long


def test_a_unit_without_an_index_says_so(say):
    told = tell(replace(FULL, unit=(UnitBlock("Kecil", 3, 3, target=20),)), say)
    assert "Kecil: 3 dari 20 responden, belum cukup untuk IKM" in told
    assert "Terendah" not in told
