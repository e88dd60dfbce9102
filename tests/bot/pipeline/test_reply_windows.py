"""Sending on a channel that may write only for 24 hours after a person wrote, as WhatsApp."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

import pytest

from bot.desk.citizen.shown_choices import as_pressed
from bot.pipeline.retry_policy import is_shut, judge
from core.messaging.address import Person
from core.messaging.incoming import EventKind, Inbound, Receipt
from core.messaging.outcomes import Gone, Later, Refused, Unknown, WindowShut
from core.messaging.outgoing import (
    Choice,
    Compose,
    Draft,
    Message,
    Outgoing,
    ResendPolicy,
    Template,
)
from core.ports.conversations import Decision, Seen
from core.survey.presses import choices_shown
from storage.store import open_store
from tests.support.builders import dispatcher_of
from tests.support.fakes import (
    CAPS,
    T0,
    FakeChannel,
    InlineWriter,
    bound,
    chat,
    virtually,
    wall_clock,
)

WINDOW = timedelta(hours=24)
WHATSAPP = replace(CAPS, edit=False, window=WINDOW, receipts=True, numbers=True)
OFFICER = chat("+6281", channel="whatsapp", account="+1")
DIGEST = Template("digest", ("W47",))
SAID = "<digest W47>"


@dataclass
class Channel(FakeChannel):
    """Notes a template as what it says, and under which id each row was sent."""

    ids: list = field(default_factory=list)

    async def send(self, row, message):
        self.ids.append(row.id)
        if message.template is not None:
            assert not message.text
            said = f"<{message.template.name} {' '.join(message.template.values)}>"
            message = replace(message, text=said)
        return await super().send(row, message)


class House:
    def __init__(self, store, channel, composers, wakes):
        self.store, self.channel, self.writer = store, channel, InlineWriter(store)
        self.deliver = dispatcher_of(
            [channel],
            self.writer,
            store,
            composers=composers,
            repeated=lambda row, message: replace(message, text=f"{message.text} (diulang)"),
            wakes=wakes,
        )

    def post(self, *texts, template=DIGEST, **more):
        drafts = [
            Draft(OFFICER, Message(one, template=template), policy=ResendPolicy.POST, **more)
            for one in texts
        ]
        self.enqueue(*drafts)

    def enqueue(self, *drafts):
        with self.store.write() as tx:
            tx.outbox.enqueue(drafts, now=wall_clock())
        self.deliver.look()

    def hear(self, event_id, *drafts, at=None):
        event = Inbound(
            str(event_id), at or wall_clock(), EventKind.TEXT, Person(("wa:1",)), OFFICER, text="OK"
        )
        return self.take(event, *drafts)

    def report(self, event_id, row_id, status, outcome=None):
        return self.take(
            Receipt(str(event_id), "whatsapp", "+1", row_id, None, status, "x", T0, outcome)
        )

    def take(self, event, *drafts):
        with self.store.write() as tx:
            decision = Decision(None, drafts=drafts)
            [one] = tx.conversations.advance(
                [event], bound(lambda *_: decision, tx), holder="p1", now=wall_clock(), lease=60.0
            )
        self.deliver.take(one.rows)
        self.deliver.freed(one.settled)

    def states(self):
        with self.store.read() as reader:
            found = reader.upkeep.counts()
        return {k.removeprefix("outbox."): n for k, n in found.items() if k.startswith("outbox.")}


@asynccontextmanager
async def house(tmp_path, *outcomes, composers=None, caps=WHATSAPP, wakes=lambda now: now):
    store = open_store(f"sqlite:///{tmp_path / 'skm.db'}", [b"a secret of a test"])
    channel = Channel("whatsapp", "+1", caps, deque(outcomes))
    made = House(store, channel, composers or {}, wakes)
    await made.deliver.start()
    try:
        yield made
    finally:
        await made.deliver.stop()
        store.close()


def test_a_template_goes_first_and_once_and_the_reply_brings_all_in_order(tmp_path):
    async def main():
        async with house(tmp_path) as it:
            it.post("satu", "dua")
            await asyncio.sleep(5)
            assert it.channel.texts == [SAID]
            assert it.states() == {"jendela": 2}

            reply = Draft(OFFICER, Message("jawaban"), caused_at=wall_clock())
            it.hear(1, reply)
            await asyncio.sleep(5)
            assert it.channel.texts == [SAID, "satu", "dua", "jawaban"]
            assert it.states() == {"terkirim": 3}

    virtually(main)


def test_within_the_window_nothing_is_said_beforehand(tmp_path):
    async def main():
        async with house(tmp_path) as it:
            it.hear(1, at=wall_clock() - WINDOW + timedelta(minutes=5))
            it.post("satu")
            await asyncio.sleep(5)
            assert it.channel.texts == ["satu"]
            await asyncio.sleep(240)
            it.post("dua")
            await asyncio.sleep(5)
            assert it.channel.texts == ["satu", SAID]

    virtually(main)


def test_a_template_goes_under_an_id_of_its_own(tmp_path):
    async def main():
        async with house(tmp_path) as it:
            it.post("satu")
            await asyncio.sleep(1)
            it.hear(1)
            await asyncio.sleep(1)
            template, message = it.channel.ids
            assert template == f"{message}.t"

    virtually(main)


def test_the_provider_knows_better_that_the_window_is_shut(tmp_path):
    async def main():
        async with house(tmp_path, WindowShut()) as it:
            it.hear(1)
            it.post("satu", "dua")
            await asyncio.sleep(5)
            assert it.channel.texts == ["satu", SAID]
            assert it.states() == {"jendela": 2}

    virtually(main)


@pytest.mark.parametrize("outcome", [Refused("63005", ""), WindowShut()])
def test_a_template_that_is_refused_is_not_tried_with_every_row(tmp_path, outcome):
    async def main():
        async with house(tmp_path, outcome) as it:
            it.post("satu", "dua")
            await asyncio.sleep(5)
            assert it.channel.texts == [SAID]
            it.hear(1)
            await asyncio.sleep(5)
            assert it.channel.texts == [SAID, "satu", "dua"]

    virtually(main)


def test_once_it_is_approved_after_all_the_next_news_says_it(tmp_path):
    """An officer whose template was refused once never heard of anything again."""

    async def main():
        async with house(tmp_path, Refused("63013", "")) as it:
            it.post("satu")
            await asyncio.sleep(5)
            it.post("dua")  # not with every row: what was refused is refused for a while
            await asyncio.sleep(5)
            assert it.channel.texts == [SAID]
            with it.store.write() as tx:
                tx.upkeep.purge(now=wall_clock())  # as it runs every hour
            it.post("tiga")
            await asyncio.sleep(5)
            assert it.channel.texts == [SAID, SAID]
            assert it.states() == {"jendela": 3}

    virtually(main)


def test_a_template_waits_as_long_as_the_provider_says(tmp_path):
    async def main():
        async with house(tmp_path, Later(20.0)) as it:
            it.post("satu")
            await asyncio.sleep(60)
            assert it.channel.texts == [SAID, SAID]
            assert it.states() == {"jendela": 1}

    virtually(main)


def test_who_is_gone_gets_no_template_either(tmp_path):
    async def main():
        async with house(tmp_path, Gone("opted_out")) as it:
            it.post("satu", "dua")
            await asyncio.sleep(5)
            assert it.channel.texts == [SAID]
            assert it.states() == {"tak_terjangkau": 1, "dibatalkan": 1}

    virtually(main)


def test_without_a_template_it_waits_and_a_late_reply_is_dropped(tmp_path):
    async def main():
        async with house(tmp_path) as it:
            it.post("kabar", template=None)
            late = wall_clock() - WINDOW
            it.enqueue(Draft(OFFICER, Message("jawaban"), caused_at=late + timedelta(seconds=60)))
            await asyncio.sleep(5)
            assert it.channel.texts == []
            assert it.states() == {"jendela": 1, "ditolak": 1}

    virtually(main)


def test_what_waits_is_written_anew_when_it_goes_out(tmp_path):
    """The kegiatan of a reminder may be done by then."""
    made = []

    def compose(request):
        made.append(request.now)
        return Message(f"ke-{len(made)}", template=DIGEST)

    async def main():
        async with house(tmp_path, composers={"ingat": compose}) as it:
            it.enqueue(Draft(OFFICER, Compose("ingat"), policy=ResendPolicy.POST))
            await asyncio.sleep(5)
            it.hear(1)
            await asyncio.sleep(5)
            assert it.channel.texts == [SAID, "ke-2"]

    virtually(main)


def test_whoever_writes_at_night_is_awake_and_gets_what_waited(tmp_path):
    """The template goes by day; the answer to it at any hour."""
    night = []

    def wakes(now):
        return now + timedelta(hours=5) if night else now

    async def main():
        async with house(tmp_path, wakes=wakes) as it:
            it.post("satu")
            await asyncio.sleep(5)
            night.append(True)
            it.post("dua")
            await asyncio.sleep(5)
            assert it.channel.texts == [SAID]
            it.hear(1)
            await asyncio.sleep(5)
            assert it.channel.texts == [SAID, "satu"]

    virtually(main)


# -- lost answers --------------------------------------------------------------------------------


def test_a_lost_answer_waits_for_its_report_before_it_goes_again(tmp_path):
    async def main():
        async with house(tmp_path, Unknown("lost")) as it:
            it.hear(1, Draft(OFFICER, Message("satu"), caused_at=wall_clock()))
            await asyncio.sleep(119)
            assert it.channel.texts == ["satu"]
            await asyncio.sleep(200)
            assert it.channel.texts == ["satu", "satu"]

    virtually(main)


def test_a_report_spares_the_second_sending(tmp_path):
    """A newer answer overtakes the doubtful one meanwhile."""

    async def main():
        async with house(tmp_path, Unknown("lost")) as it:
            it.hear(1, Draft(OFFICER, Message("satu"), caused_at=wall_clock()))
            await asyncio.sleep(5)
            it.hear(2, Draft(OFFICER, Message("dua"), caused_at=wall_clock()))
            await asyncio.sleep(5)
            it.report(3, it.channel.ids[0], "sent")
            await asyncio.sleep(1)
            it.hear(4, Draft(OFFICER, Message("tiga"), caused_at=wall_clock()))
            await asyncio.sleep(400)
            assert it.channel.texts == ["satu", "dua", "tiga"]
            assert it.states() == {"terkirim": 3}

    virtually(main)


def test_telegram_repeats_a_reply_after_seconds_as_ever():
    row = Outgoing(1, "r1", chat(), Message("x"), ResendPolicy.REPLY, None, T0, 0, unsure=False)
    lost = Unknown("lost")

    def wait(caps):
        return (judge(row, lost, T0, Random(1), caps).retry_at - T0).total_seconds()

    assert 3 <= wait(CAPS) <= 5
    assert 120 <= wait(WHATSAPP) <= 300


def test_where_a_lost_message_is_looked_up_a_reply_goes_again_soon_and_often():
    """A message that was made is found before a second try; a post waits for its report as ever."""
    caps = replace(WHATSAPP, looks_up=True)

    def wait(policy, attempts):
        row = Outgoing(
            *(1, "r1", chat(), Message("x"), policy, None, T0, attempts), unsure=attempts > 0
        )
        due = judge(row, Unknown("lost"), T0, Random(1), caps).retry_at
        return due and (due - T0).total_seconds()

    assert 3 <= wait(ResendPolicy.REPLY, 0) <= 5
    assert 3 <= wait(ResendPolicy.REPLY, 7) <= 64
    assert wait(ResendPolicy.REPLY, 8) is None
    assert 120 <= wait(ResendPolicy.POST, 0) <= 300
    assert wait(ResendPolicy.POST, 1) is None


@pytest.mark.parametrize(
    ("heard", "caused", "shut"),
    [
        (None, None, True),
        (timedelta(0), None, False),
        (timedelta(hours=23, minutes=57), None, False),
        (timedelta(hours=23, minutes=58), None, True),
        (timedelta(days=3), timedelta(minutes=1), False),
        (None, timedelta(days=1), True),
    ],
)
def test_a_window_is_open_for_24_hours_less_two_minutes(heard, caused, shut):
    row = Outgoing(
        *(1, "r1", OFFICER, Message("x"), ResendPolicy.POST, None, caused and T0 - caused, 0),
        unsure=False,
        heard_at=None if heard is None else T0 - heard,
    )

    assert is_shut(row, WHATSAPP, T0) is shut
    assert not is_shut(row, CAPS, T0)


# -- numbers -------------------------------------------------------------------------------------

MENU = (Choice("kt:a:", "Sudah"), Choice("kt:b:", "Belum"), Choice("kt:c:", "Rincian 1.1"))


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("1", "kt:a:"),
        ("2.", "kt:b:"),
        ("(3)", "kt:c:"),
        ("belum", "kt:b:"),
        ("*Sudah*", "kt:a:"),
        ("2 belum", "kt:b:"),
        ("2 sudah", None),
        ("4", None),
        ("0", None),
        ("belu", None),
        ("sudah selesai semua", None),
    ],
)
def test_a_typed_number_or_label_is_the_press_that_it_stands_for(text, payload):
    event = Inbound("1", T0, EventKind.TEXT, Person(("wa:1",)), OFFICER, text=text)
    seen = Seen(known=True, state=None, language=None, shown=MENU)

    found = as_pressed(event, seen)

    assert found.choice == payload
    assert (found is event) is (payload is None)


def test_a_screen_that_a_flow_reads_is_left_to_it():
    survey = Message("Persyaratan?", choices=(Choice("sv:1", "1. Sesuai"), MENU[0]))

    assert choices_shown(survey) == ()
    assert choices_shown(Message("menu", choices=MENU)) == MENU
    assert choices_shown(Message("kosong")) == ()


def test_the_number_on_a_reminder_goes_on_and_answers_nothing():
    """Typed "1" stood for the first option of a question that was far above."""
    button = Choice("sv:abcd7:pengingat:lanjutkan", "Lanjutkan")

    assert choices_shown(Message("belum selesai", choices=(button,))) == (button,)


def test_numbers_that_labels_bear_themselves_are_the_ones_that_count():
    own = (Choice("kt:x:", "Lain"), Choice("kt:a:", "1. Satu"), Choice("kt:b:", "2. Dua"))
    shown = choices_shown(Message("menu", choices=own))
    event = Inbound("1", T0, EventKind.TEXT, Person(("wa:1",)), OFFICER, text="2")

    seen = Seen(known=True, state=None, language=None, shown=shown)
    assert as_pressed(event, seen).choice == "kt:b:"
