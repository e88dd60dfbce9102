"""Documents on their way out: sealed in the outbox, sent under their own name on every channel."""

import asyncio
from dataclasses import replace

import pytest

from bot.channels.layout import lay_out
from bot.channels.terminal import Terminal
from bot.channels.webchat_files import BYTES, MOST, RecentFiles
from core.messaging.address import Address
from core.messaging.outcomes import Refused, Sent, Unknown
from core.messaging.outgoing import (
    Choice,
    Document,
    Draft,
    Message,
    Outgoing,
    Picture,
    ResendPolicy,
)
from storage.database.codec import pack_body, unpack_body
from tests.bot.web.web_browser import walk
from tests.support.doubles.telegram.telegram_fakes import house, row_to
from tests.support.doubles.telegram.telegram_rules import Fault

LIBRARIES = pytest.mark.parametrize("library", ["python-telegram-bot", "aiogram"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME = 'Laporan "SKM" – Dinas Sosial 2024.xlsx'
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1080).to_bytes(4) + (1500).to_bytes(4)


def sending(text="Buku kerja 2024", data=b"PK\3\4 buku", **more):
    button = (Choice("kt:hitung:2024", "Cara hitung"),)
    return Message(text, choices=button, document=Document(data, NAME, XLSX), **more)


def sent(library, message, row=None, *faults):
    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            user.send("/start")
            world.fault("sendDocument", *faults)
            outcome = await channel.send(row or row_to(77), message)
            return outcome, user.screen, world

    return asyncio.run(scene())


@LIBRARIES
def test_a_document_leaves_with_its_name_its_words_and_its_buttons(library):
    outcome, (only,), world = sent(library, sending(heading="Selesai"))
    assert outcome == Sent("2")
    assert (only.document, only.text) == (NAME, "Selesai\nBuku kerja 2024")
    assert (only.bold, only.buttons) == (("Selesai",), ("Cara hitung",))
    (params,) = [params for method, params in world.calls if method == "sendDocument"]
    assert (params["document"].data, params["document"].kind) == (b"PK\3\4 buku", XLSX)


@LIBRARIES
def test_words_too_long_for_a_caption_go_first_and_the_buttons_stand_under_the_file(library):
    _, (first, second), _ = sent(library, sending("x" * 1025))
    assert (first.text, first.document, first.buttons) == ("x" * 1025, None, ())
    assert (second.text, second.document, second.buttons) == ("", NAME, ("Cara hitung",))


@LIBRARIES
@pytest.mark.parametrize("text", ["pendek", "x" * 1025])
def test_a_document_is_never_an_edit(library, text):
    _, screen, world = sent(library, sending(text), row_to(77, replace="1"))
    assert screen[-1].document == NAME
    assert world.count("editMessageText") == 0


@LIBRARIES
def test_a_text_edit_of_a_document_becomes_a_new_message(library):
    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            user.send("/start")
            first = await channel.send(row_to(77), sending())
            await channel.send(row_to(77, replace=first.provider_id), Message("Selesai"))
            return [shown.text for shown in user.screen]

    assert asyncio.run(scene()) == ["Buku kerja 2024", "Selesai"]


@LIBRARIES
def test_what_the_provider_would_not_take_is_refused(library):
    assert isinstance(sent(library, sending(data=b""))[0], Refused)
    assert isinstance(sent(library, sending(data=bytes(50 * 2**20 + 1)))[0], Refused)


@LIBRARIES
def test_a_file_that_failed_after_its_words_goes_alone_the_second_time(library):
    async def scene():
        async with house(library) as (world, channel):
            user = world.user(77)
            user.send("/start")
            world.fault("sendDocument", Fault(lost=True))
            outcomes = [await channel.send(row_to(77), sending("x" * 1025)) for _ in range(2)]
            return outcomes, [(len(shown.text), shown.document) for shown in user.screen]

    (first, second), screen = asyncio.run(scene())
    assert (type(first), type(second)) == (Unknown, Sent)
    assert screen == [(1025, None), (0, NAME)]


def test_a_picture_and_a_document_go_one_after_the_other():
    both = replace(sending(), picture=Picture(PNG, "Batang", "ikm.png"))
    first, second = lay_out(both, 4096)
    assert (first.picture, first.text, first.rows) == (both.picture, "Buku kerja 2024", ())
    assert (second.document, second.rows) == (both.document, ((both.choices[0],),))


def test_the_longest_caption_is_a_caption():
    assert [part.document is None for part in lay_out(sending("x" * 1024), 4096)] == [False]
    assert [len(part.text) for part in lay_out(sending("😀" * 4096), 4096)] == [2048, 2048, 0]


def test_a_document_comes_back_from_the_store_as_it_went_in():
    assert unpack_body(pack_body(sending(data=bytes(range(256))))) == sending(
        data=bytes(range(256))
    )


# -- terminal and page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "laid"),
    [("buku.xlsx", "buku.xlsx"), ("../../luar.txt", "luar.txt"), ("..", "berkas"), ("", "berkas")],
)
def test_the_terminal_lays_the_document_into_its_folder_and_nowhere_else(tmp_path, name, laid):
    heard = []
    terminal = Terminal("admin", heard.append, tmp_path / "gambar")
    message = Message("Silakan", document=Document(b"isi", name, XLSX))
    to = Address("terminal", "terminal", "x")
    row = Outgoing(1, "a", to, message, ResendPolicy.REPLY, None, None, 0, False)
    asyncio.run(terminal.send(row, message))
    made = tmp_path / "gambar" / laid
    assert (made.read_bytes(), made.stat().st_mode & 0o777) == (b"isi", 0o600)
    assert heard[:3] == [f"({made})", "Silakan", f"({name})"]


