"""Phones and pages as another house left them, so that their people can go on.

`kept`, the state of each person, holds plain values: the last screen in its provider's own words,
so that a press carries the payload that the other house had made. New messages are noted in `seen`
to the letter, as (who, "bot" or "edit", text, labels).
"""

from __future__ import annotations

import itertools
from dataclasses import asdict

from yarl import URL

from tests.support.doubles import phones
from tests.support.doubles.twilio.twilio_world import Shown

LATER = 900_000  # ids given from now on: none is known from before
BESIDE = 500_000  # numbers of those on the same channel, in another way
GROUPS = -1_000_000
EVIDENCE = b"%PDF-1.4 daftar hadir"


def bare(label):
    """The label of a choice without its number."""
    return phones.NUMBERED.sub("", label, count=1)


class Telegram(phones.TelegramPhones):
    """Phones with Telegram, with groups too: `budi@kantor` says it in the group."""

    def __init__(self, kept=None):
        super().__init__("python-telegram-bot")
        self.kept = kept or {}

    async def begin(self):
        await super().begin()
        for who, one in self.kept.items():
            self._names[who] = one["id"]
            chat = self._chat(who)
            chat.started = True
            chat.messages = {raw["message_id"]: raw for raw in one["screen"]}
        if self.kept:
            world = self.world
            world._last_update = world._last_message = world._presses = LATER
            world.files |= {f"D{n}": EVIDENCE for n in range(9)}

    def keep(self, who):
        """The person's state for another house: id, and the bot's messages in Bot API form."""
        said = [raw for raw in self._chat(who).messages.values() if raw["from"]["is_bot"]]
        return {"id": self._names[who], "screen": said}

    def address(self, who):
        """The id of the person or group in this line, None while unknown."""
        return self._names.get(who.partition("@")[2] or who)

    async def say(self, who, text):
        user, chat = self._place(who)
        chat.say(user, text)
        await self._post()

    async def media(self, who, kind):
        assert kind == "document"
        self._user(who).document(EVIDENCE, "daftar-hadir.pdf")
        await self._post()

    async def press(self, who, label, *, old, times):
        """Press the newest button of that label; the words that pop up."""
        user, chat = self._place(who)
        rows = [(raw, button) for raw in chat.messages.values() for button in _buttons(raw)]
        raw, button = [one for one in rows if label in (one[1]["text"], bare(one[1]["text"]))][-1]
        query = self.world.press(user, raw, button["callback_data"])
        await self._post()
        return user.popup(query)["text"]

    def _chat(self, who):
        number = self._names[who]
        return self._user(who).chat if number > 0 else self.world.group(number)

    def _place(self, who):
        name, _, group = who.partition("@")
        if group:
            self._names.setdefault(group, GROUPS - len(self._names))
        user = self._user(name)
        return user, self._chat(group or name)

    def _shown(self, chat, message):
        who = next(name for name, number in self._names.items() if number == chat.id)
        files = [one["file_name"] for one in [message.get("document")] if one]
        text = "\n".join([message.get("text", message.get("caption", "")), *files])
        labels = [button["text"] for button in _buttons(message)]
        self.seen.append((who, "edit" if "edit_date" in message else "bot", text, labels))


def _buttons(message):
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


class WhatsApp(phones.WhatsAppPhones):
    """Phones with WhatsApp, in the way with lists or the way with numbers."""

    def __init__(self, kept=None, *, lists=False):
        super().__init__(lists=lists)
        self.kept = kept or {}

    async def begin(self):
        await super().begin()
        for who, one in self.kept.items():
            self._names[who] = one["id"]
            citizen = self.citizen(who)
            citizen.screen = [Shown(**shown) for shown in one["screen"]]
            citizen.heard_at = one["heard"]
            self._known[who] = len(citizen.screen)
        self.world.numbers = itertools.count(LATER if self.kept else BESIDE * self.lists + 1)

    def number(self, who):
        """The number of this person, which nobody of the other way has."""
        first = phones.FIRST + BESIDE * self.lists
        return self._names.setdefault(who, first + len(self._names))

    def keep(self, who):
        """The person's state for another house: id, when they last wrote, and their screen."""
        citizen = self.citizen(who)
        screen = [asdict(shown) for shown in citizen.screen]
        return {"id": self._names[who], "heard": citizen.heard_at, "screen": screen}

    def address(self, who):
        """The person's number, None while unknown."""
        return self._people[who].number if who in self._people else None

    async def look(self):
        await self.world.until(lambda: not self.world.sending)
        for who, citizen in self._people.items():
            for one in citizen.screen[self._known.get(who, 0) :]:
                self.seen.append((who, "bot", one.text, [row[0] for row in one.rows]))
            self._known[who] = len(citizen.screen)


class Web(phones.WebPhones):
    """Pages in browsers, each with the cookie and the rows that the other house left."""

    def __init__(self, kept=None):
        super().__init__()
        self.kept, self._told = kept or {}, {}

    async def opened(self):
        await super().opened()
        kept, self.kept = self.kept, {}
        for who, one in kept.items():
            self._names[who] = one["id"]
            tab = self._tabs[who] = phones.Tab(self._server)
            here = URL(str(self._server.make_url("/")))
            tab.jar.update_cookies({one["cookie"]: one["session"]}, here)
            await tab.begin()
            tab.rows, tab.after, tab.events = list(one["screen"]), one["after"], [None] * LATER
            self._told[who] = len(tab.rows)

    def keep(self, who):
        """The person's state for another house: id, cookie, last row number and rows."""
        tab = self._tabs[who]
        (cookie,) = tab.jar
        session = {"cookie": cookie.key, "session": cookie.value}
        return {"id": self._names[who], **session, "after": tab.after, "screen": tab.rows}

    def address(self, who):
        """The cookie of the person's page as `name=value`, None while unknown."""
        tab = self._tabs.get(who)
        return tab and next(f"{cookie.key}={cookie.value}" for cookie in tab.jar)

    async def look(self):
        """Note all rows that came since, be it beside an answer or fetched now."""
        await super().look()
        self.seen = []
        for who, tab in self._tabs.items():
            for row in tab.rows[self._told.get(who, 0) :]:
                said = filter(None, (row["note"], row["heading"], row["text"]))
                labels = [one["label"] for one in row["choices"]]
                self.seen.append((who, "bot", "\n".join(said), labels))
            self._told[who] = len(tab.rows)


WAYS = {
    "telegram": Telegram,
    "whatsapp": WhatsApp,
    "whatsapp with lists": lambda kept=None: WhatsApp(kept, lists=True),
    "web": Web,
}
