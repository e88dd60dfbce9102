"""`undang`: an invitation leads to every channel of staff, be it Telegram, WhatsApp, or both."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.desk.command import CommandCall
from bot.desk.staff.people import invite as undang
from core.dialog.invitation import GROUP, NewInvitation
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.ports.conversations import Seen
from tests.support.office import office

SURVEY = office()
CODES = SimpleNamespace(
    invite=lambda *_, **__: "7KQ4-M2XD", invite_group=lambda *_, **__: "7KQ4-M2XD"
)
TX = SimpleNamespace(staff=CODES)
TELEGRAM = "https://t.me/skm_bot?start=gabung-7KQ4-M2XD"
WHATSAPP = "https://wa.me/6281200000000?text=gabung%207KQ4-M2XD"


def forwarded(role, bot, line):
    at = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    event = Inbound(
        "1", at, EventKind.TEXT, Person(("tg:1",)), Address("telegram", "42", "1"), text="bidang"
    )

    def say(words):
        return SURVEY.texts.say("id", words)

    call = CommandCall(
        event, Seen(True, None, "id"), TX, "", "id", say, say, link=lambda: bot, line=line
    )
    known = SimpleNamespace(survey=SURVEY, agency=SURVEY.agency, texts=SURVEY.texts)
    done = undang.carry_out(call, NewInvitation(role, "rehsos"), known)
    return done.drafts[0].body.text


@pytest.mark.parametrize(
    ("bot", "line", "links"),
    [
        ("t.me/skm_bot", None, [TELEGRAM]),
        ("t.me/skm_bot", "+6281200000000", [TELEGRAM, WHATSAPP]),
        (None, "+6281200000000", [WHATSAPP]),
        (None, None, []),
    ],
)
def test_a_person_is_led_to_every_way_there_is(bot, line, links):
    text = forwarded("bidang", bot, line)

    assert [one.strip(",.") for one in text.split() if one.startswith("https://")] == links
    assert text.endswith("gabung 7KQ4-M2XD")


def test_a_group_is_of_telegram_alone():
    assert "wa.me" not in forwarded(GROUP, "t.me/skm_bot", "+6281200000000")
