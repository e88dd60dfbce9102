"""The chat page in a real browser: by touch, by keyboard, by screen reader, and off the net."""

from __future__ import annotations

import re

import pytest

from tests.bot.web_house import PUBLISHED

pytestmark = pytest.mark.browser

CONTRAST = """
(selector) => {
  const shade = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = (rgb) => rgb.slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const found = shade(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll(selector)].map((node) => {
    const pair = [light(shade(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05);
  });
}
"""


def press(page, label):
    page.get_by_role("button", name=label, exact=True).click()


def bot(page):
    """What stands in the newest screen of the bot."""
    return page.locator(".turn.bot").last.locator(".bubble")


def expect_screen(page, text):
    page.locator(".turn.bot").filter(has_text=text).last.wait_for()
    assert text in bot(page).inner_text()


def to_first_question(page):
    press(page, "Setuju, mulai")
    expect_screen(page, "1/3 · Persyaratan")


def said(serve):
    return [
        event.text or event.choice for event in serve.house.store.events if event.kind != "opened"
    ]


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
    assert said(serve) == ["/start ALAT", "start:0", "q1:3", "q2:2", "q3:4", "Kursi ditambah."]


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
    """Whatever survey `serve` serves: no screen is a dead end."""
    page = visit()
    live = page.locator(".choices:not(.past) button")
    for seen in range(1, 40):
        page.locator(".turn.bot").nth(seen - 1).wait_for()
        if "Terima kasih, penilaian" in bot(page).inner_text():
            break
        live.first.click()

    assert "Terima kasih, penilaian" in bot(page).inner_text()


# -- who cannot see ----------------------------------------------------------------------------


def tree(page):
    client = page.context.new_cdp_session(page)
    return [
        node
        for node in client.send("Accessibility.getFullAXTree")["nodes"]
        if not node.get("ignored")
    ]


def prop(node, name):
    return next(
        (one["value"].get("value") for one in node["properties"] if one["name"] == name), None
    )


def test_the_accessibility_tree_names_what_is_there(visit):
    page = visit()
    to_first_question(page)
    nodes = tree(page)
    named = {(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes}

    assert {
        ("RootWebArea", "Survei Kepuasan Masyarakat · Dinas Sosial & Dukcapil"),
        ("banner", ""),
        ("main", ""),
        ("log", "Percakapan"),
        ("status", ""),
        ("textbox", "Tulis di sini"),
        ("group", "Pilihan jawaban"),
        ("button", "4. Sangat sesuai"),
        ("heading", "Survei Kepuasan Masyarakat"),
        ("heading", "1/3 · Persyaratan"),
    } <= named
    log = next(node for node in nodes if node["role"]["value"] == "log")
    assert prop(log, "live") == "polite"
    assert page.locator("html").get_attribute("lang") == "id"


def test_english_browsers_get_english_words(visit):
    page = visit(locale="en-GB")

    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("textbox", name="Write here").wait_for()
    expect_screen(page, "Bersediakah Anda?")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_enough(visit, scheme):
    """WCAG AA: 4.5 to 1 for every text."""
    page = visit(color_scheme=scheme)
    to_first_question(page)
    press(page, "3. Sesuai")
    expect_screen(page, "2/3")
    page.evaluate("document.getElementById('trouble').className = 'trouble bad'")
    page.get_by_role("textbox").fill("x")

    for selector in (
        ".top h1, .top p",
        ".bot .bubble p, .bot h2",
        ".own .bubble",
        ".choices button:not([disabled])",
        "textarea, #send, #retry, #status",
    ):
        found = page.evaluate(CONTRAST, selector)
        assert found, selector
        assert min(found) >= 4.5, selector


def test_text_is_large_and_targets_are_for_thumbs(visit):
    page = visit()
    to_first_question(page)

    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    for target in page.locator("button:visible, textarea").all():
        assert target.bounding_box()["height"] >= 44
    sizes = page.evaluate(
        "[...document.querySelectorAll('p, h2, button, textarea')].map(n => parseFloat(getComputedStyle(n).fontSize))"
    )
    assert min(sizes) >= 15


@pytest.mark.parametrize("width", [280, 360, 1280])
def test_nothing_is_cut_off(visit, width):
    """Long words without a space break; the newest buttons and the field are on the screen."""
    page = visit(viewport={"width": width, "height": 640})
    to_first_question(page)
    page.get_by_role("textbox").fill("W" * 300)
    page.keyboard.press("Enter")
    expect_screen(page, "belum terbaca")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("textbox").bounding_box()["y"] < 640
    first = page.locator(".choices:not(.past) button").first.bounding_box()
    assert 0 <= first["y"] < 640


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_can_be_read_on_a_small_phone(visit, serve, scheme):
    serve.house.store.results = [PUBLISHED]
    page = visit("/", viewport={"width": 320, "height": 640}, color_scheme=scheme)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert min(page.evaluate(CONTRAST, "h2, p, li, th, td, a.button")) >= 4.5


def test_nothing_moves_where_motion_is_not_wanted(visit):
    page = visit(reduced_motion="reduce")
    to_first_question(page)

    name = "getComputedStyle(document.querySelector('.turn')).animationName"
    assert page.evaluate(name) == "none"


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
    from core.model import Draft, Message

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
