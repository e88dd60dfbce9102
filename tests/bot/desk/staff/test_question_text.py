"""Rights of staff to ask: checked in the turn, noted in the audit trail, cut to one's bidang."""

from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace

import pytest

from bot.desk.command import CommandCall
from bot.desk.staff import question as staff_question
from bot.desk.staff.people import audit_trail as jejak
from bot.desk.staff.people import members as staff
from bot.desk.staff.rtl import details as rtl_rincian
from bot.desk.staff.rtl import new_item as rtl_baru
from bot.desk.staff.rtl import overview as rtl
from bot.desk.staff.summary import weekly as ringkasan
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.ports.conversations import Seen
from core.ports.requests.figures import SaranQuestion
from core.ports.staff import StaffRole

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
GROUP = Address("telegram", "42", "-100")


class Books:
    """The part of a transaction that a question needs, staff, in memory."""

    def __init__(self, *standing, groups=()):
        self.standing, self.notes, self._groups = standing, [], groups
        self.staff = self

    def roles(self, person):
        return self.standing

    def groups(self, bidang=None):
        return [SimpleNamespace(address=GROUP, bidang=one) for one in self._groups]

    def audit_name(self, person):
        return "orang:1"

    def audit(self, who, what, facts, *, now):
        self.notes.append((who, what, facts))

    def members(self):
        return []


def asked(tx, *, private=True):
    (draft,) = staff_question.ask(call(tx, private=private), SaranQuestion).drafts
    return draft.body


def call(tx, *, private=True):
    to = Address("telegram", "42", "77") if private else GROUP
    event = Inbound("1", NOW, EventKind.TEXT, Person(("tg:77",)), to, private=private, text="saran")
    return CommandCall(
        event=event, seen=Seen(True, None, None), tx=tx, args="2026", language="id",
        say=str, base=str, edits=True, link=lambda: None,
    )  # fmt: skip


@pytest.mark.parametrize("role", ["admin", "pimpinan", "bidang", "koordinator", "pengawas"])
def test_readers_get_what_they_ask_for_and_it_is_noted(role):
    tx = Books(StaffRole(role, "rehsos"))
    assert asked(tx).name == "saran"
    assert tx.notes == [("orang:1", "lihat", {"perintah": "saran"})]


@pytest.mark.parametrize("standing", [(), (StaffRole("loket", None),)], ids=["warga", "loket"])
def test_others_get_the_published_result(standing):
    tx = Books(*standing)
    assert asked(tx).name == "hasil"
    assert tx.notes == []


@pytest.mark.parametrize(
    ("standing", "bidang", "mentions_money"),
    [
        ((StaffRole("bidang", "a"),), ["a"], False),
        ((StaffRole("bidang", "b"), StaffRole("bidang", "a")), ["a", "b"], False),
        ((StaffRole("bidang", "a"), StaffRole("loket", None)), ["a"], False),
        ((StaffRole("bidang", "a"), StaffRole("admin", None)), None, True),
        ((StaffRole("pimpinan", None),), None, False),
        ((StaffRole("koordinator", None),), None, False),
        ((StaffRole("pengawas", None),), None, True),
    ],
)
def test_a_bidang_sees_its_own_and_few_see_what_speaks_of_money(standing, bidang, mentions_money):
    args = asked(Books(*standing)).args
    assert (args["bidang"], args["uang"]) == (bidang, mentions_money)


def test_in_a_group_the_group_counts_whoever_asks():
    args = asked(Books(StaffRole("admin", None), groups=["rehsos"]), private=False).args
    assert (args["bidang"], args["uang"]) == (["rehsos"], False)


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("jejak", jejak.ask),
        ("petugas", partial(staff.ask, office=None)),
        ("ringkasan", ringkasan.ask),
        ("rtl", rtl.ask),
        ("rtl_baru", rtl_baru.propose_items),
        ("rtl_rincian", rtl_rincian.ask),
    ],
)
def test_whatever_staff_read_is_noted_and_what_they_may_not_read_is_not(name, ask):
    tx = Books(StaffRole("admin", None))
    ask(call(tx))
    assert tx.notes == [("orang:1", "lihat", {"perintah": name})]

    refused = Books(StaffRole("loket", None))
    ask(call(refused))
    assert refused.notes == []
