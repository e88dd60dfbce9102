"""Plans, claims, reviews and evidence: the store keeps them, and refuses changes to agreed ones."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from core.errors import InputError
from core.periods.triwulan import of, parse
from core.rtl.plan import (
    FILE_MOST,
    ClaimReview,
    Evidence,
    Forum,
    Kegiatan,
    PrintedResult,
    Realisasi,
    Rtl,
)

TW = parse("TW II 2026")
NEXT = parse("TW IV 2026")
FORUM = Forum("FKP", date(2026, 1, 20), "petugas dan warga", "BA-7/2026", "0" * 64, doubtful=True)


def activity(number="1.1", **more):
    values = {
        "description": "Melatih petugas 😀",
        "bidang": ("rehsos", "sekretariat"),
        "schedule": (TW, NEXT),
    }
    return Kegiatan(number, **(values | more))


def plan(*rows, **more):
    values = {"unit": "dinsos", "periode": "2025", "number": 1, "unsur": "perilaku"}
    return Rtl(kegiatan=rows or (activity(),), **(values | more))


FULL = plan(
    activity(printed=PrintedResult("belum", "a", "b", "c", "d", NEXT, "e")),
    activity("1.2", schedule=()),
    unsur=None,
    beyond_unsur="Maklumat pelayanan",
    source="laporan 2024",
    reason="mendesak",
    horizon="menengah",
    needs_budget=True,
    other_agency="BPSDM",
    forum=FORUM,
    notes="tahun tidak tercetak",
)


def add(store, kit, *rows):
    with store.write() as tx:
        return tx.rtl.add(rows or (plan(),), by="terminal", now=kit.NOW)


def change(store, kit, row):
    with store.write() as tx:
        return tx.rtl.change(row, by="terminal", now=kit.NOW)


def report(store, kit, kegiatan, claim="sudah", **more):
    row = Realisasi(kegiatan, TW, claim, **({"bidang": "rehsos", "by": "orang:a"} | more))
    with store.write() as tx:
        return tx.rtl.report(row, now=kit.NOW)


def decide(store, kit, realisasi, verdict="diterima", reason=""):
    with store.write() as tx:
        tx.rtl.decide(realisasi, ClaimReview(verdict, reason, "orang:b", kit.NOW))


def all_of(store, *which):
    with store.read() as reader:
        return reader.rtl.items(*which)


# -- plans ---------------------------------------------------------------------------------------


def test_a_plan_is_given_back_as_it_was_written(store, kit):
    [made] = add(store, kit, FULL)

    assert all_of(store) == [made]
    with store.write() as tx:
        assert tx.rtl.items() == [made]
    bare = replace(made, id=0, kegiatan=tuple(replace(one, id=0) for one in made.kegiatan))
    assert bare == FULL


def test_plans_come_in_order_and_by_unit_and_periode(store, kit):
    add(store, kit, plan(number=2), plan(number=1), plan(periode="2024"), plan(unit="lain"))

    assert [(one.unit, one.periode, one.number) for one in all_of(store)] == [
        ("dinsos", "2024", 1),
        ("dinsos", "2025", 1),
        ("dinsos", "2025", 2),
        ("lain", "2025", 1),
    ]
    assert len(all_of(store, "dinsos")) == 3
    assert [one.number for one in all_of(store, "dinsos", "2025")] == [1, 2]


def test_an_item_is_stored_once_and_nothing_of_the_rest_either(store, kit):
    add(store, kit)
    with pytest.raises(InputError, match="sudah ada"):
        add(store, kit, plan(number=2), plan())

    assert [one.number for one in all_of(store)] == [1]


def test_a_kegiatan_is_linked_to_an_older_one_only(store, kit):
    [old] = add(store, kit)
    origin = old.kegiatan[0].id
    [new] = add(store, kit, plan(activity(origin=origin), periode="2026"))
    with pytest.raises(InputError, match="Asal"):
        add(store, kit, plan(activity(origin=999), periode="2027"))
    ring = replace(old, kegiatan=(replace(old.kegiatan[0], origin=new.kegiatan[0].id),))
    with pytest.raises(InputError, match="Asal"):
        change(store, kit, ring)

    assert new.kegiatan[0].origin == origin
    assert len(all_of(store)) == 2


def test_two_kegiatan_of_an_item_have_two_numbers(store, kit):
    with pytest.raises(InputError, match="dua kali"):
        add(store, kit, plan(activity(), activity()))

    assert all_of(store) == []


def test_a_file_is_taken_in_once(store, kit):
    with store.write() as tx:
        tx.rtl.import_file("ab" * 32, "rtl.toml", [plan()], by="terminal", now=kit.NOW)
    with pytest.raises(InputError, match="sudah pernah"), store.write() as tx:
        tx.rtl.import_file("ab" * 32, "rtl.toml", [plan(number=9)], by="terminal", now=kit.NOW)

    assert [one.number for one in all_of(store)] == [1]


def test_a_file_that_fails_may_be_mended_and_come_again(store, kit):
    add(store, kit)
    for _ in range(2):
        with pytest.raises(InputError, match="sudah ada"), store.write() as tx:
            tx.rtl.import_file("ab" * 32, "rtl.toml", [plan()], by="terminal", now=kit.NOW)


def test_a_caller_may_go_on_after_a_refusal_and_nothing_of_it_is_written(store, kit):
    """A dialogue tells the refusal in the same transaction, which then commits."""
    [made] = add(store, kit, plan(activity(), activity("1.2")))
    late = report(store, kit, made.kegiatan[0].id)
    report(store, kit, made.kegiatan[0].id, "belum", target=NEXT)
    before = all_of(store)
    wrong = replace(made, kegiatan=(replace(made.kegiatan[0], description="lain", origin=999),))
    with store.write() as tx:
        for refused in (
            lambda: tx.rtl.add([plan(number=5), plan()], by="a", now=kit.NOW),
            lambda: tx.rtl.import_file(
                "cd" * 32, "f", [plan(number=5), plan()], by="a", now=kit.NOW
            ),
            lambda: tx.rtl.change(wrong, by="a", now=kit.NOW),
            lambda: tx.rtl.decide(late.id, ClaimReview("diterima", "", "a", kit.NOW)),
        ):
            with pytest.raises(InputError):
                refused()

    assert all_of(store) == before
    with store.write() as tx:
        tx.rtl.import_file("cd" * 32, "f", [plan(number=5)], by="a", now=kit.NOW)


# -- changes -------------------------------------------------------------------------------------


def test_an_item_is_changed_and_its_kegiatan_too(store, kit):
    [made] = add(store, kit)
    row = replace(
        made.kegiatan[0], description="Melatih semua petugas", schedule=(NEXT,), bidang=("umum",)
    )
    wanted = replace(
        made,
        horizon="pendek",
        forum=replace(FORUM, doubtful=False),
        kegiatan=(row, activity("1.2")),
    )
    changed = change(store, kit, wanted)

    assert changed.kegiatan[0] == row
    assert (changed.horizon, changed.is_draft) == ("pendek", False)
    assert [one.number for one in changed.kegiatan] == ["1.1", "1.2"]
    assert all_of(store) == [changed]


def test_a_draft_may_lose_a_kegiatan_that_nothing_was_said_of(store, kit):
    [made] = add(store, kit, plan(activity(), activity("1.2")))
    changed = change(store, kit, replace(made, kegiatan=made.kegiatan[:1]))

    assert [one.number for one in changed.kegiatan] == ["1.1"]


def claimed(store, kit, made):
    report(store, kit, made.kegiatan[1].id)


def carried(store, kit, made):
    add(store, kit, plan(activity(origin=made.kegiatan[1].id), periode="2026"))


def agreed(store, kit, made):
    change(store, kit, replace(made, forum=replace(FORUM, doubtful=False)))


@pytest.mark.parametrize("bound", [claimed, carried, agreed])
def test_nothing_vanishes_once_it_was_agreed_upon_answered_or_carried_over(store, kit, bound):
    [made] = add(store, kit, plan(activity(), activity("1.2")))
    bound(store, kit, made)
    before = all_of(store)
    with pytest.raises(InputError, match="tidak dapat dihapus"):
        change(store, kit, replace(before[0], kegiatan=before[0].kegiatan[:1]))

    assert all_of(store) == before


def test_a_tick_that_was_answered_stays(store, kit):
    [made] = add(store, kit)
    report(store, kit, made.kegiatan[0].id)
    [row] = made.kegiatan
    with pytest.raises(InputError, match="TW II 2026 sudah dilaporkan"):
        change(store, kit, replace(made, kegiatan=(replace(row, schedule=(NEXT,)),)))

    assert all_of(store)[0].kegiatan[0].schedule == (TW, NEXT)


def test_what_was_printed_stays_as_printed(store, kit):
    [made] = add(store, kit, FULL)
    rows = tuple(replace(one, printed=None) for one in made.kegiatan)

    assert (
        change(store, kit, replace(made, kegiatan=rows)).kegiatan[0].printed
        == FULL.kegiatan[0].printed
    )


def test_what_is_not_there_cannot_be_changed(store, kit):
    [made] = add(store, kit)
    with pytest.raises(InputError, match="tidak ada"):
        change(store, kit, replace(made, id=99))
    with pytest.raises(InputError, match="bukan bagian"):
        change(store, kit, replace(made, kegiatan=(*made.kegiatan, activity("9", id=99))))


def test_a_number_that_is_taken_is_refused(store, kit):
    add(store, kit)
    [other] = add(store, kit, plan(activity(), activity("1.2"), number=2))
    same = tuple(replace(one, number="1.1") for one in other.kegiatan)
    for wrong in (replace(other, number=1), replace(other, kegiatan=same)):
        with pytest.raises(InputError, match="sudah dipakai"):
            change(store, kit, wrong)

    assert all_of(store)[1] == other


# -- claims --------------------------------------------------------------------------------------


def test_an_answer_is_kept_with_its_evidence(store, kit):
    [made] = add(store, kit)
    with store.write() as tx:
        photo = tx.rtl.save_file(b"foto", "image/jpeg", now=kit.NOW)
    proofs = (Evidence("foto", file=photo), Evidence("berita", link="https://contoh.go.id/a"))
    done = report(store, kit, made.kegiatan[0].id, description="Dilatih 12 orang", evidence=proofs)
    late = report(
        store, kit, made.kegiatan[0].id, "belum", obstacle="x", strategy="y", target=NEXT, party="z"
    )

    [kept] = all_of(store)
    assert kept.kegiatan[0].realisasi == (done, late)
    assert (done.at, done.by, done.review) == (kit.NOW, "orang:a", None)


def test_only_a_ticked_triwulan_is_answered(store, kit):
    [made] = add(store, kit)
    for kegiatan, triwulan in ((made.kegiatan[0].id, parse("TW I 2026")), (99, TW)):
        with pytest.raises(InputError, match="tidak dijadwalkan"), store.write() as tx:
            tx.rtl.report(Realisasi(kegiatan, triwulan, "sudah"), now=kit.NOW)


def test_evidence_that_was_not_kept_is_refused(store, kit):
    [made] = add(store, kit)
    with pytest.raises(InputError, match="Berkas bukti"):
        report(store, kit, made.kegiatan[0].id, evidence=(Evidence("foto", file="0" * 64),))

    assert all_of(store) == [made]


def test_a_claim_is_decided_once_and_an_accepted_one_is_closed(store, kit):
    [made] = add(store, kit)
    kegiatan = made.kegiatan[0].id
    first = report(store, kit, kegiatan)
    decide(store, kit, first.id, "dikembalikan", "Lampirkan daftar hadir")
    second = report(store, kit, kegiatan)
    decide(store, kit, second.id)
    with pytest.raises(InputError, match="tidak menunggu"):
        decide(store, kit, second.id)
    with pytest.raises(InputError, match="sudah diterima"):
        report(store, kit, kegiatan, "belum")

    told = [one.review for one in all_of(store)[0].kegiatan[0].realisasi]
    assert [(one.verdict, one.reason, one.by, one.at) for one in told] == [
        ("dikembalikan", "Lampirkan daftar hadir", "orang:b", kit.NOW),
        ("diterima", "", "orang:b", kit.NOW),
    ]


def test_what_is_returned_needs_a_reason(store, kit):
    [made] = add(store, kit)
    done = report(store, kit, made.kegiatan[0].id)
    with pytest.raises(InputError, match="alasan"):
        decide(store, kit, done.id, "dikembalikan", "  ")


def test_only_the_newest_claim_is_decided(store, kit):
    """An admin's old button must not accept what the bidang has taken back meanwhile."""
    [made] = add(store, kit)
    old = report(store, kit, made.kegiatan[0].id)
    report(store, kit, made.kegiatan[0].id, "belum", target=NEXT)
    with pytest.raises(InputError, match="lebih baru"):
        decide(store, kit, old.id)

    assert all_of(store)[0].kegiatan[0].realisasi[0].review is None


