"""Plays `.chat` scripts through the whole house: store, writer, desk, dispatcher and channel.

Grammar: `#` comment; header `name: value` until the first blank line; then
    user: text | [label] | [label] x2 | [label] lama | (photo) | (opened KODE) | (ulang) | "json"
    (`x2` taps twice, `lama` taps an older screen, `ulang` delivers the same event again)
    admin: …            the same, said by another person, who is staff where the header says so
    budi@staf: …        said to the second bot, where the header says `bot_petugas: ya`
    budi@grup: …        said in a group; (kicked) puts the bot out, (moved baru) makes it another chat
    (document surat.pdf 30000000) a file with its name and size
    (tekan kt:cabut:3)  a press that nothing on the screen offers
    to admin: …         a message to somebody else's chat
    bot: …              a new message;  edit: the tapped message changed;  popup: beside the press
    wait: 25 hours      the virtual clock moves and looks once (also `until Monday 08:00`)
    restart:            the process ends and begins again
    stored: 1 respons, 9 nilai, 1 saran
Indented lines continue; a dot alone is an empty line of a message. `--update` rewrites all but
comments, header, lines of people, and waits.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import tomllib
import zlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.app import wiring
from bot.app.assembly import assemble
from bot.channels.layout import join_surrogates
from bot.channels.terminal import screen_lines
from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.config.prices import FREE, Tariff
from bot.desk.two_bots import StaffBot
from bot.documents import rtl_reader as rtl_document
from bot.web.visits.invitation import Invitation
from core.answers.response import Response, Saran
from core.messaging.address import Address, Person
from core.messaging.channel_limits import Caps
from core.messaging.incoming import Attachment, EventKind, Inbound
from core.messaging.outcomes import Sent
from core.messaging.outgoing import Message
from core.office import agency_document
from core.periods import triwulan
from core.rtl.document import ReadContext
from core.rtl.plan import Kegiatan, PrintedResult, Rtl
from storage.answers.responses import add_saran
from storage.database.column_types import WAITING
from storage.store import open_store
from storage.tables.messaging import outbox_table
from tests.support.paths import EXAMPLES, FIXTURES

PATIENCE = 400  # looks for rows that are due: a busy machine is slow to compose them
LOOKS = 40  # for rows that became due by the clock alone; others may wait for much later
SECRET = (b"a secret for tests, 32 bytes long",)
CAPS = {
    "telegram": Caps(
        text=4096, choices=100, choice_label=60, edit=True, notice=200, quick_guard=True
    ),
    "terminal": Caps(text=20_000, choices=100, choice_label=60),
    "whatsapp": Caps(
        text=1600,
        choices=10,
        choice_label=24,
        window=timedelta(hours=24),
        receipts=True,
        numbers=True,
    ),
    "web": Caps(text=20_000, choices=20, choice_label=60),
}
STAFF = "staf"  # the second bot
OUTPUT = ("bot", "edit", "popup", "stored")
WHO = re.compile(r"\borang [0-9a-f]{4}$")  # a keyed hash: every database has its own
CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
LINE = re.compile(r"((?:to )?[a-z_]+(?:@[a-z]+)?): ?(.*)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PRESS = re.compile(r"\[([^\"]+?)\](?: (x2|lama))?$")
MEDIA = {"photo", "voice", "sticker", "document", "video"}


@dataclass
class Line:
    """One line of a script: who, the text, and its source rows."""

    who: str
    text: str
    source: list[str] = field(default_factory=list)


@dataclass
class Script:
    """A script as read: header rows, the facts of the header, and the lines of the body."""

    path: Path
    head: list[str]
    facts: dict[str, str]
    body: list[Line]


def read(path: Path) -> Script:
    """Read a script; raises ValueError with file and line number for a row outside the grammar."""
    head: list[str] = []
    facts: dict[str, str] = {}
    rows = path.read_text(encoding="utf-8").split("\n")
    while rows and rows[0].strip():
        head.append(rows.pop(0))
        if found := LINE.fullmatch(head[-1]):
            facts[found[1]] = found[2].strip()
    body: list[Line] = []
    for number, row in enumerate(rows, start=len(head) + 1):
        if not row.strip() or row.startswith("#"):
            body.append(Line("", "", [row]))
        elif found := LINE.fullmatch(row):
            body.append(Line(found[1], found[2].strip(), [row]))
        elif row.startswith(" ") and body:
            body[-1].text += f"\n{row.strip()}"
            body[-1].source.append(row)
        else:
            raise ValueError(f"{path.name}:{number}: not understood: {row!r}")
    return Script(path, head, facts, body)


class FakeChannel:
    """A channel of the kind that the script names, which keeps the messages it was given."""

    def __init__(self, name: str, account: str = "akun") -> None:
        self.name, self.caps, self.account = name, CAPS[name], account
        self.said: list[tuple[str, str | None, object]] = []
        self.screens: dict[Address, list[tuple[str, object]]] = {}

    async def pull(self, inbox) -> None:
        await asyncio.Event().wait()

    async def send(self, row, message):
        shown = self.screens.setdefault(row.to, [])
        edited = row.replace is not None and self.caps.edit
        place = next((i for i, one in enumerate(shown) if one[0] == row.replace), None)
        if edited and place is not None:
            shown[place] = (row.replace, message)
            shown.append(shown.pop(place))
        else:
            shown.append((row.id, message))
        if message.template is not None:
            said = ", ".join(message.template.values)
            message = Message(text=f"(templat {message.template.name}: {said})")
        there = STAFF if row.to.account == STAFF else ""
        said_in = f"{row.to.chat}@{there}" if there else row.to.chat
        self.said.append(("edit" if edited else "bot", said_in, message))
        return Sent(row.replace if edited else row.id)

    async def fetch(self, ref, limit):
        return f"isi {ref}".encode()

    async def settle(self, token, notice) -> None: ...

    async def close(self) -> None: ...


class House:
    """One process's worth of the product over one database file, on a virtual clock."""

    mailbox: frozenset[str] = frozenset()

    def __init__(
        self, database: Path, channel: str, now: datetime, *, bot_petugas: bool = False
    ) -> None:
        self.database, self.now, self.count = database, now, 0
        self.tariff = FREE
        self.pace = timedelta(seconds=5)  # between two acts of people
        self.channel = FakeChannel(channel)
        self.bot_petugas = FakeChannel(channel, STAFF) if bot_petugas else None
        if self.bot_petugas:  # one script, one screen
            self.bot_petugas.said = self.channel.said
            self.bot_petugas.screens = self.channel.screens
        self.last: Inbound | None = None
        self.codes: dict[str, str] = {}
        self.lines = screen_lines  # a screen as lines of a script

    async def open(self) -> None:
        where = f"sqlite:///{self.database}"
        self.store = open_store(where, SECRET, mailbox=self.mailbox)
        self.office = Office(self.store, load_packaged, now=lambda: self.now)
        self.assembly = assemble(
            self.store,
            self.office,
            [one for one in (self.channel, self.bot_petugas) if one],
            now=lambda: self.now,
            survey_link=lambda: "t.me/skm_uji_bot",
            staff_bot=self.staff_bot,
            tariff=self.tariff,
        )
        await self.assembly.writer.start()
        await self.assembly.dispatcher.start()

    @property
    def staff_bot(self):
        return StaffBot(STAFF, lambda: "t.me/skm_staf_bot") if self.bot_petugas else None

    async def pass_to(self, when: datetime) -> None:
        """Move the clock once all outcomes are written: an open lease would end, and be resent."""
        await self.assembly.writer.run(lambda _tx: None)
        while self.assembly.dispatcher._walks:
            await self.quiet()
            await self.assembly.writer.run(lambda _tx: None)
        self.now = when
        await self.tick()

    async def tick(self) -> None:
        """Run every job that writes to people once, as the clock does every few minutes."""
        clock = wiring.clock(self.assembly.writer, self.store, lambda: self.office.agency)
        did = [await job.run(self.now) for job in clock.jobs if job.name != "purge"]
        wrote = any(sum(one.values()) for one in did)
        looks = 0
        while self.waiting() and looks < (PATIENCE if wrote or self.due() else LOOKS):
            looks += 1
            self.assembly.dispatcher.look()
            await asyncio.sleep(0.01)
            await self.quiet()

    def waiting(self) -> int:
        """The number of outbox rows that wait."""
        with self.store.read() as reader:
            return reader.upkeep.counts().get("outbox.menunggu", 0)

    async def close(self) -> None:
        await self.quiet()
        await self.assembly.dispatcher.stop()
        await self.assembly.writer.stop()
        self.store.close()

    async def quiet(self) -> None:
        """Wait until everything that was to be said has been said."""
        while self.assembly.dispatcher._walks:
            await asyncio.wait(set(self.assembly.dispatcher._walks))

    async def looked(self) -> None:
        """Wait until the dispatcher has looked for rows that it was not handed."""
        for _ in range(100):
            self.assembly.dispatcher.look()
            await asyncio.sleep(0.02)
            await self.quiet()
            if not self.due():
                return

    def due(self) -> int:
        """The number of rows due by now, with those whose leaving is not written yet."""
        late = outbox_table.c.state == WAITING, outbox_table.c.not_before <= self.now
        with self.store.reader.connect() as conn:
            return conn.scalar(select(func.count()).select_from(outbox_table).where(*late))

    # -- what people do --------------------------------------------------------------------------

    async def do(self, who: str, text: str) -> str | None:
        """Carry out one line of a person; the pop-up beside a press, if any."""
        events = list(self.events(who, text))
        notice = None
        for event in events:
            self.last = event
            (advanced,) = await self.assembly.writer.receive([event])
            notice = advanced.notice or notice
            before = self.assembly.dispatcher.counts["composed"]
            await self.quiet()
            if (
                self.assembly.dispatcher.counts["composed"] > before
            ):  # it may have written to others
                await self.looked()
        self.now += self.pace
        return notice

    def events(self, who: str, text: str):
        """The events of one line: one, or two for a double tap."""
        if text == "(ulang)":
            yield self.last
            return
        made = self.event(who, text)
        yield made
        if (press := PRESS.match(text)) and press[2] == "x2":
            yield self.like(made)

    def like(self, event: Inbound) -> Inbound:
        """The same event once more, under a new id and at the present moment."""
        self.count += 1
        fields = {name: getattr(event, name) for name in event.__slots__}
        return Inbound(**fields | {"event_id": str(self.count), "at": self.now})

    def event(self, who: str, text: str) -> Inbound:
        """The event of one line of a person."""
        self.count += 1
        who, _, group = who.partition("@")
        account = self.channel.account
        if group == STAFF:
            group, account = "", STAFF
        to = Address(self.channel.name, account, group or who)
        base = {
            "private": not group,
            "event_id": str(self.count),
            "at": self.now,
            "person": Person((f"{self.channel.name}:{who}",), name=who, language="id"),
            "address": to,
        }
        if press := PRESS.match(text):
            return self.pressed(base, to, press[1], old=press[2] == "lama")
        if found := re.fullmatch(r"\(tekan (.+)\)", text):
            return Inbound(**base, kind=EventKind.CHOICE, choice=found[1], shown_in="0", settle="1")
        if found := re.fullmatch(r"\((\w+)(?: (.*))?\)", text):
            if found[1] in ("kicked", "moved"):
                return self.beside(base, to, found[1], found[2])
            kind = {"opened": EventKind.OPENED, "location": EventKind.LOCATION}.get(
                found[1], EventKind.MEDIA
            )
            media = found[1] if kind is EventKind.MEDIA else None
            assert media is None or media in MEDIA, f"unknown: {text}"
            if media in ("photo", "document"):
                return Inbound(**base, kind=kind, media=media, attachment=attached(media, found[2]))
            return Inbound(**base, kind=kind, media=media, text=found[2])
        if text.startswith("/"):
            name, _, args = text[1:].partition(" ")
            return Inbound(**base, kind=EventKind.COMMAND, command=(name.casefold(), args))
        quoted = text.startswith('"') or re.fullmatch(r'\["[^"]*", \d+\]', text)
        said = json.loads(text) if quoted else text
        if isinstance(said, list):  # ["ha", 3]: a long text
            said = said[0] * said[1]
        # Every adapter reads text in this way.
        return Inbound(**base, kind=EventKind.TEXT, text=join_surrogates(said))

    def beside(self, base, to: Address, what: str, new: str | None) -> Inbound:
        """The event of a bot that was put out of a group, or of a group that moved."""
        if what == "kicked":
            return Inbound(**base, kind=EventKind.UNREACHABLE)
        moved = Address(to.channel, to.account, new)
        return Inbound(**base, kind=EventKind.MOVED, moved_to=moved)

    def pressed(self, base, to: Address, label: str, *, old: bool) -> Inbound:
        """The press of this label; raises AssertionError where no screen offers it."""
        shown = self.channel.screens.get(to, [])
        for shown_in, message in reversed(shown[:-1] if old else shown):
            for one in message.choices:
                if label in (one.label, re.sub(r"^\d\. ", "", one.label)):
                    return Inbound(
                        **base,
                        kind=EventKind.CHOICE,
                        choice=one.payload,
                        shown_in=shown_in,
                        settle="1",
                    )
            if not old:
                break
        raise AssertionError(f"no such choice on the screen: [{label}]")

    def unsaid(self) -> None:
        """Forget the messages so far: they belong to no script."""
        self.channel.said.clear()

    # -- what is kept ----------------------------------------------------------------------------

    def stored(self) -> str:
        """The counts of stored rows, as a `stored:` line tells them."""
        with self.store.read() as reader:
            counts = reader.upkeep.counts()
        parts = [f"{counts.get(name, 0)} {name}" for name in ("respons", "saran", "kabar")]
        return ", ".join(parts)


