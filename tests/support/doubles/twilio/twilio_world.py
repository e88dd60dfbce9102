"""The world behind the Twilio double: an account, a sender, people with phones, and the rules.

Rules: a webhook is tried once, and once more only when no connection came about (`#rc`/`#rp`
override both); then the fallback address; then nothing, but the list of messages keeps the message.
Outside 24 hours a text is taken and fails with 63016. Statuses come by callback, in any order if
`shuffled` is set.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import itertools
import json
import random
import re
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp

SID, TOKEN = "AC" + "5" * 32, "geheim-token-uji"
SENDER = "+14155238886"
LIST_SID = "HX" + "1" * 32
DAY = 86_400.0
RANK = ("accepted", "queued", "sending", "sent", "delivered", "read")


@dataclass
class Fault:
    """A fault of the next call: an HTTP status, a code, silence; before or after work."""

    status: int | None = None
    code: int | None = None
    lost: bool = False
    work: bool = False
    after: int | None = None
    delay: float = 0.0


class Refusal(Exception):  # noqa: N818
    """A refusal of the REST interface: HTTP status and Twilio's error code."""

    def __init__(self, status, code, message=""):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass
class Content:
    """A content template: its type, and its words with `{{n}}` in them."""

    kind: str  # "twilio/list-picker" | "twilio/text"
    body: str
    items: list = field(default_factory=list)
    approved: bool = False
    status: str = "received"  # while it is not approved
    reason: str = ""  # of a rejection
    category: str = "UTILITY"
    button: str = "Pilih jawaban"


@dataclass
class Shown:
    """One message on a phone."""

    sid: str
    text: str
    rows: list = field(default_factory=list)  # (label, id, description)
    media: list = field(default_factory=list)


class Citizen:
    """Somebody with WhatsApp; known by a number, by an id, or by both."""

    def __init__(self, world, number, user_id=None, name="Warga"):
        self.world, self.number, self.user_id, self.name = world, number, user_id, name
        self.screen = []
        self.heard_at = None  # when this person last wrote
        self.news = asyncio.Event()
        self.code = None  # error code of every message to this person

    @property
    def address(self):
        return f"whatsapp:{self.number or self.user_id}"

    @property
    def last(self):
        return self.screen[-1]

    def texts(self):
        return [shown.text for shown in self.screen]

    def fields(self):
        """The form fields by which Twilio tells who wrote."""
        found = {"From": self.address, "ProfileName": self.name}
        if self.number:
            found["WaId"] = self.number.lstrip("+")
        if self.user_id:
            found["ExternalUserId"] = f"whatsapp:{self.user_id}"
        return found

    async def say(self, text, **more):
        return await self.world.arrive(self, {"Body": text, "MessageType": "text", **more})

    async def tap(self, label):
        """Choose a row of the newest list."""
        shown = next(one for one in reversed(self.screen) if one.rows)
        row = next(row for row in shown.rows if label in row[0])
        return await self.say(
            row[0],
            MessageType="interactive",
            ListId=row[1],
            ListTitle=row[0],
            OriginalRepliedMessageSid=shown.sid,
            OriginalRepliedMessageSender=f"whatsapp:{self.world.sender}",
        )

    async def send_photo(self):
        url = f"{self.world.url}/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1"
        return await self.say(
            "", NumMedia="1", MediaUrl0=url, MediaContentType0="image/jpeg", MessageType="image"
        )

    async def next_screen(self, seconds=10.0):
        async with asyncio.timeout(seconds):
            await self.news.wait()
        self.news.clear()
        return self.last


