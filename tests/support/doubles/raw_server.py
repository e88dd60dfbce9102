"""Servers of bare bytes that do what no decent server does: silence, resets, halves of answers."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
import struct
from contextlib import asynccontextmanager

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

BODY = b'{"ok":true,"result":{"message_id":1},"sid":"SM1"}'  # a success for every library


def answer(body=BODY, *heads, status=b"200 OK"):
    """The bytes of a whole answer, with its Content-Length."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *heads]
    return b"\r\n".join([*lines, b"", body])


class RawServer:
    """A server that plays its script on every connection, and keeps requests as (head, body)."""

    def __init__(self, script):
        self.script, self.url = script, ""
        self.asked, self.connections, self.ended = [], 0, 0
        self._running = {}

    async def __call__(self, reader, writer):
        self.connections += 1
        self._running[asyncio.current_task()] = writer
        try:
            await self.script(self, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.ended += 1
            writer.close()

    async def request(self, reader):
        """Read one whole request and keep it."""
        head = await reader.readuntil(b"\r\n\r\n")
        told = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        self.asked.append((head, await reader.readexactly(int(told or 0))))

    async def end(self):
        for writer in self._running.values():
            writer.transport.abort()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def until(self, true, seconds=10.0):
        async with asyncio.timeout(seconds):
            while not true(self):
                await asyncio.sleep(0.005)


@asynccontextmanager
async def serving(script, *, tls=None):
    """Serve a script on a free port of this machine; its `url` says where."""
    server = RawServer(script)
    listening = await asyncio.start_server(server, "127.0.0.1", 0, ssl=tls)
    port = listening.sockets[0].getsockname()[1]
    server.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    try:
        yield server
    finally:
        listening.close()
        await server.end()


def free_url(scheme="http"):
    """An address at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"{scheme}://127.0.0.1:{found.getsockname()[1]}"


# -- scripts -------------------------------------------------------------------------------------


def answering(*answers):
    """A script that answers each request with the next of these; the last one repeats."""

    async def script(server, reader, writer):
        for number in range(10**6):
            await server.request(reader)
            writer.write(answers[min(number, len(answers) - 1)])
            await writer.drain()

    return script


async def closing_idle(server, reader, writer):
    """Answer one request, and close the connection 50 ms later."""
    await server.request(reader)
    writer.write(answer())
    await writer.drain()
    await asyncio.sleep(0.05)


async def closing(server, reader, writer):
    """Read one request, and hang up without an answer."""
    await server.request(reader)


async def resetting(server, reader, writer):
    """Read one request, and reset the connection (RST)."""
    await server.request(reader)
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def hanging(server, reader, writer):
    """Read one request, and never answer."""
    await server.request(reader)
    await reader.read()


async def halving(server, reader, writer):
    """Read one request, and hang up ten bytes before the answer's end."""
    await server.request(reader)
    writer.write(answer()[:-10])
    await writer.drain()


async def shutting(server, reader, writer):
    """Hang up before a word is said."""


async def plain(server, reader, writer):
    """Answer in plain bytes, whatever was said: no TLS."""
    await reader.read(1)
    writer.write(answer(status=b"400 Bad Request"))


# -- certificates --------------------------------------------------------------------------------


def certified(folder):
    """A server's TLS context, and the file of the new authority that signed its certificate."""
    authority, mine = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("Uji", authority, authority, x509.BasicConstraints(True, None))
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    leaf = _certificate("127.0.0.1", mine, authority, here)
    ca, chain = folder / "ca.pem", folder / "server.pem"
    ca.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    secret = mine.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    chain.write_bytes(secret + leaf.public_bytes(serialization.Encoding.PEM))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(chain)
    return tls, ca


def _certificate(subject, key, signer, extension):
    def name(text):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder(name("Uji"), name(subject), key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(extension, critical=False)
        .sign(signer, hashes.SHA256())
    )
