"""`GET /m/<token>` lends a provider one file for some minutes, and serves nothing else."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from bot.web.app import _be_safe
from bot.web.hooks.lent_files import FILE_MOST, LIFE, PICTURE_MOST, LentFileLinks
from core.errors import InputError
from core.messaging.outcomes import Sent
from core.messaging.outgoing import Draft, Message
from core.ports.outbox import Settlement
from storage.store import open_store
from tests.support.fakes import T0, InlineWriter, chat

SECRET = b"a secret of a test, of 32 bytes!"
PNG = b"\x89PNG\n\x00"


class Door:
    def __init__(self, store):
        self.store, self.now = store, T0
        writer = InlineWriter(self.store, now=lambda: self.now)
        self.links = LentFileLinks(
            "https://skm.test", lambda: writer, self.store, now=lambda: self.now
        )

    async def publish(self, data=PNG, mime="image/png", name="grafik IKM.png"):
        url = await self.links.publish(data, mime, name)
        assert url.startswith("https://skm.test/m/")
        return url.removeprefix("https://skm.test")

    async def get(self, path, method="GET"):
        async with self.session.request(method, self.base + path) as answer:
            return answer.status, answer.headers, await answer.read()


@asynccontextmanager
async def door(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'skm.db'}", [SECRET])
    made = Door(store)
    app = web.Application()
    app.add_routes(made.links.routes())
    app.on_response_prepare.append(_be_safe)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession() as made.session:
        yield made
    await runner.cleanup()
    store.close()


def test_a_picture_is_handed_out_with_its_kind_and_nothing_guesses(tmp_path):
    async def main():
        async with door(tmp_path) as it:
            status, headers, body = await it.get(await it.publish())
            assert (status, body) == (200, PNG)
            assert headers["Content-Type"] == "image/png"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Cache-Control"] == "no-store"
            named = headers["Content-Disposition"]
            assert named == "inline; filename*=UTF-8''grafik%20IKM.png"

    asyncio.run(main())


@pytest.mark.parametrize(
    ("mime", "told"),
    [("application/pdf", "application/pdf"), ("text/html", "application/octet-stream")],
)
def test_a_file_is_to_be_saved_and_never_run(tmp_path, mime, told):
    async def main():
        async with door(tmp_path) as it:
            path = await it.publish(b"<script>", mime, "a\r\nb.html")
            _, headers, body = await it.get(path)
            assert (headers["Content-Type"].partition(";")[0], body) == (told, b"<script>")
            assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%0D%0Ab.html"

    asyncio.run(main())


def test_it_can_be_fetched_twice_within_its_time_and_not_after(tmp_path):
    async def main():
        async with door(tmp_path) as it:
            path = await it.publish()
            it.now += LIFE - timedelta(seconds=1)
            assert (await it.get(path))[0] == 200
            assert (await it.get(path, "HEAD"))[0] == 200
            it.now += timedelta(seconds=1)
            assert (await it.get(path))[0] == 404

    asyncio.run(main())


def test_whatever_else_is_asked_for_is_not_there(tmp_path):
    async def main():
        async with door(tmp_path) as it:
            path = await it.publish()
            raw = urlsafe_b64decode(path.removeprefix("/m/"))
            longer = raw[:16] + b"\xff" + raw[17:]  # another expiry
            wrong = [raw[:-1], raw + b"x", b"\x00" + raw[1:], longer, raw[:-1] + b"\x00", b""]
            wrong += [bytes([raw[0] ^ 1]) + raw[1:]]
            for one in wrong:
                token = urlsafe_b64encode(one).decode()
                assert (await it.get(f"/m/{token}"))[0] == 404, one
            for text in ("x", "%F0%9F%98%80", "..", "a" * 5000, "====", "%00"):
                assert (await it.get(f"/m/{text}"))[0] in (400, 404), text
            (tmp_path / "other").mkdir()
            async with door(tmp_path / "other") as other:
                assert (await it.get(await other.publish()))[0] == 404

    asyncio.run(main())


def test_it_outlives_the_row_that_it_was_made_for(tmp_path):
    async def main():
        async with door(tmp_path) as it:
            with it.store.write() as tx:
                tx.outbox.enqueue([Draft(chat(), Message("x"))], now=T0)
                [row] = tx.outbox.claim(
                    [("telegram", "bot")], holder="a", now=T0, lease=60, limit=1
                )
            path = await it.publish()
            with it.store.write() as tx:
                tx.outbox.settle([Settlement(row, Sent("m"), None)], now=T0)
            assert (await it.get(path))[0] == 200

    asyncio.run(main())


@pytest.mark.parametrize(
    ("mime", "most"), [("image/png", PICTURE_MOST), ("application/pdf", FILE_MOST)]
)
def test_what_whatsapp_would_refuse_is_refused_before(tmp_path, mime, most):
    async def main():
        async with door(tmp_path) as it:
            assert await it.publish(bytes(most), mime)
            with pytest.raises(InputError):
                await it.publish(bytes(most + 1), mime)

    asyncio.run(main())


def test_the_bytes_lie_sealed(tmp_path):
    async def main():
        async with door(tmp_path) as it:
            await it.publish(b"nama warga", "text/plain", "rahasia.txt")
            kept = b"".join(one.read_bytes() for one in tmp_path.glob("skm.db*"))
            assert b"nama warga" not in kept
            assert b"rahasia.txt" not in kept

    asyncio.run(main())
