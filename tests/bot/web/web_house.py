"""A small house for the web tests: the real writer over a store in memory, and a toy desk."""

from __future__ import annotations

import dataclasses
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from bot.config.survey_links import SurveyLinks
from bot.pipeline.writer import StoreWriter
from core.errors import StoreDown
from core.messaging.incoming import EventKind
from core.messaging.outgoing import Choice, Compose, Draft, Message, Outgoing
from core.office.agency import Agency, Bidang, ComplaintChannels, Layanan, Unit
from core.ports.conversations import Advanced, Decision, Seen
from core.ports.results import Publication
from tests.support.builders import pages_of
from tests.support.office import office

if TYPE_CHECKING:
    from aiohttp.web import StreamResponse

    from core.messaging.incoming import Inbound


NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

AGENCY = Agency(
    code="dinsos",
    name="Dinas Sosial & Dukcapil",
    short="Dinsos",
    zone=ZoneInfo("Asia/Jakarta"),
    contact="0741-12345",
    opening_hours=None,
    results_url=None,
    website=None,
    questionnaire="permenpanrb-14-2017",
    weight_policy="exact",
    ikm_target=None,
    unit=(Unit("DSDK", "Loket Terpadu", "Loket", (Layanan("ALAT", "Alat bantu", "Alat bantu"),)),),
    bidang=(Bidang("sekretariat", "Sekretariat"),),
    unsur_owners=(),
    population=(),
    complaints=ComplaintChannels(None, None, None, None),
    document={},
)

SURVEY = office()  # the real questionnaire, at a small office with the loket L1
PUBLISHED = Publication(
    label="2024",
    unit="DSDK",
    revision=1,
    at=datetime(2024, 12, 16, 17, 30, tzinfo=UTC),
    figures={
        "n": 80,
        "ikm": "93.54",
        "mutu": "A",
        "kinerja": "Sangat baik",
        "weight_policy": "0.111",
        "unsur": [
            {
                "code": "U1",
                "key": "persyaratan",
                "sum": 306,
                "nrr": "3.83",
                "konversi": "95.63",
                "mutu": "A",
            },
        ],
    },
)


