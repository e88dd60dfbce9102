"""A picture in the web chat: told with its words, served to its own browser and to nobody else."""

from dataclasses import replace

from core.messaging.outgoing import Draft, Message, Picture
from tests.bot.web.web_browser import walk

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1080).to_bytes(4) + (1500).to_bytes(4)
SHOWN = Message("IKM 2024: 93,54", picture=Picture(PNG, "Batang sembilan unsur", "ikm-2024.png"))


async def sent(browser):
    """Our browser has a session, and the picture lies in its mailbox: its number."""
    await browser.begin()
    await browser.say(opened=True)
    browser.store.put(Draft(browser.store.events[0].address, SHOWN))
    return browser.store.seq


def test_a_picture_is_told_by_its_alternative_text_and_its_size():
    async def go(browser):
        seq = await sent(browser)
        answer = await browser.client.get(
            f"/chat/messages?after={seq - 1}", headers=browser.headers
        )
        (row,) = (await answer.json())["rows"]
        assert (row["text"], row["alt"]) == ("IKM 2024: 93,54", "Batang sembilan unsur")
        assert (row["wide"], row["tall"]) == (1080, 1500)

    walk(go)


def test_the_picture_comes_by_the_cookie_alone_and_may_not_be_shared():
    async def go(browser):
        seq = await sent(browser)
        answer = await browser.client.get(f"/chat/gambar/{seq}")
        assert (answer.status, answer.content_type) == (200, "image/png")
        assert await answer.read() == PNG
        assert "private" in answer.headers["Cache-Control"]
        assert "img-src 'self'" in answer.headers["Content-Security-Policy"]

    walk(go)


def test_it_is_still_there_when_the_page_has_moved_on():
    async def go(browser):
        seq = await sent(browser)
        await browser.client.get(f"/chat/messages?after={seq - 1}", headers=browser.headers)
        await browser.client.get(f"/chat/messages?after={seq}", headers=browser.headers)
        assert seq in browser.store.settled
        assert (await browser.client.get(f"/chat/gambar/{seq}")).status == 200

    walk(go)


def test_another_session_does_not_get_it():
    async def go(browser):
        seq = await sent(browser)
        browser.client.session.cookie_jar.clear()
        assert (await browser.client.get(f"/chat/gambar/{seq}")).status == 404
        del browser.headers["X-CSRF-Token"]
        await browser.begin()
        assert (await browser.client.get(f"/chat/gambar/{seq}")).status == 404

    walk(go)


def test_a_row_without_a_picture_has_none():
    async def go(browser):
        seq = await sent(browser)
        browser.store.put(Draft(browser.store.events[0].address, replace(SHOWN, picture=None)))
        assert (await browser.client.get(f"/chat/gambar/{seq + 1}")).status == 404
        assert (await browser.client.get("/chat/gambar/999999")).status == 404

    walk(go)
