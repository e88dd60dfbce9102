"""The scripts of citizens and staff, played through every real adapter before its double.

Every channel must show the same screens, words and choices in the same order, and store the same
answers. `tests.support.doubles.phones` takes off the marks of one channel alone: new or edited
screens, and WhatsApp's numbers, last line and bold. On a channel without pop-ups beside a press, a
message says the pop-up's words.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.citizen.survey_turn import CHANNEL_NAMES
from core.ports.results import Scope
from tests.support import player
from tests.support.doubles.phones import WAYS, Screen
from tests.support.doubles.real_house import RealHouse, written
from tests.support.paths import CHATS

SCRIPTS = {one.stem: one for one in sorted(CHATS.rglob("*.chat"))}
# Headers of what is of staff, or of one channel alone.
OWN = ("staf", "undangan", "bot_petugas", "pagu", "layar", "diundang")
CITIZENS = [name for name, path in SCRIPTS.items() if not set(player.read(path).facts) & set(OWN)]

STAFF = (
    "cakupan", "cara_hitung", "ikm_langkah", "isi", "isi_usia_minimum", "jambi_2025", "jejak",
    "kata_dalam_dialog", "pengingat_rtl", "per_cara", "populasi", "putus", "rtl_belum", "rtl_gerak",
    "rtl_kabar", "rtl_mojokerto", "rtl_ubah", "rtl_unit", "saran", "saran_langkah",
)  # fmt: skip
INTO_WHATSAPP = re.compile(r" atau, di WhatsApp, https://wa\.me/[^,\s]+")
FOR_STAFF = ("telegram over python-telegram-bot", "whatsapp with numbers")

NO_SCREEN = "a number that is typed names no screen, so nothing can be said to an older one"
TOO_QUICK = "choices are typed there, and what is typed within 0.3 s is asked back by design"
NO_GUARD = "a page shows what it answers to: a quick number is an answer"
NO_MEDIA = "a page sends words and choices only"
NO_PUSH = "a page that is closed cannot be reminded"
# Every script and way that is not played, and why.
NOT_PLAYED = {
    ("angka_mendahului", "whatsapp with lists"): TOO_QUICK,
    ("angka_mendahului", "whatsapp with numbers"): TOO_QUICK,
    ("angka_mendahului", "web"): NO_GUARD,
    ("data_saya", "whatsapp with numbers"): NO_SCREEN,
    ("tombol_lama", "whatsapp with numbers"): NO_SCREEN,
    ("lampiran", "web"): NO_MEDIA,
    ("pengingat_survei", "web"): NO_PUSH,
    ("cara_hitung", "telegram over python-telegram-bot"): "presses a button of a chat without any",
}
GROUP = "a group, which WhatsApp has not"
WINDOW = "days pass: WhatsApp says its template first, as in wa_jendela"
LONG = "longer than one message of WhatsApp"
FILES = "names or sizes of files, which Twilio does not tell"
LINK = "a link of Telegram's own"
STAFF_NOT_PLAYED = {
    "bot_petugas": "a second bot of Telegram",
    "dua_unit": LONG,
    "gabung": LINK,
    "gabung_cabut": LINK,
    "grafik": NO_SCREEN,
    "grup": GROUP,
    "hp_hilang": NO_SCREEN,
    "ikm_admin": LONG,
    "isi_kertas": NO_SCREEN,
    "petugas_survei": NO_SCREEN,
    "responden": NO_SCREEN,
    "ringkasan": WINDOW,
    "ringkasan_grup": GROUP,
    "rtl_baru": FILES,
    "rtl_bersama": GROUP,
    "rtl_grup": GROUP,
    "rtl_sudah": FILES,
    "rtl_tanpa_petugas": WINDOW,
    "rtl_tutup": WINDOW,
    "rtl_tutup_sedikit": WINDOW,
    "saran_grup": GROUP,
    "undang": GROUP,
    "wa_jendela": "the window of WhatsApp",
    "wa_kabar": WINDOW,
    "wa_kabar_warga": WINDOW,
    "wa_pagu": "the price of WhatsApp",
    "wa_petugas": FILES,
    "wa_petugas_berhenti": WINDOW,
    "wa_survei": "how WhatsApp writes a screen",
}
EVER = Scope(None, None, "", date(2000, 1, 1), date(2100, 1, 1))


class OtherwiseError(AssertionError):
    """Not as it is written."""


@pytest.mark.parametrize("name", CITIZENS)
def test_a_citizen_meets_the_same_everywhere(name, tmp_path):
    same(name, WAYS, tmp_path)


@pytest.mark.parametrize("name", STAFF)
def test_staff_meet_the_same_where_they_work(name, tmp_path):
    same(name, FOR_STAFF, tmp_path)


def same(name, ways, folder):
    script = player.read(SCRIPTS[name])
    stored = {}
    for way in ways:
        if (name, way) in NOT_PLAYED:
            continue
        database = folder / f"{len(stored)}.db"
        agency = player.agency_of(script)
        player.prepared(database, folder / "made.db", agency, script.facts.get("survei", ""))
        try:
            stored[way] = asyncio.run(play(script, way, database))
        except OtherwiseError as other:
            pytest.fail(f"{way}\n{other}", pytrace=False)
    first, *others = stored.values()
    assert all(one == first for one in others), stored


def test_what_is_not_played_is_there_and_has_a_reason():
    assert {name for name, _ in NOT_PLAYED} <= {*CITIZENS, *STAFF}
    assert {way for _, way in NOT_PLAYED} <= set(WAYS)
    assert not {*STAFF_NOT_PLAYED} & {*STAFF, *CITIZENS}
    assert {*STAFF_NOT_PLAYED} <= set(SCRIPTS)
    played = [(name, way) for name in CITIZENS for way in WAYS if (name, way) not in NOT_PLAYED]
    assert all(sum(way == one for _, one in played) > 18 for way in WAYS)


# -- playing -------------------------------------------------------------------------------------


PREPARED = (player.appoint, player.load, player.plan, player.visit, player.counted)


async def play(script, way, database):
    """Play the script on this way; the stored answers. An unexpected screen raises."""
    now = datetime.fromisoformat(script.facts["now"]).replace(tzinfo=ZoneInfo("Asia/Jakarta"))
    house = RealHouse(database, WAYS[way](), now.astimezone(UTC))
    house.pace = timedelta(seconds=float(script.facts.get("pace", "5")))
    try:
        await house.open()
        for prepare in PREPARED:
            await prepare(house, script.facts)
        for act, outputs in turns(script):
            notice = await perform(house, act)
            compare(house, act, outputs, notice)
        return stored(house)
    finally:
        await house.end()


def turns(script):
    """Each act of a person or of time, with what is written below it."""
    found = []
    for line in script.body:
        if line.who in player.OUTPUT or line.who.startswith("to "):
            found[-1][1].append(line)
        elif line.who:
            found.append((line, []))
    return found


async def perform(house, act):
    if act.who == "wait":
        await house.pass_to(player.later(house.now, act.text))
        return await house.phones.look()
    if act.who == "restart":
        await house.close()
        return await house.open()
    text = re.sub(r"\{(\w+)\}", lambda hole: house.codes.get(hole[1], hole[0]), act.text)
    return await house.do(act.who, text)


def compare(house, act, outputs, notice):
    wanted = [
        (one.who.removeprefix("to ") if one.who.startswith("to ") else act.who, here(house, one))
        for one in outputs
        if one.who not in ("popup", "stored")
    ]
    popups = [(act.who, here(house, one)) for one in outputs if one.who == "popup"]
    seen = [(who, as_written(house, one)) for who, one in house.phones.news()]
    if house.phones.pops:
        expect(act, popups, [(act.who, Screen.of(notice))] if notice else [])
    else:
        seen = without(act, seen, popups)
    expect(act, by_person(wanted), by_person(seen))
    for one in outputs:
        if one.who == "stored":
            expect(act, [one.text], [house.stored()])


def by_person(screens):
    """Each person's in order: chats are served side by side."""
    return sorted(screens, key=lambda one: one[0])


