"""`StaffBotNotice`: staff who joined at the citizens' bot are told once where the staff bot is."""

from __future__ import annotations

import asyncio

import pytest

from bot.app.background.staff_bot_notice import StaffBotNotice
from tests.support.fakes import T0
from tests.support.paths import CHATS
from tests.support.player import House, agency_of, appoint, prepared, read


@pytest.fixture
def play(tmp_path):
    def run(scene):
        async def go():
            script = read(CHATS / "staff" / "bot_petugas.chat")
            prepared(tmp_path / "skm.db", tmp_path / "template.db", agency_of(script))
            house = House(tmp_path / "skm.db", "telegram", T0, bot_petugas=True)
            await house.open()
            await appoint(house, {"staf": "budi=bidang/sekretariat, budi=admin, wati=pimpinan"})
            try:
                await scene(house)
            finally:
                await house.close()

        asyncio.run(go())

    return run


def moving(house):
    return StaffBotNotice(
        house.store, house.assembly.writer, house.office, house.staff_bot, now=lambda: house.now
    )


def test_each_person_is_told_once_whatever_their_roles_and_the_restarts(play):
    async def scene(house):
        assert [await moving(house).tell() for _ in range(2)] == [2, 0]
        await house.looked()
        assert sorted(to for _, to, _ in house.channel.said) == ["budi", "wati"]
        assert all("t.me/skm_staf_bot" in said.text for _, _, said in house.channel.said)

    play(scene)


def test_who_has_come_over_is_not_told(play):
    async def scene(house):
        await house.do("budi@staf", "/start")
        house.channel.said.clear()
        assert await moving(house).tell() == 1
        await house.looked()
        assert [to for _, to, _ in house.channel.said] == ["wati"]
        with house.store.read() as reader:
            found = {(one.address.chat, one.address.account) for one in reader.staff.recipients()}
        assert found == {("budi", "staf"), ("wati", "akun")}

    play(scene)


def test_without_a_name_of_that_bot_it_waits(play):
    async def scene(house):
        made = moving(house)
        made._bot = type(house.staff_bot)("staf", lambda: None)
        await made.start()
        await asyncio.sleep(0.05)
        await made.stop()
        await house.looked()
        assert house.channel.said == []

    play(scene)
