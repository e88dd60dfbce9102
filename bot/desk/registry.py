"""The dialogues of staff and the words that open them or end in one press, in one place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.desk import group_chats as groups_chat
from bot.desk import question_registry as questions
from bot.desk.citizen import missed_question
from bot.desk.citizen import personal_data as mydata
from bot.desk.citizen import unfinished_reminder as unfinished
from bot.desk.command import Word
from bot.desk.dialogs import Flow, Flows
from bot.desk.staff import assisted_entry as isi
from bot.desk.staff import population as populasi
from bot.desk.staff.people import help as bantuan
from bot.desk.staff.people import invite as undang
from bot.desk.staff.people import join as gabung
from bot.desk.staff.people import members as petugas
from bot.desk.staff.rtl import change as rtl_ubah
from bot.desk.staff.rtl import closing_news as rtl_tutup
from bot.desk.staff.rtl import details as rtl_rincian
from bot.desk.staff.rtl import evidence as rtl_berkas
from bot.desk.staff.rtl import forum as rtl_forum
from bot.desk.staff.rtl import new_item as rtl_baru
from bot.desk.staff.rtl import overview as rtl
from bot.desk.staff.rtl import report as rtl_lapor
from bot.desk.staff.rtl import review as rtl_periksa
from bot.desk.staff.rtl.shared import REPORTERS
from bot.desk.staff.summary import evening_news as kabar_harian
from bot.desk.staff.summary import rtl_reminder as pengingat
from bot.desk.staff.summary import weekly as ringkasan
from core.dialog.assisted import DIALOG as ISI
from core.dialog.invitation import DIALOG as UNDANG
from core.dialog.population import DIALOG as POPULASI
from core.dialog.rtl.change import DIALOG as UBAH
from core.dialog.rtl.done import DIALOG as SUDAH
from core.dialog.rtl.forum import DIALOG as FORUM
from core.dialog.rtl.new_item import DIALOG as BARU
from core.dialog.rtl.not_done import DIALOG as BELUM
from core.dialog.rtl.return_claim import DIALOG as KEMBALIKAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.config.office import Office
    from core.messaging.outgoing import Message
    from core.ports.composer import Composed, Composer, Request

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


def _dialog_words(office: Office) -> Mapping[str, Word]:
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


KANAL = {"telegram": "Telegram", "whatsapp": "WhatsApp"}  # as people call whom messages pass


def words(office: Office) -> Mapping[str, Word]:
    """The words of the whole bot."""
    return {
        **questions.words(),
        "bantuan": Word(bantuan.tell, group=True),
        **_dialog_words(office),
        "ringkasan": Word(ringkasan.ask, staff=True, group=True),
        "data_saya": Word(mydata.show),
        "hapus_data": Word(mydata.erase),
    }


def composers(office: Office) -> Mapping[str, Composer]:
    """What fills a request outside the writer, over a reader of its own."""

    def over(compose: Callable[[Request, Office], Message | Composed]) -> Composer:
        return lambda request: compose(request, office)

    return {
        "data_saya": lambda request: mydata.compose(request, office.texts),
        **{name: over(one) for name, one in questions.COMPOSERS.items()},
        **{name: over(one) for name, one in COMPOSERS.items()},
        **{name: over(one) for name, one in kabar_harian.COMPOSERS.items()},
        "pengingat": lambda request: pengingat.compose(request, office, words(office)),
        "ringkasan": lambda request: ringkasan.compose(request, office, words(office)),
        unfinished.COMPOSER: over(unfinished.compose),
        missed_question.COMPOSER: lambda request: missed_question.compose(
            request, office, flows(office), KANAL
        ),
    }
