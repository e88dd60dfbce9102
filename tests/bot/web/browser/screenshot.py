"""Pictures of the page: `python -m tests.bot.web.browser.screenshot URL OUT.png [label …]`.

Presses the buttons that the labels name (by their beginning) and takes the picture then.
"""

from __future__ import annotations

import argparse
import re
import shutil

from tests.bot.web.browser.conftest import ARGS, NAMES


def main() -> None:
    asked = _arguments()
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        context = browser.new_context(
            viewport={"width": asked.width, "height": asked.height},
            device_scale_factor=asked.scale,
            color_scheme="dark" if asked.dark else "light",
            locale="id-ID",
        )
        page = context.new_page()
        page.goto(asked.url)
        for label in asked.press:
            _answer(page, label)
        page.wait_for_timeout(400)
        page.screenshot(path=asked.out, full_page=asked.full)
        browser.close()


def _answer(page, label: str) -> None:
    """Press a button, or type what stands behind an equals sign: `=34`."""
    seen = page.locator(".turn.bot").count()
    if label.startswith("="):
        page.get_by_role("textbox").fill(label[1:])
        page.get_by_role("textbox").press("Enter")
    else:
        page.get_by_role("button", name=re.compile(rf"^{re.escape(label)}")).last.click()
    page.locator(".turn.bot").nth(seen).wait_for()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("out")
    parser.add_argument("press", nargs="*")
    parser.add_argument("--width", type=int, default=360)
    parser.add_argument("--height", type=int, default=640)
    parser.add_argument("--scale", type=float, default=2)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--full", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
