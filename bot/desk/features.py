"""The list of everything that the bot does in chat: one line a feature, and `build_registry`.

To add a command, write its file and its line here; give it its typed forms under [perintah] in the
catalogues, a line under [menu] where a menu offers it, and one under [bantuan] where the help does.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.desk import group_chats
from bot.desk.citizen import personal_data
from bot.desk.citizen.notices import missed_question, unfinished_reminder
from bot.desk.command import Command
from bot.desk.dialogs import StaffDialog
from bot.desk.registry import Feature, FeatureContext, Registry
from bot.desk.staff import assisted_entry, population, question
from bot.desk.staff.people import audit_trail, invite, join, members
from bot.desk.staff.people import help as staff_help
from bot.desk.staff.results import chart, ikm, ikm_by_mode, method, published, saran, trend
from bot.desk.staff.results.participation import coverage, respondent_profile, respondents
from bot.desk.staff.rtl import change, closing_news, details, forum, new_item, overview
from bot.desk.staff.rtl.claims import evidence, report, review
from bot.desk.staff.rtl.shared import REPORTERS
from bot.desk.staff.summary import evening_news, rtl_reminder, weekly
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
    from collections.abc import Callable, Sequence

    from bot.config.office import Office
    from core.messaging.outgoing import Message
    from core.ports.composer import Composed, Composer, Request

QUESTION_WORDS = 8  # words that may follow a question about figures: a period and a place
LINE_WORDS = 24  # a whole line of `populasi`, with its source

READERS, ADMIN = question.READERS, invite.ROLES


def build_registry(office: Office) -> Registry:
    """Once for an office; whoever needs a part of it is handed the whole."""
    return Registry.of(office, FEATURES)


def _question(name: str, *, staff: bool = False) -> Callable[[FeatureContext], Command]:
    """A question about figures. Typed by others, the words of staff are answers like any other."""
    asked = Command(partial(question.ask, name=name), takes=QUESTION_WORDS, staff=staff, group=True)
    return lambda _at: asked


def _composed(
    compose: Callable[[Request, Office], Message | Composed],
) -> Callable[[FeatureContext], Composer]:
    """Over a reader of its own, outside the writer."""
    return lambda at: lambda request: compose(request, at.office)


def _always(command: Command) -> Callable[[FeatureContext], Command]:
    """A command that needs nothing of the office."""
    return lambda _at: command


def _reports(name: str) -> Callable[[FeatureContext], Command]:
    return lambda at: Command(
        partial(report.start, office=at.office, flows=at.dialogs, name=name), group=True
    )


SURVEY_WORDS: Sequence[Feature] = (
    # The conversation itself answers these; the menus offer them.
    Feature("start", menu={"citizens": 1, "groups": 1}),
    Feature("kembali", menu={"citizens": 2}),
    Feature("bahasa", menu={"citizens": 3}),
    Feature("privasi", menu={"citizens": 5}),
    Feature("berhenti", menu={"citizens": 9}),
)

CITIZENS: Sequence[Feature] = (
    Feature(
        "data_saya",
        _always(Command(personal_data.show)),
        lambda at: lambda request: personal_data.compose(request, at.office.texts),
        menu={"citizens": 7, "strangers": 2},
    ),
    Feature(
        "hapus_data",
        _always(Command(personal_data.erase)),
        menu={"citizens": 8, "strangers": 3},
    ),
    Feature(unfinished_reminder.COMPOSER, composer=_composed(unfinished_reminder.compose)),
    Feature(
        missed_question.COMPOSER,
        composer=lambda at: partial(missed_question.compose, office=at.office, flows=at.dialogs),
    ),
)

# Anybody may ask for the index: who is no staff gets the last published result.
FIGURES: Sequence[Feature] = (
    Feature(
        "ikm",
        _question("ikm"),
        _composed(ikm.compose),
        roles=READERS,
        menu={"citizens": 6, "staff": 1, "bidang_groups": 1},
    ),
    Feature("hasil", composer=_composed(published.compose)),
    Feature("per_layanan", _question("per_layanan"), _composed(ikm.compose_each)),
    Feature("per_cara", _question("per_cara"), _composed(ikm_by_mode.compose)),
    Feature("hitung", _question("hitung"), _composed(ikm.compose_explained)),
    Feature("grafik", _question("grafik"), _composed(chart.compose)),
    Feature(
        "tren",
        _question("tren", staff=True),
        _composed(trend.compose),
        roles=READERS,
        menu={"staff": 2, "bidang_groups": 2},
    ),
    Feature("grafik_tren", _question("grafik_tren"), _composed(trend.compose_picture)),
    Feature("hitung_tren", _question("hitung_tren"), _composed(trend.compose_explained)),
    Feature(
        "responden",
        _question("responden", staff=True),
        _composed(respondents.compose),
        roles=READERS,
        menu={"staff": 3, "bidang_groups": 3},
    ),
    Feature(
        "profil_responden", _question("profil_responden"), _composed(respondent_profile.compose)
    ),
    Feature("putus", _question("putus"), _composed(respondents.compose_stops)),
    Feature("cakupan", _question("cakupan"), _composed(coverage.compose)),
    Feature("cara_hitung", _question("cara_hitung"), _composed(method.compose)),
    Feature(
        "hitung_responden", _question("hitung_responden"), _composed(respondents.compose_explained)
    ),
    Feature(
        "saran",
        _question("saran", staff=True),
        _composed(saran.compose),
        roles=READERS,
        menu={"staff": 4, "bidang_groups": 4},
    ),
    Feature(
        "populasi",
        lambda at: Command(
            partial(population.enter, office=at.office, flows=at.dialogs),
            takes=LINE_WORDS,
            staff=True,
            group=True,
        ),
        _composed(population.compose),
        lambda _office: StaffDialog(POPULASI, ADMIN, population.carry_out),
        roles=READERS,
        menu={"staff": 5},
    ),
    Feature("populasi_baru", composer=_composed(population.compose_saved)),
)

# Codes and people are for private chats: none of these may be said in a group, but for the help.
PEOPLE: Sequence[Feature] = (
    Feature(
        "bantuan",
        lambda at: Command(partial(staff_help.tell, explained_to=at.explained_to), group=True),
        menu={"citizens": 4, "staff": 13, "bidang_groups": 7},
    ),
    Feature(
        "gabung",
        lambda at: Command(partial(join.join, office=at.office), takes=1),
        menu={"strangers": 1},
    ),
    Feature(
        "keluar", lambda at: Command(partial(join.leave, office=at.office)), menu={"staff": 14}
    ),
    Feature(
        "undang",
        lambda at: Command(partial(at.dialogs.start, name="undang")),
        dialog=lambda office: StaffDialog(UNDANG, ADMIN, partial(invite.carry_out, office=office)),
        roles=ADMIN,
        menu={"staff": 7},
    ),
    Feature(
        "petugas",
        lambda at: Command(partial(members.ask, office=at.office), takes=5, staff=True),
        roles=ADMIN,
        menu={"staff": 8},
    ),
    Feature("cabut", lambda at: Command(partial(members.revoke, office=at.office))),
    Feature(
        "cabut_grup",
        lambda at: Command(partial(group_chats.revoke, agency=lambda: at.office.agency)),
    ),
    Feature(
        "jejak",
        _always(Command(audit_trail.ask, staff=True)),
        _composed(audit_trail.compose),
        roles=audit_trail.ROLES,
        menu={"staff": 11},
    ),
)

ASSISTED: Sequence[Feature] = (
    Feature(
        "isi",
        lambda at: Command(
            partial(assisted_entry.start, flows=at.dialogs, cara="assisted"), staff=True
        ),
        dialog=lambda office: StaffDialog(
            ISI, assisted_entry.ROLES, partial(assisted_entry.record, office=office)
        ),
        roles=assisted_entry.ROLES,
        menu={"staff": 10},
    ),
    Feature(
        "isi_kertas",
        lambda at: Command(
            partial(assisted_entry.start, flows=at.dialogs, cara="paper"), staff=True
        ),
    ),
)

RTL: Sequence[Feature] = (
    Feature(
        "rtl",
        _always(Command(overview.ask, takes=1, staff=True, group=True)),
        _composed(overview.compose),
        roles=READERS,
        menu={"staff": 6, "bidang_groups": 5},
    ),
    Feature("rtl_rincian", _always(Command(details.ask, group=True)), _composed(details.compose)),
    # planning
    Feature(
        "rtl_baru",
        _always(Command(new_item.propose_items, takes=3)),
        roles=ADMIN,
        menu={"staff": 9},
    ),
    Feature("rtl_usul", composer=_composed(new_item.compose_proposal)),
    Feature(
        "rtl_isi",
        lambda at: Command(partial(new_item.start, flows=at.dialogs, office=at.office)),
        dialog=lambda office: StaffDialog(BARU, ADMIN, partial(new_item.create, office=office)),
    ),
    Feature(
        "rtl_ubah",
        lambda at: Command(partial(change.choose, flows=at.dialogs, office=at.office), takes=1),
    ),
    Feature(
        "rtl_ubah_isi",
        lambda at: Command(partial(change.start, flows=at.dialogs, office=at.office)),
        dialog=lambda office: StaffDialog(UBAH, ADMIN, partial(change.carry_out, office=office)),
    ),
    Feature(
        "rtl_forum_mana",
        lambda at: Command(partial(forum.choose_plan, flows=at.dialogs, office=at.office), takes=1),
    ),
    Feature(
        "rtl_forum",
        lambda at: Command(partial(forum.start, flows=at.dialogs)),
        dialog=lambda _office: StaffDialog(FORUM, ADMIN, forum.record),
    ),
    Feature("rtl_forum_simpan", composer=_composed(forum.compose)),
    # reporting, and what the office says to it
    Feature(
        "rtl_sudah",
        _reports("sudah"),
        dialog=lambda office: StaffDialog(SUDAH, REPORTERS, partial(report.sudah, office=office)),
    ),
    Feature(
        "rtl_belum",
        _reports("belum"),
        dialog=lambda office: StaffDialog(BELUM, REPORTERS, partial(report.belum, office=office)),
    ),
    Feature("rtl_simpan", composer=_composed(report.compose_claim)),
    Feature("rtl_terima", lambda at: Command(partial(review.accept, office=at.office))),
    Feature(
        "rtl_kembali",
        lambda at: Command(partial(review.start_return, flows=at.dialogs)),
        dialog=lambda office: StaffDialog(
            KEMBALIKAN, ADMIN, partial(review.give_back, office=office)
        ),
    ),
    Feature(
        "rtl_bukti",
        _always(Command(partial(evidence.ask, name="rtl_bukti"), group=True)),
        _composed(evidence.compose_proof),
    ),
    Feature(
        "rtl_ba",
        _always(Command(partial(evidence.ask, name="rtl_ba"), group=True)),
        _composed(evidence.compose_minutes),
    ),
)

# Told by the clock, without being asked; the weekly summary may be asked for, too.
NEWS: Sequence[Feature] = (
    Feature(
        "ringkasan",
        _always(Command(weekly.ask, staff=True, group=True)),
        lambda at: partial(weekly.compose, office=at.office, words=at.command_names),
        roles=frozenset(weekly.TOLD),
        menu={"staff": 12, "bidang_groups": 6},
    ),
    Feature(
        "pengingat",
        composer=lambda at: partial(rtl_reminder.compose, office=at.office, words=at.command_names),
    ),
    Feature("rtl_tutup", composer=_composed(closing_news.compose)),
    Feature("nilai_rendah", composer=_composed(evening_news.compose_low)),
    Feature("saran_uang", composer=_composed(evening_news.compose_money)),
    Feature("tidak_gratis", composer=_composed(evening_news.compose_paid)),
)

FEATURES: Sequence[Feature] = (
    *SURVEY_WORDS,
    *CITIZENS,
    *FIGURES,
    *PEOPLE,
    *ASSISTED,
    *RTL,
    *NEWS,
)
