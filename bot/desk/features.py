"""`FEATURES`: everything that the bot does in chat, one line a feature; and `build_registry`.

To add a command, write its file and its line here; give it its typed forms under [perintah] in the
catalogues, a line under [menu] where a menu offers it, and one under [bantuan] where the help does.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bot.desk import group_chats
from bot.desk.citizen import personal_data
from bot.desk.citizen.notices import missed_question, unfinished_reminder
from bot.desk.command import Command
from bot.desk.dialogs import StaffDialog
from bot.desk.registry import Feature, FeatureContext, MenuPlace, Registry
from bot.desk.staff import assisted_entry, population, question
from bot.desk.staff.people import audit_trail, invite, join, members
from bot.desk.staff.people import help as staff_help
from bot.desk.staff.results import chart, ikm, ikm_by_mode, method, published, saran, trend
from bot.desk.staff.results.participation import coverage, respondent_profile, respondents
from bot.desk.staff.rtl import change, closing_news, details, forum, new_item, overview
from bot.desk.staff.rtl.claims import evidence, report, review
from bot.desk.staff.rtl.shared import REPORTERS
from bot.desk.staff.summary import evening_news, rtl_reminder, weekly
from core.dialog.assisted import DIALOG as ASSISTED_ENTRY
from core.dialog.invitation import DIALOG as INVITE
from core.dialog.invitation import InvitationData
from core.dialog.population import DIALOG as POPULATION
from core.dialog.rtl.change import DIALOG as CHANGE
from core.dialog.rtl.done import DIALOG as DONE_DIALOG
from core.dialog.rtl.done import DoneData
from core.dialog.rtl.forum import DIALOG as FORUM
from core.dialog.rtl.new_item import DIALOG as NEW_ITEM
from core.dialog.rtl.not_done import DIALOG as NOT_DONE
from core.dialog.rtl.not_done import NotDoneData
from core.dialog.rtl.return_claim import DIALOG as RETURN_CLAIM
from core.ports.composer import Kind, composer_of
from core.ports.requests import conversations, figures, news, people
from core.ports.requests import rtl as rtl_requests

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.config.office import Office
    from core.messaging.outgoing import Message
    from core.office.roles import Role
    from core.ports.composer import Composed, Composer, Request

Asked = TypeVar("Asked", bound=figures.FigureQuestion)

QUESTION_WORDS = 8  # words that may follow a question about figures: a period and a place
LINE_WORDS = 24  # a whole line of `populasi`, with its source

READERS, ADMIN = question.READERS, invite.ROLES


def build_registry(office: Office) -> Registry:
    """Build the registry of an office, once; `bot.app.assembly` hands it to all its users."""
    return Registry.of(office, FEATURES)


def _composed(
    kind: type[Kind], compose: Callable[[Request[Kind], Office], Message | Composed]
) -> Callable[[FeatureContext], Composer]:
    """The composer of one kind of request; it runs over a reader of its own, outside the writer."""
    return lambda at: composer_of(kind, lambda request: compose(request, at.office))


def _told(
    kind: type[Kind], compose: Callable[[Request[Kind], Office], Message | Composed]
) -> Feature:
    """A feature without a command: the clock, a dialogue or another feature requests it."""
    return Feature(kind.name, composer=_composed(kind, compose))


def _asked(
    kind: type[Asked],
    compose: Callable[[Request[Asked], Office], Message | Composed],
    *,
    staff: bool = False,
    roles: frozenset[Role] | None = None,
    menu: Mapping[MenuPlace, int] | None = None,
) -> Feature:
    """A question about figures. Typed by others, the words of staff are answers like any other."""
    command = partial(question.ask, asks=kind)
    asked = Command(command, takes=QUESTION_WORDS, staff=staff, group=True)
    return Feature(kind.name, _always(asked), _composed(kind, compose), roles=roles, menu=menu)


def _always(command: Command) -> Callable[[FeatureContext], Command]:
    """A command that needs nothing of the office."""
    return lambda _at: command


def _reports(opens: type[DoneData | NotDoneData]) -> Callable[[FeatureContext], Command]:
    return lambda at: Command(
        partial(report.start, office=at.office, dialogs=at.dialogs, opens=opens), group=True
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
        lambda at: composer_of(
            people.HoldingsQuestion, lambda request: personal_data.compose(request, at.office.texts)
        ),
        menu={"citizens": 7, "strangers": 2},
    ),
    Feature(
        "hapus_data",
        _always(Command(personal_data.erase)),
        menu={"citizens": 8, "strangers": 3},
    ),
    _told(conversations.UnfinishedReminder, unfinished_reminder.compose),
    Feature(
        conversations.MissedQuestion.name,
        composer=lambda at: composer_of(
            conversations.MissedQuestion,
            lambda request: missed_question.compose(request, at.office, at.dialogs),
        ),
    ),
)

# Anybody may ask for the index: people who are no staff get the last published result.
FIGURES: Sequence[Feature] = (
    _asked(
        figures.IkmQuestion,
        ikm.compose,
        roles=READERS,
        menu={"citizens": 6, "staff": 1, "bidang_groups": 1},
    ),
    _told(figures.PublishedQuestion, published.compose),
    _asked(figures.ServiceIkmQuestion, ikm.compose_each),
    _asked(figures.ModeIkmQuestion, ikm_by_mode.compose),
    _asked(figures.IkmExplanation, ikm.compose_explained),
    _asked(figures.ChartQuestion, chart.compose),
    _asked(
        figures.TrendQuestion,
        trend.compose,
        staff=True,
        roles=READERS,
        menu={"staff": 2, "bidang_groups": 2},
    ),
    _asked(figures.TrendChartQuestion, trend.compose_picture),
    _asked(figures.TrendExplanation, trend.compose_explained),
    _asked(
        figures.RespondentsQuestion,
        respondents.compose,
        staff=True,
        roles=READERS,
        menu={"staff": 3, "bidang_groups": 3},
    ),
    _asked(figures.ProfileQuestion, respondent_profile.compose),
    _asked(figures.DropoutQuestion, respondents.compose_stops),
    _asked(figures.CoverageQuestion, coverage.compose),
    _asked(figures.MethodQuestion, method.compose),
    _asked(figures.TargetExplanation, respondents.compose_explained),
    _asked(
        figures.SaranQuestion,
        saran.compose,
        staff=True,
        roles=READERS,
        menu={"staff": 4, "bidang_groups": 4},
    ),
    Feature(
        "populasi",
        lambda at: Command(
            partial(population.enter, office=at.office, dialogs=at.dialogs),
            takes=LINE_WORDS,
            staff=True,
            group=True,
        ),
        _composed(figures.PopulationQuestion, population.compose),
        lambda _office: StaffDialog(POPULATION, ADMIN, population.carry_out),
        roles=READERS,
        menu={"staff": 5},
    ),
    _told(figures.SavedPopulation, population.compose_saved),
)

# Codes and names are for private chats: of these commands only `bantuan` may be said in a group.
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
        lambda at: Command(partial(at.dialogs.start, content=InvitationData())),
        dialog=lambda office: StaffDialog(INVITE, ADMIN, partial(invite.carry_out, office=office)),
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
        _composed(people.AuditTrailQuestion, audit_trail.compose),
        roles=audit_trail.ROLES,
        menu={"staff": 11},
    ),
)

ASSISTED: Sequence[Feature] = (
    Feature(
        "isi",
        lambda at: Command(
            partial(assisted_entry.start, dialogs=at.dialogs, way="assisted"), staff=True
        ),
        dialog=lambda office: StaffDialog(
            ASSISTED_ENTRY, assisted_entry.ROLES, partial(assisted_entry.record, office=office)
        ),
        roles=assisted_entry.ROLES,
        menu={"staff": 10},
    ),
    Feature(
        "isi_kertas",
        lambda at: Command(
            partial(assisted_entry.start, dialogs=at.dialogs, way="paper"), staff=True
        ),
    ),
)

RTL: Sequence[Feature] = (
    Feature(
        "rtl",
        _always(Command(overview.ask, takes=1, staff=True, group=True)),
        _composed(rtl_requests.PlanQuestion, overview.compose),
        roles=READERS,
        menu={"staff": 6, "bidang_groups": 5},
    ),
    Feature(
        "rtl_rincian",
        _always(Command(details.ask, group=True)),
        _composed(rtl_requests.KegiatanQuestion, details.compose),
    ),
    # planning
    Feature(
        "rtl_baru",
        _always(Command(new_item.propose_items, takes=3)),
        roles=ADMIN,
        menu={"staff": 9},
    ),
    _told(rtl_requests.ProposalQuestion, new_item.compose_proposal),
    Feature(
        "rtl_isi",
        lambda at: Command(partial(new_item.start, dialogs=at.dialogs, office=at.office)),
        dialog=lambda office: StaffDialog(NEW_ITEM, ADMIN, partial(new_item.create, office=office)),
    ),
    Feature(
        "rtl_ubah",
        lambda at: Command(partial(change.choose, dialogs=at.dialogs, office=at.office), takes=1),
    ),
    Feature(
        "rtl_ubah_isi",
        lambda at: Command(partial(change.start, dialogs=at.dialogs, office=at.office)),
        dialog=lambda office: StaffDialog(CHANGE, ADMIN, partial(change.carry_out, office=office)),
    ),
    Feature(
        "rtl_forum_mana",
        lambda at: Command(
            partial(forum.choose_plan, dialogs=at.dialogs, office=at.office), takes=1
        ),
    ),
    Feature(
        "rtl_forum",
        lambda at: Command(partial(forum.start, dialogs=at.dialogs)),
        dialog=lambda _office: StaffDialog(FORUM, ADMIN, forum.record),
    ),
    _told(rtl_requests.WaitingForum, forum.compose),
    # reports of the bidang, and the admin's review
    Feature(
        "rtl_sudah",
        _reports(DoneData),
        dialog=lambda office: StaffDialog(
            DONE_DIALOG, REPORTERS, partial(report.report_done, office=office)
        ),
    ),
    Feature(
        "rtl_belum",
        _reports(NotDoneData),
        dialog=lambda office: StaffDialog(
            NOT_DONE, REPORTERS, partial(report.report_not_done, office=office)
        ),
    ),
    _told(rtl_requests.WaitingClaim, report.compose_claim),
    Feature("rtl_terima", lambda at: Command(partial(review.accept, office=at.office))),
    Feature(
        "rtl_kembali",
        lambda at: Command(partial(review.start_return, dialogs=at.dialogs)),
        dialog=lambda office: StaffDialog(
            RETURN_CLAIM, ADMIN, partial(review.give_back, office=office)
        ),
    ),
    Feature(
        "rtl_bukti",
        _always(Command(partial(evidence.ask, asks=rtl_requests.ProofQuestion), group=True)),
        _composed(rtl_requests.ProofQuestion, evidence.compose_proof),
    ),
    Feature(
        "rtl_ba",
        _always(Command(partial(evidence.ask, asks=rtl_requests.MinutesQuestion), group=True)),
        _composed(rtl_requests.MinutesQuestion, evidence.compose_minutes),
    ),
)

# News that the clock requests; staff may also ask for the weekly summary.
NEWS: Sequence[Feature] = (
    Feature(
        "ringkasan",
        _always(Command(weekly.ask, staff=True, group=True)),
        lambda at: composer_of(
            news.SummaryRequest,
            lambda request: weekly.compose(request, at.office, at.command_names),
        ),
        roles=frozenset(weekly.TOLD),
        menu={"staff": 12, "bidang_groups": 6},
    ),
    Feature(
        "pengingat",
        composer=lambda at: composer_of(
            rtl_requests.ReminderRequest,
            lambda request: rtl_reminder.compose(request, at.office, at.command_names),
        ),
    ),
    _told(rtl_requests.PeriodClosedNews, closing_news.compose),
    _told(news.LowScoresNews, evening_news.compose_low),
    _told(news.MoneySaranNews, evening_news.compose_money),
    _told(news.PaidServiceNews, evening_news.compose_paid),
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
