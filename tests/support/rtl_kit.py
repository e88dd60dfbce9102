"""Builders for the tests of the follow-up: plans, ticks, answers, and Jambi's plans as printed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from core.periods.triwulan import parse
from core.rtl.plan import ClaimReview, Forum, Kegiatan, PrintedResult, Realisasi, Rtl

AT = datetime(2025, 1, 15, 3, 0, tzinfo=UTC)
FGD = Forum("FGD", date(2024, 12, 20), "petugas dan bidang", "BA-7")


def triwulan_of(*written):
    """These triwulan, each written as `TW II 2026`."""
    return tuple(parse(one) for one in written)


def kegiatan(id_=1, *ticks, number=None, bidang=("sekretariat",), **more):
    """One activity of a plan, with these ticks (`TW II 2026` where none is given)."""
    return Kegiatan(
        number=number or f"1.{id_}",
        description=f"kegiatan {id_}",
        bidang=bidang,
        schedule=triwulan_of(*(ticks or ("TW II 2026",))),
        id=id_,
        **more,
    )


def plan(*rows, periode="2025", number=1, unsur="perilaku", **more):
    """One RTL item of the unit `dinsos` with these activities."""
    return Rtl("dinsos", periode, number, unsur, tuple(rows), id=number, **more)


def done_row(tick, kegiatan=1, verdict=None, **more):
    """A claim that the tick is done, with an admin's verdict where one is given."""
    told = ClaimReview(verdict, "kurang foto", "orang:a", AT) if verdict else None
    return Realisasi(kegiatan, triwulan_of(tick)[0], "sudah", "selesai", review=told, **more)


def not_done(tick, target=None, kegiatan=1):
    """A report that the tick is not done, with a new target where one is given."""
    new = triwulan_of(target)[0] if target else None
    return Realisasi(kegiatan, triwulan_of(tick)[0], "belum", obstacle="menunggu", target=new)


def printed(status, target=None):
    """The result that a report prints of an activity, with the target it names."""
    return PrintedResult(status, target=triwulan_of(target)[0] if target else None)


def jambi(forum=None):
    """The plan of 2023 (seven activities, six printed as done) and that of 2024 (three)."""
    ids = count(1)
    done = [kegiatan(next(ids), "TW II 2023", printed=printed("sudah")) for _ in range(6)]
    training = kegiatan(7, "TW III 2023", printed=printed("belum", "TW IV 2023"), number="4.1")
    year = ("TW I 2025", "TW II 2025", "TW III 2025", "TW IV 2025")
    return [
        plan(*done, training, periode="2023", number=1),
        plan(
            kegiatan(8, *year, bidang=("perlinjamsos",)),
            kegiatan(9, *year, bidang=("rehsos",)),
            kegiatan(10, "TW IV 2025", origin=7, number="3.1"),
            periode="2024",
            number=2,
            forum=forum,
        ),
    ]
