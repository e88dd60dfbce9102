"""The reader of an agency's TOML document into an `Agency`; every fault names file, key and remedy.

`bot/config/office.py`, `skm setup` and the dialog on N (`bot/desk/staff/population.py`) call
`parse`. Keys and messages are Indonesian, for the officer who writes the file.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from core.office import schedule_document
from core.office.agency import (
    POLICIES,
    Agency,
    Bidang,
    ComplaintChannels,
    Layanan,
    Loket,
    Population,
    Unit,
    UnsurOwner,
)
from core.office.document_table import Table
from core.office.questionnaire import ROW_MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from core.office.agency import WeightPolicy

CODE_MOST = 20  # letters


def parse(data: Mapping[str, Any], file: str) -> Agency:
    """Read an agency document (a parsed TOML file) as a whole.

    `file` is the name that faults bear. Raises FileError with file, key and remedy.
    """
    top = Table(file, data)
    head, survey = top.table("instansi"), top.table("survei", {})
    unit = tuple(_unit(row) for row in top.tables("unit"))
    if not unit:
        raise top.fault("unit", "belum ada", "Tulis sedikitnya satu bagian [[unit]]")
    bidang = tuple(_bidang(row) for row in top.tables("bidang"))
    if not bidang:
        raise top.fault("bidang", "belum ada", "Tulis sedikitnya Sekretariat sebagai [[bidang]]")
    _unique_codes(top, unit, bidang)
    made = Agency(
        code=_code(head),
        name=head.text("nama", most=200),
        short=head.text("singkat", most=60),
        zone=_zone(head),
        contact=head.maybe("kontak"),
        opening_hours=head.maybe("jam"),
        results_url=head.maybe("hasil"),
        website=head.maybe("situs"),
        unit=unit,
        bidang=bidang,
        unsur_owners=_duties(top, unit, bidang),
        population=_once_each(top, tuple(_population(row, unit) for row in top.tables("populasi"))),
        complaints=_complaint_channels(top.table("pengaduan", {})),
        document=data,
        schedule=schedule_document.read_schedule(top.table("jadwal", {})),
        questionnaire=survey.text("kuesioner", "permenpanrb-14-2017"),
        weight_policy=_weight(survey),
        ikm_target=_target(survey),
        reminds=survey.flag("ingatkan", default=True),
        languages=survey.texts("bahasa", ()),
        minimum_age=survey.whole("usia_minimum", 0) or None,
    )
    for table in (head, survey, top):
        table.done()
    return made


def _code(row: Table) -> str:
    code = row.text("kode", most=CODE_MOST)
    if not all(c.isascii() and (c.isalnum() or c in "-_") for c in code):
        raise row.fault("kode", f"{code!r} memuat tanda lain", "Pakai huruf, angka, - dan _ saja")
    return code


def _zone(head: Table) -> ZoneInfo:
    return schedule_document.zone(head, "zona", head.text("zona", "Asia/Jakarta"))


def _weight(survey: Table) -> WeightPolicy:
    said = survey.text("bobot", "exact")
    for policy in POLICIES:
        if policy == said:
            return policy
    raise survey.fault("bobot", f"{said!r} tidak dikenal", f"Pilih: {', '.join(POLICIES)}")


def _target(survey: Table) -> Fraction | None:
    written = survey.maybe("target_ikm")
    if written is None:
        return None
    try:
        target = Fraction(written.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        target = Fraction(0)
    if not 25 <= target <= 100:  # noqa: PLR2004 - the range of the IKM
        raise survey.fault("target_ikm", f"{written!r} bukan 25-100", 'Tulis seperti "88,31"')
    return target


def _unit(row: Table) -> Unit:
    code, name = _code(row), row.text("nama", most=200)
    layanan = tuple(_layanan(one) for one in row.tables("layanan"))
    if not layanan:
        raise row.fault("layanan", "belum ada", "Tulis sedikitnya satu bagian [[unit.layanan]]")
    known = {one.code for one in layanan}
    loket = tuple(_loket(one, known) for one in row.tables("loket"))
    short, zone_name = row.text("singkat", name[:ROW_MOST], most=ROW_MOST), row.maybe("zona")
    zone = schedule_document.zone(row, "zona", zone_name) if zone_name else None
    made = Unit(code, name, short, layanan, loket, zone)
    row.done()
    return made


def _layanan(row: Table) -> Layanan:
    name = row.text("nama", most=200)
    made = Layanan(
        code=_code(row),
        name=name,
        label=row.text("label", name, most=ROW_MOST),
        is_free=row.flag("gratis"),
        active=row.flag("aktif", default=True),
    )
    row.done()
    return made


def _loket(row: Table, known: set[str]) -> Loket:
    made = Loket(_code(row), row.text("nama", most=60), row.maybe("layanan"))
    _one_of(row, "layanan", made.layanan, known)
    row.done()
    return made


def _bidang(row: Table) -> Bidang:
    made = Bidang(_code(row), row.text("nama", most=60), schedule_document.of_bidang(row))
    row.done()
    return made


def _duties(
    top: Table, unit: tuple[Unit, ...], bidang: tuple[Bidang, ...]
) -> tuple[UnsurOwner, ...]:
    codes = {one.code for one in bidang}
    layanan = {one.code for place in unit for one in place.layanan}
    return tuple(_owner(row, codes, layanan) for row in top.tables("tanggung_jawab"))


def _owner(row: Table, bidang: set[str], layanan: set[str]) -> UnsurOwner:
    made = UnsurOwner(row.text("bidang"), row.maybe("unsur"), row.maybe("layanan"))
    _one_of(row, "bidang", made.bidang, bidang)
    _one_of(row, "layanan", made.layanan, layanan)
    row.done()
    return made


def _population(row: Table, units: tuple[Unit, ...]) -> Population:
    places = {one.code: one for one in units}
    unit = row.text("unit", units[0].code)
    _one_of(row, "unit", unit, set(places))
    layanan = row.maybe("layanan")
    _one_of(row, "layanan", layanan, {one.code for one in places[unit].layanan})
    users = row.whole("pengguna", None, least=1)
    target = row.whole("target", None, least=1)
    if (users is None) == (target is None):
        raise row.fault("pengguna", "isi pengguna atau target, salah satu", "Hapus yang lain")
    made = Population(unit, layanan, row.text("periode"), users, target, row.text("sumber"))
    row.done()
    return made


def _once_each(top: Table, rows: tuple[Population, ...]) -> tuple[Population, ...]:
    seen = set()
    for one in rows:
        what = (one.unit, one.layanan, one.periode)
        if what in seen:
            named = " ".join(filter(None, what))
            raise top.fault("populasi", f"{named} tertulis dua kali", "Hapus salah satunya")
        seen.add(what)
    return rows


def _complaint_channels(row: Table) -> ComplaintChannels:
    made = ComplaintChannels(
        staff=row.maybe("petugas"),
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
    _unique(top, "bidang.kode", (one.code for one in bidang))
    every: list[str] = []
    for place in unit:
        inner = [one.code for one in place.layanan] + [one.code for one in place.loket]
        every += [place.code, *inner]
    # Codes of unit, layanan and loket share one space: a poster's code must mean one place.
    _unique(top, "unit.kode", every)


def _unique(top: Table, key: str, codes: Iterable[str]) -> None:
    folded = [code.casefold() for code in codes]
    for code in folded:
        if folded.count(code) > 1:
            raise top.fault(key, f"{code!r} dipakai dua kali", "Pakai kode yang berbeda")