def as_written(house, screen):
    """A one-time code, and the mark of a person, are others in every database.

    And the link into WhatsApp is added only where there is WhatsApp.
    """
    for found in player.CODE.findall("\n".join(screen.lines)):
        house.codes["kode"] = found
    rows = (player.CODE.sub("{kode}", INTO_WHATSAPP.sub("", row)) for row in screen.lines)
    return replace(screen, lines=tuple(player.WHO.sub("orang {sidik}", row) for row in rows))


def here(house, line):
    """As it is written, but for the line on whose rules the channel follows: the page has none."""
    screen, own = written(line), CHANNEL_NAMES.get(house.phones.name)
    if own is None:
        rows = [row for row in screen.lines if "Telegram" not in row]
    else:
        rows = [row.replace("Telegram", own) for row in screen.lines]
    return replace(screen, lines=tuple(rows))


def without(act, seen, popups):
    """The screens, without a pop-up's words where a message began with them instead."""
    seen = list(seen)
    for who, told in popups:
        heads = [
            one for one in seen if one[0] == who and one[1].lines[: len(told.lines)] == told.lines
        ]
        if not heads:
            expect(act, popups, seen)
        seen.remove(heads[0])
    return seen


def expect(act, wanted, seen):
    if wanted != seen:
        told = [
            f"{act.who}: {act.text[:80]}",
            "written:",
            *map(str, wanted),
            "seen:",
            *map(str, seen),
        ]
        raise OtherwiseError("\n".join(told))


def stored(house):
    """The answers and comments themselves, but for the channel they came by."""
    with house.store.read() as reader:
        answers = [replace(one, channel="") for one in reader.answers.responses(EVER)]
        return sorted(map(repr, answers)), sorted(map(repr, reader.answers.saran(EVER)))
