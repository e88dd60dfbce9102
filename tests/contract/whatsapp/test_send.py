"""Sending on WhatsApp: one call a part, one outcome an answer, lists, templates, lent files."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiohttp import web

from core.errors import FetchLater, InputError
from core.messaging.outcomes import Gone, Later, Refused, Sent, Unknown, WindowShut
from core.messaging.outgoing import Choice, Message, Picture, Template
from tests.support.doubles.twilio.twilio_fakes import channel_of, house, row_to
from tests.support.doubles.twilio.twilio_world import LIST_SID, SENDER, Content, Fault

CITIZENS = "+6281200000001"
OPTIONS = tuple(
    Choice(f"sv:1:t.waktu:{n}", f"{n}. Pilihan {n}", f"Pilihan {n}") for n in (1, 2, 3, 4)
)
QUESTION = Message("Isi?", heading="3/9 · Waktu", choices=OPTIONS)
POST = "POST Messages"


def heard(world, number=CITIZENS):
    """A citizen who has just written."""
    citizen = world.citizen(number)
    citizen.heard_at = world.now()
    return citizen


def forms(world):
    return [given for name, given in world.calls if name == POST]


def test_a_text_arrives_and_its_id_comes_back():
    async def scene():
        async with house() as (world, channel):
            warga = heard(world)
            outcome = await channel.send(row_to(), Message("Halo *warga*"))
            await warga.next_screen()
            assert outcome == Sent(warga.last.sid)
            assert warga.last.text == "Halo ∗warga∗"
            assert forms(world) == [
                {"Body": "Halo ∗warga∗", "To": f"whatsapp:{CITIZENS}", "From": f"whatsapp:{SENDER}"}
            ]

    asyncio.run(scene())


def test_who_has_only_a_name_is_written_to_by_id():
    async def scene():
        async with house() as (world, channel):
            warga = world.citizen(None, "ID.4566546130240823")
            warga.heard_at = world.now()
            assert isinstance(await channel.send(row_to("ID.4566546130240823"), Message("x")), Sent)
            await warga.next_screen()

    asyncio.run(scene())


def test_four_options_go_as_the_reusable_list_and_come_back_by_payload():
    async def scene():
        async with house(lists=True) as (world, channel):
            warga = heard(world)
            assert isinstance(await channel.send(row_to(), QUESTION), Sent)
            shown = await warga.next_screen()
            assert [row[:2] for row in shown.rows] == [
                (f"Pilihan {n}", f"sv:1:t.waktu:{n}") for n in (1, 2, 3, 4)
            ]
            assert shown.text.startswith("*3/9 · Waktu*\nIsi?\n\n1. Pilihan 1")
            (form,) = forms(world)
            assert form["ContentSid"] == LIST_SID
            assert len(json.loads(form["ContentVariables"])) == 13
            assert "Body" not in form

    asyncio.run(scene())


@pytest.mark.parametrize("code", [21655, 21656, 63028])
def test_a_list_that_twilio_refuses_goes_as_text(code):
    """A template with other rows, or none of that name: the citizen sees numbers, we see the log."""

    async def scene():
        async with house(lists=True) as (world, channel):
            warga = heard(world)
            world.faults[POST].append(Fault(status=400, code=code))
            assert isinstance(await channel.send(row_to(), QUESTION), Sent)
            shown = await warga.next_screen()
            assert (shown.rows, "4. Pilihan 4" in shown.text) == ([], True)

    asyncio.run(scene())


def test_the_report_comes_to_our_row():
    async def scene():
        async with house(public_url="https://skm.contoh.example/#rc=5") as (world, channel):
            heard(world)
            await channel.send(row_to(row_id="a1b2"), Message("x"))
            (form,) = forms(world)
            base = "https://skm.contoh.example/hooks/twilio/status"
            assert form["StatusCallback"] == f"{base}?id=a1b2"

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault(status=429, code=20429), Later(1.0, "account")),
        (Fault(status=429, code=20429, after=7), Later(7.0, "account")),
        (Fault(status=400, code=21610), Gone("opted_out")),
        (Fault(status=400, code=63030), Refused("63030", "")),
        (Fault(status=401, code=20003), Later(60.0, "account")),
        (Fault(status=500), Unknown("HTTP 500")),
        (Fault(lost=True), Unknown("connection closed before message completed")),
    ],
    ids=["429", "429 with time", "stop", "content", "token", "500", "lost"],
)
def test_every_answer_has_its_outcome_and_no_post_is_repeated(fault, outcome):
    async def scene():
        async with house() as (world, channel):
            heard(world)
            world.faults[POST].append(fault)
            assert await channel.send(row_to(), Message("x")) == outcome
            assert len(forms(world)) == 1

    asyncio.run(scene())


def test_where_nobody_listens_nothing_was_sent():
    async def scene():
        async with house() as (world, _):
            world.url = "http://127.0.0.1:9"
            async with channel_of(world) as deaf:
                assert await deaf.send(row_to(), Message("x")) == Later(2.0, "account")

    asyncio.run(scene())


@pytest.mark.parametrize(("made", "screens"), [(True, 1), (False, 1)], ids=["made", "not made"])
def test_a_lost_answer_leads_to_one_message(made, screens):
    """The second try looks through the list first: what was made is not sent again."""

    async def scene():
        async with house() as (world, channel):
            warga = heard(world)
            world.faults[POST].append(Fault(lost=True, work=made))
            assert isinstance(await channel.send(row_to(), QUESTION), Unknown)
            outcome = await channel.send(row_to(unsure=True), QUESTION)
            await world.until(lambda: not world.sending)
            assert len(warga.screen) == screens
            assert outcome == Sent(warga.last.sid)

    asyncio.run(scene())


def test_while_the_list_cannot_be_read_nothing_goes_twice():
    async def scene():
        async with house() as (world, channel):
            warga = heard(world)
            world.faults[POST].append(Fault(lost=True, work=True))
            world.faults["GET Messages"] += [Fault(status=500), Fault(status=429, code=20429)]
            await channel.send(row_to(), QUESTION)
            for _ in range(2):
                assert await channel.send(row_to(unsure=True), QUESTION) == Later(5.0)
            assert isinstance(await channel.send(row_to(unsure=True), QUESTION), Sent)
            await world.until(lambda: not world.sending)
            assert len(warga.screen) == 1

    asyncio.run(scene())


def test_the_same_words_sent_before_are_not_taken_for_the_lost_ones():
    async def scene():
        async with house() as (world, channel):
            warga = heard(world)
            assert isinstance(await channel.send(row_to(row_id="a"), QUESTION), Sent)
            world.faults[POST].append(Fault(lost=True))
            await channel.send(row_to(row_id="b"), QUESTION)
            assert isinstance(await channel.send(row_to(row_id="b", unsure=True), QUESTION), Sent)
            await world.until(lambda: not world.sending)
            assert len(warga.screen) == 2

    asyncio.run(scene())


def test_of_a_long_text_only_what_is_missing_goes_again():
    async def scene():
        async with house(public_url="https://a.example") as (world, channel):
            warga = heard(world)
            world.faults[POST] += [Fault(), Fault(status=429, code=20429)]
            long = Message("kata " * 500)
            assert await channel.send(row_to(), long) == Later(1.0, "account")
            assert isinstance(await channel.send(row_to(), long), Sent)
            await world.until(lambda: not world.sending)
            assert len(warga.screen) == 2
            assert "".join(warga.texts()).count("kata") == 500
            assert ["StatusCallback" in form for form in forms(world)] == [False, True, True]

    asyncio.run(scene())


def test_outside_the_window_only_the_approved_template_arrives():
    async def scene():
        approved = "HX" + "2" * 32
        async with house(templates={"digest": approved}) as (world, channel):
            world.content[approved] = Content("twilio/text", "Ringkasan {{1}} siap.", approved=True)
            pejabat = world.citizen(CITIZENS)
            await channel.send(row_to(), Message("Ringkasan penuh"))
            said = Message("x", template=Template("digest", ("minggu 47",)))
            assert isinstance(await channel.send(row_to(), said), Sent)
            await world.until(lambda: not world.sending)
            assert pejabat.texts() == ["Ringkasan minggu 47 siap."]
            assert [row["error_code"] for row in world.messages] == [63016, None]
            other = Message("x", template=Template("invite"))
            assert await channel.send(row_to(), other) == WindowShut()  # not set up: no fault

    asyncio.run(scene())


def test_a_picture_goes_by_an_address_that_twilio_fetches():
    async def scene():
        app = web.Application()

        async def give(_request):
            return web.Response(body=b"png", content_type="image/png")

        app.router.add_get("/b/{name}", give)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        asked = []

        async def publish(data, mime, name):
            asked.append((data, mime, name))
            return f"{base}/b/{name}"

        async with house(publish=publish) as (world, channel):
            warga = heard(world)
            picture = Picture(b"png", "Batang", "unsur.png")
            assert isinstance(await channel.send(row_to(), Message("IKM", picture=picture)), Sent)
            shown = await warga.next_screen()
            assert (shown.text, shown.media) == ("IKM", [f"{base}/b/unsur.png"])
            assert asked == [(b"png", "image/png", "unsur.png")]
        await runner.cleanup()

    asyncio.run(scene())


def test_a_picture_that_twilio_cannot_fetch_leaves_its_words():
    async def scene():
        async def publish(*_):
            return "http://127.0.0.1:9/x.png"

        async with house(publish=publish) as (world, channel):
            warga = heard(world)
            picture = Picture(b"png", "Batang", "unsur.png")
            assert isinstance(await channel.send(row_to(), Message("IKM", picture=picture)), Sent)
            assert (await warga.next_screen()).text == "IKM"

    asyncio.run(scene())


def test_a_file_too_large_for_whatsapp_leaves_its_words_or_its_name():
    async def scene():
        async def publish(*_):
            raise InputError("6000000 bytes")

        async with house(publish=publish) as (world, channel):
            warga = heard(world)
            picture = Picture(b"png", "Batang", "unsur.png")
            assert isinstance(await channel.send(row_to(), Message("IKM", picture=picture)), Sent)
            assert (await warga.next_screen()).text == "IKM"

    asyncio.run(scene())


def test_what_was_sent_along_is_fetched_from_twilio_alone():
    async def scene():
        async with house() as (world, channel):
            ref = f"{world.url}/2010-04-01/Accounts/AC/Messages/MM1/Media/ME1"
            assert (await channel.fetch(ref, 100)).endswith(b"uji")
            with pytest.raises(InputError):
                await channel.fetch(ref, 3)
            with pytest.raises(InputError):
                await channel.fetch("https://jahat.example/x", 100)
            world.faults["GET Media"].append(Fault(status=503))
            with pytest.raises(FetchLater):
                await channel.fetch(ref, 100)

    asyncio.run(scene())
