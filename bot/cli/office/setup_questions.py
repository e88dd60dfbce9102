"""The questions of `skm setup` without a file: they end in the agency's document."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from bot.cli.office.prompts import choose, say, text, yes
from bot.cli.office.setup_lists import SetupRow, ask_owners, ask_population
from core.errors import InputError
from core.office.agency_document import CODE_MOST
from core.office.questionnaire import LABEL_MOST, ROW_MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from core.office.questionnaire import Questionnaire


HOW = (
    "Kami tanyakan satu per satu. Enter = pakai isi dalam [ ]. Tanda - = kosongkan atau hapus.\n"
    "Belum ada yang ditulis sampai pertanyaan terakhir; Ctrl+C untuk berhenti."
)
_BUTTON = f"  Nama untuk tombol, {ROW_MOST} huruf"
_ZONES = (
    ("Asia/Jakarta", "WIB (Asia/Jakarta)"),
    ("Asia/Makassar", "WITA (Asia/Makassar)"),
    ("Asia/Jayapura", "WIT (Asia/Jayapura)"),
)
_WEIGHTS = (("exact", "tepat 1/9: 100,00"), ("0.111", "0,111: 99,90"), ("0.11", "0,11: 99,00"))
_WEIGHT = (
    "\nBobot unsur di lembar hitung Biro Organisasi. Pembulatannya mengubah IKM: "
    "bila semua orang memberi nilai 4, hasilnya"
)


def dialog(known: Mapping[str, Any], survey: Questionnaire, now: datetime) -> SetupRow:
    """Ask everything and return the document; known values are proposed.

    `known`: the present document, or {}; `now`: UTC. Raises click.Abort at Ctrl+C.
    """
    say(HOW)
    made: SetupRow = {"instansi": _agency(known.get("instansi", {}))}
    made["unit"] = _units(known.get("unit", []), made["instansi"])
    made["bidang"] = _bidang(known.get("bidang", []))
    made["tanggung_jawab"] = ask_owners(known.get("tanggung_jawab", []), made, survey)
    made["populasi"] = ask_population(known.get("populasi", []), made, now)
    made["survei"] = _survey(known.get("survei", {}))
    made["pengaduan"] = _complaints(known.get("pengaduan", {}))
    made["instansi"] |= _contact(known.get("instansi", {}))
    made["jadwal"] = dict(known.get("jadwal", {}))  # no question: it is edited in the file
    return {key: value for key, value in made.items() if value}


def slug(name: str) -> str:
    """Make a code of a name: small letters a-z and digits, whole words while they fit CODE_MOST."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    while len(words) > 1 and len("-".join(words)) > CODE_MOST:
        words.pop()
    return "-".join(words)[:CODE_MOST]


# -- instansi ----------------------------------------------------------------------------------


def _agency(was: Mapping[str, Any]) -> SetupRow:
    say("\nInstansi")
    name = text("Nama lengkap instansi", was.get("nama", ""))
    short = name if len(name) <= LABEL_MOST else ""
    short_name = text("Nama singkat untuk pesan", was.get("singkat", short), most=60)
    code = _code(was.get("kode"), short_name, set())
    say("Zona waktu")
    zones = list(_ZONES)
    if (zone := was.get("zona", _ZONES[0][0])) not in dict(_ZONES):
        zones.append((zone, zone))
    return {
        "kode": code,
        "nama": name,
        "singkat": short_name,
        "zona": choose("Nomor zona", zones, zone),
    }


def _contact(was: Mapping[str, Any]) -> SetupRow:
    say("\nUntuk warga")
    asked = (
        ("kontak", "Alamat atau nomor kantor untuk bertanya", 2000),
        ("jam", "Jam layanan, misalnya Senin sampai Jumat 08.00 sampai 15.30", 200),
        ("hasil", "Di mana hasil survei diumumkan", 200),
        ("situs", "Situs resmi kantor", 200),
    )
    told = {
        key: text(f"{question} (boleh kosong)", was.get(key, ""), most=most, empty=True)
        for key, question, most in asked
    }
    return {key: value for key, value in told.items() if value}


# -- unit, layanan, loket, bidang --------------------------------------------------------------


def _rows(
    what: str,
    old: list[SetupRow],
    one: Callable[[str, SetupRow], SetupRow],
    *,
    first: str = "",
    least: int = 1,
) -> list[SetupRow]:
    """Go through the old rows, then take new ones until Enter."""
    rows: list[SetupRow] = []
    waiting = list(old) or ([{"nama": first}] if first else [])
    while True:
        was = waiting.pop(0) if waiting else {}
        enough = len(rows) >= least
        hint = " (Enter bila cukup)" if enough and not was else ""
        question = f"{what} {len(rows) + 1}{hint}"
        name = text(question, was.get("nama", ""), empty=enough or bool(waiting))
        if name:
            rows.append(one(name, was))
        elif not was:
            return rows


