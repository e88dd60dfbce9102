"""Requests to composers: the JSON of an outbox row is read as it was written, or refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from core.errors import InputError
from core.periods.triwulan import Triwulan
from core.ports.composer import Request, composer_of
from core.ports.requests.conversations import MissedQuestion, UnfinishedReminder
from core.ports.requests.figures import (
    FigureQuestion,
    IkmQuestion,
    PublishedQuestion,
    SavedPopulation,
)
from core.ports.requests.news import LowScoresNews, MoneySaranNews, PaidServiceNews, SummaryRequest
from core.ports.requests.people import AuditTrailQuestion, HoldingsQuestion
from core.ports.requests.request import ComposerRequest
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
from core.rtl.plan import Forum
from core.rtl.reminders import ReminderKind
from core.rtl.waiting_evidence import WaitingFile, WaitingLink
from tests.support.paths import FIXTURES

ROWS = json.loads((FIXTURES / "stored-0.1.0" / "rows.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 3, 2, 3, 0, 15, 250, tzinfo=UTC)
FILE = WaitingFile("F1", "image/jpeg", "foto.jpg")
FORUM = Forum("FGD", date(2026, 1, 9), "LSM", "BA-1")
EVERY = [
    *(
        kind("jv", "tw3 2026 sktm", ("rehsos", "sekretariat"), mentions_money=False)
        for kind in FigureQuestion.__subclasses__()
    ),
    IkmQuestion("id", "", None, mentions_money=True),
    PublishedQuestion("id", staff=True),
    SavedPopulation("id", "2026 sktm", is_new=True),
    HoldingsQuestion("id", ("tg:77", "tg:@budi")),
    AuditTrailQuestion("id", "orang:1"),
    MissedQuestion(NOW),
    UnfinishedReminder("1206930", NOW),
    SummaryRequest("id", "bidang", "rehsos"),
    SummaryRequest("id", "admin", None, ("2026-W46", "2026-W47"), "petugas:1"),
    LowScoresNews("id", "petugas:1", "pelayanan", 7, (("waktu", 7), ("biaya", 2))),
    MoneySaranNews("id", "petugas:1", "pelayanan", 1, date(2026, 11, 16)),
    PaidServiceNews("id", "petugas:1", "pelayanan", "sktm", 5, date(2026, 11, 16)),
    PlanQuestion("id", None, "2024"),
    ProofQuestion("id", ("rehsos",), "1 1"),
    MinutesQuestion("id", (), "3"),
    KegiatanQuestion("id", None, "1 2023-TW4", True, True, ("rehsos",), False),
    ProposalQuestion("id", "2025"),
    ReminderRequest("id", ReminderKind.RKA, "bidang", "rehsos", ((1, "2026-TW1"),), "petugas:2", True),
    PeriodClosedNews("id", "pelayanan", "2026", "admin", "petugas:1"),
    WaitingClaim(
        "id", 1, Triwulan(2023, 4), "Pelatihan", "rehsos", "orang:1",
        (FILE, WaitingLink("https://contoh.go.id")), 0,
    ),
    WaitingForum("id", "pelayanan", "2025", FORUM, FILE, "orang:1", whole=False),
]  # fmt: skip


KINDS = {one.name: type(one) for one in EVERY}


def requests(base=ComposerRequest):
    """The names of all requests that a composer can be asked for."""
    for one in base.__subclasses__():
        yield from ([one.name] if hasattr(one, "name") else requests(one))


def test_every_request_has_an_example_here_and_a_row_of_0_1_0():
    assert set(requests()) == set(KINDS) == set(ROWS)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_a_request_is_the_same_after_it_was_json(one):
    row = one.envelope()
    assert row.name == one.name
    assert type(one).opened(json.loads(json.dumps(row.args))) == one


@pytest.mark.parametrize(
    ("name", "args"), [(name, args) for name, rows in ROWS.items() for args in rows]
)
def test_rows_that_0_1_0_wrote_are_read_and_written_alike(name, args):
    """So a process of that version beside ours, and one after a step back, read ours too."""
    assert KINDS[name].opened(args).envelope().args == args


@pytest.mark.parametrize(
    ("name", "missing", "field"),
    [
        ("hasil", "petugas", "staff"),
        ("pengingat", "pengganti", "substitute"),
        ("ringkasan", "penerima", "recipient"),
        ("rtl_simpan", "terakhir", "last"),
    ],
)
def test_what_rows_did_not_always_tell_has_a_default(name, missing, field):
    args = {key: value for key, value in ROWS[name][0].items() if key != missing}
    assert getattr(KINDS[name].opened(args), field) in (None, False)


IKM = {"bahasa": "id", "apa": "", "bidang": None, "uang": False}
CLAIM = ROWS["rtl_simpan"][0]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("ikm", None),
        ("ikm", []),
        ("ikm", {}),
        ("ikm", IKM | {"version": 2}),
        ("ikm", IKM | {"version": "1"}),
        ("ikm", IKM | {"uang": 1}),
        ("ikm", IKM | {"bidang": "rehsos"}),
        ("ikm", IKM | {"bidang": [None]}),
        ("tampil_lagi", {"aktif": "kemarin"}),
        ("tampil_lagi", {"aktif": 7}),
        ("pengingat", ROWS["pengingat"][0] | {"jenis": "besok"}),
        ("pengingat", ROWS["pengingat"][0] | {"tentang": [[1]]}),
        ("pengingat", ROWS["pengingat"][0] | {"peran": "tamu"}),
        ("rtl_simpan", CLAIM | {"triwulan": "2023"}),
        ("rtl_simpan", CLAIM | {"bukti": [{"ref": "F1"}]}),
        ("rtl_forum_simpan", ROWS["rtl_forum_simpan"][0] | {"forum": {"jenis": "FGD"}}),
    ],
)
def test_a_row_that_cannot_be_read_is_an_input_error(name, args):
    """As a name that no composer has: it is refused at once, and told to the operator."""
    with pytest.raises(InputError):
        KINDS[name].opened(args)


def test_keys_that_nobody_reads_are_left_out():
    assert IkmQuestion.opened(IKM | {"lama": 1}) == IkmQuestion(
        "id", "", None, mentions_money=False
    )


def test_a_composer_gets_its_request_and_never_the_json():
    given = []
    made = composer_of(IkmQuestion, given.append)
    row = Request("reader", IKM, "row", "caps", NOW, "fetch")
    made(row)
    [request] = given
    assert request == Request(
        "reader", IkmQuestion("id", "", None, mentions_money=False), "row", "caps", NOW, "fetch"
    )
    with pytest.raises(InputError):
        made(Request("reader", {}, "row", "caps", NOW))
    assert len(given) == 1