def test_a_belum_is_nothing_to_accept(store, kit):
    [made] = add(store, kit)
    late = report(store, kit, made.kegiatan[0].id, "belum")
    with pytest.raises(InputError, match="tidak menunggu"):
        decide(store, kit, late.id)


# -- evidence ------------------------------------------------------------------------------------


def test_evidence_is_kept_once_under_its_checksum(store, kit):
    content = bytes(range(256)) * 100
    with store.write() as tx:
        name = tx.rtl.save_file(content, "application/pdf", now=kit.NOW)
        assert tx.rtl.save_file(content, "application/pdf", now=kit.NOW) == name
    with store.read() as reader:
        found = reader.rtl.file(name)
        assert reader.rtl.file("0" * 64) is None

    assert name == hashlib.sha256(content).hexdigest()
    assert (found.content, found.kind, kit.counts(store)["berkas"]) == (
        content,
        "application/pdf",
        1,
    )


def test_evidence_of_no_bytes_or_over_20_mb_is_refused(store, kit):
    with store.write() as tx:
        tx.rtl.save_file(bytes(FILE_MOST), "image/png", now=kit.NOW)
        with pytest.raises(InputError, match="20 MB"):
            tx.rtl.save_file(bytes(FILE_MOST + 1), "image/png", now=kit.NOW)
        with pytest.raises(InputError, match="kosong"):
            tx.rtl.save_file(b"", "image/png", now=kit.NOW)

    assert kit.counts(store)["berkas"] == 1