def attached(media: str, told: str | None) -> Attachment:
    """The attachment of `(photo)` or `(document surat.pdf 30000000)`, as a channel tells it."""
    name, _, size = (told or "").partition(" ")
    ending = name.rpartition(".")[2]
    mime = {"photo": "image/jpeg"}.get(media) or {"pdf": "application/pdf"}.get(
        ending, "text/plain"
    )
    return Attachment(media, f"ref-{name or media}", int(size or 1000), mime, name or None)


def agency_of(script: Script) -> Path:
    """The agency's file of the header's name: a fixture, else an example; or the small office."""
    name = script.facts.get("instansi", "agency")
    own = FIXTURES / f"{name}.toml"
    return own if own.exists() else EXAMPLES / f"{name}.toml"


def prepared(database: Path, template: Path, agency: Path, known_survey: str = "") -> None:
    """Copy a database with the office loaded; it is made once for all scripts.

    `known_survey` is TOML, its lines parted by ";", that the header adds to `survei` of the file.
    """
    if known_survey:
        template = template.with_stem(f"{template.stem}-{zlib.crc32(known_survey.encode())}")
    if not template.exists():
        made = template.with_suffix(".new")
        store = open_store(f"sqlite:///{made}", SECRET, mailbox=frozenset())
        document = tomllib.loads(agency.read_text(encoding="utf-8"))
        document.setdefault("survei", {}).update(tomllib.loads(known_survey.replace(";", "\n")))
        parsed = agency_document.parse(document, agency.name)
        survey = load_packaged(parsed.questionnaire)
        with store.write() as tx:
            tx.upkeep.save_agency(document, now=datetime(2022, 1, 1, tzinfo=UTC))
            tx.results.save_snapshot(survey.snapshot, survey.document)
        store.close()
        made.rename(template)
    shutil.copy(template, database)


