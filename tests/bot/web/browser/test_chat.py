"""The chat page in a real browser: by touch, by keyboard, small and closed."""

from __future__ import annotations

import pytest

from core.messaging.outgoing import Document, Draft, Message
from tests.bot.web.browser.steps import bot, expect_screen, press, said, to_first_question

pytestmark = pytest.mark.browser


def test_a_citizen_answers_everything_by_touch(visit, serve):
    page = visit("/chat?kode=ALAT")
    to_first_question(page)
    press(page, "3. Sesuai")
    expect_screen(page, "Tercatat: Sesuai.")
    press(page, "2. Kurang cepat")
    press(page, "4. Dikelola dengan baik")
    page.get_by_role("textbox").fill("Kursi ditambah.")
    press(page, "Kirim tulisan")
    expect_screen(page, "Terima kasih")

    own = page.locator(".turn.own .bubble").all_inner_texts()
    assert own == [
        "Setuju, mulai",
        "3. Sesuai",
        "2. Kurang cepat",
        "4. Dikelola dengan baik",
        "Kursi ditambah.",
    ]
    assert said(serve) == ["start:0", "q1:3", "q2:2", "q3:4", "Kursi ditambah."]


def test_a_citizen_answers_everything_by_keyboard(visit, serve):
    """Tab leads from the new question to its first button; focus is never lost and always seen."""
    page = visit(has_touch=False)
    expect_screen(page, "Bersediakah Anda?")
    for label, next_screen in (
        ("Setuju, mulai", "1/3"),
        ("1. Tidak sesuai", "2/3"),
        ("1. Tidak cepat", "3/3"),
        ("1. Tidak ada", "Ada saran"),
    ):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.inner_text() == label
        assert focused.evaluate("node => getComputedStyle(node).outlineWidth") == "3px"
        page.keyboard.press("Enter")
        expect_screen(page, next_screen)

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Lebih cepat")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("ya")
    page.keyboard.press("Enter")
    expect_screen(page, "Terima kasih")
    assert said(serve) == ["start:0", "q1:1", "q2:1", "q3:1", "Lebih cepat\nya"]


def test_typed_answers_are_equal_to_buttons(visit, serve):
    page = visit()
    to_first_question(page)
    page.get_by_role("textbox").fill("3")
    page.keyboard.press("Enter")
    expect_screen(page, "Tercatat: Sesuai.")

    assert said(serve) == ["start:0", "3"]


def test_a_held_key_and_a_double_tap_answer_once(visit, serve):
    page = visit()
    expect_screen(page, "Bersediakah Anda?")
    page.get_by_role("button", name="Setuju, mulai").dblclick()
    expect_screen(page, "1/3")
    page.keyboard.press("Tab")
    page.keyboard.down("Enter")
    page.keyboard.down("Enter")
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect_screen(page, "2/3")

    assert said(serve) == ["start:0", "q1:1"]


def test_the_button_that_sends_words_comes_with_the_words(visit):
    """At the review the survey's own [Kirim] stands alone on the screen."""
    page = visit()
    send = page.get_by_role("button", name="Kirim tulisan")
    to_first_question(page)
    assert send.count() == 0
    page.get_by_role("textbox").fill("3")
    assert send.inner_text() == "Kirim"
    send.click()
    expect_screen(page, "2/3")
    assert send.count() == 0


def test_older_screens_have_no_live_buttons(visit):
    page = visit()
    to_first_question(page)

    assert page.locator(".choices button:not([disabled])").count() == 4
    assert page.get_by_role("button", name="Setuju, mulai").count() == 0


def test_the_first_button_each_time_leads_to_thanks(visit):
    """No screen of the served survey is a dead end."""
    page = visit()
    live = page.locator(".choices:not(.past) button")
    for seen in range(1, 40):
        page.locator(".turn.bot").nth(seen - 1).wait_for()
        if "Terima kasih, penilaian" in bot(page).inner_text():
            break
        live.first.click()

    assert "Terima kasih, penilaian" in bot(page).inner_text()


# -- small and closed --------------------------------------------------------------------------


def test_the_whole_page_weighs_less_than_60_kb(visit, serve, chromium):
    context = chromium.new_context()
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    weights, addresses = [], []
    client.on("Network.loadingFinished", lambda done: weights.append(done["encodedDataLength"]))
    client.on("Network.requestWillBeSent", lambda asked: addresses.append(asked["request"]["url"]))
    page.goto(serve.url + "/chat", wait_until="networkidle")
    expect_screen(page, "Bersediakah Anda?")
    context.close()

    assert len(weights) >= 5
    assert sum(weights) < 60_000
    assert all(address.startswith(serve.url) for address in addresses)


def test_what_people_write_is_never_interpreted(visit):
    page = visit()
    to_first_question(page)
    words = '<img src=x onerror="document.title=1"> *tebal* \u202eatas\u202c شكرا 👍'
    page.get_by_role("textbox").fill(words)
    page.keyboard.press("Enter")
    expect_screen(page, "belum terbaca")

    assert page.locator(".own .bubble").last.text_content() == words
    assert page.locator("img").count() == 0
    assert page.title().startswith("Survei")


def test_the_cookie_is_out_of_reach_of_scripts(visit):
    page = visit()
    expect_screen(page, "Bersediakah Anda?")
    (cookie,) = page.context.cookies()

    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert page.evaluate("document.cookie") == ""


def test_a_document_is_a_link_that_lays_the_file_down(visit, serve):
    page = visit("/chat?kode=ALAT")
    expect_screen(page, "Bersediakah Anda?")
    store, file = serve.house.store, Document(b"PK isi", "Laporan – 2024.xlsx", "application/zip")
    store.put(Draft(store.events[0].address, Message("Buku kerja 2024", document=file)))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect_screen(page, "Unduh Laporan – 2024.xlsx")
    with page.expect_download() as coming:
        bot(page).get_by_role("link").click()
    assert coming.value.suggested_filename == "Laporan – 2024.xlsx"
    assert coming.value.path().read_bytes() == b"PK isi"
