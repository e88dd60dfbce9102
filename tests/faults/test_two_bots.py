"""One process with a bot for citizens and a bot for staff, by polling and by webhook."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.app.wiring import open_store
from bot.config.settings import Settings
from tests.support.doubles.telegram.telegram_world import TelegramWorld
from tests.support.process import by_webhook, house

STAFF_TOKEN = "5151:staf"


def told(user):
    return user.screen[-1].text if user.screen else ""


async def says(world, user, words, found):
    user.send(words)
    await world.until(lambda: found in told(user), 15)


def invited(home):
    """A code as `skm invite` makes it, without asking the double from another loop."""
    now = datetime.now(UTC)
    store = open_store(Settings.read(home.env).agency)
    try:
        with store.write() as tx:
            return tx.staff.invite(
                "admin", None, by="uji", expires=now + timedelta(days=1), now=now
            )
    finally:
        store.close()


async def _scene(folder, *, webhook):
    async with house(folder, 1) as (home, _):
        public, staff = home.world, TelegramWorld(STAFF_TOKEN, check=home.world.check)
        staff.me |= {"username": "skm_staf_bot"}
        public.others[STAFF_TOKEN] = staff
        home.env["TELEGRAM_STAFF_BOT_TOKEN"] = STAFF_TOKEN
        if webhook:
            public.hooks.pace = staff.hooks.pace = 0.05
            home.env |= by_webhook(public, staff)
        old, code = public.user(7), invited(home)
        await home.start()
        await says(public, public.user(8), "/rtl", "Bersediakah Anda?")
        await says(
            staff, staff.user(8), "/start", "Untuk menilai layanan, silakan buka t.me/skm_uji_bot"
        )
        await says(public, old, f"gabung {code}", f"t.me/skm_staf_bot?start=gabung-{code}")
        await says(staff, staff.user(7), f"/start gabung-{code}", "Selamat bergabung")
        await says(staff, staff.user(7), "undang", "Undang sebagai?")
        staff.user(7).press("Admin")
        await staff.until(lambda: "gabung-" in told(staff.user(7)), 15)
        assert re.search(r"t\.me/skm_staf_bot\?start=gabung-", told(staff.user(7)))
        await says(public, old, "ikm", "bot petugas")
        assert await home.terminate() == 0, home.tail()
        return public, staff


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
def test_citizens_and_staff_have_a_bot_each(tmp_path, webhook):
    public, staff = asyncio.run(_scene(tmp_path, webhook=webhook))
    urls = [world.hooks.params.get("url") for world in (public, staff)]
    if webhook:
        assert urls == [f"https://skm.example/hooks/telegram{end}" for end in ("", "/staff")]
        assert (public.count("getUpdates"), staff.count("getUpdates")) == (0, 0)
    else:
        assert urls == [None, None]
    assert all(scope[0] != "chat" for scope, _ in public.menus)
    assert "rtl" not in str(public.menus.values())
    assert ("all_private_chats", None) in {scope for scope, _ in staff.menus}
