"""People with phones and browsers before the real adapters: one way to say, press and look.

Each class plays the people of one channel over its double. Their screens are noted as `Screen`s:
words and choices, without the marks that only this channel uses.
"""

from __future__ import annotations

import json
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass

from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.layout import join_surrogates
from bot.channels.telegram.api import dumps
from bot.channels.telegram.channel import connect
from bot.channels.webchat import WebChannel
from bot.channels.whatsapp.twilio_client import TwilioClient
from bot.config.packaged import catalogues
from bot.config.survey_links import SurveyLinks
from bot.desk.citizen.typing_hints import ways
from core.messaging.incoming import Inbound
from tests.support import player
from tests.support.builders import pages_of, whatsapp_of
from tests.support.doubles.telegram import telegram_server
from tests.support.doubles.twilio import twilio_server
from tests.support.doubles.twilio.twilio_fakes import hooked
from tests.support.doubles.twilio.twilio_world import LIST_SID, SID, TwilioWorld

NUMBERED = re.compile(r"\d{1,2}\. ")
LOOKALIKES = str.maketrans("∗ˍ∼ˋ\0", "*_~`\ufffd")  # as WhatsApp's layout writes marks of people
MIMES = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "sticker": "image/webp",
    "document": "application/pdf",
}
FIRST = 7_731_001  # number of the first person
CARA = tuple(
    one["ketik"][how] for one in catalogues().values() if "ketik" in one for how in one["ketik"]
)


@dataclass(frozen=True)
class Screen:
    """The lines of words that somebody sees, and the choices in their order."""

    lines: tuple[str, ...]
    choices: tuple[str, ...] = ()

    @classmethod
    def of(cls, text, choices=()):
        """The screen of a raw text: lines stripped, empty ones left out, labels without numbers."""
        rows = (row.strip() for row in text.translate(LOOKALIKES).split("\n"))
        # A choice that is only a number is named in the text, and needs no button.
        words = (named(one) for one in choices if not one.isdecimal())
        return cls(tuple(filter(None, rows)), tuple(words))


def named(label):
    """The words of a choice; a list and a line of text write them in ways of their own."""
    return NUMBERED.sub("", label, count=1).strip().rstrip("?").casefold()


class Phones:
    """The base of all ways. People live by the clock of `house`, and write to it."""

    mailbox = frozenset()
    pops = False  # whether something can be said beside a press

    def __init__(self):
        self.house, self.channel = None, None
        self.seen = []  # (who, Screen) since the last look
        self.heard = []  # acts of people, as the adapter read them
        self._names = {}
        self._stack = AsyncExitStack()
        self._again = None

    async def receive(self, arrivals):
        """Hand arrivals to the house as it stands: it may have been restarted."""
        self.heard += [one for one in arrivals if isinstance(one, Inbound)]
        return await self.house.assembly.writer.receive(arrivals)

    async def run(self, work):
        return await self.house.assembly.writer.run(work)

    def now(self):
        return self.house.now

    async def opened(self):
        """Be told that the house has begun, or begun again."""

    async def start(self, who, code):
        await self.say(who, f"/start {code}".strip())

    async def open(self, who, code):
        """Come by a link or a poster with this code; on the web a page opens."""
        await self.start(who, code)

    async def look(self):
        """Note messages that came without being asked for."""

    async def close(self):
        await self._stack.aclose()

    def number(self, who):
        """The number of this person, given at first sight."""
        return self._names.setdefault(who, FIRST + len(self._names))

    def news(self):
        """The screens noted since the last call, as (who, Screen)."""
        found, self.seen = self.seen, []
        return found


# -- Telegram ------------------------------------------------------------------------------------


class TelegramPhones(Phones):
    """Phones with Telegram, over one of the two libraries."""

    name, pops = "telegram", True

    def __init__(self, library):
        super().__init__()
        self.library = library

    async def begin(self):
        world = telegram_server.TelegramWorld(clock=lambda: self.now().timestamp())
        self.world = await self._stack.enter_async_context(telegram_server.running(world))
        self.channel = await connect(world.token, world.url, self.library, now=self.now)
        self._stack.push_async_callback(self.channel.close)
        world.watchers.append(self._shown)

    def _shown(self, chat, message):
        who = next(name for name, number in self._names.items() if number == chat.id)
        shown = next(one for one in chat.shown() if one.message_id == message["message_id"])
        self.seen.append((who, Screen.of(shown.text, shown.buttons)))

    def _user(self, who):
        return self.world.user(self.number(who), name=who)

    async def say(self, who, text):
        self._user(who).send(text)
        await self._post()

    async def media(self, who, kind):
        file = {"file_id": "F", "file_unique_id": "U"}
        content = {
            "photo": [{**file, "width": 90, "height": 90}],
            "sticker": {**file, "type": "regular", "width": 9, "height": 9},
            "location": {"latitude": -6.2, "longitude": 106.8},
        }
        self._user(who).send_content(**{kind: content.get(kind, file)})
        await self._post()

    async def press(self, who, label, *, old, times):
        """Tap the button; the words that pop up at the last tap."""
        user = self._user(who)
        shown = [one for one in user.screen if any(named(b) == named(label) for b in one.buttons)]
        message = shown[-1]
        assert not old or message.message_id != user.last.message_id
        button = next(one for one in message.buttons if named(one) == named(label))
        for _ in range(times):
            query = user.press(button, message_id=message.message_id)
            await self._post()
        return user.popup(query)["text"]

    async def _post(self):
        update, _ = self.world._queue.pop()
        self._again = dumps(update)
        await self.again()

    async def forge(self, who, payload):
        """Send a press that nothing on the screen offers."""
        user = self._user(who)
        query = user.press(payload)
        await self._post()
        return user.popup(query)["text"]

    async def again(self):
        """Deliver the last update once more, and carry out a call in the webhook's answer."""
        answer = await self.channel.accept(self, self._again)
        if answer:  # as the server carries out what stands in a webhook's answer
            await self.world.work(answer.pop("method"), answer)