async def shown(browser, message):
    """Our browser has a session, and the message lies in its mailbox: its number."""
    await browser.begin()
    await browser.say(opened=True)
    browser.store.put(Draft(browser.store.events[0].address, message))
    return browser.store.seq


def test_the_page_is_told_the_name_and_gets_the_file_by_its_cookie_as_a_download():
    async def go(browser):
        seq = await shown(browser, sending())
        answer = await browser.client.get(
            f"/chat/messages?after={seq - 1}", headers=browser.headers
        )
        (row,) = (await answer.json())["rows"]
        assert (row["file"], row["text"]) == (NAME, "Buku kerja 2024")
        await browser.client.get(f"/chat/messages?after={seq}", headers=browser.headers)
        assert seq in browser.store.settled
        got = await browser.client.get(f"/chat/berkas/{seq}")
        assert (got.status, got.content_type, await got.read()) == (200, XLSX, b"PK\3\4 buku")
        said = got.headers["Content-Disposition"]
        assert said.startswith('attachment; filename="Laporan _SKM_ _ Dinas Sosial 2024.xlsx"')
        assert got.content_disposition.filename == NAME
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in got.headers["Cache-Control"]

    walk(go)


def test_a_name_or_kind_of_a_stranger_makes_no_header_of_its_own():
    async def go(browser):
        evil = Document(b"x", 'a"\r\nSet-Cookie: b=1; .html', "text/html\r\nX: 1")
        seq = await shown(browser, Message("Bukti", document=evil))
        got = await browser.client.get(f"/chat/berkas/{seq}")
        assert got.status == 200
        assert got.content_type == "application/octet-stream"
        assert "Set-Cookie" not in got.headers
        assert got.content_disposition.type == "attachment"

    walk(go)


def test_another_session_and_a_row_without_a_document_get_none():
    async def go(browser):
        seq = await shown(browser, sending())
        browser.store.put(Draft(browser.store.events[0].address, Message("tanpa berkas")))
        none = await browser.client.get(f"/chat/berkas/{seq + 1}")
        assert (none.status, "minta sekali lagi" in await none.text()) == (404, True)
        browser.client.session.cookie_jar.clear()
        assert (await browser.client.get(f"/chat/berkas/{seq}")).status == 404
        del browser.headers["X-CSRF-Token"]
        await browser.begin()
        assert (await browser.client.get(f"/chat/berkas/{seq}")).status == 404

    walk(go)


def test_what_is_kept_in_hand_has_a_limit_in_number_and_in_bytes():
    kept = RecentFiles()
    for seq in range(MOST + 1):
        kept.keep(("a", seq), Document(b"x", "x", XLSX))
    assert kept.get(("a", 0)) is None
    assert ("a", 1) in kept
    for seq in range(100, 104):
        kept.keep(("a", seq), Document(bytes(BYTES // 3), "x", XLSX))
    assert ("a", 100) not in kept
    assert [("a", seq) in kept for seq in (101, 102, 103)] == [True] * 3
    kept.keep(("a", 103), Document(b"x", "x", XLSX))
    kept.keep(("a", 104), Document(bytes(BYTES // 3), "x", XLSX))
    assert ("a", 101) in kept
