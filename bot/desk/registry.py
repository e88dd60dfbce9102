"""The dialogues of staff and the words that open them or end in one press, in one place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.desk import group_chats as groups_chat
from bot.desk import question_registry as questions
from bot.desk.citizen import missed_question
from bot.desk.citizen import personal_data as mydata
from bot.desk.citizen import unfinished_reminder as unfinished
from bot.desk.command import Command
from bot.desk.dialogs import Dialogs, StaffDialog
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
from core.dialog.invitation import InvitationData
from core.dialog.population import DIALOG as POPULASI
from core.dialog.rtl.change import DIALOG as UBAH
from core.dialog.rtl.done import DIALOG as SUDAH
from core.dialog.rtl.done import DoneData
from core.dialog.rtl.forum import DIALOG as FORUM
from core.dialog.rtl.new_item import DIALOG as BARU
from core.dialog.rtl.not_done import DIALOG as BELUM
from core.dialog.rtl.not_done import NotDoneData
from core.dialog.rtl.return_claim import DIALOG as KEMBALIKAN
from core.ports.composer import composer_of
from core.ports.requests.conversations import MissedQuestion, UnfinishedReminder
from core.ports.requests.news import SummaryRequest
from core.ports.requests.people import HoldingsQuestion
from core.ports.requests.rtl import (
    KegiatanQuestion,
    MinutesQuestion,
    PeriodClosedNews,
    PlanQuestion,
    ProofQuestion,
    ProposalQuestion,
    ReminderRequest,
    WaitingClaim,
    WaitingForum,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config.office import Office
    from core.ports.composer import Composer, NamedComposer

KANAL = {"telegram": "Telegram", "whatsapp": "WhatsApp"}  # as people call whom messages pass

COMPOSERS: tuple[NamedComposer[Office], ...] = (
    composer_of(PlanQuestion, rtl.compose),
    composer_of(KegiatanQuestion, rtl_rincian.compose),
    composer_of(PeriodClosedNews, rtl_tutup.compose),
    composer_of(ProposalQuestion, rtl_baru.compose_proposal),
    composer_of(WaitingForum, rtl_forum.compose),
    composer_of(WaitingClaim, rtl_lapor.compose_claim),
    composer_of(ProofQuestion, rtl_berkas.compose_proof),
    composer_of(MinutesQuestion, rtl_berkas.compose_minutes),
    composer_of(
        ReminderRequest, lambda request, office: pengingat.compose(request, office, words(office))
    ),
    composer_of(
        SummaryRequest, lambda request, office: ringkasan.compose(request, office, words(office))
    ),
    composer_of(HoldingsQuestion, lambda request, office: mydata.compose(request, office.texts)),
    composer_of(UnfinishedReminder, unfinished.compose),
    composer_of(
        MissedQuestion,
        lambda request, office: missed_question.compose(request, office, flows(office), KANAL),
    ),
)

LINE_WORDS = 24  # a whole line of `populasi`, with its source


def flows(office: Office) -> Dialogs:
    """Every dialogue with who may lead it and what it leads to."""
    return Dialogs(
        office,
        [
            StaffDialog(ISI, isi.ROLES, partial(isi.record, office=office)),
            StaffDialog(UNDANG, undang.ROLES, partial(undang.carry_out, office=office)),
            StaffDialog(POPULASI, undang.ROLES, populasi.carry_out),
            StaffDialog(SUDAH, REPORTERS, partial(rtl_lapor.sudah, office=office)),
            StaffDialog(BELUM, REPORTERS, partial(rtl_lapor.belum, office=office)),
            StaffDialog(BARU, undang.ROLES, partial(rtl_baru.create, office=office)),
            StaffDialog(UBAH, undang.ROLES, partial(rtl_ubah.carry_out, office=office)),
            StaffDialog(FORUM, undang.ROLES, rtl_forum.record),
            StaffDialog(KEMBALIKAN, undang.ROLES, partial(rtl_periksa.give_back, office=office)),
        ],
    )


def _dialog_words(office: Office) -> Mapping[str, Command]:
    """`group`: what a bidang's own group may ask, too. Codes and people are for private chats."""
    led = flows(office)
    return {
        "gabung": Command(partial(gabung.join, office=office), takes=1),
        "keluar": Command(partial(gabung.leave, office=office)),
        "undang": Command(partial(led.start, isi=InvitationData())),
        "isi_kertas": Command(partial(isi.start, flows=led, cara="paper"), staff=True),
        "isi": Command(partial(isi.start, flows=led, cara="assisted"), staff=True),
        "populasi": Command(
            partial(populasi.enter, office=office, flows=led),
            takes=LINE_WORDS,
            staff=True,
            group=True,
        ),
        "petugas": Command(partial(petugas.ask, office=office), takes=5, staff=True),
        "cabut": Command(partial(petugas.revoke, office=office)),
        "cabut_grup": Command(partial(groups_chat.revoke, agency=lambda: office.agency)),
        **_rtl(office, led),
    }


def _rtl(office: Office, led: Dialogs) -> Mapping[str, Command]:
    report = partial(rtl_lapor.start, office=office, flows=led)
    return {
        "rtl_baru": Command(rtl_baru.propose_items, takes=3),
        "rtl_isi": Command(partial(rtl_baru.start, flows=led, office=office)),
        "rtl_ubah": Command(partial(rtl_ubah.choose, flows=led, office=office), takes=1),
        "rtl_ubah_isi": Command(partial(rtl_ubah.start, flows=led, office=office)),
        "rtl_forum_mana": Command(
            partial(rtl_forum.choose_plan, flows=led, office=office), takes=1
        ),
        "rtl_forum": Command(partial(rtl_forum.start, flows=led)),
        "rtl": Command(rtl.ask, takes=1, staff=True, group=True),  # behind its longer names
        "rtl_rincian": Command(rtl_rincian.ask, group=True),
        "rtl_sudah": Command(partial(report, opens=DoneData), group=True),
        "rtl_belum": Command(partial(report, opens=NotDoneData), group=True),
        "rtl_terima": Command(partial(rtl_periksa.accept, office=office)),
        "rtl_kembali": Command(partial(rtl_periksa.start_return, flows=led)),
        "rtl_bukti": Command(partial(rtl_berkas.ask, asks=ProofQuestion), group=True),
        "rtl_ba": Command(partial(rtl_berkas.ask, asks=MinutesQuestion), group=True),
    }


def words(office: Office) -> Mapping[str, Command]:
    """The words of the whole bot."""
    return {
        **questions.words(),
        "bantuan": Command(bantuan.tell, group=True),
        **_dialog_words(office),
        "ringkasan": Command(ringkasan.ask, staff=True, group=True),
        "data_saya": Command(mydata.show),
        "hapus_data": Command(mydata.erase),
    }


def composers(office: Office) -> Mapping[str, Composer]:
    """What fills a request outside the writer, over a reader of its own."""
    every = (*questions.COMPOSERS, *COMPOSERS, *kabar_harian.COMPOSERS)
    return {one.name: one.over(office) for one in every}
