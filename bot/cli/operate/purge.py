"""`skm purge`: delete at once the rows that have outlived their purpose."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from bot.cli import say, settings

# The operator's words for the rows of each table.
NAMES = {
    "diterima": "tanda pesan yang sudah diproses",
    "outbox": "pesan yang sudah selesai atau basi",
    "terparkir": "pesan yang tidak terbaca",
    "titipan": "gambar dan berkas titipan",
    "tagihan": "catatan biaya WhatsApp",
    "terkirim": "tanda sudah diingatkan",
    "kunjungan": "kode kunjungan",
    "laju": "hitungan jawaban beruntun",
    "sekali": "tanda sudah menilai",
    "percakapan": "percakapan yang ditinggalkan",
    "kabar": "janji mengabari",
    "undangan": "undangan lama",
    "percobaan": "percobaan kode",
    "orang_id": "tanda pengenal chat",
    "orang": "orang",
    "alamat": "alamat chat",
}


@click.command(name="purge")
def command() -> None:
    """Menghapus data yang sudah lewat masa simpannya. Jawaban survei tidak dihapus."""
    from bot.app import wiring

    store, now = wiring.open_store(settings().agency), datetime.now(UTC)
    try:
        with store.write() as tx:
            gone = tx.upkeep.purge(now=now)
            tx.staff.audit("terminal", "purge", gone, now=now)  # also when nothing was deleted
    finally:
        store.close()
    for table, count in gone.items():
        if count:
            click.echo(f"{NAMES.get(table, table)}: {count}")
    if not any(gone.values()):
        say("Tidak ada yang lewat masa simpannya.")