def test_no_word_of_a_plan_stands_open_in_the_file(store, store_url, kit):
    [made] = add(store, kit, FULL)
    with store.write() as tx:
        photo = tx.rtl.save_file(b"isi-berkas-rahasia", "image/jpeg", now=kit.NOW)
    done = report(
        store,
        kit,
        made.kegiatan[0].id,
        description="uraian-rahasia",
        evidence=(Evidence("nama-rahasia", photo),),
    )
    decide(store, kit, done.id, "dikembalikan", "alasan-rahasia")
    store.close()
    with closing(sqlite3.connect(store_url.removeprefix("sqlite:///"))) as conn:
        dump = "\n".join(conn.iterdump()).encode()

    assert [
        word for word in (b"rahasia", b"Melatih", b"BPSDM", b"Maklumat", b"warga") if word in dump
    ] == []


def test_everything_that_is_done_is_in_the_audit_trail(store, kit):
    [made] = add(store, kit)
    change(store, kit, made)
    done = report(store, kit, made.kegiatan[0].id)
    decide(store, kit, done.id)
    store.close()
    with closing(sqlite3.connect(store.writer.url.database)) as conn:
        told = conn.execute("SELECT siapa, apa FROM jejak ORDER BY id").fetchall()

    assert told == [
        ("terminal", "rtl_baru"),
        ("terminal", "rtl_ubah"),
        ("orang:a", "rtl_lapor"),
        ("orang:b", "rtl_periksa"),
    ]


