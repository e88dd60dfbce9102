"""The dialogues of staff and the words that open them or end in one press, in one place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot import groups_chat
from bot.call import Word
from bot.flows import Flow, Flows
from bot.staff import (
    gabung,
    isi,
    petugas,
    populasi,
    rtl,
    rtl_baru,
    rtl_berkas,
    rtl_forum,
    rtl_lapor,
    rtl_periksa,
    rtl_rincian,
    rtl_tutup,
    rtl_ubah,
    undang,
)
from bot.staff.rtl_umum import REPORTERS
from core.dialog.baru import DIALOG as BARU
from core.dialog.belum import DIALOG as BELUM
from core.dialog.forum import DIALOG as FORUM
from core.dialog.isi import DIALOG as ISI
from core.dialog.kembalikan import DIALOG as KEMBALIKAN
from core.dialog.populasi import DIALOG as POPULASI
from core.dialog.sudah import DIALOG as SUDAH
from core.dialog.ubah import DIALOG as UBAH
from core.dialog.undang import DIALOG as UNDANG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.office import Office
    from bot.sender import Composed, Request
    from core.model import Message

COMPOSERS: Mapping[str, Callable[[Request, Office], Message | Composed]] = {
    "rtl": rtl.compose,
    "rtl_rincian": rtl_rincian.compose,
    "rtl_tutup": rtl_tutup.compose,
    "rtl_usul": rtl_baru.compose_proposal,
    "rtl_forum_simpan": rtl_forum.compose,
    "rtl_simpan": rtl_lapor.compose_claim,
    "rtl_bukti": rtl_berkas.compose_proof,
    "rtl_ba": rtl_berkas.compose_minutes,
}

LINE_WORDS = 24  # a whole line of `populasi`, with its source


def flows(office: Office) -> Flows:
    """Every dialogue with who may lead it and what it leads to."""
    return Flows(
        office,
        [
            Flow(ISI, isi.ROLES, partial(isi.record, office=office)),
            Flow(UNDANG, undang.ROLES, partial(undang.carry_out, office=office)),
            Flow(POPULASI, undang.ROLES, populasi.carry_out),
            Flow(SUDAH, REPORTERS, partial(rtl_lapor.sudah, office=office)),
            Flow(BELUM, REPORTERS, partial(rtl_lapor.belum, office=office)),
            Flow(BARU, undang.ROLES, partial(rtl_baru.create, office=office)),
            Flow(UBAH, undang.ROLES, partial(rtl_ubah.carry_out, office=office)),
            Flow(FORUM, undang.ROLES, rtl_forum.record),
            Flow(KEMBALIKAN, undang.ROLES, partial(rtl_periksa.give_back, office=office)),
        ],
    )


def words(office: Office) -> Mapping[str, Word]:
    """`group`: what a bidang's own group may ask, too. Codes and people are for private chats."""
    led = flows(office)
    return {
        "gabung": Word(partial(gabung.join, office=office), takes=1),
        "keluar": Word(partial(gabung.leave, office=office)),
        "undang": Word(partial(led.start, name="undang")),
        "isi_kertas": Word(partial(isi.start, flows=led, cara="paper"), staff=True),
        "isi": Word(partial(isi.start, flows=led, cara="assisted"), staff=True),
        "populasi": Word(
            partial(populasi.enter, office=office, flows=led),
            takes=LINE_WORDS,
            staff=True,
            group=True,
        ),
        "petugas": Word(partial(petugas.ask, office=office), takes=5, staff=True),
        "cabut": Word(partial(petugas.revoke, office=office)),
        "cabut_grup": Word(partial(groups_chat.revoke, agency=lambda: office.agency)),
        **_rtl(office, led),
    }


def _rtl(office: Office, led: Flows) -> Mapping[str, Word]:
    report = partial(rtl_lapor.start, office=office, flows=led)
    return {
        "rtl_baru": Word(rtl_baru.propose_items, takes=3),
        "rtl_isi": Word(partial(rtl_baru.start, flows=led, office=office)),
        "rtl_ubah": Word(partial(rtl_ubah.choose, flows=led, office=office), takes=1),
        "rtl_ubah_isi": Word(partial(rtl_ubah.start, flows=led, office=office)),
        "rtl_forum_mana": Word(partial(rtl_forum.choose_plan, flows=led, office=office), takes=1),
        "rtl_forum": Word(partial(rtl_forum.start, flows=led)),
        "rtl": Word(rtl.ask, takes=1, staff=True, group=True),  # behind its longer names
        "rtl_rincian": Word(rtl_rincian.ask, group=True),
        "rtl_sudah": Word(partial(report, name="sudah"), group=True),
        "rtl_belum": Word(partial(report, name="belum"), group=True),
        "rtl_terima": Word(partial(rtl_periksa.accept, office=office)),
        "rtl_kembali": Word(partial(rtl_periksa.start_return, flows=led)),
        "rtl_bukti": Word(partial(rtl_berkas.ask, name="rtl_bukti"), group=True),
        "rtl_ba": Word(partial(rtl_berkas.ask, name="rtl_ba"), group=True),
    }
