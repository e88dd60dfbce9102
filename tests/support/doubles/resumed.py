"""A house at a database that another house left, and the acts and screens of its people there.

`made` is the JSON that the other house left beside its database: its last moment (`now`), phones by
way and person (`people`), and one-time codes by name (`codes`).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import func, select

from tests.support import player
from tests.support.doubles.laid_phones import WAYS
from tests.support.doubles.real_house import RealHouse

PAUSE = timedelta(minutes=10)  # the leases of a dead process have run out


class House(RealHouse):
    """A house that waits for its own channel's rows alone, and not for a page's mailbox."""

    async def open(self):
        self.channel = self.phones.channel or self.channel  # the phones of an earlier house
        await super().open()

    def due(self):
        return self._count(player.outbox_table.c.not_before <= self.now)

    def waiting(self):
        return self._count()

    def _count(self, *more):
        if self.phones.name in self.mailbox:
            return 0
        mine = player.outbox_table.c.channel == self.phones.name
        rows = select(func.count()).where(
            player.outbox_table.c.state == player.WAITING, mine, *more
        )
        with self.store.reader.connect() as conn:
            return conn.scalar(rows)


def house(made, database, way):
    """A house at that database, ten minutes after the other one ended, in one of `WAYS`."""
    now = datetime.fromisoformat(made["now"]) + PAUSE
    opened = House(database, WAYS[way](made["people"].get(way)), now)
    opened.codes = dict(made["codes"])
    return opened


async def begin(house):
    """Open the house; the lines of all that had waited and is said now."""
    await house.open()
    await house.looked()
    await house.phones.look()
    return told(house, "")


async def act(house, line):
    """Carry out one line, as `ani: [Sesuai]` or `wait: 25 hours`; the lines said thereupon."""
    who, _, text = line.partition(": ")
    if who == "wait":
        house.now = player.later(house.now, text)
        await house.tick()
        await house.phones.look()
        return told(house, "")
    text = re.sub(r"\{(\w+)\}", lambda hole: house.codes.get(hole[1], hole[0]), text)
    notice = await house.do(who, text)
    here = who.partition("@")[2] or who
    return [*([f"popup: {notice}"] if notice else []), *told(house, here)]


def told(house, here):
    """The news of every screen as lines of a `.chat`; a message to many others stands once."""
    mine, others = [], {}
    for who, kind, text, labels in house.phones.news():
        for found in player.CODE.findall(text):
            house.codes["kode"] = found
        buttons = [" ".join(f"[{label}]" for label in labels)] if labels else []
        rows = (*player.CODE.sub("{kode}", text).split("\n"), *buttons)
        if who == here:
            mine += _written(f"{kind}:", rows)
        else:
            others.setdefault(rows, []).append(who)
    for people, rows in sorted((sorted(people), rows) for rows, people in others.items()):
        mine += _written(f"to {', '.join(people)}:", rows)
    return mine


def _written(mark, rows):
    first, *rest = rows
    return [f"{mark:<5} {first}", *(f"      {row or '.'}" for row in rest)]
