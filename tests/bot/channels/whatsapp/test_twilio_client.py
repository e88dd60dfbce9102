"""`TwilioClient`, Twilio's package over our HTTP client: the hosts of its calls, and its errors."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest

from bot.channels.whatsapp.error_codes import TwilioError
from bot.channels.whatsapp.twilio_client import TwilioClient
from tests.support.doubles import raw_server as raw

ACCOUNT = "/2010-04-01/Accounts/AC1"


def told(call, *answers, monkeypatch=None, host="api.provider.invalid"):
    """The result of a call or its TwilioError, and the first line of each request."""

    async def scene():
        async with raw.serving(raw.answering(*answers)) as proxy:
            monkeypatch.setenv("http_proxy", proxy.url)
            client = TwilioClient("AC1", "rahasia", f"http://{host}", seconds=10.0)
            try:
                came = await call(client)
            except TwilioError as error:
                came = error
            finally:
                await client.close()
            return came, [head.partition(b" HTTP/")[0].decode() for head, _ in proxy.asked]

    return asyncio.run(scene())


@pytest.fixture
def asked(monkeypatch):
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    return lambda call, *answers, **more: told(call, *answers, monkeypatch=monkeypatch, **more)


def reply(value, *heads, status=b"200 OK"):
    return raw.answer(json.dumps(value).encode(), *heads, status=status)


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda client: client.account(), f"api.provider.invalid{ACCOUNT}.json"),
        (lambda client: client.content("HX1"), "content.provider.invalid/v1/Content/HX1"),
        (lambda client: client.approval("HX1"), "content.provider.invalid/v1/Content/HX1/ApprovalRequests"),
    ],
    ids=["account", "template", "approval"],
)  # fmt: skip
@pytest.mark.parametrize("edge", [None, "sydney"])
def test_a_call_goes_to_the_host_that_the_settings_name(asked, monkeypatch, edge, call, path):
    """Templates live at a host of their own; the package's own variables lead nowhere else."""
    if edge:
        monkeypatch.setenv("TWILIO_EDGE", edge)
        monkeypatch.setenv("TWILIO_REGION", "au1")
    _, heads = asked(call, reply({}))
    assert heads == [f"GET http://{path}"]


def test_the_next_page_is_asked_of_the_same_host_whatever_it_says(asked):
    """Else a list could carry the account's login away."""
    rows = [{"sid": "SM1"}], [{"sid": "SM2"}]
    pages = [
        reply({"messages": rows[0], "next_page_uri": "https://jahat.example/2?Page=1&To=%2B62"}),
        reply({"messages": rows[1], "next_page_uri": None}),
    ]
    found, heads = asked(lambda client: client.messages(to="+62 1", page_size=200), *pages)
    assert [row.sid for row in found] == ["SM1", "SM2"]
    here = "GET http://api.provider.invalid"
    assert heads[0] == f"{here}{ACCOUNT}/Messages.json?To=%2B62+1&PageSize=200"
    assert heads[1].startswith(f"{here}/")
    assert heads[1].endswith("?Page=1&To=%2B62")


def test_a_row_that_is_no_message_is_left_out(asked, caplog):
    mad = {"sid": "SM3", "date_sent": "Mon, 99 Mar 2026 25:00:00 +0000", "body": "rahasia"}
    page = reply({"messages": [{"sid": "SM1"}, 5, mad, {"sid": "SM2"}], "next_page_uri": None})
    found, _ = asked(lambda client: client.messages(), page)
    assert [row.sid for row in found] == ["SM1", "SM2"]
    assert caplog.messages == ["whatsapp.unreadable_row"] * 2


PROBLEM = {"type": "https://x", "title": "x", "status": "mad", "code": 20429}


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (reply({"code": 20429}, b"Retry-After: 7", status=b"429 X"), (429, 20429, 7.0)),
        (reply({"code": 21610, "message": "x"}, status=b"400 X"), (400, 21610, None)),
        (reply(PROBLEM, b"Retry-After: 9", status=b"429 X"), (429, 20429, 9.0)),
        (reply({"code": ["21610"]}, status=b"400 X"), (400, None, None)),
        (raw.answer(b"<html>", status=b"502 X"), (502, 502, None)),
        (raw.answer(b"", b"Location: /b", status=b"307 X"), (307, 307, None)),
    ],
    ids=["throttled", "refused", "by RFC 9457", "mad", "a proxy's page", "redirect"],
)
def test_an_answer_without_success_is_told_by_status_code_and_pause(asked, answer, found):
    """Where Twilio gives no code of its own the package puts the status there."""
    call = lambda client: client.create_message(to="a", from_="b", body="c")  # noqa: E731
    error, heads = asked(call, answer)
    assert (error.status, error.code, error.after) == found
    assert len(heads) == 1


def test_a_list_that_is_refused_tells_its_pause(asked):
    error, _ = asked(
        lambda client: client.messages(), reply({}, b"Retry-After: 5", status=b"429 X")
    )
    assert (error.status, error.after) == (429, 5.0)


def test_media_go_out_as_the_field_that_twilio_repeats(asked, monkeypatch):
    """A list of addresses is one field many times."""

    async def scene():
        async with raw.serving(raw.answering(reply({"sid": "MM1"}, status=b"201 X"))) as server:
            client = TwilioClient("AC1", "rahasia", server.url)
            made = await client.create_message(to="a", from_="b", media_url=["https://x/1?a=b&c"])
            await client.close()
            return made.sid, server.asked[0][1]

    sid, body = asyncio.run(scene())
    assert sid == "MM1"
    assert sorted(body.split(b"&")) == [b"From=b", b"MediaUrl=https://x/1?a%3Db%26c", b"To=a"]


@pytest.mark.parametrize("module", ["bot.app.whatsapp_line", "bot.app.serve"])
def test_without_a_sender_nothing_of_twilio_is_imported(module):
    program = f"import sys, {module}; print(*({{'twilio', 'pyreqwest'}} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
