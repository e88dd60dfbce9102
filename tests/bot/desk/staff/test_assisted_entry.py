"""`assisted_entry.record`: loket staff's entry is stored once; its note holds no answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from bot.desk.command import CommandCall
from bot.desk.staff.assisted_entry import record
from core.dialog.assisted import AssistedAnswer
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.ports.conversations import Seen
from tests.support.office import office

SURVEY = office()
KEYS = [one.key for one in SURVEY.questionnaire.questions]
EFFECT = AssistedAnswer(
    way="assisted",
    snapshot=SURVEY.questionnaire.snapshot,
    unit="pelayanan",
    layanan="sktm",
    loket="L1",
    day=None,
    hour=None,
    profile={"kelamin": "P"},
    nilai=dict(zip(KEYS, (3, 4, 3, 4, 3, 4, 3, 2, 4), strict=True)),
    saran="Kursi kurang.",
)


class Books:
    """The parts of a transaction that an entry needs, answers and staff, in memory."""

    def __init__(self):
        self.taken, self.notes, self.rushed = {}, [], Counter()
        self.answers = self.staff = self

    def burst_number(self, where, window):
        self.rushed[where, window] += 1
        return self.rushed[where, window]

    def store_entry(self, key, given, saran, *, until, now):
        self.taken[key] = (given, saran)
        return True

    def audit_name(self, person):
        return "hash"

    def audit(self, who, what, facts, *, now):
        self.notes.append((who, what, facts))


def enter(effect=EFFECT, at=datetime(2026, 3, 2, 3, 0, tzinfo=UTC), books=None, number=9):
    books = books or Books()
    event = Inbound(
        str(number),
        at,
        EventKind.TEXT,
        Person(("tg:1",)),
        Address("telegram", "42", "1"),
        text="kirim",
    )
    say = lambda words: SURVEY.texts.say("id", words)  # noqa: E731
    call = CommandCall(event, Seen(True, None, "id"), books, "", "id", say, say)
    done = record(call, effect, SimpleNamespace(survey=SURVEY, agency=SURVEY.agency))
    return books, done.screen.text


def test_it_is_stored_as_told_and_marked_as_assisted():
    books, said = enter()
    [(given, saran)] = books.taken.values()

    assert said.startswith("Tercatat")
    assert (given.mode, given.channel, given.loket) == ("assisted", "telegram", "L1")
    assert (given.day, given.slot, given.duration) == (date(2026, 3, 2), "08-12", None)
    assert (given.nilai["sarpras"], given.nilai["pengaduan"]) == (2, 4)
    assert (saran.text, saran.unsur) == ("Kursi kurang.", "sarpras")


def test_the_note_tells_that_and_how_and_nothing_of_the_answer():
    books, _ = enter()
    assert books.notes == [("hash", "isi", {"cara": "assisted", "bukan_yang_melayani": True})]


@pytest.mark.parametrize("hour", [None, "13-17"])
def test_a_paper_form_counts_for_its_own_day_and_the_hour_that_was_ticked(hour):
    books, _ = enter(replace(EFFECT, way="paper", day=date(2026, 2, 20), hour=hour))
    [(given, _)] = books.taken.values()
    assert (given.mode, given.day, given.slot) == ("paper", date(2026, 2, 20), hour)


NIGHT = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)  # 02.00 WIB


@pytest.mark.parametrize(
    ("way", "day", "at", "flags"),
    [
        ("assisted", None, datetime(2026, 3, 2, 3, 0, tzinfo=UTC), [()] * 10 + [("beruntun",)]),
        ("assisted", None, NIGHT, [("malam",)] * 10 + [("malam", "beruntun")]),
        ("paper", date(2026, 3, 1), NIGHT, [()] * 11),
    ],
)
def test_a_burst_that_nobody_can_have_read_aloud_is_marked(way, day, at, flags):
    """A heap of paper is typed in whenever there is time."""
    books = Books()
    for number in range(11):
        enter(replace(EFFECT, way=way, day=day), at, books, number)
    assert [sorted(given.flags) for given, _ in books.taken.values()] == [
        sorted(one) for one in flags
    ]


def test_a_form_that_grew_too_old_in_the_dialogue_is_not_stored():
    books, said = enter(replace(EFFECT, way="paper", day=date(2026, 2, 15)))
    assert (books.taken, books.notes) == ({}, [])
    assert "14 hari" in said


def test_digits_of_another_version_are_not_stored():
    books, said = enter(replace(EFFECT, snapshot="0" * 16))
    assert (books.taken, books.notes) == ({}, [])
    assert "diperbarui" in said
