"""The assisted dialogue asks for the loket where there is one, and tells it with the answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.dialog import engine
from core.dialog.assisted import DIALOG
from core.dialog.assisted_data import AssistedData
from core.dialog.values import DialogFacts, DialogText
from core.office.agency import Loket

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
REST = ("lewati", "343434334", "tidak ada", "kirim")


@pytest.fixture
def facts(survey):
    return DialogFacts(survey.agency, survey.texts, "id", NOW, survey.questionnaire)


def led(facts, *said, how_to_answer="assisted"):
    turn = engine.begin(DIALOG, AssistedData(how_to_answer), facts)
    for text in ("bukan saya yang melayani", "ya, setuju", *said):
        place = engine.resume(DIALOG, json.loads(json.dumps(turn.place.to_json())), facts)
        turn = engine.step(DIALOG, place, DialogText(text), facts)
    return turn


def told(turn):
    return turn.effect.loket, turn.effect.layanan


def test_a_loket_with_one_layanan_tells_both(facts):
    assert told(led(facts, "Loket 1", *REST)) == ("L1", "sktm")


def test_who_was_at_no_loket_is_asked_for_the_layanan(facts):
    assert told(led(facts, "bukan di loket", "Alat bantu", *REST)) == (None, "alat-bantu")


def test_another_loket_forgets_the_layanan_of_the_first(facts):
    turn = led(facts, "Loket 1", "kembali", "bukan di loket")
    assert (turn.place.step, turn.place.content.layanan) == ("layanan", "")


@pytest.mark.parametrize(
    ("spots", "asked"),
    [
        ((), "layanan"),
        ((Loket("L1", "Loket 1"),), "loket"),
        ((Loket("L1", "Loket 1", "lama"),), "loket"),
    ],
)
def test_the_loket_is_asked_for_where_there_is_one(facts, spots, asked):
    """And the layanan behind it, where the loket serves several, or one that is no more."""
    [unit] = facts.agency.unit
    office = replace(facts, agency=replace(facts.agency, unit=(replace(unit, loket=spots),)))
    assert led(office).place.step == asked
    if spots:
        assert led(office, "Loket 1").place.step == "layanan"
        assert told(led(office, "Loket 1", "SKTM", *REST)) == ("L1", "sktm")


@pytest.mark.parametrize(
    ("said", "hour"), [("1", "08-12"), ("13.00-17.00", "13-17"), ("tidak ditandai", None)]
)
def test_a_paper_form_tells_its_hour_where_one_was_ticked(facts, said, hour):
    turn = led(facts, "hari ini", said, "Loket 1", *REST, how_to_answer="paper")
    assert turn.effect.hour == hour
