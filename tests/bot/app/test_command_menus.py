"""Command menus on Telegram for citizens, groups and staff; only a changed menu is published."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.app.background.command_menus import CommandMenus, wanted_menus
from bot.desk.command_index import CommandIndex
from bot.desk.features import FEATURES
from bot.desk.registry import Registry
from core.messaging.address import Address
from core.ports.staff import Recipient
from tests.support.builders import NoDialogs
from tests.support.doubles.telegram.telegram_fakes import house
from tests.support.office import office
from tests.support.paths import AGENCY_TOML

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SURVEY = office()
LANGUAGES = SURVEY.texts.languages
REGISTRY = Registry(FEATURES, CommandIndex({}), NoDialogs(), {})  # menus are made of it
CITIZENS = (
    *("start", "kembali", "bahasa", "bantuan", "privasi"),
    *("ikm", "data_saya", "hapus_data", "berhenti"),
)
STRANGERS = ("gabung", "data_saya", "hapus_data")
EVERY_STAFF = ("bantuan", "keluar")
OF_GROUPS = ("ikm", "tren", "responden", "saran", "rtl", "ringkasan", "bantuan")
ADMINS = (
    *("ikm", "tren", "responden", "saran", "populasi", "rtl"),
    *("undang", "petugas", "rtl_baru", "jejak", "ringkasan"),
)
LIBRARIES = ["python-telegram-bot", "aiogram"]


def staff(chat, role, *, account="4242", is_group=False):
    to = Address("telegram", account, str(chat))
    return Recipient(f"petugas:{chat}:{role}", to, role, None, NOW, is_group=is_group)


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
        staff(-5, "bidang", is_group=True),
    ]
    wanted = wanted_menus(REGISTRY, "4242", None, people)
    assert wanted[7] == (*ADMINS, *EVERY_STAFF)
    assert wanted[8] == ("isi", *EVERY_STAFF)
    assert wanted[-5] == OF_GROUPS
    assert wanted["all_private_chats"] == CITIZENS


def test_with_a_bot_of_their_own_staff_see_nothing_at_the_other():
    people = [
        staff(7, "admin"),
        staff(8, "admin", account="99"),
        staff(-5, "bidang", is_group=True),
    ]
    assert set(wanted_menus(REGISTRY, "4242", "99", people)) == {
        "all_private_chats",
        "all_group_chats",
        -5,
    }
    there = wanted_menus(REGISTRY, "99", "99", people)
    assert there["all_private_chats"] == STRANGERS
    assert set(there) == {"all_private_chats", "all_group_chats", 8}


@pytest.mark.parametrize("library", LIBRARIES)
def test_only_what_changed_is_published_and_who_left_loses_it(library):
    async def scene():
        async with house(library) as (world, channel):
            for chat in (7, 8):
                world.user(chat).send("/start")
            people = People(staff(7, "admin"), staff(8, "pimpinan"))
            menus = CommandMenus(people, people, REGISTRY, [channel], None)
            assert await menus.look() == 4
            shown = {name: world.menus[name] for name in world.menus}
            assert len(shown) == 4 * len(LANGUAGES)
            assert shown[("chat", 7), "en"][0] == {
                "command": "ikm",
                "description": "Satisfaction index",
            }
            assert await menus.look() == 0
            calls = world.count("setMyCommands")
            assert (
                await CommandMenus(people, people, REGISTRY, [channel], None).look() == 0
            )  # after a restart
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
        text = AGENCY_TOML.read_text(encoding="utf-8")
        return office(text.replace("[survei]", f"[survei]\nbahasa = {list(languages)}")).texts

    async def scene():
        async with house("aiogram") as (world, channel):
            people = People()
            people.texts = speaking("id", "en", "jv")
            menus = CommandMenus(people, people, REGISTRY, [channel], None)
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
            menus = CommandMenus(people, people, REGISTRY, [channel], None)
            assert await menus.look() == 3
            assert (("chat", 8), "") in world.menus
            assert await menus.look() == 0

    asyncio.run(scene())
