"""The kiosk over the real app: its answer lies in the database once, marked as a kiosk answer."""

from __future__ import annotations

import pytest

from tests.bot.web.browser.test_kiosk import at, expect, finish, press
from tests.bot.web.browser.test_survey import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def serve(tmp_path):
    running = Running(tmp_path)
    yield running
    running.close()


def test_an_answer_of_the_kiosk_is_stored(visit, serve):
    """The loket of the example serves every layanan, so the kiosk asks for it first."""
    page = visit("/kiosk/ruang-pelayanan", viewport={"width": 1280, "height": 800})
    press(page, "Setuju, mulai")
    at(page, "layanan")
    press(page, "Pemulangan OT")
    at(page, "p.kelamin")
    press(page, "Batal")
    page.wait_for_timeout(400)
    press(page, "Setuju, mulai")
    press(page, "Alat bantu")
    finish(page, asked=False)
    expect(page.locator("#kabar")).to_have_text("Penilaian Anda sudah kami terima.")
    [stored] = serve.response()

    assert (stored.mode, stored.channel, stored.loket) == ("kiosk", "web", "ruang-pelayanan")
    assert stored.layanan == "alat-bantu"
    assert stored.nilai["biaya"] == 4
    assert 0 < (stored.duration or 0) < 60
