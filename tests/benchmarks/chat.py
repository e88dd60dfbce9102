"""Benchmark of composing chat answers, over daily sums that stand for ten million answers.

Run `python -m tests.benchmarks.chat [--answers 10000000]` in the repository; it prints a table.
"""

import argparse
import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.desk.features import build_registry
from core.answers.response import Response, Saran
from core.messaging.address import Address
from core.messaging.channel_limits import Caps
from core.messaging.outgoing import Compose, Outgoing, ResendPolicy
from core.office import agency_document
from core.ports.composer import Request
from storage.answers.responses import add_saran
from storage.store import open_store
from tests.support.paths import AGENCY_TOML

SECRET = (b"a secret for tests, 32 bytes long",)
YEARS = range(2021, 2027)
NOW = datetime(2026, 12, 20, 3, 0, tzinfo=UTC)
LAYANAN = 10
WAYS = (("self", "telegram"), ("self", "web"), ("kiosk", "web"))
SLOTS = ("08-12", "13-17")
CAPS = Caps(text=4096, choices=100, choice_label=40)
ASKED = (
    ("ikm", "2026"), ("ikm", "2026 l3"), ("ikm", "2026-TW3"), ("per_layanan", "2026"),
    ("hitung", "2026"), ("tren", "2026"), ("tren", "2026 l3"), ("responden", "2026"),
    ("populasi", "2026"), ("saran", "2026"), ("saran", "2026 waktu"), ("profil_responden", "2026"),
    ("putus", "2026"), ("grafik", "2026"), ("grafik_tren", "2026"),
)  # fmt: skip


def document():
    base = tomllib.loads((AGENCY_TOML).read_text("utf-8"))
    services = [{"kode": f"l{n}", "nama": f"Layanan {n}"} for n in range(LAYANAN)]
    base["unit"] = [base["unit"][0] | {"layanan": services, "loket": []}]
    base["populasi"] = []
    return base


def days():
    for year in YEARS:
        day = date(year, 1, 1)
        while day <= min(date(year, 12, 31), NOW.date()):
            if day.weekday() < 5:
                yield day
            day += timedelta(days=1)


def fill(path, snapshot, keys, answers):
    """Sums of whole days, as if so many people had answered on each; dice with a fixed seed."""
    dice = random.Random(7)
    rows = [
        (f"l{n}", day, slot, *way)
        for n in range(LAYANAN)
        for day in days()
        for slot in SLOTS
        for way in WAYS
    ]
    each = max(1, answers // len(rows))
    db = sqlite3.connect(path)
    for number, (layanan, day, slot, mode, channel) in enumerate(rows, start=1):
        mean = 3.2 + 0.05 * (day.year - 2021)
        s1 = [round(each * (mean + dice.uniform(-0.2, 0.2))) for _ in keys]
        t1 = sum(s1)
        db.execute(
            "INSERT INTO rekap (id, snapshot, unit, layanan, loket, tanggal, slot, mode, channel,"
            " periode_impor, flagged, n, t1, t2) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                number,
                snapshot,
                "pelayanan",
                layanan,
                "",
                day.isoformat(),
                slot,
                mode,
                channel,
                "",
                0,
                each,
                t1,
                t1 * t1 // each + each * 9,
            ),
        )
        db.executemany(
            "INSERT INTO rekap_nilai (rekap, pertanyaan, s1, s2) VALUES (?,?,?,?)",
            [(number, key, s, s * 4) for key, s in zip(keys, s1, strict=True)],
        )
    db.commit()
    db.execute("ANALYZE")
    db.commit()
    db.close()
    return each * len(rows), len(rows)


def texts(store, snapshot, keys):
    """Answers and saran of the running year that are really opened."""
    nilai = dict.fromkeys(keys, 3)
    row = Response(
        snapshot=snapshot, unit="pelayanan", layanan="l3", loket=None, day=date(2026, 6, 1),
        slot=None, duration=90, mode="self", channel="web", language="id",
        profile={"kelamin": "P", "usia": "34", "pendidikan": "SMA", "pekerjaan": "SWASTA"}, nilai=nilai,
    )  # fmt: skip
    with store.write() as tx:
        tx.answers.import_responses("f" * 64, "b.csv", [row] * 20_000, by="bench", now=NOW)
        for number in range(20_000):
            day = date(2026, 1, 1) + timedelta(days=number % 350)
            given = Saran("pelayanan", "l3", "waktu", f"Antre lama sekali, loket {number}", day)
            add_saran(tx.session, given, None, NOW)


def measure(store, office, name, query):
    args = {"bahasa": "id", "apa": query, "bidang": None, "uang": True}
    row = Outgoing(
        1,
        "x",
        Address("web", "web", "x"),
        Compose(name, args),
        ResendPolicy.REPLY,
        None,
        None,
        0,
        False,
    )
    taken = []
    for _ in range(8):
        began = time.perf_counter()
        with store.read() as reader:
            made = build_registry(office).composers[name](Request(reader, args, row, CAPS, NOW))
        taken.append((time.perf_counter() - began) * 1000)
        message = getattr(made, "message", made)
        assert len(message.text) > 20, message.text
        if keep := getattr(made, "keep", None):  # the dispatcher too keeps the told figures
            with store.write() as tx:
                keep(tx)
    return taken[0], statistics.median(taken[1:])


async def main(options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "skm.db"
        store = open_store(f"sqlite:///{path}", SECRET, mailbox=frozenset())
        agency = document()
        survey = load_packaged(agency_document.parse(agency, "bench").questionnaire)
        with store.write() as tx:
            tx.upkeep.save_agency(agency, now=NOW)
            tx.results.save_snapshot(survey.snapshot, survey.document)
        keys = [one.key for one in survey.questions]
        answers, sums = fill(path, survey.snapshot, keys, options.answers)
        texts(store, survey.snapshot, keys)
        office = Office(store, load_packaged, now=lambda: NOW)
        print(
            f"{answers:,} answers in {sums:,} rows of rekap, {path.stat().st_size / 2**20:.0f} MiB"
        )
        print("| asked | first time, ms | afterwards, median of 7, ms |\n|---|---:|---:|")
        for name, query in ASKED:
            first, median = measure(store, office, name, query)
            print(f"| `{name} {query}` | {first:.0f} | {median:.0f} |")
        store.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000_000)
    asyncio.run(main(parser.parse_args()))
