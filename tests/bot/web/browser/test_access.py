"""The chat page for people who cannot see, see little, or have a small phone."""

from __future__ import annotations

import pytest

from tests.bot.web.browser.steps import CONTRAST, expect_screen, press, to_first_question
from tests.bot.web.web_house import PUBLISHED

pytestmark = pytest.mark.browser

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
    serve.house.store.publications = [PUBLISHED]
    page = visit("/", viewport={"width": 320, "height": 640}, color_scheme=scheme)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert min(page.evaluate(CONTRAST, "h2, p, li, th, td, a.button")) >= 4.5


def test_nothing_moves_where_motion_is_not_wanted(visit):
    page = visit(reduced_motion="reduce")
    to_first_question(page)

    name = "getComputedStyle(document.querySelector('.turn')).animationName"
    assert page.evaluate(name) == "none"