async def play(script: Script, database: Path) -> list[str]:
    """Play the script; the rows of the script as it really went."""
    facts = script.facts
    zone = ZoneInfo("Asia/Jakarta")
    now = datetime.fromisoformat(facts.get("now", "2026-03-02 09:00")).replace(tzinfo=zone)
    house = House(
        database,
        facts.get("channel", "telegram"),
        now.astimezone(UTC),
        bot_petugas="bot_petugas" in facts,
    )
    if pagu := facts.get("pagu"):  # `pagu: 400 100`: rupiah of a month, and of a message
        ceiling, message = map(int, pagu.split())
        house.tariff = Tariff(message, ceiling=ceiling, web="https://skm.test/chat")
    await house.open()
    await appoint(house, facts)
    await load(house, facts)
    await plan(house, facts)
    await invite(house, facts)
    await visit(house, facts)
    await ask_to(house, facts)
    await counted(house, facts)
    house.pace = timedelta(seconds=float(facts.get("pace", "5")))
    if facts.get("layar") == "asli":
        house.lines = as_on_whatsapp
    rows = [*script.head]
    try:
        for line in script.body:
            if line.who in OUTPUT or line.who.startswith("to "):
                if line.who == "stored":
                    rows.append(f"stored: {house.stored()}")
                continue
            rows += line.source
            try:
                rows += await perform(house, line)
            except AssertionError as wrong:
                raise AssertionError("\n".join([*rows[-12:], str(wrong)])) from None
    finally:
        await house.close()
    return rows


