"""What tests of the follow-up are made with: plans, ticks and answers; and Jambi's as printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from core.periods.triwulan import parse
from core.rtl.plan import Dicetak, Forum, Kegiatan, Keputusan, Realisasi, Rtl

AT = datetime(2025, 1, 15, 3, 0, tzinfo=UTC)
FGD = Forum("FGD", date(2024, 12, 20), "petugas dan bidang", "BA-7")


def tw(*written):
    return tuple(parse(one) for one in written)


def kegiatan(id_=1, *ticks, nomor=None, bidang=("sekretariat",), **more):
    return Kegiatan(
        nomor=nomor or f"1.{id_}",
        uraian=f"kegiatan {id_}",
        bidang=bidang,
        jadwal=tw(*(ticks or ("TW II 2026",))),
        id=id_,
        **more,
    )


def plan(*rows, periode="2025", nomor=1, unsur="perilaku", **more):
    return Rtl("dinsos", periode, nomor, unsur, tuple(rows), id=nomor, **more)


def sudah(tick, kegiatan=1, hasil=None, **more):
    told = Keputusan(hasil, "kurang foto", "orang:a", AT) if hasil else None
    return Realisasi(kegiatan, tw(tick)[0], "sudah", "selesai", keputusan=told, **more)


def belum(tick, target=None, kegiatan=1):
    new = tw(target)[0] if target else None
    return Realisasi(kegiatan, tw(tick)[0], "belum", hambatan="menunggu", target=new)


def printed(status, target=None):
    return Dicetak(status, target=tw(target)[0] if target else None)


def jambi(forum=None):
    """The plan of 2023 (seven activities, six printed as done) and that of 2024 (three)."""
    ids = count(1)
    done = [kegiatan(next(ids), "TW II 2023", dicetak=printed("sudah")) for _ in range(6)]
    training = kegiatan(7, "TW III 2023", dicetak=printed("belum", "TW IV 2023"), nomor="4.1")
    year = ("TW I 2025", "TW II 2025", "TW III 2025", "TW IV 2025")
    return [
        plan(*done, training, periode="2023", nomor=1),
        plan(
            kegiatan(8, *year, bidang=("perlinjamsos",)),
            kegiatan(9, *year, bidang=("rehsos",)),
            kegiatan(10, "TW IV 2025", asal=7, nomor="3.1"),
            periode="2024",
            nomor=2,
            forum=forum,
        ),
    ]
