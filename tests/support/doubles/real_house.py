"""`RealHouse`: the house of the scripts with a real adapter before a double, not a fake channel."""

from __future__ import annotations

import json
import re

from tests.support import player
from tests.support.doubles.phones import Screen

MEDIA = re.compile(r"\((\w+)(?: (.*))?\)")


class RealHouse(player.House):
    """The player's house, whose people act by `phones` and so through a real adapter."""

    def __init__(self, database, phones, now):
        super().__init__(database, phones.name, now)
        self.phones, phones.house = phones, self
        self.mailbox = phones.mailbox

    async def open(self):
        if self.phones.channel is None:
            await self.phones.begin()
            self.channel = self.phones.channel
        await super().open()
        await self.phones.opened()

    async def end(self):
        """Close the house and its phones, doubles included."""
        await self.close()
        await self.phones.close()

    def unsaid(self):
        self.phones.news()

    async def do(self, who, text):
        """Carry out one line through the adapter; the pop-up beside a press, if any."""
        before = self.assembly.dispatcher.counts["composed"]
        notice = await self.act(who, text)
        await self.quiet()
        if self.assembly.dispatcher.counts["composed"] > before:
            await self.looked()
        await self.phones.look()
        self.now += self.pace
        return notice

    async def act(self, who, text):
        """Turn one line of a script into an act on the phone; the pop-up, if any."""
        phones = self.phones
        if text == "(ulang)":
            return await phones.again()
        if press := player.PRESS.match(text):
            old, times = press[2] == "lama", 2 if press[2] == "x2" else 1
            return await phones.press(who, press[1], old=old, times=times)
        if found := MEDIA.fullmatch(text):
            if found[1] == "tekan":
                return await phones.forge(who, found[2])
            if found[1] == "opened":
                return await phones.open(who, found[2] or "")
            return await phones.media(who, found[1])
        if text.startswith("/start"):
            return await phones.start(who, text.removeprefix("/start").strip())
        return await phones.say(who, words(text))


def words(text):
    """The text of a line: `"json"`, `["kata ", 200]`, or the line itself."""
    if text.startswith('"') or re.fullmatch(r'\["[^"]*", \d+\]', text):
        said = json.loads(text)
        return said[0] * said[1] if isinstance(said, list) else said
    return text


def written(line):
    """A `bot:` line of a script as a screen."""
    rows = [row for row in line.text.split("\n") if row != "."]
    choices = []
    while rows and re.fullmatch(r"(\[[^\]]+\] ?)+", rows[-1]):
        choices = re.findall(r"\[([^\]]+)\]", rows.pop()) + choices
    return Screen.of("\n".join(rows), choices)
