"""Reads a plan of RTL from TOML or xlsx, and stores it whole, once, or not at all: `skm rtl`."""

from __future__ import annotations

import hashlib
import tomllib
from typing import TYPE_CHECKING

from bot.documents import rtl_workbook
from core.errors import FileError
from core.rtl import document as rtl_document

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from core.ports.store import Store
    from core.rtl.document import ParsedPlan, ReadContext

MOST = 10 * 2**20  # bytes of a file
SAVE_AGAIN = "Simpan sebagai .toml (lihat examples/) atau .xlsx"


def read(data: bytes, name: str, context: ReadContext) -> ParsedPlan:
    """Parse the bytes of a plan. `name`: the file's name, whose ending tells its kind.

    Raises FileError that names line, key or cell, and the remedy, in Indonesian.
    """
    if not data.strip():
        raise FileError(name, "berkas", "kosong", "Pilih berkas yang berisi rencana tindak lanjut")
    if len(data) > MOST:
        what = f"lebih dari {MOST // 2**20} MB"
        raise FileError(name, "berkas", what, "Salin tabel rencananya saja")
    suffix = name.rpartition(".")[2].casefold()
    if suffix == "toml":
        return _toml(data, name, context)
    if suffix == "xlsx":
        found = rtl_workbook.document(data, name)
        try:
            return rtl_document.parse(found.document, name, context)
        except FileError as fault:
            raise rtl_document.elsewhere(fault, found.places) from fault
    raise FileError(name, "berkas", f"jenis .{suffix} tidak dikenal", SAVE_AGAIN)


def _toml(data: bytes, name: str, context: ReadContext) -> ParsedPlan:
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        what = f"huruf tidak terbaca (0x{data[wrong.start]:02x}), bukan UTF-8"
        raise FileError(name, f"baris {line}", what, "Simpan ulang sebagai UTF-8") from None
    except tomllib.TOMLDecodeError as wrong:
        remedy = "Periksa tanda kutip, kurung siku, dan = di baris (line) itu"
        raise FileError(name, "berkas", f"bukan TOML yang benar: {wrong}", remedy) from wrong
    return rtl_document.parse(document, name, context)


def load(path: Path) -> bytes:
    """The bytes of a file, at most `MOST` and one. Raises FileError when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(MOST + 1)
    except OSError as wrong:
        what = f"tidak dapat dibuka ({wrong.strerror})"
        raise FileError(path.name, "berkas", what, "Periksa nama dan izinnya") from wrong


def keep(
    store: Store, data: bytes, name: str, plan: ParsedPlan, *, by: str, now: datetime
) -> ParsedPlan:
    """Store a plan that was read, in a transaction of its own, and return it.

    `data`: its bytes, whose SHA-256 is kept. `by`: who imports it, for the audit log. Raises
    InputError when the file or one of its items was stored before.
    """
    with store.write() as tx:
        tx.rtl.import_file(hashlib.sha256(data).hexdigest(), name, plan.rtls, by=by, now=now)
    return plan