# -- WhatsApp ------------------------------------------------------------------------------------


class WhatsAppPhones(Phones):
    """Phones with WhatsApp, with lists or with numbered text."""

    name = "whatsapp"

    def __init__(self, *, lists, ids=("number",)):
        """`ids` says by which ids a person is known there: "number", "user", or both."""
        super().__init__()
        self.lists, self.ids = lists, ids
        self._people, self._known = {}, {}  # the number of their screens that are noted

    async def begin(self):
        world = TwilioWorld(clock=lambda: self.now().timestamp())
        self.world = await self._stack.enter_async_context(twilio_server.running(world))
        base = await self._stack.enter_async_context(hooked(world, self))
        if self.lists:
            world.add_list()
        self.channel = whatsapp_of(
            TwilioClient(SID, world.token, world.url),
            world.sender,
            how_to_answer=lambda: ways(self.house.office.texts),
            public_url=base if self.lists else None,  # only this variant gets reports
            list_sid=LIST_SID if self.lists else None,
            now=self.now,
        )
        self._stack.push_async_callback(self.channel.close)

    def citizen(self, who):
        if who not in self._people:
            number = f"+62812{self.number(who):08}" if "number" in self.ids else None
            user = f"ID.{self.number(who):016}" if "user" in self.ids else None
            self._people[who] = self.world.citizen(number, user, name=who)
        return self._people[who]

    async def look(self):
        await self.world.until(lambda: not self.world.sending)
        for who, citizen in self._people.items():
            known = self._known.get(who, 0)
            self.seen += [(who, read(one)) for one in citizen.screen[known:]]
            self._known[who] = len(citizen.screen)

    async def say(self, who, text, **fields):
        # A form bears no half character: Twilio replaces it before we do.
        assert await self.citizen(who).say(join_surrogates(text), **fields) == 200

    async def start(self, who, code):
        await self.say(who, f"mulai {code}".strip())

    async def media(self, who, kind):
        if kind == "location":
            return await self.say(who, "", Latitude="-6.2", Longitude="106.8")
        mime = MIMES[kind]
        url = f"{self.world.url}/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1"
        return await self.say(who, "", NumMedia="1", MediaUrl0=url, MediaContentType0=mime)

    async def press(self, who, label, *, old, times):
        """Tap a row of the list if there is one; else type the number or words of the choice."""
        screens = self.citizen(who).screen
        # Twice is twice on the same screen, however quickly the next one came.
        found = _row(screens[:-1] if old else screens[-1:], label)
        assert found or not old, f"no list shows {label}"
        words = None if found else typed(screens[-1], label)
        for _ in range(times):
            await (self._tap(who, *found) if found else self.say(who, words))

    async def _tap(self, who, shown, row):
        said = {"ListId": row[1], "ListTitle": row[0], "MessageType": "interactive"}
        await self.say(who, row[0], OriginalRepliedMessageSid=shown.sid, **said)

    async def forge(self, who, payload):
        await self.say(who, "?", ListId=payload, MessageType="interactive")

    async def again(self):
        """Deliver the last message again: Twilio lost our answer, and the fallback brings it."""
        assert await self.world.webhook(self.world.posted) == 200


def _row(screens, label):
    for shown in reversed(screens):
        for row in shown.rows:
            if named(label) in (named(row[0]), named(row[2])):
                return shown, row
    return None


def typed(shown, label):
    """The words to type for this choice, found on the screen alone."""
    if label.isdecimal():
        return label
    for line in shown.text.translate(LOOKALIKES).split("\n"):
        if NUMBERED.match(line) and named(line) == named(label):
            return line.partition(".")[0]
    for key, words in _spoken(shown.text.split("\n")[-1]):
        if named(words) == named(label):
            return key
    raise AssertionError(f"the screen shows no way to choose {label}:\n{shown.text}")


def _spoken(line):
    """`*?* = apa maksudnya, *Kembali*`: what is typed, and for which choice."""
    for found in re.finditer(r"\*([^*]+)\*(?: = ([^,]+))?", line):
        yield found[1], found[2] or found[1]