async def appoint(house: House, facts: dict[str, str]) -> None:
    """Join the persons of `staf: admin=admin, budi=bidang/sekretariat` by real codes."""
    for pair in filter(None, facts.get("staf", "").split(",")):
        who, _, standing = pair.strip().partition("=")
        role, _, bidang = standing.partition("/")
        until = house.now + timedelta(days=1)
        terms = {"by": "test", "expires": until, "now": house.now}
        invite = partial(_invite, role, bidang or None, terms)
        code = await house.assembly.writer.run(invite)
        if house.bot_petugas:  # join at the first bot, as before there was a second
            said = house.event(who, "gabung")
            join = partial(_redeem, code, said, house.now)
            await house.assembly.writer.run(join)
        else:
            await house.do(who, f"gabung {code}")
    house.unsaid()


def _redeem(code, said, now, tx):
    return tx.staff.redeem(code, said.person, said.address, now=now)


def _invite(role, bidang, terms, tx) -> str:
    if role == "grup":
        return tx.staff.invite_group(bidang, **terms)
    return tx.staff.invite(role, bidang, **terms)


async def plan(house: House, facts: dict[str, str]) -> None:
    """Store the items of `rtl: 2023 perilaku sekretariat 2023-TW3>2023-TW4 Pelatihan; …`.

    Each part is an item. `>` gives the new target that its report prints, `=sudah` marks it done.
    """
    items = []
    for number, part in enumerate(filter(None, facts.get("rtl", "").split(";")), start=1):
        periode, unsur, bidang, when, description = part.strip().split(" ", 4)
        ticks, _, anew = when.partition(">")
        done = ticks.endswith("=sudah")
        printed = None
        if anew or done:
            target = triwulan.parse(anew) if anew else None
            printed = PrintedResult(status="sudah" if done else "belum", target=target)
        schedule = tuple(map(triwulan.parse, ticks.removesuffix("=sudah").split(",")))
        owners = tuple(bidang.split("+"))
        kegiatan = Kegiatan(f"{number}.1", description, owners, schedule, printed=printed)
        items.append(Rtl("pelayanan", periode, number, unsur, (kegiatan,)))
    if items:
        terms = {"by": "test", "now": house.now}
        await house.assembly.writer.run(lambda tx: tx.rtl.add(items, **terms))
    for name in filter(None, facts.get("rencana", "").replace(" ", "").split(",")):
        take_in(house, EXAMPLES / name)


