"""A new secret: everything is sealed anew, nothing is lost, and the old secret opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import LargeBinary, select

from core.errors import InputError
from core.messaging.address import Person
from core.messaging.incoming import Unreadable
from core.messaging.outcomes import Sent
from core.messaging.outgoing import Choice, Document, Draft, Message
from core.periods.triwulan import parse
from core.ports.conversations import Decision
from core.ports.outbox import Settlement
from core.rtl.plan import ClaimReview, Evidence, Kegiatan, Realisasi, Rtl
from storage.database.column_types import metadata
from storage.database.crypto import Vault
from storage.database.engines import writing_engine
from storage.store import open_store
from storage.upkeep import rekey
from tests.support.fakes import bound

NEW = b"another secret of the tests, 32+"
TW = parse("TW II 2026")
# Looked up or joined by, or random: never opened.
UNSEALED = {
    ("outbox", "unique"),
    ("terparkir", "address"),
    ("undangan", "inviter"),
    ("meta", "content"),
}


def fill(store, kit):
    """Something in every sealed column; a talk left open, a message waiting."""
    until = kit.NOW + timedelta(days=1)
    decision = Decision(
        {"flow": "hitung", "version": 1, "data": 7},
        drafts=(Draft(kit.chat(), Message("tunggu dulu"), not_before=until),),
        response=kit.response(),
        saran=kit.saran("Kursi kurang"),
    )
    with store.write() as tx:
        tx.conversations.advance(
            [kit.event("1")], bound(kit.deciding(decision), tx), holder="a", now=kit.NOW, lease=60
        )
        tx.conversations.park(
            Unreadable("9", "telegram", "42", b"{rusak", "?", kit.NOW), "?", now=kit.NOW
        )
        code = tx.staff.invite("bidang", "rehsos", by="t", expires=until, now=kit.NOW)
        joined = Person(("tg:88",), name="Siti")
        tx.staff.redeem(code, joined, kit.chat("88"), now=kit.NOW)
        one = Rtl(
            "dinsos", "2025", 1, "perilaku", (Kegiatan("1.1", "Melatih", ("rehsos",), (TW,)),)
        )
        (kept,) = tx.rtl.add([one], by="t", now=kit.NOW)
        sha = tx.rtl.save_file(b"%PDF-1.4 bukti", "application/pdf", now=kit.NOW)
        told = Realisasi(
            kept.kegiatan[0].id, TW, "sudah", description="Sudah dilatih", bidang="rehsos", by="siti",
            evidence=(Evidence("surat.pdf", file=sha),),
        )  # fmt: skip
        told = tx.rtl.report(told, now=kit.NOW)
        tx.outbox.enqueue([Draft(kit.chat("wa", "whatsapp"), Message("menu"))], now=kit.NOW)
        [row] = tx.outbox.claim([("whatsapp", "42")], holder="a", now=kit.NOW, lease=60, limit=1)
        file = tx.outbox.lend_file(Document(b"PNG", "g.png", "image/png"), until=until, now=kit.NOW)
        menu = (Choice("kt:rtl:", "Lapor RTL"),)
        tx.outbox.settle([Settlement(row, Sent("m"), None, shown=menu)], now=kit.NOW)
        tx.rtl.decide(told.id, ClaimReview("dikembalikan", "tanggalnya kurang", "admin", kit.NOW))
    return sha, file


def sealed_under(url, secret):
    """For every sealed column, the number of values under this secret's key."""
    vault, engine = Vault([secret]), writing_engine(url)
    with engine.connect() as conn:
        found = {
            f"{table.name}.{table.c[name].name}": sum(
                bytes(value).startswith(vault.current)
                for (value,) in conn.execute(
                    select(table.c[name]).where(table.c[name].is_not(None))
                )
            )
            for table, name, _ in rekey.SEALED
        }
    engine.dispose()
    return found


def test_every_binary_column_is_known_as_sealed_or_not():
    sealed = {(table.name, name) for table, name, _ in rekey.SEALED}
    for table in metadata.tables.values():
        for column in table.c:
            plain = column.primary_key or column.foreign_keys or column.key == "key"
            if isinstance(column.type, LargeBinary) and not plain:
                assert (table.name, column.key) in sealed | UNSEALED, (table.name, column.key)


def test_a_new_secret_takes_everything_over(store, store_url, kit, monkeypatch):
    monkeypatch.setattr(rekey, "BATCH", 1)  # pages follow each other
    kept = fill(store, kit)
    store.close()
    before = sealed_under(store_url, kit.SECRET)
    assert all(before.values()), before
    open_store(store_url, [NEW, kit.SECRET]).close()  # the hash key follows
    assert rekey.reseal(store_url, [NEW, kit.SECRET]) == before
    assert not any(sealed_under(store_url, kit.SECRET).values())
    assert not any(rekey.reseal(store_url, [NEW, kit.SECRET]).values())  # nothing is left to do
    with pytest.raises(InputError):
        open_store(store_url, [kit.SECRET])
    again = open_store(store_url, [NEW])
    try:
        _all_there(again, kit, *kept)
    finally:
        again.close()


def _all_there(store, kit, sha, file):
    with store.read() as reader:
        assert reader.answers.responses(kit.scope())[0].profile == kit.response().profile
        assert reader.answers.saran(kit.scope())[0].text == "Kursi kurang"
        (item,) = reader.rtl.items()
        assert item.kegiatan[0].description == "Melatih"
        (told,) = item.kegiatan[0].realisasi
        assert (told.description, told.evidence[0].name) == ("Sudah dilatih", "surat.pdf")
        assert told.review.reason == "tanggalnya kurang"
        assert reader.rtl.file(sha).content == b"%PDF-1.4 bukti"
        assert reader.staff.roles(kit.person("tg:88"))  # found by the same hash
        assert (
            reader.outbox.lent_file(file, now=kit.NOW).data == b"PNG"
        )  # a link sent before still opens
    later = kit.NOW + timedelta(days=2)
    assert "tunggu dulu" in kit.texts(kit.claim(store, now=later))
    rows = kit.advance(store, [kit.event("2")], now=later)
    assert kit.texts(rows[0].rows) == ["ke-8"]  # the talk goes on where it was


def test_a_cut_short_rekey_goes_on(store, store_url, kit, monkeypatch):
    fill(store, kit)
    store.close()
    total = sum(sealed_under(store_url, kit.SECRET).values())
    real, calls = Vault.seal, []

    def failing(self, purpose, plain):
        calls.append(purpose)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(self, purpose, plain)

    monkeypatch.setattr(Vault, "seal", failing)
    with pytest.raises(KeyboardInterrupt):
        rekey.reseal(store_url, [NEW, kit.SECRET])
    monkeypatch.setattr(Vault, "seal", real)
    halfway = sum(sealed_under(store_url, NEW).values())
    assert 0 < halfway < total
    assert sum(rekey.reseal(store_url, [NEW, kit.SECRET]).values()) == total - halfway


def test_a_value_nobody_can_open_is_told(store, store_url, kit):
    fill(store, kit)
    store.close()
    with pytest.raises(InputError, match="tidak cocok"):
        rekey.reseal(store_url, [NEW])
