"""The real survey in a real browser: `skm run` as it is served, with the example office."""

from __future__ import annotations

import asyncio
import socket
import threading
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import wiring
from bot.app.serve import open_service
from bot.config.settings import Settings
from core.ports.results import Scope
from tests.bot.web.browser.steps import bot, expect_screen, press
from tests.support.paths import EXAMPLES

EVER = Scope(None, None, "x", date(2000, 1, 1), date(2100, 1, 1))


class Running:
    """The whole app in a thread of its own, over a database of its own."""

    now = None  # the machine's, which its pages have by themselves

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.settings = Settings.read(
            {"SKM_DATABASE_URL": f"sqlite:///{folder}/skm.db", "SKM_PORT": str(port)}
        )
        self.url = f"http://127.0.0.1:{port}"
        store = wiring.open_store(self.settings.agency)
        text = (EXAMPLES / "dinsos-dukcapil.toml").read_text(encoding="utf-8")
        with store.write() as tx:
            tx.upkeep.save_agency(tomllib.loads(text), now=datetime.now(UTC))
        store.close()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), daemon=True)
        self._thread.start()
        assert self._ready.wait(20), "the app did not start"

    async def _live(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        app = (await open_service(self.settings)).app
        await app.start()
        self._ready.set()
        await self._over.wait()
        await app.stop()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(20)

    def response(self):
        store = wiring.open_store(self.settings.agency)
        with store.read() as reader:
            found = reader.answers.responses(EVER)
        store.close()
        return found


@pytest.fixture
def serve(tmp_path):
    running = Running(tmp_path)
    yield running
    running.close()


def write(page, text):
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


@pytest.mark.browser
def test_a_citizen_does_the_whole_survey(visit, serve):
    """Pressed and typed, a change in the review, a reload in the middle, one answer stored."""
    page = visit()
    expect_screen(page, "Bersediakah Anda?")
    press(page, "Setuju, mulai")
    expect_screen(page, "Layanan apa")
    press(page, "Pemulangan OT")
    expect_screen(page, "Jenis kelamin")
    press(page, "Perempuan")
    expect_screen(page, "Berapa usia")
    write(page, "34")
    expect_screen(page, "Pendidikan")
    press(page, "SMA/SMK")
    expect_screen(page, "Pekerjaan")
    press(page, "Wirausaha")
    for number in range(1, 10):
        expect_screen(page, f"{number}/9 ·")
        if number == 4:
            page.reload()
            expect_screen(page, "4/9 ·")
        if number == 3:
            write(page, "2")
        else:
            page.locator(".choices:not(.past) button").nth(3 if number == 4 else 2).click()
    expect_screen(page, "Waktu penyelesaian masih kurang")
    write(page, "Menunggu <b>travel</b> terlalu lama & lama.")
    expect_screen(page, "bolehkah kami mengabari")
    press(page, "Tidak perlu")
    expect_screen(page, "Belum ada yang dikirim")
    assert "“Menunggu <b>travel</b> terlalu lama & lama.”" in bot(page).inner_text()
    assert serve.response() == []
    press(page, "Kirim")
    expect_screen(page, "Terima kasih, penilaian Anda")
    (stored,) = serve.response()
    assert stored.layanan == "pemulangan-ot"
    assert [stored.nilai[key] for key in ("persyaratan", "waktu", "biaya")] == [3, 2, 4]
    assert (stored.mode, stored.channel) == ("self", "web")


@pytest.mark.browser
def test_the_first_choice_each_time_leads_to_thanks(visit, serve):
    """No screen of the real survey is a dead end for somebody who only presses."""
    page = visit()
    live = page.locator(".choices:not(.past) button")
    for seen in range(1, 40):
        page.locator(".turn.bot").nth(seen - 1).wait_for()
        if "Terima kasih, penilaian" in bot(page).inner_text():
            break
        live.first.click()
    assert "Terima kasih, penilaian" in bot(page).inner_text()
    assert len(serve.response()) == 1


@pytest.mark.browser
def test_a_staff_member_joins_by_a_link_and_reads_the_index(visit, serve):
    store = wiring.open_store(serve.settings.agency)
    now = datetime.now(UTC)
    with store.write() as tx:
        code = tx.staff.invite("admin", None, by="test", expires=now + timedelta(days=1), now=now)
    store.close()
    page = visit(f"/chat?kode=gabung-{code}")
    expect_screen(page, "Selamat bergabung")
    write(page, "ikm")
    expect_screen(page, "belum ada jawaban")
