"""`skm doctor` on Twilio: each thing that can be wrong there is named with its remedy."""

from __future__ import annotations

import asyncio

import pytest

from bot.cli.doctor.twilio import findings
from bot.config.settings import Settings
from tests.support.doubles.twilio.twilio_server import running
from tests.support.doubles.twilio.twilio_world import LIST_SID, SENDER, SID, Content, Fault

DIGEST = "HX" + "2" * 32


def told(change=lambda world: None, **more):
    async def scene():
        async with running() as world:
            world.add_list()
            world.content[DIGEST] = Content(
                "twilio/text", "Kabar {{1}}, {{2}}. Balas OK.", approved=True
            )
            environ = {
                "SKM_PUBLIC_URL": "https://skm.contoh.example",
                "TWILIO_ACCOUNT_SID": SID,
                "TWILIO_AUTH_TOKEN": world.token,
                "TWILIO_WHATSAPP_FROM": SENDER,
                "TWILIO_API_URL": world.url,
                "TWILIO_CONTENT_LIST_SID": LIST_SID,
                "TWILIO_CONTENT_DIGEST_SID": DIGEST,
                **more,
            }
            change(world)
            settings = Settings.read(environ).agency
            return await asyncio.to_thread(lambda: list(findings(settings)))

    return asyncio.run(scene())


def test_all_is_well_and_the_addresses_are_told():
    rows = told()
    said = "\n".join(what for what, _, _ in rows)
    assert [what for what, remedy, _ in rows if remedy] == []
    assert "https://skm.contoh.example/hooks/twilio#rc=5&rp=all" in said
    assert said.rstrip().endswith("https://skm.contoh.example/hooks/twilio")
    assert "kotak pasir" in said
    assert "kategori utility" in said
    assert "geheim" not in said


def _suspended(world):
    world.account["status"] = "suspended"


def _five_rows(world):
    world.add_list(rows=5)


def _not_approved(world):
    world.content[DIGEST].approved = False


def _rejected(world):
    found = world.content[DIGEST]
    found.approved, found.status, found.reason = False, "rejected", "INVALID_FORMAT"


def _paused(world):
    world.content[DIGEST].approved, world.content[DIGEST].status = False, "paused"


def _three_gaps(world):
    world.content[DIGEST].body = "Kabar {{1}}, {{2}}, {{3}}. Balas OK."


def _marketing(world):
    world.content[DIGEST].category = "MARKETING"


def _ill(world):
    world.faults["GET Account"] += [Fault(lost=True)] * 2  # a GET may be tried again


@pytest.mark.parametrize(
    ("change", "more", "what"),
    [
        (_suspended, {}, "berstatus suspended"),
        (_five_rows, {}, "bukan daftar empat pilihan"),
        (_not_approved, {}, "belum disetujui"),
        (_rejected, {}, "ditolak WhatsApp (INVALID_FORMAT)"),
        (_paused, {}, "status paused"),
        (_three_gaps, {}, "{{1}} dan {{2}}"),
        (_marketing, {"TWILIO_DIGEST_PRICE": "utility 400"}, "kategori marketing"),
        (_ill, {}, "tidak dapat dihubungi"),
        (lambda world: None, {"TWILIO_AUTH_TOKEN": "keliru"}, "HTTP 401"),
        (lambda world: None, {"TWILIO_CONTENT_DIGEST_SID": "HX" + "9" * 32}, "tidak ada di akun"),
        (lambda world: None, {"SKM_PUBLIC_URL": "http://skm.contoh.example"}, "bukan https"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(change, more, what):
    faults = [(said, remedy) for said, remedy, _ in told(change, **more) if remedy]
    assert len(faults) == 1
    assert what in faults[0][0]


def test_without_an_account_there_is_nothing_to_ask():
    ((what, remedy, _),) = findings(Settings.read({}).agency)
    assert (what.startswith("Tanpa WhatsApp"), remedy) == (True, None)


def test_a_trial_and_a_line_without_a_list_are_notes():
    def trial(world):
        world.account["type"] = "Trial"

    rows = told(trial, TWILIO_CONTENT_LIST_SID="", TWILIO_CONTENT_DIGEST_SID="")
    notes = [what for what, _, mark in rows if mark == "catat  "]
    said = ("percobaan", "diketik", "menunggu sampai petugas menulis")
    assert [any(words in one for one in notes) for words in said] == [True] * 3
