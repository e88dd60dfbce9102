"""Twilio's list template: the one that an office makes once is filled by every question."""

from __future__ import annotations

import json
import re

import pytest

from bot.channels.whatsapp.layout import ListRow, WhatsAppPart
from bot.channels.whatsapp.templates import content, fits, variables
from tests.support.doubles.twilio import twilio_spec
from tests.support.doubles.twilio.twilio_world import TwilioWorld
from tests.support.paths import REPO

PAPER = REPO / "docs" / "whatsapp.md"
PART = WhatsAppPart("Isi", tuple(ListRow(f"L{n}", f"p{n}", f"Kata {n}") for n in (1, 2, 3, 4)))


def test_every_gap_is_filled_and_nothing_else():
    asked = set(re.findall(r"\{\{(\d+)\}\}", json.dumps(content()["types"])))
    assert asked == variables(PART).keys() == content()["variables"].keys()
    assert variables(PART)["1"] == "Isi"
    assert [variables(PART)[n] for n in ("11", "12", "13")] == ["L4", "p4", "Kata 4"]


def test_another_number_of_rows_does_not_fit():
    world = TwilioWorld()
    for rows in (3, 4, 5):
        world.add_list(f"HX{rows}", rows)
        assert fits(world.template(f"HX{rows}")["types"]) == (rows == 4)
    assert not fits({"twilio/text": {"body": "{{1}}"}})
    assert not fits({})


@pytest.mark.skipif(not twilio_spec.present(), reason="Twilio's document is not here")
def test_it_is_what_the_content_api_takes():
    picker = content()["types"]["twilio/list-picker"]
    for given, schema in ((picker, "twilioListPicker"), (picker["items"][0], "listItem")):
        known = twilio_spec.content_schema(schema)
        assert given.keys() <= known["properties"].keys()
        assert given.keys() >= set(known["required"])


def test_the_paper_prints_it():
    found = re.search(r"```json\n(\{.*?\n\})\n```", PAPER.read_text(encoding="utf-8"), re.DOTALL)
    assert json.loads(found[1]) == content()