def take_in(house: House, path: Path) -> None:
    """Load one example of `rencana: rtl-jambi-2023.toml`, as `skm rtl import` does."""
    with house.store.read() as reader:
        known = reader.rtl.items()
    office = house.office
    today = house.now.astimezone(office.agency.zone).date()
    context = ReadContext(
        agency=office.agency, survey=office.survey.questionnaire, stored_plans=known, today=today,
        unit=None, periode=None, year=None, confirmed=False,
    )  # fmt: skip
    data = rtl_document.load(path)
    planned = rtl_document.read(data, path.name, context)
    rtl_document.keep(house.store, data, path.name, planned, by="test", now=house.now)


async def invite(house: House, facts: dict[str, str]) -> None:
    """Make the codes of `undangan: budi=bidang/rehsos, x=grup/rehsos`: {budi1}, {x1} in lines."""
    for pair in filter(None, facts.get("undangan", "").split(",")):
        who, _, standing = pair.strip().partition("=")
        role, _, bidang = standing.partition("/")
        terms = {"by": "test", "expires": house.now + timedelta(days=2), "now": house.now}
        code = await house.assembly.writer.run(partial(_invite, role, bidang or None, terms))
        number = 1 + sum(name.rstrip("0123456789") == who for name in house.codes)
        house.codes[f"{who}{number}"] = code


