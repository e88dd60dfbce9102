"""Proxies and TLS: calls go by the environment's proxy, and trust the system's authorities."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.http import HttpClient, LostError
from tests.bot.channels.http.seams import ANSWERED, SEAMS, UNWRITTEN, tried
from tests.support.doubles import raw_server as raw


async def sent(seam, url):
    one = SEAMS[seam](url, 10.0)
    try:
        return (await tried(one))[0]
    finally:
        await one.close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("seam", SEAMS)
def test_every_library_goes_by_the_proxy_of_the_environment(seam, monkeypatch):
    async def scene():
        async with raw.serving(raw.answering(raw.answer())) as proxy:
            monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//kantor:rahasia@"))
            return await sent(seam, "http://provider.invalid"), proxy.asked

    came, ((head, _),) = asyncio.run(scene())
    assert came == ANSWERED
    assert head.startswith(b"POST http://provider.invalid/")
    assert b"proxy-authorization: basic a2fudg9yonjhagfzawe=" in head.lower()


@pytest.mark.parametrize("seam", SEAMS)
def test_a_host_may_be_spared_the_proxy(seam, monkeypatch):
    async def scene():
        async with raw.serving(raw.answering(raw.answer())) as server:
            monkeypatch.setenv("HTTP_PROXY", raw.free_url())
            monkeypatch.setenv("NO_PROXY", "example.org,127.0.0.1")
            return await sent(seam, server.url)

    assert asyncio.run(scene()) == ANSWERED


def test_a_proxy_that_refuses_the_tunnel_writes_nothing(monkeypatch):
    async def scene():
        shut = raw.answer(b"", status=b"407 Proxy Authentication Required")
        async with raw.serving(raw.answering(shut)) as proxy:
            monkeypatch.setenv("https_proxy", proxy.url)
            return await sent("client", "https://provider.invalid"), proxy.asked

    came, ((head, _),) = asyncio.run(scene())
    assert came == UNWRITTEN
    assert head.startswith(b"CONNECT provider.invalid:443 ")


@pytest.mark.parametrize("seam", SEAMS)
def test_a_server_is_trusted_by_the_system_s_authorities(seam, monkeypatch, tmp_path):
    """SSL_CERT_FILE names them, as it does for the standard library."""
    tls, ca = raw.certified(tmp_path)

    async def scene():
        async with raw.serving(raw.answering(raw.answer()), tls=tls) as server:
            doubted = await sent(seam, server.url), len(server.asked)
            monkeypatch.setenv("SSL_CERT_FILE", str(ca))
            return doubted, await sent(seam, server.url)

    assert asyncio.run(scene()) == ((UNWRITTEN, 0), ANSWERED)


def test_without_any_authority_nothing_is_written(monkeypatch, tmp_path):
    """A bare container without certificates: told at the call, not at the start."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))

    async def scene():
        http = HttpClient("https://provider.invalid")
        with pytest.raises(LostError) as lost:
            await http.post("https://provider.invalid", b"", {}, 10.0)
        await http.close()
        return lost.value.written

    assert asyncio.run(scene()) is False
