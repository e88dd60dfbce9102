"""RTL reminders: worded from the state at sending, and dropped once the kegiatan is done."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.desk.features import build_registry
from bot.desk.staff.summary.overdue import overdue_rtl
from core.messaging.address import Address, Person
from core.messaging.outgoing import Compose, Outgoing, ResendPolicy, Template
from core.periods.triwulan import Triwulan
from core.ports.composer import Needless, Request
from core.rtl.plan import ClaimReview, Kegiatan, Realisasi, Rtl
from scheduler.jobs import rtl_reminders
from scheduler.posting import Terms
from storage.store import open_store
from tests.support.paths import AGENCY_TOML
from tests.support.player import CAPS

MADE = datetime(2023, 6, 1, tzinfo=UTC)
NOW = datetime(2024, 12, 16, 2, 0, tzinfo=UTC)  # Monday, 09.00 WIB
TW3, TW4 = Triwulan(2023, 3), Triwulan(2023, 4)


class House:
    def __init__(self, folder, **changes) -> None:
        self.store = open_store(f"sqlite:///{folder / 'skm.db'}", [b"x" * 32])
        document = tomllib.loads(AGENCY_TOML.read_text(encoding="utf-8")) | changes
        with self.store.write() as tx:
            tx.upkeep.save_agency(document, now=MADE)
            for who, role, bidang in (("2", "bidang", "rehsos"), ("1", "admin", None)):
                code = tx.staff.invite(role, bidang, by="uji", expires=NOW, now=MADE)
                chat = Address("telegram", "42", who)
                tx.staff.redeem(code, Person((f"tg:{who}",)), chat, now=MADE)
        self.office = Office(self.store, load_packaged, now=lambda: NOW)

    def plan(self, *ticks, **fields) -> Kegiatan:
        one = Kegiatan("1.1", "Memberikan pelatihan khusus", ("rehsos",), ticks or (TW3,))
        with self.store.write() as tx:
            (made,) = tx.rtl.add(
                [Rtl("pelayanan", "2022", 1, "perilaku", (one,), **fields)], by="uji", now=MADE
            )
        return made.kegiatan[0]

    def answer(self, row: Realisasi) -> Realisasi:
        with self.store.write() as tx:
            return tx.rtl.report(row, now=MADE)

    def due(self, now=NOW):
        return {one.to.address.chat: one for one in self.rows(now)}

    def rows(self, now=NOW):
        terms = Terms(lambda: self.office.agency, lambda _year: frozenset())
        with self.store.read() as reader:
            return rtl_reminders.due(reader, terms, now)

    def compose(self, reminder, now=NOW):
        draft = reminder.draft(now)
        assert isinstance(draft.body, Compose)
        row = Outgoing(1, "r", draft.to, draft.body, ResendPolicy.POST, None, None, 0, unsure=False)
        with self.store.read() as reader:
            request = Request(reader, draft.body.args, row, CAPS["telegram"], now)
            return build_registry(self.office).composers["pengingat"](request)


@pytest.fixture
def house(tmp_path):
    made = []

    def make(**changes):
        made.append(House(tmp_path, **changes))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


def test_the_reminder_of_voice_md(house):
    """Planned for TW III, then for TW IV 2023: 50 weeks late on 16 December 2024."""
    one = house()
    kegiatan = one.plan()
    one.answer(Realisasi(kegiatan.id, TW3, "belum", obstacle="jadwal", target=TW4))
    message = one.compose(one.due()["2"])
    assert (
        message.text
        == """\
RTL Rehabilitasi Sosial · Perilaku pelaksana
Memberikan pelatihan khusus
Target TW IV 2023, lewat 50 minggu. Rencana awal: TW III 2023.
Mohon dilaporkan, juga bila belum terlaksana.
Sudah dilaksanakan?"""
    )
    assert [(each.payload, each.label) for each in message.choices] == [
        (f"kt:rtl_sudah:{kegiatan.id} 2023-TW3", "Sudah"),
        (f"kt:rtl_belum:{kegiatan.id} 2023-TW3", "Belum"),
        (f"kt:rtl_rincian:{kegiatan.id} 2023-TW3", "Rincian"),
    ]


def test_admins_get_one_list_of_all_that_is_overdue(house):
    one = house()
    one.plan()
    message = one.compose(one.due()["1"])
    assert (
        message.text
        == """\
RTL lewat tenggat: 1 kegiatan
• Rehabilitasi Sosial: Memberikan pelatihan khusus (target TW III 2023, lewat 63 minggu)"""
    )
    assert message.choices == ()


def test_several_quarters_of_one_kegiatan_are_one_row(house):
    """Also in the weekly summary, which is read standing."""
    one = house()
    one.plan(TW3, TW4)
    assert (
        one.compose(one.due()["1"]).text
        == """\
RTL lewat tenggat: 1 kegiatan
• Rehabilitasi Sosial: Memberikan pelatihan khusus (target TW III 2023, TW IV 2023, lewat 63 minggu)"""
    )
    with one.store.read() as reader:
        (line,) = overdue_rtl(reader, one.office.agency, "rehsos", NOW)
    assert (line.target, line.weeks_late, line.bidang) == (
        *("TW III 2023, TW IV 2023", 63),
        "Rehabilitasi Sosial",
    )


def test_an_officer_is_asked_once_about_all_overdue_quarters_of_a_kegiatan(house):
    """Not once for each of them, every week; the one that waits longest first."""
    one = house()
    kegiatan = one.plan(TW4, TW3)
    rows = [row for row in one.rows() if row.to.address.chat == "2"]
    assert [len(row.about) for row in rows] == [2]
    message = one.compose(rows[0])
    assert (
        message.text
        == """\
