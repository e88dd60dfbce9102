"""Reads an agency document into values of `agency`; every fault names file, key and remedy."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from core.office import schedule_document as jadwal_file
from core.office.agency import Agency, Bidang, Kanal, Layanan, Loket, Pemilik, Populasi, Unit
from core.office.document_table import Table
from core.office.questionnaire import ROW_MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

POLICIES = ("exact", "0.111", "0.11")
KODE_MOST = 20


def parse(data: Mapping[str, Any], file: str) -> Agency:
    """Read an agency document. Raises FileError with file, key and remedy."""
    top = Table(file, data)
    head, survei = top.table("instansi"), top.table("survei", {})
    unit = tuple(_unit(row) for row in top.tables("unit"))
    if not unit:
        raise top.fault("unit", "belum ada", "Tulis sedikitnya satu bagian [[unit]]")
    bidang = tuple(_bidang(row) for row in top.tables("bidang"))
    if not bidang:
        raise top.fault("bidang", "belum ada", "Tulis sedikitnya Sekretariat sebagai [[bidang]]")
    _unique_codes(top, unit, bidang)
    made = Agency(
        kode=_kode(head),
        nama=head.text("nama", most=200),
        singkat=head.text("singkat", most=60),
        zona=_zona(head),
        kontak=head.maybe("kontak"),
        jam=head.maybe("jam"),
        hasil=head.maybe("hasil"),
        situs=head.maybe("situs"),
        unit=unit,
        bidang=bidang,
        pemilik=_duties(top, unit, bidang),
        populasi=_once_each(top, tuple(_populasi(row, unit) for row in top.tables("populasi"))),
        pengaduan=_kanal(top.table("pengaduan", {})),
        document=data,
        jadwal=jadwal_file.jadwal(top.table("jadwal", {})),
        **_survei(survei),
    )
    for table in (head, survei, top):
        table.done()
    return made


def _survei(survei: Table) -> dict[str, Any]:
    """How answers are asked for and counted."""
    return {
        "kuesioner": survei.text("kuesioner", "permenpanrb-14-2017"),
        "bobot": _bobot(survei),
        "target_ikm": _target(survei),
        "ingatkan": survei.flag("ingatkan", default=True),
        "bahasa": survei.texts("bahasa", ()),
        "usia_minimum": survei.whole("usia_minimum", 0) or None,
    }


def _kode(row: Table) -> str:
    kode = row.text("kode", most=KODE_MOST)
    if not all(c.isascii() and (c.isalnum() or c in "-_") for c in kode):
        raise row.fault("kode", f"{kode!r} memuat tanda lain", "Pakai huruf, angka, - dan _ saja")
    return kode


def _zona(head: Table) -> ZoneInfo:
    return jadwal_file.zone(head, "zona", head.text("zona", "Asia/Jakarta"))


def _bobot(survei: Table) -> str:
    bobot = survei.text("bobot", "exact")
    if bobot not in POLICIES:
        raise survei.fault("bobot", f"{bobot!r} tidak dikenal", f"Pilih: {', '.join(POLICIES)}")
    return bobot


def _target(survei: Table) -> Fraction | None:
    written = survei.maybe("target_ikm")
    if written is None:
        return None
    try:
        target = Fraction(written.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        target = Fraction(0)
    if not 25 <= target <= 100:  # noqa: PLR2004 - the range of the IKM
        raise survei.fault("target_ikm", f"{written!r} bukan 25-100", 'Tulis seperti "88,31"')
    return target


def _unit(row: Table) -> Unit:
    kode, nama = _kode(row), row.text("nama", most=200)
    layanan = tuple(_layanan(one) for one in row.tables("layanan"))
    if not layanan:
        raise row.fault("layanan", "belum ada", "Tulis sedikitnya satu bagian [[unit.layanan]]")
    known = {one.kode for one in layanan}
    loket = tuple(_loket(one, known) for one in row.tables("loket"))
    singkat, zone_name = row.text("singkat", nama[:ROW_MOST], most=ROW_MOST), row.maybe("zona")
    zona = jadwal_file.zone(row, "zona", zone_name) if zone_name else None
    made = Unit(kode, nama, singkat, layanan, loket, zona)
    row.done()
    return made


def _layanan(row: Table) -> Layanan:
    nama = row.text("nama", most=200)
    made = Layanan(
        kode=_kode(row),
        nama=nama,
        label=row.text("label", nama, most=ROW_MOST),
        gratis=row.flag("gratis"),
        aktif=row.flag("aktif", default=True),
    )
    row.done()
    return made


def _loket(row: Table, known: set[str]) -> Loket:
    made = Loket(_kode(row), row.text("nama", most=60), row.maybe("layanan"))
    _one_of(row, "layanan", made.layanan, known)
    row.done()
    return made


def _bidang(row: Table) -> Bidang:
    made = Bidang(_kode(row), row.text("nama", most=60), jadwal_file.of_bidang(row))
    row.done()
    return made


def _duties(top: Table, unit: tuple[Unit, ...], bidang: tuple[Bidang, ...]) -> tuple[Pemilik, ...]:
    codes = {one.kode for one in bidang}
    layanan = {one.kode for place in unit for one in place.layanan}
    return tuple(_pemilik(row, codes, layanan) for row in top.tables("tanggung_jawab"))


def _pemilik(row: Table, bidang: set[str], layanan: set[str]) -> Pemilik:
    made = Pemilik(row.text("bidang"), row.maybe("unsur"), row.maybe("layanan"))
    _one_of(row, "bidang", made.bidang, bidang)
    _one_of(row, "layanan", made.layanan, layanan)
    row.done()
    return made


def _populasi(row: Table, units: tuple[Unit, ...]) -> Populasi:
    places = {one.kode: one for one in units}
    unit = row.text("unit", units[0].kode)
    _one_of(row, "unit", unit, set(places))
    layanan = row.maybe("layanan")
    _one_of(row, "layanan", layanan, {one.kode for one in places[unit].layanan})
    pengguna = row.whole("pengguna", None, least=1)
    target = row.whole("target", None, least=1)
    if (pengguna is None) == (target is None):
        raise row.fault("pengguna", "isi pengguna atau target, salah satu", "Hapus yang lain")
    made = Populasi(unit, layanan, row.text("periode"), pengguna, target, row.text("sumber"))
    row.done()
    return made


def _once_each(top: Table, rows: tuple[Populasi, ...]) -> tuple[Populasi, ...]:
    seen = set()
    for one in rows:
        what = (one.unit, one.layanan, one.periode)
        if what in seen:
            named = " ".join(filter(None, what))
            raise top.fault("populasi", f"{named} tertulis dua kali", "Hapus salah satunya")
        seen.add(what)
    return rows


def _kanal(row: Table) -> Kanal:
    made = Kanal(
        petugas=row.maybe("petugas"),
        lapor=row.text("lapor", "lapor.go.id atau SMS 1708") or None,
        inspektorat=row.maybe("inspektorat"),
        ombudsman=row.text("ombudsman", "137") or None,
    )
    row.done()
    return made


def _one_of(row: Table, key: str, value: str | None, known: set[str]) -> None:
    if value is not None and value not in known:
        raise row.fault(key, f"{value!r} tidak ada", f"Pilih: {', '.join(sorted(known))}")


def _unique_codes(top: Table, unit: tuple[Unit, ...], bidang: tuple[Bidang, ...]) -> None:
    _unique(top, "bidang.kode", (one.kode for one in bidang))
    every: list[str] = []
    for place in unit:
        inner = [one.kode for one in place.layanan] + [one.kode for one in place.loket]
        every += [place.kode, *inner]
    # One space of codes: a poster's code must mean one place.
    _unique(top, "unit.kode", every)


def _unique(top: Table, key: str, codes: Iterable[str]) -> None:
    folded = [kode.casefold() for kode in codes]
    for kode in folded:
        if folded.count(kode) > 1:
            raise top.fault(key, f"{kode!r} dipakai dua kali", "Pakai kode yang berbeda")