def read(shown):
    """A WhatsApp text as a screen: its marks, numbers and last line taken off."""
    *lines, last = shown.text.split("\n")
    if not last.startswith(CARA):
        return Screen.of(_unbold(shown.text))
    choices = [words for _, words in _spoken(last)]
    while lines and not lines[-1]:
        lines.pop()
    numbered = []
    while lines and NUMBERED.match(lines[-1]):
        numbered.insert(0, lines.pop())
    return Screen.of(_unbold("\n".join(lines)), [*numbered, *choices])


def _unbold(text):
    return re.sub(r"^\*(.+)\*$", r"\1", text, flags=re.MULTILINE)


# -- the web -------------------------------------------------------------------------------------


class WebPhones(Phones):
    """Pages in browsers, which fetch their own mailbox."""

    name, mailbox = "web", frozenset({"web"})

    async def begin(self):
        self.channel = WebChannel()
        self._tabs = {}
        self._server = None

    async def opened(self):
        """Start a new server; the browsers take it for the old address."""
        before, self._server = self._server, TestServer(pages(self))
        await self._server.start_server()
        if before:
            await before.close()
        for tab in self._tabs.values():
            await tab.client.close()
            tab.client = TestClient(self._server, cookie_jar=tab.jar)

    async def close(self):
        for tab in self._tabs.values():
            await tab.client.close()
        if self._server:
            await self._server.close()
        await super().close()

    async def tab(self, who):
        if who not in self._tabs:
            tab = self._tabs[who] = Tab(self._server)
            await tab.begin()
        return self._tabs[who]

    async def _post(self, who, **body):
        tab = await self.tab(who)
        tab.last = {"id": f"acara-{self.number(who)}-{len(tab.events):06}", **body}
        tab.events.append(tab.last)
        self._again = tab
        self.seen += [(who, one) for one in await tab.post(tab.last)]

    async def look(self):
        for who, tab in self._tabs.items():
            self.seen += [(who, one) for one in await tab.fetch()]

    async def say(self, who, text):
        await self._post(who, text=text)

    async def open(self, who, code):
        await self._post(who, opened=True, **({"kode": code} if code else {}))

    async def press(self, who, label, *, old, times):
        tab = await self.tab(who)
        shown = tab.rows[:-1] if old else tab.rows[-1:]
        every = (one for row in reversed(shown) for one in row["choices"])
        payload = next(one["payload"] for one in every if named(one["label"]) == named(label))
        for _ in range(times):
            await self._post(who, choice=payload)

    async def forge(self, who, payload):
        await self._post(who, choice=payload)

    async def again(self):
        await self._again.post(self._again.last)


def pages(phones, **more):
    """The web app of the house, all that it serves over HTTP."""
    house = phones.house
    parts = {
        "writer": phones,
        "store": house.store,
        "agency": lambda: house.office.agency,
        "survey": lambda: house.office.survey,
        "compose": house.assembly.dispatcher.compose,
        "secret": player.SECRET[0],
        "public_url": None,
        "ways": SurveyLinks,
        "metrics": dict,
        "now": phones.now,
        "clock": lambda: phones.now().timestamp(),
    }
    return pages_of(**parts | more)


class Tab:
    """One page in one browser, with its cookie, its rows and the events it posted."""

    def __init__(self, server):
        self.jar = CookieJar(unsafe=True)
        self.client = TestClient(server, cookie_jar=self.jar)
        self.headers = {"X-SKM": "1", "Accept-Language": "id"}
        self.after, self.rows, self.events, self.last = 0, [], [], None

    async def begin(self):
        answer = await self.client.post("/chat/session", headers=self.headers)
        assert answer.status == 200
        self.headers["X-CSRF-Token"] = (await answer.json())["csrf"]

    async def post(self, body):
        # json.dumps: a page can hold half a character, and writes it as an escape.
        data = json.dumps({"after": self.after, **body})
        head = {**self.headers, "Content-Type": "application/json"}
        return await self._taken(await self.client.post("/chat/say", data=data, headers=head))

    async def fetch(self):
        where = f"/chat/messages?after={self.after}"
        return await self._taken(await self.client.get(where, headers=self.headers))

    async def _taken(self, answer):
        assert answer.status == 200, (answer.status, await answer.text())
        fresh = [row for row in (await answer.json())["rows"] if row["seq"] > self.after]
        self.rows += fresh
        self.after = max([self.after, *(row["seq"] for row in fresh)])
        return [_page(row) for row in fresh]


def _page(row):
    if row.get("failed"):
        return Screen.of("(gagal)")
    said = "\n".join(filter(None, (row["note"], row["heading"], row["text"])))
    return Screen.of(said, [one["label"] for one in row["choices"]])


WAYS = {
    "telegram over python-telegram-bot": lambda: TelegramPhones("python-telegram-bot"),
    "telegram over aiogram": lambda: TelegramPhones("aiogram"),
    "whatsapp with lists": lambda: WhatsAppPhones(lists=True),
    "whatsapp with numbers": lambda: WhatsAppPhones(lists=False),
    "web": WebPhones,
}
