"""The commands that Telegram offers: to citizens, groups and staff, and only what changed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.app.background.command_menus import (
    CITIZENS,
    EVERY_STAFF,
    OF_GROUPS,
    STRANGERS,
    Menus,
    wanted_menus,
)
from core.messaging.address import Address
from core.ports.staff import Recipient
from tests.doubles.telegram_fakes import house
from tests.office import FIXTURES, office

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SURVEY = office()
LANGUAGES = SURVEY.texts.languages
LIBRARIES = ["python-telegram-bot", "aiogram"]


def staff(chat, role, *, account="4242", grup=False):
    to = Address("telegram", account, str(chat))
    return Recipient(f"petugas:{chat}:{role}", to, role, None, NOW, grup=grup)


class People:
    """A store that knows whom the clock writes to, and an office with its words."""

    texts = SURVEY.texts

    def __init__(self, *people):
        self.people = list(people)
        self.staff = self  # of a reader it plays this part

    def read(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def recipients(self):
        return self.people


def test_staff_are_offered_what_their_roles_may_use():
    people = [
        staff(7, "pimpinan"),
        staff(7, "admin"),
        staff(8, "loket"),
        staff(-5, "bidang", grup=True),
    ]
    wanted = wanted_menus("4242", None, people)
    assert {"undang", "petugas", "ikm"} <= set(wanted[7])
    assert wanted[8] == ("isi", *EVERY_STAFF)
    assert wanted[-5] == OF_GROUPS
    assert wanted["all_private_chats"] == CITIZENS


def test_with_a_bot_of_their_own_staff_see_nothing_at_the_other():
    people = [staff(7, "admin"), staff(8, "admin", account="99"), staff(-5, "bidang", grup=True)]
    assert set(wanted_menus("4242", "99", people)) == {"all_private_chats", "all_group_chats", -5}
    there = wanted_menus("99", "99", people)
    assert there["all_private_chats"] == STRANGERS
    assert set(there) == {"all_private_chats", "all_group_chats", 8}


@pytest.mark.parametrize(
    "name", sorted({*CITIZENS, *STRANGERS, *OF_GROUPS, *EVERY_STAFF} - {"start"})
)
def test_every_offer_is_understood(name):
    texts = SURVEY.texts
    words = {form for key in (name,) for form in _forms(texts, key)}
    assert texts.command(f"/{name}") or name.replace("_", " ") in words, name


def _forms(texts, name):
    try:
        return texts.words_for(f"perintah.{name}")
    except KeyError:
        return ()


@pytest.mark.parametrize("library", LIBRARIES)
def test_only_what_changed_is_published_and_who_left_loses_it(library):
    async def scene():
        async with house(library) as (world, channel):
            for chat in (7, 8):
                world.user(chat).send("/start")
            people = People(staff(7, "admin"), staff(8, "pimpinan"))
            menus = Menus(people, people, [channel], None)
            assert await menus.look() == 4
            shown = {name: world.menus[name] for name in world.menus}
            assert len(shown) == 4 * len(LANGUAGES)
            assert shown[("chat", 7), "en"][0] == {
                "command": "ikm",
                "description": "Satisfaction index",
            }
            assert await menus.look() == 0
            calls = world.count("setMyCommands")
            assert await Menus(people, people, [channel], None).look() == 0  # after a restart
            assert world.count("setMyCommands") == calls
            people.people.pop(0)
            assert await menus.look() == 1
            assert {scope for scope, _ in world.menus} == {
                ("all_private_chats", None),
                ("all_group_chats", None),
                ("chat", 8),
            }
            assert world.count("deleteMyCommands") == len(LANGUAGES)

    asyncio.run(scene())


def test_a_menu_in_every_language_that_is_offered_and_in_no_other():
    """A citizen's menu has words of its own in each; an office may change its mind meanwhile."""

    def speaking(*languages):
        text = (FIXTURES / "agency.toml").read_text(encoding="utf-8")
        return office(text.replace("[survei]", f"[survei]\nbahasa = {list(languages)}")).texts

    async def scene():
        async with house("aiogram") as (world, channel):
            people = People()
            people.texts = speaking("id", "en", "jv")
            menus = Menus(people, people, [channel], None)
            assert await menus.look() == 2
            shown = [world.menus[("all_private_chats", None), code] for code in ("", "en", "jv")]
            for name in zip(*shown, strict=True):
                assert len({one["command"] for one in name}) == 1
                assert len({one["description"] for one in name}) == 3, name
            people.texts = speaking("id")
            assert await menus.look() == 2
            assert {code for _, code in world.menus} == {""}

    asyncio.run(scene())


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_closed_chat_does_not_stop_the_others(library):
    async def scene():
        async with house(library) as (world, channel):
            world.user(8).send("/start")
            people = People(staff(7, "admin"), staff(8, "pimpinan"))
            menus = Menus(people, people, [channel], None)
            assert await menus.look() == 3
            assert (("chat", 8), "") in world.menus
            assert await menus.look() == 0

    asyncio.run(scene())
