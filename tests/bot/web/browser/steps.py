"""Steps that the browser tests share: press, read the newest screen, wait for the server."""

from __future__ import annotations

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

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
    """Click the button whose label is exactly this."""
    page.get_by_role("button", name=label, exact=True).click()


def bot(page):
    """The bubble of the newest screen of the bot."""
    return page.locator(".turn.bot").last.locator(".bubble")


def expect_screen(page, text):
    """Wait up to ten seconds for the newest screen to hold this text."""
    expect(bot(page)).to_contain_text(text, timeout=10_000)


def wait_until(page, true, tries=100):
    """Until the server has heard it: a press is on its way for as long as the machine is busy."""
    for _ in range(tries):
        if true():
            return
        page.wait_for_timeout(100)
    assert true()


def to_first_question(page):
    """Agree, and wait for the first of the survey's questions."""
    press(page, "Setuju, mulai")
    expect_screen(page, "1/3 · Persyaratan")


def said(serve):
    """Words and choices that the server got, without the page's opening."""
    return [
        event.text or event.choice for event in serve.house.store.events if event.kind != "opened"
    ]
