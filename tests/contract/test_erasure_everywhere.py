"""`hapus data` on every channel: nothing of that person is left in the database file or its log.

Every table counts, also one that is made tomorrow: all values that a person's visit added must be
gone, but for the columns of `STAYS`, each of which names nobody.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.messaging.outgoing import Draft, Message, ResendPolicy
from storage.database.column_types import metadata
from tests.support import player
from tests.support.doubles.phones import FIRST, TelegramPhones, WebPhones, WhatsAppPhones
from tests.support.doubles.real_house import RealHouse
from tests.support.paths import AGENCY_TOML

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WHO = "Ratih Penanda7731"
WORDS = ("Penanda7731", "meja tiga puluh", str(FIRST + 1))
PHONES = {
    "telegram over python-telegram-bot": lambda: TelegramPhones("python-telegram-bot"),
    "telegram over aiogram": lambda: TelegramPhones("aiogram"),
    "whatsapp, number": lambda: WhatsAppPhones(lists=False),
    "whatsapp, id": lambda: WhatsAppPhones(lists=True, ids=("user",)),
    "whatsapp, both": lambda: WhatsAppPhones(lists=True, ids=("number", "user")),
    "web": WebPhones,
}
STAYS = {
    "respons": "an answer refers to no person and no time",
    "rekap": "sums",
    "rekap_nilai": "sums",
    "saran": "a comment that was sent refers to nobody; its words are sealed",
    "sekali": "a keyed hash that refers to nothing and dies with its date",
    "laju": "a count of a counter's answers",
    "henti": "a count of a screen",
    "tagihan": "a count of a month's messages",
    "detak": "what the clock did",
    "kuesioner": "the questionnaire",
    "terkirim": "a keyed hash of what was told once, which dies with its date",
    "diterima": "how a provider calls an event; kept, so that none is done twice",
}


def cells(house):
    """Every value that could lead anywhere, with its table; short ones name nobody."""
    with house.store.reader.connect() as conn:
        return {
            (table.name, bytes(value) if isinstance(value, memoryview) else value)
            for table in metadata.sorted_tables
            for row in conn.execute(select(*table.c))
            for value in row
            if isinstance(value, str | bytes | memoryview) and len(value) > 7
        }


def on_disk(database):
    files = [one for one in database.parent.iterdir() if one.name.startswith(database.name)]
    return b"".join(one.read_bytes() for one in files)


def left(disk, value):
    """A long value is spread over pages: each piece of it must be gone."""
    pieces = (value[at : at + 16] for at in range(0, max(len(value) - 15, 1), 16))
    return [piece for piece in pieces if piece in disk]


async def answer(house, who, score, *, send):
    """A whole survey with a comment and the wish to be told; or all but its sending."""
    await house.do(who, "/start L1")
    await house.do(who, "[Setuju, mulai]")
    for _ in range(4):
        await house.do(who, "tidak ingin menjawab")
    for _ in range(9):
        await house.do(who, str(score))
    await house.do(who, "Kursi di meja tiga puluh goyah, kata Penanda7731")
    await house.do(who, "[Boleh]")
    if send:
        await house.do(who, "[Kirim]")


async def live(house):
    """All that a citizen can leave behind: sent and unsent answers, waiting words, parked events."""
    await answer(house, WHO, 4, send=True)
    house.now += timedelta(days=31)
    await answer(house, WHO, 3, send=False)
    await house.do(WHO, "data saya")
    event = house.phones.heard[-1]
    tomorrow = house.now + timedelta(days=1)
    wait = Draft(
        event.address, Message("Untuk Penanda7731"), ResendPolicy.POST, not_before=tomorrow
    )

    def leave(tx):
        tx.outbox.enqueue([wait], now=house.now)
        tx.conversations.park(event, "fails", now=house.now)
        tx.upkeep.remember(f"ingatkan:{event.address.chat}", until=tomorrow)

    await house.assembly.writer.run(leave)


async def settled(house):
    """Outcomes wait for a group: they are in this one."""
    await house.phones.look()
    await house.assembly.writer.run(lambda _tx: None)


async def scene(way, database):
    house = RealHouse(database, PHONES[way](), NOW)
    await house.open()
    try:
        await answer(house, "tetangga", 2, send=False)
        await settled(house)
        before = cells(house)
        await live(house)
        mine = {(table, value) for table, value in cells(house) - before}
        await house.do(WHO, "hapus data")
        await settled(house)
        return before, mine, cells(house), house.phones.heard[-1], on_disk(database)
    finally:
        await house.end()


@pytest.mark.parametrize("way", PHONES)
def test_after_an_erasure_nothing_leads_to_the_person(way, tmp_path):
    database = tmp_path / "skm.db"
    agency = AGENCY_TOML
    player.prepared(database, tmp_path / "made.db", agency)

    before, mine, after, event, disk = asyncio.run(scene(way, database))

    assert {"alamat", "orang", "orang_id", "percakapan", "outbox", "kabar", "terparkir"} <= {
        table for table, _ in mine
    }
    stays = {value for table, value in mine if table in STAYS}
    gone = [one for one in mine if one[0] not in STAYS and one[1] not in stays]
    assert not [one for one in gone if isinstance(one[1], bytes) and left(disk, one[1])]
    assert not [one for one in after - before if one[0] not in STAYS]
    own = (*WORDS, event.address.chat, *(one.partition(":")[2] for one in event.person.ids))
    assert not [one for one in own if len(one) > 4 and one.encode() in disk]
    assert any(left(disk, value) for table, value in before if table == "orang"), "the neighbour"