class TwilioWorld:
    """One account with one sender. `public`, `hook` and `fallback` are set by the test's house."""

    def __init__(self, *, sender=SENDER, token=TOKEN, seed=1, clock=time.time):
        self.sender, self.token, self.chance = sender, token, random.Random(seed)
        self.url, self._clock = "", clock
        self.public = self.hook = self.fallback = None  # public address; the URLs posted to
        self.people, self.messages, self.content = {}, [], {}
        self.faults = defaultdict(deque)  # by "POST Messages", "GET Messages", "GET Account"
        self.calls, self.violations, self.answers = [], [], []
        self.offset, self.page_size, self.shuffled = 0.0, 50, False
        self.account = {"status": "active", "type": "Full"}
        self.stopped = set()  # who opted out at Twilio
        self.numbers = itertools.count(1)
        self.algorithm, self.key = "HMAC_SHA1", None
        self.tasks = set()
        self.media = {}
        self.callbacks = True
        self.changed = asyncio.Event()

    def now(self):
        return self._clock() + self.offset

    def advance(self, seconds):
        """Move this world's clock ahead by so many seconds."""
        self.offset += seconds

    def citizen(self, number=None, user_id=None, name="Warga"):
        """A new person with this number, this id, or both."""
        one = Citizen(self, number, user_id, name)
        self.people[one.address] = one
        if user_id:
            self.people[f"whatsapp:{user_id}"] = one
        return one

    def add_list(self, sid=LIST_SID, rows=4):
        """Add the list template that an office makes once, with so many rows."""

        def hole(n):
            return f"{{{{{n}}}}}"

        items = [
            {"item": hole(n), "id": hole(n + 1), "description": hole(n + 2)}
            for n in range(2, 2 + 3 * rows, 3)
        ]
        self.content[sid] = Content("twilio/list-picker", "{{1}}", items)

    @property
    def sending(self):
        """Whether callbacks are still on the way."""
        return bool(self.tasks)

    async def until(self, true, seconds=10.0):
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.005)

    # -- a message of somebody -------------------------------------------------------------------

    async def arrive(self, citizen, fields):
        """Let somebody write; the status of our webhook's answer, or None when it is lost."""
        citizen.heard_at = self.now()
        sid = f"SM{next(self.numbers):032x}"
        self.messages.append(
            self._resource(sid, "inbound", citizen.address, f"whatsapp:{self.sender}", fields)
        )
        self.posted = self.form(citizen, sid, fields)
        return await self.webhook(self.posted)

    def form(self, citizen, sid, fields):
        """The fields that Twilio posts for this message."""
        base = {
            "MessageSid": sid,
            "SmsSid": sid,
            "SmsMessageSid": sid,
            "AccountSid": SID,
            "ApiVersion": "2010-04-01",
            "To": f"whatsapp:{self.sender}",
            "SmsStatus": "received",
            "NumMedia": "0",
            "NumSegments": "1",
            "ReferralNumMedia": "0",
            "ChannelMetadata": "",  # blank fields are signed like the others
        }
        return {**base, **citizen.fields(), **fields}

    async def webhook(self, form):
        """Deliver as Twilio does: the policy of the fragment, then the fallback address."""
        if self.hook is None:
            return None
        status = await self._deliver(self.hook, form)
        self.answers.append(status)
        if (status is None or status >= 400) and self.fallback:
            return await self.post(self.fallback, self.fallback, form)
        return status

    async def _deliver(self, configured, form):
        policy = parse_qs(urlsplit(configured).fragment)
        retries, causes = int(policy.get("rc", ["1"])[0]), policy.get("rp", ["ct"])[0].split(",")
        called = configured.partition("#")[0]
        public = (self.public or "").partition("#")[0].rstrip("/")
        signed = (
            public + urlsplit(called)._replace(scheme="", netloc="").geturl() if public else called
        )
        deadline = time.monotonic() + 15.0
        for _ in range(1 + min(retries, 5)):
            status = await self.post(called, signed, form)
            cause = "ct" if status is None else f"{status // 100}xx"
            if cause == "2xx" or not {cause, "all"} & set(causes) or time.monotonic() > deadline:
                break
            await asyncio.sleep(0.02)
        return status

    async def post(self, called, signed, form):
        """Make one try; its status, or None when no connection came about."""
        body = urlencode(form)
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(
                    called,
                    data=body,
                    headers=self.signature(signed, form),
                    timeout=aiohttp.ClientTimeout(total=15),
                ) as answer,
            ):
                await answer.read()
                return answer.status
        except aiohttp.ClientConnectorError:
            return None
        except (aiohttp.ClientError, TimeoutError):
            return 599

    def signature(self, url, form):
        """The signing headers, written from Twilio's description, not from its package."""
        text = url + "".join(name + form[name] for name in sorted(form))
        how = hashlib.sha256 if self.algorithm == "HMAC_SHA256" else hashlib.sha1
        mac = hmac.new((self.key or self.token).encode(), text.encode(), how).digest()
        head = {
            "X-Twilio-Signature": base64.b64encode(mac).decode(),
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "I-Twilio-Idempotency-Token": re.sub(r"[^!-~]", "", form.get("MessageSid", ""))[:64],
            "User-Agent": "TwilioProxy/1.1",
        }
        if self.algorithm == "HMAC_SHA256":
            head["X-Twilio-Webhooks-Signature-Settings"] = (
                "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"
            )
        return head

    # -- a message of ours -----------------------------------------------------------------------

    async def create(self, form):
        """Take a message: refuse what is wrong at once, tell the rest by callback."""
        to, who = form["To"], self.people.get(form["To"])
        if form.get("From") != f"whatsapp:{self.sender}":
            raise Refusal(400, 63007, "no such sender")
        if not re.fullmatch(r"whatsapp:(\+\d{5,20}|[A-Z]{2}\.[0-9A-Za-z.]+)", to):
            raise Refusal(400, 21211, "invalid To")
        if to in self.stopped:
            raise Refusal(400, 21610, "unsubscribed")
        shown = await self._rendered(form)
        sid = f"{'MM' if shown.media else 'SM'}{next(self.numbers):032x}"
        shown.sid = sid
        row = self._resource(sid, "outbound-api", form["From"], to, {"Body": shown.text})
        row["status"] = "queued"
        self.messages.append(row)
        code = self._fails(who, form)
        task = asyncio.get_running_loop().create_task(
            self._go_on(row, who, shown, code, form.get("StatusCallback"))
        )
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return row

    def _fails(self, who, form):
        if who is None:
            return 63024
        if who.code:
            return who.code
        kind = self.content.get(form.get("ContentSid"))
        open_ = who.heard_at is not None and self.now() - who.heard_at < DAY
        return None if open_ or (kind and kind.approved) else 63016

    async def _rendered(self, form):
        if "ContentSid" in form:
            return self._template(form)
        body, media = form.get("Body", ""), [form["MediaUrl"]] if "MediaUrl" in form else []
        if not body and not media:
            raise Refusal(400, 21619, "neither body nor media")
        if len(body) > (1024 if media else 1600):
            raise Refusal(400, 21617, "too long")
        for url in media:
            await self._get(url)
        return Shown("", body, media=media)

    async def _get(self, url):
        try:
            async with aiohttp.ClientSession() as session, session.get(url) as answer:
                self.media[url] = await answer.read()
                if answer.status != 200:
                    raise Refusal(400, 63019, "media")
        except aiohttp.ClientError as error:
            raise Refusal(400, 11751, "media") from error

    def _template(self, form):
        kind = self.content.get(form["ContentSid"])
        if kind is None:
            raise Refusal(400, 21655, "no such content")
        try:
            values = json.loads(form.get("ContentVariables", "{}"))
        except ValueError:
            raise Refusal(400, 21656, "variables") from None
        if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
            raise Refusal(400, 21656, "variables")
        fill = lambda text: re.sub(r"\{\{(\w+)\}\}", lambda hole: values.get(hole[1], ""), text)  # noqa: E731
        rows = [(fill(i["item"]), fill(i["id"]), fill(i["description"])) for i in kind.items]
        if kind.kind == "twilio/list-picker":
            self._check_list(fill(kind.body), rows)
        return Shown("", fill(kind.body), rows=rows)

    def _check_list(self, body, rows):
        good = 0 < len(body) <= 1024 and 1 <= len(rows) <= 10
        good = good and all(
            0 < len(r[0]) <= 24 and 0 < len(r[1]) <= 200 and len(r[2]) <= 72 for r in rows
        )
        if not good or len({row[1] for row in rows}) < len(rows):
            raise Refusal(400, 63028, "list")

    async def _go_on(self, row, who, shown, code, callback):
        await asyncio.sleep(0)
        if code is None:
            who.screen.append(shown)
            who.news.set()
        told = ["queued", "sent", *(["delivered", "read"] if code is None else ["undelivered"])]
        row["status"], row["error_code"] = told[-1], code
        if self.shuffled:
            self.chance.shuffle(told)
        for status in told:
            if callback and self.callbacks:
                await self.report(callback, row, status, code if status == "undelivered" else None)

    async def report(self, callback, row, status, code=None):
        """Post one status callback, signed like any other webhook."""
        form = {
            "MessageSid": row["sid"],
            "SmsSid": row["sid"],
            "AccountSid": SID,
            "From": row["from"],
            "To": row["to"],
            "MessageStatus": status,
            "SmsStatus": status,
            "ApiVersion": "2010-04-01",
            **({"ErrorCode": str(code)} if code else {}),
        }
        parts = urlsplit(callback)
        called = callback
        if self.hook and self.public:  # the public address leads to this machine
            there = urlsplit(self.hook)
            called = parts._replace(scheme=there.scheme, netloc=there.netloc).geturl()
        return await self.post(called, callback, form)

    def template(self, sid, part=None):
        """A content as its API shows it, its approval if `part` is given, or None if unknown."""
        kind = self.content.get(sid)
        if kind is None:
            return None
        if part:
            status = "approved" if kind.approved else kind.status
            told = {"type": "whatsapp", "name": "x", "category": kind.category, "status": status}
            return {
                "sid": sid,
                "account_sid": SID,
                "whatsapp": told | {"rejection_reason": kind.reason},
            }
        says = {"body": kind.body}
        if kind.items:
            says |= {"button": kind.button, "items": kind.items}
        return {"sid": sid, "account_sid": SID, "types": {kind.kind: says}}

    # -- what is listed --------------------------------------------------------------------------

    def _resource(self, sid, direction, sender, to, fields):
        stamp = format_datetime(datetime.fromtimestamp(int(self.now()), UTC))
        return {
            "sid": sid,
            "account_sid": SID,
            "api_version": "2010-04-01",
            "body": fields.get("Body", ""),
            "date_created": stamp,
            "date_sent": stamp,
            "date_updated": stamp,
            "direction": direction,
            "error_code": None,
            "error_message": None,
            "from": sender,
            "messaging_service_sid": None,
            "num_media": fields.get("NumMedia", "0"),
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "status": "received",
            "to": to,
            "uri": f"/2010-04-01/Accounts/{SID}/Messages/{sid}.json",
        }

    def listed(self, query):
        """One page of messages, the newest first, and the address of the next page."""
        rows = [row for row in reversed(self.messages) if self._asked_for(row, query)]
        size = min(int(query.get("PageSize", self.page_size)), self.page_size)
        page = int(query.get("Page", 0))
        here = rows[page * size : (page + 1) * size]
        more = len(rows) > (page + 1) * size
        asked = {k: v for k, v in query.items() if k not in ("Page", "PageToken")}
        after = urlencode(
            {**asked, "PageSize": size, "Page": page + 1, "PageToken": f"PA{page + 1}"}
        )
        path = f"/2010-04-01/Accounts/{SID}/Messages.json"
        return {
            "messages": here,
            "page": page,
            "page_size": size,
            "uri": path,
            "next_page_uri": f"{path}?{after}" if more else None,
        }

    def _asked_for(self, row, query):
        day = datetime.strptime(row["date_sent"], "%a, %d %b %Y %H:%M:%S %z").date().isoformat()
        return (
            row["to"] == query.get("To", row["to"])
            and row["from"] == query.get("From", row["from"])
            and day >= query.get("DateSent>", day)
        )
