"""The chat page when its visitor leaves and returns, and when the network comes and goes."""

from __future__ import annotations

import re

import pytest

from core.messaging.outgoing import Draft, Message
from tests.bot.web.browser.steps import bot, expect_screen, press, said, to_first_question

pytestmark = pytest.mark.browser

# -- leaving, and the net ----------------------------------------------------------------------


def test_a_reload_keeps_the_place(visit, serve):
    """Nor does the code in the address start it anew."""
    page = visit("/chat?kode=ALAT")
    to_first_question(page)
    press(page, "3. Sesuai")
    expect_screen(page, "2/3")
    assert page.url == serve.url + "/chat"
    page.reload()
    expect_screen(page, "Selamat datang kembali.")

    assert page.locator(".turn.bot").count() == 1
    assert "2/3" in bot(page).inner_text()
    press(page, "3. Cepat")
    expect_screen(page, "3/3")


def test_the_place_is_kept_when_one_comes_from_elsewhere(visit, serve):
    """A strict cookie does not come along from another site; the page itself still has it."""
    page = visit()
    to_first_question(page)
    page.goto("data:text/html,<a href='" + serve.url + "/chat'>survei</a>")
    page.get_by_text("survei").click()
    expect_screen(page, "Selamat datang kembali.")


def test_a_later_message_comes_by_itself(visit, serve):
    """The page asks again when it is looked at."""
    page = visit()
    to_first_question(page)
    store = serve.house.store
    store.put(Draft(store.events[0].address, Message("Saran Anda sudah kami tindak lanjuti.")))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect_screen(page, "tindak lanjuti")

    press(page, "3. Sesuai")
    expect_screen(page, "2/3")


def test_off_the_net_the_answer_is_kept_and_sent_later(visit, serve):
    page = visit()
    to_first_question(page)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill("2")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Sambungan internet terputus").wait_for()
    page.get_by_role("button", name="Coba sekarang").wait_for()
    assert page.locator(".own.waiting .bubble").inner_text() == "2"

    page.context.set_offline(False)
    expect_screen(page, "Tercatat: Kurang sesuai.")
    assert page.locator(".own.waiting").count() == 0
    assert page.get_by_role("status").inner_text() == ""
    assert page.get_by_role("button", name="Coba sekarang").count() == 0
    assert said(serve) == ["start:0", "2"]


def test_an_answer_that_was_lost_on_the_way_counts_once(visit, serve):
    """The server wrote it, its answer never arrived; the page says it again."""
    page = visit()
    to_first_question(page)
    ids = []

    def lose_first(route):
        ids.append(re.search(r'"id":"(\w+)"', route.request.post_data)[1])
        if len(ids) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/chat/say", lose_first)
    press(page, "3. Sesuai")
    expect_screen(page, "2/3")

    assert ids == ids[:1] * 2
    assert said(serve) == ["start:0", "q1:3"]


def test_a_database_that_is_away_is_told_and_waited_for(visit, serve):
    page = visit()
    to_first_question(page)
    serve.house.store.down = True
    press(page, "3. Sesuai")
    page.get_by_role("status").filter(has_text="belum dapat disimpan").wait_for()
    serve.house.store.down = False
    expect_screen(page, "2/3")

    assert said(serve) == ["start:0", "q1:3"]


def test_a_refused_text_comes_back_into_the_field(visit, serve):
    """Over 200 kB the server takes nothing; nobody has to write it twice."""
    page = visit()
    to_first_question(page)
    page.get_by_role("textbox").fill("a" * 250_000)
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="terlalu panjang").wait_for()

    assert len(page.get_by_role("textbox").input_value()) == 250_000
    assert page.locator(".turn.own").count() == 1
    assert said(serve) == ["start:0"]


def test_a_lost_session_is_renewed_by_itself(visit, serve):
    """Cookies were cleared while the page was open: the bot greets a stranger, and goes on."""
    page = visit()
    to_first_question(page)
    page.context.clear_cookies()
    press(page, "3. Sesuai")
    page.locator(".turn.bot").nth(2).wait_for()

    assert "Bersediakah Anda?" in bot(page).inner_text()
    assert len({event.address for event in serve.house.store.events}) == 2


@pytest.mark.parametrize("path", ["/", "/s/ALAT", "/nowhere"])
def test_the_other_pages_lead_to_the_survey(visit, path):
    page = visit(path)
    page.locator("a.button[href^='/chat']").first.click()

    expect_screen(page, "Bersediakah Anda?")