async def counted(house: House, facts: dict[str, str]) -> None:
    """Record the visits of `tercatat: L1 08-12 40; …`: today, at a service point, by hour slot."""
    day = house.now.astimezone(house.office.agency.zone).date()
    for part in filter(None, facts.get("tercatat", "").split(";")):
        place, slot, n = part.split()
        point = house.office.agency.point(place)
        await house.assembly.writer.run(partial(_count, point, day, slot, int(n)))


def _count(point, day, slot, n, tx) -> None:
    tx.answers.count_visits(point, day, slot, n)


async def visit(house: House, facts: dict[str, str]) -> None:
    """Store the codes of `kunjungan: ABCDE-FGH23=L1, …` at service points, good for a week."""
    until = house.now.date() + timedelta(days=7)
    for pair in filter(None, facts.get("kunjungan", "").replace(" ", "").split(",")):
        code, _, place = pair.partition("=")
        point = house.office.agency.point(place)
        assert point, f"no such place: {place}"
        await house.assembly.writer.run(partial(_visit, code, point, until))


def _visit(code, point, until, tx) -> None:
    assert tx.answers.add_visits([code], point, until=until) == 1


async def ask_to(house: House, facts: dict[str, str]) -> None:
    """Ask the persons of `diundang: ani=ABCDE-FGH23, …` to rate that visit by WhatsApp."""
    for pair in filter(None, facts.get("diundang", "").replace(" ", "").split(",")):
        who, _, code = pair.partition("=")
        asked = Invitation(house.office.survey, "whatsapp:akun", who, house.now)
        with house.store.read() as reader:
            point = reader.answers.visit(code, today=house.now.date()).point
        await house.assembly.writer.run(partial(_ask, asked, point, code))


def _ask(asked, point, code, tx) -> None:
    asked.send(tx, point, code)


async def load(house: House, facts: dict[str, str]) -> None:
    """Store answers of `muat: 2025 sktm 40 343434334; …`: layanan, their number, scores as asked.

    A day instead of a period (`2026-03-04 sktm …`) makes them answers of that day; a fifth word
    is the way they were given (`… 343434334 kiosk`).
    `tulis: 2026-02-03 sktm waktu Antre lama | …` is saran of a day, about an unsur or `-`.
    """
    for number, part in enumerate(filter(None, facts.get("muat", "").split(";"))):
        label, layanan, count, scores, *way = part.split()
        survey = house.office.survey.questionnaire
        nilai = {one.key: int(s) for one, s in zip(survey.questions, scores, strict=True)}
        row = Response(
            snapshot=survey.snapshot, unit=unit_of(house, layanan), layanan=layanan, loket=None,
            day=date.fromisoformat(label) if DAY.fullmatch(label) else None,
            slot=None, duration=None, mode=way[0] if way else "import", channel="import", language="id",
            profile={}, nilai=nilai, import_periode="" if DAY.fullmatch(label) else label,
        )  # fmt: skip
        rows = [row] * int(count)
        terms = {"by": "test", "now": house.now}
        job = partial(_import, f"{number:064d}", rows, terms)
        await house.assembly.writer.run(job)

    for part in filter(None, (one.strip() for one in facts.get("tulis", "").split("|"))):
        day, layanan, unsur, text = part.split(maxsplit=3)
        about = None if unsur == "-" else unsur
        given = Saran(unit_of(house, layanan), layanan, about, text, date.fromisoformat(day))
        await house.assembly.writer.run(partial(_write, given, house.now))