def test_a_backup_holds_the_evidence(store, store_url, kit, tmp_path):
    from storage.store import open_store
    from storage.upkeep.backup import backup

    with store.write() as tx:
        name = tx.rtl.save_file(b"foto", "image/jpeg", now=kit.NOW)
    backup(store_url, tmp_path / "b.db")
    copy = open_store(f"sqlite:///{tmp_path / 'b.db'}", [kit.SECRET])
    with copy.read() as reader:
        assert reader.rtl.file(name).content == b"foto"
    copy.close()


def test_a_triwulan_that_began_in_an_agreed_plan_cannot_be_taken_out(store, kit):
    begun = of(kit.NOW.date())
    later = begun.next()
    sure = replace(FORUM, doubtful=False)
    ticks = (begun, later)
    one = Kegiatan("1.1", "loket", ("sekretariat",), ticks)
    draft, agreed = add(
        store,
        kit,
        replace(FULL, forum=None, number=1, kegiatan=(one,)),
        replace(FULL, forum=sure, number=2, kegiatan=(one,)),
    )

    def without(row, gone):
        (kept,) = row.kegiatan
        left = tuple(tick for tick in kept.schedule if tick != gone)
        return replace(row, kegiatan=(replace(kept, schedule=left),))

    assert change(store, kit, without(draft, begun)).kegiatan[0].schedule == (later,)
    with pytest.raises(InputError, match="sudah mulai"):
        change(store, kit, without(agreed, begun))
    assert change(store, kit, without(agreed, later)).kegiatan[0].schedule == (begun,)