class MemoryStore:
    """The store as the web pages need it, in memory. `down` makes it fail with StoreDown."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.events: list[Inbound] = []
        self.states: dict[Any, Any] = {}
        self.open: list[Outgoing] = []
        self.settled: list[int] = []
        self.publications: list[dict[str, Any]] = []
        self.snapshots: dict[str, Any] = {}
        self.taken: dict[str, tuple[Any, Any, datetime]] = {}
        self.rushed: Counter[tuple[Any, int]] = Counter()
        self.seq = 0
        self.down = False

    @contextmanager
    def write(self):
        self._check()
        yield MemoryTx(self)

    @contextmanager
    def read(self):
        self._check()
        yield MemoryTx(self)

    def _check(self) -> None:
        if self.down:
            raise StoreDown("away")

    def close(self) -> None: ...

    def put(self, *drafts: Draft) -> None:
        for draft in drafts:
            self.seq += 1
            self.open.append(
                Outgoing(
                    seq=self.seq,
                    id=f"row-{self.seq}",
                    to=draft.to,
                    body=draft.body,
                    policy=draft.policy,
                    replace=None,
                    caused_at=None,
                    attempts=0,
                    unsure=False,
                )
            )


class MemoryTx:
    """A transaction and a reader: the parts that the web door asks, over the store in memory."""

    def __init__(self, store: MemoryStore) -> None:
        self.conversations = MemoryConversations(store)
        self.outbox = MemoryOutbox(store)
        self.answers = MemoryAnswers(store)
        self.results = MemoryResults(store)
        self.upkeep = MemoryUpkeep()


@dataclasses.dataclass
class MemoryConversations:
    store: MemoryStore

    def advance(self, arrivals, decide, *, holder, now, lease):
        return [self._one(event, decide) for event in arrivals]

    def _one(self, event, decide):
        store = self.store
        if event.event_id in store.known:
            return Advanced(fresh=False)
        store.known.add(event.event_id)
        store.events.append(event)
        state = store.states.get(event.address)
        decision = decide(event, Seen(state is not None, state, None))
        store.states[event.address] = decision.state
        store.put(*decision.drafts)
        return Advanced(fresh=True)


@dataclasses.dataclass
class MemoryOutbox:
    store: MemoryStore

    def fetch_mailbox(self, to, *, after, now):
        store = self.store
        read = [row for row in store.open if row.to == to and row.seq <= after]
        store.open = [row for row in store.open if row not in read]
        store.settled += [row.seq for row in read]
        return [row for row in store.open if row.to == to]

    def settle(self, settlements, *, now) -> None: ...


@dataclasses.dataclass
class MemoryAnswers:
    store: MemoryStore

    def burst_number(self, where, window):
        self.store.rushed[where, window] += 1
        return self.store.rushed[where, window]

    def store_entry(self, key, given, saran, *, until, now):
        if key in self.store.taken:
            return False
        self.store.taken[key] = (given, saran, until)
        return True


@dataclasses.dataclass
class MemoryResults:
    store: MemoryStore

    def published(self, unit=None):
        return self.store.publications

    def snapshot(self, snapshot):
        return self.store.snapshots.get(snapshot)


class MemoryUpkeep:
    def agency(self):
        return None


QUESTIONS = (
    (
        "1/3 · Persyaratan",
        "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    (
        "2/3 · Waktu penyelesaian",
        "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
        ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    ),
    (
        "3/3 · Penanganan pengaduan",
        "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
        (
            "Tidak ada",
            "Ada tetapi tidak berfungsi",
            "Berfungsi kurang maksimal",
            "Dikelola dengan baik",
        ),
    ),
)
HELLO = Message(
    "Halo, terima kasih sudah datang ke Loket Terpadu.\n"
    "Bagaimana pelayanan yang Anda terima? Ada beberapa pertanyaan, sekitar 3 menit.\n"
    "• Tanpa nama dan tanpa NIK.\n"
    "• Jawaban Anda tidak memengaruhi urusan Anda.\n"
    "Bersediakah Anda?",
    choices=(Choice("start:0", "Setuju, mulai"), Choice("no:0", "Tidak sekarang")),
)
THANKS = Message("Terima kasih, penilaian Anda sudah kami terima.")
IDEA = Message("Ada saran untuk kami?", free_text=True, choices=(Choice("skip:3", "Tidak ada"),))


def screen(at: int, note: str | None) -> Message:
    if at == 0:
        return HELLO
    if at > len(QUESTIONS):
        return dataclasses.replace(IDEA, note=note)
    heading, text, labels = QUESTIONS[at - 1]
    choices = tuple(Choice(f"q{at}:{n}", f"{n}. {name}") for n, name in enumerate(labels, 1))
    return Message(text, note=note, heading=heading, choices=choices)


def toy_desk(event, seen, tx) -> Decision:
    """Consent, three questions, a suggestion, thanks; any typed number answers."""
    at = seen.state["at"] if seen.state else 0
    if event.text == "/ikm":
        return _say(at, event, Compose("ikm", {}))
    if event.kind is EventKind.OPENED:
        return _say(at, event, screen(at, "Selamat datang kembali." if at else None))
    if event.kind is EventKind.COMMAND:
        return _say(0, event, HELLO)
    if at > len(QUESTIONS):
        return _say(None, event, THANKS)
    note = _answer(at, event)
    if note is None:
        return _say(at, event, screen(at, "Maaf, belum terbaca."))
    return _say(at + 1, event, screen(at + 1, note))


def _answer(at: int, event) -> str | None:
    if event.choice == "start:0" and at == 0:
        return ""
    if event.choice and event.choice.startswith(f"q{at}:"):
        return f"Tercatat: {QUESTIONS[at - 1][2][int(event.choice[-1]) - 1]}."
    typed = (event.text or "").strip()
    if at and typed in {"1", "2", "3", "4"}:
        return f"Tercatat: {QUESTIONS[at - 1][2][int(typed) - 1]}."
    return None


def _say(at: int | None, event, body) -> Decision:
    return Decision(None if at is None else {"at": at}, drafts=(Draft(event.address, body),))


async def compose(row: Outgoing) -> Message:
    return Message(f"IKM untuk {row.to.channel}: 93,54")


class House:
    """Writer and application; `async with House() as house`."""

    def __init__(self, **changes: Any) -> None:
        self.store = MemoryStore()
        self.seconds = 0.0
        self.writer = StoreWriter(
            self.store, toy_desk, holder="test", now=lambda: NOW, sorry=lambda event: None
        )
        parts: dict[str, Any] = {
            "writer": self.writer,
            "store": self.store,
            "agency": lambda: AGENCY,
            "survey": lambda: SURVEY,
            "compose": compose,
            "secret": b"0123456789abcdef",
            "public_url": None,
            "ways": SurveyLinks,
            "metrics": dict,
            "now": lambda: NOW,
            "clock": lambda: self.seconds,
        } | changes
        self.now = parts["now"]
        self.app = pages_of(**parts)
        self.app.on_response_prepare.append(self._dated)

    async def _dated(self, request: object, response: StreamResponse) -> None:
        """A page sets its clock right by this header: it tells the house's day, not the machine's."""
        response.headers["Date"] = format_datetime(self.now(), usegmt=True)

    async def __aenter__(self) -> Self:
        await self.writer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.store.down = False
        await self.writer.stop()