def unit_of(house: House, layanan: str) -> str:
    """The code of the first unit with this layanan, else of the first unit."""
    every = house.office.agency.unit
    return next((one.code for one in every if one.service(layanan)), every[0].code)


def _write(given, now, tx) -> None:
    add_saran(tx.session, given, None, now)


def _import(sha256, rows, terms, tx) -> int:
    return tx.answers.import_responses(sha256, "berkas.csv", rows, **terms)


def _without_codes(house: House, row: str) -> str:
    """Replace one-time codes, which always differ, by {kode}, and remember the newest one."""
    for found in CODE.findall(row):
        house.codes["kode"] = found
    return WHO.sub("orang {sidik}", CODE.sub("{kode}", row))


def later(now: datetime, text: str) -> datetime:
    """The moment of `25 hours`, `until Monday 08:00` or `until 2027-01-04 08:00`."""
    if not text.startswith("until "):
        number, unit = text.split()
        return now + timedelta(seconds=float(number) * UNITS[unit.rstrip("s")])
    _, day, hour = text.split()
    local = now.astimezone(ZoneInfo("Asia/Jakarta"))
    if day in DAYS:
        ahead = (DAYS.index(day) - local.weekday()) % 7
        when = datetime.combine(local.date() + timedelta(days=ahead), time.fromisoformat(hour))
        when = when.replace(tzinfo=local.tzinfo)
        return (when if when > local else when + timedelta(days=7)).astimezone(UTC)
    return datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=local.tzinfo).astimezone(UTC)


async def perform(house: House, line: Line) -> list[str]:
    """Carry out one line of the body; the rows of all that was said thereupon."""
    if not line.who:
        return []
    if line.who == "wait":
        await house.pass_to(later(house.now, line.text))
        return told(house, "")
    if line.who == "restart":
        await house.close()
        await house.open()
        return []
    text = re.sub(r"\{(\w+)\}", lambda hole: house.codes.get(hole[1], hole[0]), line.text)
    notice = await house.do(line.who, text)
    rows = ["popup: " + notice.replace("\n", "\n       ")] if notice else []
    rows = [part for row in rows for part in row.split("\n")]
    group = line.who.partition("@")[2]
    return rows + told(house, (line.who if group == STAFF else group or line.who).strip())


def as_on_whatsapp(message: Message):
    """The lines of a message under `layar: asli`: as a phone shows it, with marks and numbers."""
    from bot.channels.whatsapp.layout import lay_out

    for part in lay_out(message, ("Balas angkanya.", "Atau ketik"), lists=False, media=False):
        yield from part.text.split("\n")


def told(house: House, here: str) -> list[str]:
    """Rows of the messages since the last call; those to other chats stand under their names."""
    rows: list[str] = []
    said = house.channel.said
    # Chats are served side by side: in a script the own one comes first.
    for kind, chat, message in sorted(said, key=lambda one: (one[1] != here, one[1])):
        first, *rest = house.lines(message)
        first, *rest = [_without_codes(house, row) for row in (first, *rest)]
        if message.reply_hint:
            rest.append(f"(balas dari {message.asked.name}: {message.reply_hint})")
        mark = kind if chat == here else f"to {chat}"
        opening = f"{kind + ':':<6}{first}" if chat == here else f"{mark}: {first}"
        rows += [opening.rstrip(), *(f"      {row or '.'}" for row in rest)]
    house.channel.said.clear()
    return rows