def _code(was: str | None, name: str, taken: set[str]) -> str:
    """Ask for a code that no other row has; a free one is proposed."""

    def check(code: str) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", code):
            raise InputError("Kode hanya boleh huruf, angka, - dan _, tanpa spasi.")
        if code.casefold() in taken:
            raise InputError(f"Kode {code} sudah dipakai. Ketik kode lain.")

    proposed, tries = was or slug(name), 2
    while proposed and proposed.casefold() in taken:
        proposed, tries = f"{slug(name)[: CODE_MOST - 3]}-{tries}", tries + 1
    code = text("  Kode (huruf, angka, -)", proposed, most=CODE_MOST, check=check)
    taken.add(code.casefold())
    return code


def _units(old: list[SetupRow], head: SetupRow) -> list[SetupRow]:
    say("\nUnit pelayanan, yaitu tempat yang dinilai warga")
    taken: set[str] = set()

    def one(name: str, was: SetupRow) -> SetupRow:
        made = {"kode": _code(was.get("kode"), was.get("singkat", name), taken), "nama": name}
        if len(name) > ROW_MOST or "singkat" in was:
            short = was.get("singkat") or head["singkat"]
            proposed = short if len(short) <= ROW_MOST else ""
            made["singkat"] = text(_BUTTON, proposed, most=ROW_MOST)
        layanan = _layanan(was.get("layanan", []), name, taken)
        loket = _loket(was.get("loket", []), layanan, name, taken)
        return made | {"layanan": layanan} | ({"loket": loket} if loket else {})

    return _rows("Unit", old, one, first=head["nama"])


def _layanan(old: list[SetupRow], unit: str, taken: set[str]) -> list[SetupRow]:
    say(f"\nLayanan di {unit}, seperti yang dikenal warga")

    def one(name: str, was: SetupRow) -> SetupRow:
        made = {**was, "kode": _code(was.get("kode"), name, taken), "nama": name}
        if len(name) > ROW_MOST or "label" in was:
            made["label"] = text(_BUTTON, was.get("label", ""), most=ROW_MOST)
        made["gratis"] = yes("  Gratis menurut aturan?", was=was.get("gratis", False))
        return made if made["gratis"] else {k: v for k, v in made.items() if k != "gratis"}

    return _rows("Layanan", old, one)


def _loket(
    old: list[SetupRow], layanan: list[SetupRow], unit: str, taken: set[str]
) -> list[SetupRow]:
    say(f"\nLoket atau ruang di {unit} (boleh tidak ada)")
    every = ("", "semua layanan")

    def one(name: str, was: SetupRow) -> SetupRow:
        made = {"kode": _code(was.get("kode"), name, taken), "nama": name}
        options = [every, *((one["kode"], one["nama"]) for one in layanan)]
        only = choose("  Untuk layanan nomor", options, was.get("layanan", ""))
        return made | ({"layanan": only} if only else {})

    return _rows("Loket", old, one, least=0)


def _bidang(old: list[SetupRow]) -> list[SetupRow]:
    say("\nBidang. Yang pertama menjawab untuk semua yang tidak diatur khusus.")
    taken: set[str] = set()
    return _rows(
        "Bidang",
        old,
        lambda name, was: {**was, "kode": _code(was.get("kode"), name, taken), "nama": name},
        first="Sekretariat",
    )


# -- survey and complaints ---------------------------------------------------------------------


def _survey(was: Mapping[str, Any]) -> SetupRow:
    say(_WEIGHT)
    made = {**was, "bobot": choose("Nomor bobot", _WEIGHTS, was.get("bobot", "exact"))}

    def check(written: str) -> None:
        found = re.fullmatch(r"\d{2,3}([.,]\d{1,4})?", written, re.ASCII)
        if not found or not 25 <= float(written.replace(",", ".")) <= 100:  # noqa: PLR2004
            raise InputError("Sasaran IKM antara 25 dan 100, misalnya 88,31.")

    question = "Sasaran IKM setahun, misalnya 88,31 (boleh kosong)"
    made["target_ikm"] = text(question, was.get("target_ikm", ""), empty=True, check=check)
    return {key: value for key, value in made.items() if value}


def _complaints(was: Mapping[str, Any]) -> SetupRow:
    say("\nKe mana warga mengadu (yang kosong tidak ditampilkan)")
    told = {
        "petugas": text("Meja atau nomor pengaduan kantor", was.get("petugas", ""), empty=True),
        "lapor": text("SP4N-LAPOR!", was.get("lapor", "lapor.go.id atau SMS 1708"), empty=True),
        "inspektorat": text("Inspektorat", was.get("inspektorat", ""), empty=True),
        "ombudsman": text("Ombudsman", was.get("ombudsman", "137"), empty=True),
    }
    # An empty lapor or ombudsman is written: a missing one would get its default back.
    return {key: value for key, value in told.items() if value or key in ("lapor", "ombudsman")}
