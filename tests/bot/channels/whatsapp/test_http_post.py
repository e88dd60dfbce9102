"""The one call of our own, against raw servers: what is told of an answer, and of none."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from contextlib import asynccontextmanager

import pytest

from bot.app import event_loop
from bot.channels.http import LostError
from bot.channels.whatsapp import http_post as module
from bot.channels.whatsapp.http_post import LARGEST, HttpPostPool, HttpReply

OK = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"
LATE = 0.2
RUN = asyncio.run


@pytest.fixture(autouse=True, params=[asyncio.run, event_loop.run], ids=["asyncio", "libuv"])
def _on(request, monkeypatch):
    monkeypatch.setitem(globals(), "RUN", request.param)


class Server:
    """Answers request after request of a connection by the next of its scripts, byte for byte."""

    def __init__(self, *scripts):
        self.scripts, self.asked, self.connections = list(scripts), [], 0

    async def __call__(self, reader, writer):
        self.connections += 1
        try:
            while self.scripts:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                self.asked.append((head, await reader.readexactly(length)))
                await self._play(self.scripts.pop(0), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _play(self, script, writer):
        for part in [script] if isinstance(script, bytes) else script:
            if isinstance(part, float):
                await asyncio.sleep(part)
                continue
            writer.write(part)
            await writer.drain()


@asynccontextmanager
async def wired(server, *, tls=None, scheme="http"):
    listening = await asyncio.start_server(server, "127.0.0.1", 0, ssl=tls)
    port = listening.sockets[0].getsockname()[1]
    wire = HttpPostPool(
        f"{scheme}://127.0.0.1:{port}/a/b.json", {"Authorization": "Basic x", "X-Y": "z"}
    )
    try:
        yield wire
    finally:
        await wire.close()
        listening.close()


def played(*scripts, posts=1, seconds=5.0):
    """What each post gave: a Reply, or the LostError."""

    async def scene():
        server, gave = Server(*scripts), []
        async with wired(server) as wire:
            for number in range(posts):
                try:
                    gave.append(await wire.post(b"n=%d" % number, seconds))
                except LostError as lost:
                    gave.append(lost)
        return server, gave

    return RUN(scene())


def test_a_form_goes_out_as_http_asks_and_its_answer_comes_back():
    server, gave = played(b"HTTP/1.1 429 X\r\nretry-after: 7 \r\nContent-Length: 3\r\n\r\nabc")
    assert gave == [HttpReply(429, "7", b"abc")]
    ((head, body),) = server.asked
    assert body == b"n=0"
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /a/b.json HTTP/1.1"
    assert lines[1].startswith("Host: 127.0.0.1:")
    assert {"Authorization: Basic x", "X-Y: z", "Content-Length: 3"} <= set(lines)


def test_a_connection_is_used_again():
    server, gave = played(OK, OK, OK, posts=3)
    assert [one.status for one in gave] == [201, 201, 201]
    assert server.connections == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 X\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.0 200 X\r\nContent-Length: 2\r\n\r\n{}",
    ],
    ids=["asked to close", "old"],
)
def test_it_is_not_used_again_where_the_server_ends_it(answer):
    server, gave = played(answer, OK, posts=2)
    assert [one.status for one in gave] == [200, 201]
    assert server.connections == 2


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", b"abcde"),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 X\r\nContent-Length: 1\r\n\r\na", b"a"),
        (b"HTTP/1.1 204 X\r\n\r\n", b""),
    ],
    ids=["in chunks", "after a word in between", "empty"],
)  # fmt: skip
def test_every_lawful_answer_is_read_however_it_is_cut(answer, body):
    whole = played(answer, OK, posts=2)
    cut = played([answer[place : place + 1] for place in range(len(answer))], OK, posts=2)
    for server, gave in (whole, cut):
        assert [one.body for one in gave] == [body, b"{}"]
        assert server.connections == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        OK[:20],
        OK[:-1],
        b"HTTP/1.1 200 X\r\n\r\n{}",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 X\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 X\r\nContent-Length: %d\r\n\r\n" % (2 * LARGEST) + b"a" * 2 * LARGEST,
    ],
    ids=["hung up", "cut head", "cut body", "no length", "no HTTP", "bad length", "too large"],
)
def test_where_no_whole_answer_comes_it_may_have_been_read(answer):
    _server, (lost,) = played(answer)
    assert isinstance(lost, LostError)
    assert lost.written


def test_a_late_answer_is_lost_and_is_not_taken_for_the_next_ones():
    late = [2 * LATE, b"HTTP/1.1 200 X\r\nContent-Length: 4\r\n\r\nlate"]
    server, (first, second) = played(late, OK, posts=2, seconds=LATE)
    assert (str(first), first.written) == ("TimeoutError", True)
    assert second == HttpReply(201, "", b"{}")
    assert server.connections == 2


def test_an_answer_that_nobody_asked_for_ends_the_connection():
    server, gave = played([OK + OK], OK, posts=2)
    assert gave == [HttpReply(201, "", b"{}")] * 2
    assert server.connections == 2


def test_who_stops_waiting_leaves_no_answer_behind():
    async def scene():
        server = Server([LATE, OK], OK)
        async with wired(server) as wire:
            waiting = asyncio.ensure_future(wire.post(b"n=0", 5.0))
            await asyncio.sleep(LATE / 2)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            await wire.post(b"n=1", 5.0)
        return server

    server = RUN(scene())
    assert [body for _, body in server.asked] == [b"n=0", b"n=1"]
    assert server.connections == 2


def test_many_at_once_have_a_connection_each_and_share_them_afterwards():
    async def scene():
        server = Server(*[[0.05, OK]] * 10, *[OK] * 5)
        async with wired(server) as wire:
            await asyncio.gather(*(wire.post(b"n=1", 5.0) for _ in range(10)))
            for _ in range(5):
                await wire.post(b"n=2", 5.0)
        return server

    server = RUN(scene())
    assert server.connections == 10


def test_what_rested_too_long_is_not_written_to(monkeypatch):
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.0)
    server, gave = played(OK, OK, posts=2)
    assert gave == [HttpReply(201, "", b"{}")] * 2
    assert server.connections == 2


def test_nobody_there_means_nothing_was_written():
    async def scene():
        async with wired(Server()) as wire:
            pass
        with pytest.raises(LostError) as closed:
            await wire.post(b"n=0", 5.0)
        gone = HttpPostPool("http://127.0.0.1:1/x", {})
        with pytest.raises(LostError) as refused:
            await gone.post(b"n=0", 5.0)
        return closed.value.written, refused.value.written

    assert RUN(scene()) == (False, False)


def test_closing_tells_those_who_still_wait():
    async def scene():
        async with wired(Server([5.0, OK])) as wire:
            waiting = asyncio.ensure_future(wire.post(b"n=0", 5.0))
            await asyncio.sleep(LATE / 2)
            await wire.close()
            with pytest.raises(LostError) as lost:
                await waiting
        return lost.value.written

    assert RUN(scene()) is True


def test_a_certificate_that_nobody_vouches_for_gets_nothing(tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate, and is not here")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    made += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*made, "-keyout", key, "-out", cert], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)

    async def scene(trusted):
        server = Server(OK)
        async with wired(server, tls=tls, scheme="https") as wire:
            if trusted:
                wire._tls.load_verify_locations(cert)
            try:
                return await wire.post(b"n=0", 5.0), server.asked
            except LostError as lost:
                return lost, server.asked

    lost, asked = RUN(scene(trusted=False))
    assert (lost.written, asked) == (False, [])
    reply, asked = RUN(scene(trusted=True))
    assert reply == HttpReply(201, "", b"{}")
    assert len(asked) == 1