RTL Rehabilitasi Sosial · Perilaku pelaksana
Memberikan pelatihan khusus
Target TW III 2023, TW IV 2023, lewat 63 minggu.
Mohon dilaporkan, juga bila belum terlaksana.
TW III 2023 dahulu: sudah dilaksanakan? Triwulan lainnya: ketik rtl."""
    )
    assert message.choices[0].payload == f"kt:rtl_sudah:{kegiatan.id} 2023-TW3"
    assert message.template.values[1] == "TW III 2023, TW IV 2023"


def test_what_was_answered_of_several_quarters_is_not_asked_again(house):
    one = house()
    kegiatan = one.plan(TW3, TW4)
    rows = one.rows()
    claim = one.answer(Realisasi(kegiatan.id, TW3, "sudah", description="ada"))
    with one.store.write() as tx:
        tx.rtl.decide(claim.id, ClaimReview("diterima", "", "admin", NOW))
    text = one.compose(next(row for row in rows if row.to.address.chat == "2")).text
    assert "Target TW IV 2023, lewat 50 minggu." in text
    assert text.endswith("Sudah dilaksanakan?")


def test_the_budget_of_several_quarters_is_asked_for_once(house):
    one = house(jadwal={"batas_rka": "12-31"})
    one.plan(Triwulan(2025, 1), Triwulan(2025, 3), needs_budget=True)
    (row,) = (row for row in one.rows() if row.to.address.chat == "2")
    assert "Target TW I 2025, TW III 2025." in one.compose(row).text


def test_before_the_budget_deadline_it_names_the_day(house):
    """Needs a budget in 2025, the plan closes on 31 December 2024."""
    one = house(jadwal={"batas_rka": "12-31"})
    one.plan(Triwulan(2025, 1), needs_budget=True)
    told = one.compose(one.due()["2"])
    assert "Perlu anggaran: usulkan sebelum batas RKA, 31 Des 2024." in told.text


def test_before_the_budget_deadline_it_names_the_other_agency(house):
    one = house(jadwal={"batas_rka": "12-31"})
    one.plan(Triwulan(2025, 1), other_agency="BPSDM")
    told = one.compose(one.due()["2"])
    assert "Perlu BPSDM: usulkan sebelum batas RKA, 31 Des 2024." in told.text


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (datetime(2025, 1, 6, 2, tzinfo=UTC), "Triwulan ini: dilaksanakan paling lambat 31 Mar"),
        (datetime(2025, 3, 17, 2, tzinfo=UTC), "Triwulannya berakhir 31 Mar 2025."),
        (datetime(2025, 3, 31, 2, tzinfo=UTC), "Triwulannya berakhir 31 Mar 2025."),
    ],
)
def test_it_says_why_it_comes(house, day, line):
    one = house()
    one.plan(Triwulan(2025, 1))
    assert line in one.compose(one.due(day)["2"], day).text


def test_what_was_accepted_meanwhile_is_not_asked(house):
    one = house()
    kegiatan = one.plan()
    reminder = one.due()["2"]
    claim = one.answer(Realisasi(kegiatan.id, TW3, "sudah", description="ada"))
    decision = ClaimReview("diterima", "", "admin", NOW)
    with one.store.write() as tx:
        tx.rtl.decide(claim.id, decision)
    with pytest.raises(Needless):
        one.compose(reminder)
    assert one.due() == {}


def test_who_left_meanwhile_is_not_written_to(house):
    one = house()
    one.plan()
    reminder = one.due()["2"]
    with one.store.write() as tx:
        tx.staff.leave(Person(("tg:2",)), now=NOW)
    with pytest.raises(Needless):
        one.compose(reminder)


def test_a_reminder_is_written_once_and_the_next_week_again(house):
    one = house()
    one.plan()

    def write(now):
        rows = list(one.due(now).values())
        with one.store.write() as tx:
            return rtl_reminders.write(tx, rows, now)["reminded"]

    assert write(NOW) == 2
    assert write(NOW) == 0
    assert write(NOW + timedelta(days=7)) == 2


def test_a_shut_window_is_knocked_at_with_the_bidang_and_the_triwulan(house):
    one = house()
    one.plan()
    due = one.due()
    assert one.compose(due["2"]).template == Template(
        "digest", ("Pengingat RTL Rehabilitasi Sosial", "TW III 2023")
    )
    assert one.compose(due["1"]).template == Template("digest", ("Pengingat RTL", "16 Des 2024"))


@pytest.mark.parametrize(
    ("tick", "days"), [(TW3, 6), (Triwulan(2024, 4), 13)], ids=["overdue", "this quarter"]
)
def test_a_reminder_that_cannot_leave_waits_until_another_takes_its_place(house, tick, days):
    """An overdue one for its week; the others for as long as the outbox keeps the unread."""
    one = house()
    one.plan(tick)
    assert one.due()["2"].draft(NOW).expires_at == NOW + timedelta(days=days)
