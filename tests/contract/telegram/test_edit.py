"""Edits and long texts over both libraries: one screen stays one screen wherever it can."""

import asyncio

import pytest

from core.messaging.outcomes import Gone, Later, Refused, Sent, Unknown
from core.messaging.outgoing import Choice, Message
from tests.support.doubles.telegram.telegram_fakes import house, row_to
from tests.support.doubles.telegram.telegram_rules import Fault, throttle

pytestmark = pytest.mark.parametrize("library", ["python-telegram-bot", "aiogram"])

QUESTION = Message(
    "Bagaimana?", heading="4/9", choices=(Choice("a", "1. Ya"), Choice("b", "2. Tidak"))
)


def edited(library, *, replace="2", message=None, before=None):
    """Send a question, then replace it."""

    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            user.send("/start")
            await channel.send(row_to(77), QUESTION)
            if before:
                before(world, user)
            outcome = await channel.send(
                row_to(77, replace=replace), message or Message("Selesai.")
            )
            return outcome, user.screen

    return asyncio.run(scene())


def test_an_edit_changes_the_message_and_takes_its_buttons(library):
    outcome, (shown,) = edited(library)
    assert outcome == Sent("2")
    assert (shown.text, shown.buttons, shown.edited) == ("Selesai.", (), True)


def test_an_edit_that_changes_nothing_is_done(library):
    outcome, screen = edited(library, message=QUESTION)
    assert outcome == Sent("2")
    assert len(screen) == 1


def test_what_cannot_be_edited_any_more_is_sent_anew(library):
    outcome, screen = edited(library, before=lambda _, user: user.chat.messages.pop(2))
    assert outcome == Sent("3")
    assert [shown.text for shown in screen] == ["Selesai."]
    outcome, screen = edited(library, replace="1")
    assert outcome == Sent("3")
    assert len(screen) == 2
    assert edited(library, replace="bukan-angka")[0] == Sent("3")


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (throttle(4), Later(4.0)),
        (Fault(403, "Forbidden: bot was blocked by the user"), Gone("blocked")),
        (Fault(400, "Bad Request: BUTTON_TYPE_INVALID"), Refused),
        (Fault(work=True, lost=True), Unknown),
    ],
)
def test_an_edit_fails_as_a_message_does(library, fault, outcome):
    found, screen = edited(library, before=lambda world, _: world.fault("editMessageText", fault))
    assert found == outcome or (isinstance(outcome, type) and isinstance(found, outcome))
    assert len(screen) == 1


# -- long texts ----------------------------------------------------------------------------------

LONG = Message("\n\n".join(letter * 3000 for letter in "abc"), choices=QUESTION.choices)


def long_text(library, *faults, calls=1):
    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            user.send("/start")
            world.fault("sendMessage", *faults)
            return [await channel.send(row_to(77), LONG) for _ in range(calls)], user.screen

    return asyncio.run(scene())


def test_a_long_text_leaves_in_parts_with_the_buttons_under_the_last(library):
    outcomes, screen = long_text(library)
    assert outcomes == [Sent("4")]
    assert [shown.text[0] for shown in screen] == ["a", "b", "c"]
    assert [len(shown.buttons) for shown in screen] == [0, 0, 2]


def test_a_long_text_that_broke_off_goes_on_where_it_stopped(library):
    outcomes, screen = long_text(library, Fault(work=True), throttle(1), calls=2)
    assert outcomes == [Later(1.0), Sent("4")]
    assert [shown.text[0] for shown in screen] == ["a", "b", "c"]
