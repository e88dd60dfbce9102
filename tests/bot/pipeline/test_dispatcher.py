"""`Dispatcher`: order, pace, outcomes and crashes, on virtual time and over both stores."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random
from types import SimpleNamespace

import pytest

from bot.app.assembly import repeated
from bot.pipeline.retry_policy import LONGEST, backoff, judge
from core.errors import InputError
from core.messaging.outcomes import Gone, Later, Moved, Refused, Sent, Unknown, WindowShut
from core.messaging.outgoing import Choice, Compose, Draft, Message, ResendPolicy
from core.ports.composer import composer_of
from core.ports.requests.people import AuditTrailQuestion
from storage.store import open_store
from tests.support.builders import dispatcher_of
from tests.support.fakes import (
    CAPS,
    T0,
    FakeChannel,
    FakeStore,
    InlineWriter,
    bound,
    chat,
    echo,
    note,
    said,
    virtually,
    wall_clock,
)
from tests.support.office import office

LOST = Unknown("lost")
TEXTS = office().texts


def marked(row, message):
    """The mark where these tests look."""
    said = repeated(SimpleNamespace(texts=TEXTS), row, message)
    return replace(message, text=f"{message.text} {said.note}")


class House:
    """A dispatcher with its store, its writer and one channel."""

    def __init__(self, store, channel, composers, wakes):
        self.store, self.channel = store, channel
        self.writer = InlineWriter(store)
        channels = [channel, FakeChannel("web", "kita", replace(CAPS, push=False))]
        self.deliver = dispatcher_of(
            channels, self.writer, store, composers=composers, repeated=marked, wakes=wakes
        )

    async def hear(self, *events, desk=echo):
        """The events' answers are born leased and handed over, as the writer does."""
        await asyncio.sleep(0)
        with self.store.write() as tx:
            answers = tx.conversations.advance(
                events, bound(desk, tx), holder="p1", now=wall_clock(), lease=60.0
            )
        self.deliver.take([row for answer in answers for row in answer.rows])

    def post(self, *drafts):
        with self.store.write() as tx:
            tx.outbox.enqueue(drafts, now=wall_clock())
        self.deliver.look()

    @property
    def ends(self):
        return [(s.row.body.text, s.outcome) for s in self.writer.settlements if not s.retry_at]


@asynccontextmanager
async def house(*outcomes, seconds=0.0, store=None, composers=None, wakes=lambda now: now):
    channel = FakeChannel(outcomes=deque(outcomes), seconds=seconds)
    made = House(store or FakeStore(), channel, composers or {}, wakes)
    await made.deliver.start()
    try:
        yield made
    finally:
        await made.deliver.stop()


def ask(event, seen, tx):
    """As echo, with something to press."""
    decision = echo(event, seen, tx)
    (draft,) = decision.drafts
    asked = replace(draft.body, choices=(Choice("sv:1", "Ya"),))
    return replace(decision, drafts=(replace(draft, body=asked),))


def hear(n, text, to=None):
    return said(n, text, to=to, at=wall_clock())


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    """The store in memory, and the real one over SQLite."""
    if request.param == "memory":
        yield FakeStore()
        return
    made = open_store(f"sqlite:///{tmp_path / 'skm.db'}", [b"a secret of a test"])
    yield made
    made.close()


# -- order and pace ------------------------------------------------------------------------------


def test_an_answer_leaves_at_once_and_is_settled_with_the_providers_id():
    async def main():
        async with house() as it:
            await asyncio.sleep(1.0)
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(0.001)
            assert it.channel.sent == [(1.0, "7", "satu")]
            assert it.ends == [("satu", Sent("m1"))]
            assert it.store.open_rows() == []

    virtually(main)


def test_one_address_has_one_in_flight_in_order(store):
    async def main():
        async with house(seconds=0.2, store=store) as it:
            await it.hear(*(hear(n, str(n)) for n in range(5)))
            await asyncio.sleep(2)
            assert it.channel.texts == ["0", "1", "2", "3", "4"]
            assert (it.channel.doubled, it.channel.most_flying) == (0, 1)

    virtually(main)


def test_addresses_do_not_wait_for_each_other_but_no_more_than_100_fly():
    async def main():
        async with house(seconds=0.2) as it:
            await it.hear(*(hear(n, "x", chat(n)) for n in range(250)))
            await asyncio.sleep(0.65)
            assert len(it.channel.sent) == 250
            assert it.channel.most_flying == 100
            assert len(it.ends) == 250

    virtually(main)


def test_digests_to_one_chat_leave_one_a_second(store):
    async def main():
        async with house(store=store) as it:
            it.post(*(note(str(n), policy=ResendPolicy.POST, caused_at=None) for n in range(3)))
            await asyncio.sleep(10)
            times = [t for t, _, _ in it.channel.sent]
            assert it.channel.texts == ["0", "1", "2"]
            assert times[1] - times[0] >= 1.0
            assert times[2] - times[1] >= 1.0

    virtually(main)


def test_a_mailbox_is_left_to_those_who_fetch_it():
    async def main():
        async with house() as it:
            await it.hear(hear(1, "satu", chat(1, channel="web", account="kita")))
            await asyncio.sleep(100)
            assert it.channel.sent == []
            assert len(it.store.open_rows()) == 1

    virtually(main)


# -- outcomes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [3.0, 30.0, 300.0])
def test_never_earlier_than_the_provider_says_and_nothing_overtakes(after, store):
    async def main():
        async with house(Later(after), store=store) as it:
            await it.hear(hear(1, "satu"), hear(2, "dua"))
            await asyncio.sleep(1.0)
            await it.hear(hear(3, "tiga"))
            await asyncio.sleep(after - 1.0)
            assert it.channel.texts == ["satu"]
            await asyncio.sleep(3.0 + 60.0)
            assert it.channel.texts == ["satu", "satu", "dua", "tiga"]
            assert after <= it.channel.sent[1][0] <= after + 0.1

    virtually(main)


@pytest.mark.parametrize("after", [5.0, 40.0])
def test_a_throttled_bot_is_silent_in_every_chat(after, store):
    async def main():
        async with house(Later(after, "account"), store=store) as it:
            await it.hear(hear(1, "satu", chat(1)))
            await asyncio.sleep(1.0)
            await it.hear(hear(2, "dua", chat(2)))
            await asyncio.sleep(after + 5.0)
            assert [(c, t >= after) for t, c, _ in it.channel.sent[1:]] in (
                [("1", True), ("2", True)],
                [("2", True), ("1", True)],
            )

    virtually(main)


def test_a_new_answer_does_not_overtake_one_that_went_back(store):
    """ "dua" waits in the outbox while "satu" flies for the second time and "tiga" is born."""

    async def main():
        async with house(Later(5.0), store=store, seconds=0.5) as it:
            await it.hear(hear(1, "satu"), hear(2, "dua"))
            await asyncio.sleep(5.8)
            assert len(it.channel.flying) == 1
            await it.hear(hear(3, "tiga"))
            await asyncio.sleep(10)
            assert it.channel.texts == ["satu", "satu", "dua", "tiga"]

    virtually(main)


def test_rows_that_somebody_else_took_hold_up_new_ones_for_a_lease_only():
    async def main():
        store = FakeStore()
        async with house(Later(20.0), store=store) as it:
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(10)
            store.row("satu").outcome = Sent("by another process")
            await asyncio.sleep(100)
            await it.hear(hear(2, "dua"))
            await asyncio.sleep(0.001)
            assert it.channel.texts == ["satu", "dua"]

    virtually(main)


def test_a_throttled_chat_does_not_silence_another():
    async def main():
        async with house(Later(30.0)) as it:
            await it.hear(hear(1, "satu", chat(1)))
            await asyncio.sleep(1.0)
            await it.hear(hear(2, "dua", chat(2)))
            await asyncio.sleep(0.01)
            assert it.channel.texts == ["satu", "dua"]

    virtually(main)


def test_who_has_gone_hears_nothing_more(store):
    async def main():
        async with house(Gone("blocked"), seconds=0.1, store=store) as it:
            await it.hear(hear(1, "satu"), hear(2, "dua"))
            await asyncio.sleep(100)
            assert it.channel.texts == ["satu"]
            assert it.ends == [("satu", Gone("blocked")), ("dua", Gone("blocked"))]

    virtually(main)


def test_a_moved_chat_gets_it_at_the_new_place(store):
    async def main():
        async with house(Moved(chat(-1007)), store=store) as it:
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(3)
            assert [(c, text) for _, c, text in it.channel.sent] == [
                ("7", "satu"),
                ("-1007", "satu"),
            ]

    virtually(main)


@pytest.mark.parametrize("outcome", [Refused("400", "Bad Request: Budi"), WindowShut()])
def test_what_is_refused_is_settled_and_the_next_goes(outcome, caplog):
    async def main():
        async with house(outcome) as it:
            await it.hear(hear(1, "satu"), hear(2, "dua"))
            await asyncio.sleep(100)
            assert it.channel.texts == ["satu", "dua"]
            assert it.ends[0] == ("satu", outcome)
            assert it.deliver.counts[type(outcome).__name__.lower()] == 1

    virtually(main)
    assert not [record for record in caplog.records if "Budi" in str(vars(record))]


def test_a_lost_answer_resends_a_reply_once_after_three_to_five_seconds(store):
    async def main():
        async with house(LOST, LOST, store=store) as it:
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(2.9)
            assert it.channel.texts == ["satu"]
            await asyncio.sleep(2.2)
            assert it.channel.texts == ["satu", "satu"]
            await asyncio.sleep(1000)
            assert it.channel.texts == ["satu", "satu"]
            assert it.ends == [("satu", LOST)]

    virtually(main)


def test_a_lost_answer_repeats_a_digest_once_minutes_later_and_says_so(store):
    async def main():
        async with house(LOST, LOST, store=store) as it:
            it.post(note("digest", policy=ResendPolicy.POST, caused_at=None))
            await asyncio.sleep(115)
            assert it.channel.texts == ["digest"]
            await asyncio.sleep(1000)
            assert it.channel.texts == ["digest", "digest (diulang)"]
            assert it.ends == [("digest", LOST)]

    virtually(main)


@pytest.mark.parametrize(
    ("args", "mark"),
    [({"bahasa": "en"}, "(repeated)"), ({"bahasa": "id"}, "(diulang)"), ({}, "(diulang)")],
)
def test_a_repeat_is_marked_in_the_language_in_which_it_was_composed(args, mark, store):
    """Its request is long gone by then."""
    _, composers = composing()

    async def main():
        async with house(LOST, LOST, store=store, composers=composers) as it:
            it.post(Draft(chat(), Compose("ikm", args), policy=ResendPolicy.POST))
            await asyncio.sleep(1000)
            assert it.channel.texts == ["IKM 86,11", f"IKM 86,11 {mark}"]

    virtually(main)


def test_an_edit_is_repeated_freely_but_not_for_ever():
    def edit(event, seen, tx):
        decision = echo(event, seen, tx)
        return replace(decision, drafts=(replace(decision.drafts[0], replace="m9"),))

    async def main():
        async with house(*[LOST] * 20) as it:
            with it.store.write() as tx:
                answers = tx.conversations.advance(
                    [hear(1, "satu")], bound(edit, tx), holder="p1", now=T0, lease=60.0
                )
            it.deliver.take(answers[0].rows)
            await asyncio.sleep(1000)
            assert it.channel.texts == ["satu"] * 6
            assert it.ends == [("satu", LOST)]

    virtually(main)


@pytest.mark.parametrize("trouble", [RuntimeError("nama saya Budi"), TimeoutError()])
def test_a_channel_that_fails_counts_as_a_lost_answer(trouble, caplog):
    async def main():
        async with house(trouble) as it:
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(10)
            assert it.channel.texts == ["satu", "satu"]

    virtually(main)
    assert not [record for record in caplog.records if "Budi" in str(vars(record))]


def test_a_channel_that_hangs_counts_as_a_lost_answer():
    async def main():
        async with house(seconds=1e6) as it:
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(24)
            assert it.writer.settlements == []
            await asyncio.sleep(10)
            assert isinstance(it.writer.settlements[0].outcome, Unknown)
            assert len(it.channel.sent) == 2

    virtually(main)


def test_an_unreachable_provider_is_asked_ever_more_seldom_and_a_reply_dies_after_a_day():
    async def main():
        async with house(*[Later(2.0, "account")] * 5000) as it:
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(25 * 3600)
            times = [t for t, _, _ in it.channel.sent]
            gaps = [b - a for a, b in pairwise(times)]
            assert min(gaps) >= 2.0
            assert max(gaps) <= LONGEST + 0.1
            assert 24 * 12 <= len(times) <= 24 * 26
            assert times[-1] < 24 * 3600
            assert it.ends == [("satu", Refused("expired", ""))]

    virtually(main)


def test_a_post_that_is_late_waits_for_the_morning_and_holds_up_no_answer(store):
    """Its provider was away till night: nobody is woken, and who asks at night is answered."""
    morning = T0 + timedelta(hours=8)

    async def main():
        async with house(store=store, wakes=lambda now: max(now, morning)) as it:
            it.post(note("ringkasan", policy=ResendPolicy.POST, caused_at=None))
            await asyncio.sleep(10)
            await it.hear(hear(1, "ikm"))
            await asyncio.sleep(600)
            assert it.channel.texts == ["ikm"]
            await asyncio.sleep(8 * 3600)
            assert it.channel.texts == ["ikm", "ringkasan"]
            assert it.channel.sent[1][0] >= 8 * 3600 - 60

    virtually(main)


def test_nothing_is_sent_after_its_time():
    async def main():
        async with house() as it:
            end = wall_clock() + timedelta(seconds=5)
            it.post(note("basi", caused_at=None, expires_at=end, not_before=end))
            await asyncio.sleep(10)
            assert it.channel.sent == []
            assert it.store.open_rows() == []

    virtually(main)


def test_back_off_doubles_up_to_five_minutes():
    chance = Random(1)
    for attempts in range(40):
        most = min(300.0, 0.5 * 2**attempts)
        waits = [backoff(attempts, chance) for _ in range(50)]
        assert most / 2 <= min(waits) < max(waits) <= most


def test_a_throttled_try_does_not_grant_another_resend(store):
    """Unknown, then 429, then Unknown: two calls may have gone through, a third must not."""

    async def main():
        async with house(LOST, Later(5.0), LOST, store=store) as it:
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(1000)
            assert it.channel.texts == ["satu"] * 3
            assert it.ends == [("satu", LOST)]

    virtually(main)


def test_an_answer_to_something_newer_makes_the_repeat_needless(store):
    """Who pressed on has seen the question: nothing old appears below the new one, nobody waits."""

    async def main():
        async with house(LOST, store=store) as it:
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(1)
            await it.hear(hear(2, "dua"))
            await asyncio.sleep(0.5)
            assert it.channel.texts == ["satu", "dua"]
            await asyncio.sleep(1000)
            assert it.channel.texts == ["satu", "dua"]
            assert it.ends == [("satu", Unknown("overtaken")), ("dua", Sent("m2"))]

    virtually(main)


def test_who_floods_is_shown_the_newest_screens(store):
    """The one that flies and the eight newest; words without buttons are told all."""

    async def main():
        async with house(seconds=1.0, store=store) as it:
            for n in range(1, 41):
                await it.hear(hear(n, f"banjir {n}"), desk=ask)
            await asyncio.sleep(60)
            assert it.channel.texts[-8:] == [f"banjir {n}" for n in range(33, 41)]
            assert len(it.channel.texts) < 15
            assert len(it.ends) == 40

    virtually(main)


def test_of_a_flood_that_comes_at_once_only_the_newest_screens_are_written(store):
    """A screen that would be let go anyhow is no row, and needs no settling."""

    async def main():
        async with house(seconds=1.0, store=store) as it:
            await it.hear(*(hear(n, f"banjir {n}") for n in range(1, 41)), desk=ask)
            await asyncio.sleep(60)
            assert it.channel.texts == [f"banjir {n}" for n in range(33, 41)]
            assert len(it.ends) == 8

    virtually(main)


def test_a_provider_that_says_it_failed_is_asked_again_till_it_does_not(store):
    failed = Unknown("500", failed=True)

    async def main():
        async with house(failed, failed, failed, store=store) as it:
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(20)
            assert it.channel.texts == ["satu"] * 4
            assert [type(end) for _, end in it.ends] == [Sent]

    virtually(main)


def test_a_digest_after_a_failure_is_repeated_once_as_after_silence():
    """Twice the same digest is a nuisance, so for it a failure is as doubtful as silence."""
    with FakeStore().write() as tx:
        [answer] = tx.conversations.advance(
            [said(1)], bound(echo, tx), holder="p1", now=T0, lease=60.0
        )
    post = replace(answer.rows[0], policy=ResendPolicy.POST)
    first = judge(post, Unknown("500", failed=True), T0, Random(1))
    assert first.unsure
    assert first.retry_at >= T0 + timedelta(seconds=120)
    assert (
        judge(replace(post, unsure=True), Unknown("500", failed=True), T0, Random(1)).retry_at
        is None
    )


def test_every_outcome_has_its_policy():
    """The table: which outcomes end a row, and which bring it again."""
    with FakeStore().write() as tx:
        [answer] = tx.conversations.advance(
            [said(1)], bound(echo, tx), holder="p1", now=T0, lease=60.0
        )
    row = answer.rows[0]
    again = {
        type(outcome).__name__: judge(row, outcome, T0, Random(1)).retry_at is not None
        for outcome in (
            Sent(),
            Later(1.0),
            Gone("blocked"),
            Moved(chat(8)),
            WindowShut(),
            Refused("400", ""),
            LOST,
        )
    }
    assert again == {
        "Sent": False,
        "Later": True,
        "Gone": False,
        "Moved": True,
        "WindowShut": False,
        "Refused": False,
        "Unknown": True,
    }


# -- composing -----------------------------------------------------------------------------------


def composing(*, fails=0, error=ValueError):
    asked = []

    def ikm(request):
        asked.append((dict(request.asked), request.caps.text))
        if len(asked) <= fails:
            raise error("nama saya Budi")
        return Message("IKM 86,11")

    return asked, {"ikm": ikm}


def request(**fields):
    return Draft(chat(), Compose("ikm", {"periode": "2026"}), caused_at=T0, **fields)


def test_a_request_is_composed_and_kept_before_it_is_sent():
    """So a try that comes after a crash or a 429 sends the same words."""
    asked, composers = composing()

    async def main():
        async with house(Later(5.0), composers=composers) as it:
            it.post(request())
            await asyncio.sleep(3)
            assert it.store.row("IKM 86,11").outcome is None
            await asyncio.sleep(10)
            assert it.channel.texts == ["IKM 86,11"] * 2
            assert asked == [({"periode": "2026"}, 4096)]

    virtually(main)


def test_a_mailbox_has_its_requests_composed_when_it_is_fetched():
    asked, composers = composing()

    async def main():
        async with house(composers=composers) as it:
            web = chat(1, channel="web", account="kita")
            it.post(replace(request(), to=web))
            [kept] = it.store.open_rows()
            assert await it.deliver.compose(kept.row) == Message("IKM 86,11")
            assert await it.deliver.compose(it.store.row("IKM 86,11").row) == Message("IKM 86,11")
            assert len(asked) == 1

    virtually(main)


def test_a_composer_that_fails_is_asked_again():
    asked, composers = composing(fails=2)

    async def main():
        async with house(composers=composers) as it:
            it.post(request())
            await asyncio.sleep(60)
            assert (len(asked), it.channel.texts) == (3, ["IKM 86,11"])

    virtually(main)


@pytest.mark.parametrize(("error", "tries"), [(ValueError, 3), (InputError, 1)])
def test_a_composer_that_always_fails_holds_up_nobody(error, tries, caplog):
    asked, composers = composing(fails=99, error=error)

    async def main():
        async with house(composers=composers) as it:
            it.post(request(), note("sesudah"))
            await asyncio.sleep(60)
            assert (len(asked), it.channel.texts) == (tries, ["sesudah"])
            assert it.deliver.counts["refused"] == 1

    virtually(main)
    assert not [record for record in caplog.records if "Budi" in str(vars(record))]


def test_a_request_that_nobody_composes_is_refused():
    async def main():
        async with house() as it:
            it.post(request())
            await asyncio.sleep(60)
            assert it.store.open_rows() == []
            assert it.deliver.counts["refused"] == 1

    virtually(main)


@pytest.mark.parametrize("args", [{}, {"version": 2}, {"bahasa": "id", "saya": 7}])
def test_a_request_that_cannot_be_read_is_refused_at_once(args, caplog):
    """It may be of a newer version, or broken: the operator is told, and nobody waits for it."""
    asked = []
    made = composer_of(AuditTrailQuestion, asked.append)

    async def main():
        async with house(composers={"jejak": made}) as it:
            it.post(Draft(chat(), Compose("jejak", args), caused_at=T0), note("sesudah"))
            await asyncio.sleep(60)
            assert (asked, it.channel.texts) == ([], ["sesudah"])
            assert it.deliver.counts["refused"] == 1

    virtually(main)
    assert {"deliver.not_composed", "deliver.refused"} <= {one.message for one in caplog.records}


# -- crashes, outages, the end -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "text"), [(ResendPolicy.REPLY, "satu"), (ResendPolicy.POST, "satu (diulang)")]
)
def test_what_a_dead_process_had_leased_is_sent_when_its_lease_ends(policy, text, store):
    """It may have been sent before the crash, so a digest says so."""

    async def main():
        with store.write() as tx:
            tx.outbox.enqueue([note("satu", policy=policy)], now=T0)
            tx.outbox.claim([("telegram", "bot")], holder="dead", now=T0, lease=60.0, limit=9)
        async with house(store=store) as it:
            await asyncio.sleep(59)
            assert it.channel.sent == []
            await asyncio.sleep(4)
            assert it.channel.texts == [text]

    virtually(main)


def test_a_backlog_is_sent_in_order_without_double_flights(store):
    """600 rows of 300 chats wait at the start, more than are taken up at once."""

    async def main():
        drafts = [note(str(n), chat(n % 300)) for n in range(600)]
        with store.write() as tx:
            tx.outbox.enqueue(drafts, now=T0)
        async with house(store=store, seconds=0.05) as it:
            await asyncio.sleep(30)
            assert sorted(map(int, it.channel.texts)) == list(range(600))
            assert it.channel.doubled == 0
            for number in range(300):
                mine = [text for _, c, text in it.channel.sent if c == str(number)]
                assert mine == [str(number), str(number + 300)]

    virtually(main)


def test_who_waits_longer_than_a_lease_takes_a_new_one(store):
    """40 answers to one chat, two seconds each: the last wait 80 s on leases of 60."""

    async def main():
        async with house(store=store, seconds=2.0) as it:
            await it.hear(*(hear(n, str(n)) for n in range(40)))
            await asyncio.sleep(200)
            assert it.channel.texts == [str(n) for n in range(40)]
            assert it.channel.doubled == 0

    virtually(main)


def test_nobody_else_may_take_what_is_in_flight(store):
    """A second process looks each second while 40 answers leave, two seconds each."""

    async def main():
        async with house(store=store, seconds=2.0) as it:
            await it.hear(*(hear(n, str(n)) for n in range(40)))
            for _ in range(150):
                await asyncio.sleep(1.0)
                with store.write() as tx:
                    bots, now = [("telegram", "bot")], wall_clock()
                    rows = tx.outbox.claim(bots, holder="p2", now=now, lease=60.0, limit=9)
                    assert not [row for row in rows if row.to in it.channel.flying]
                    tx.outbox.release("p2")
            assert it.channel.texts == [str(n) for n in range(40)]

    virtually(main)


def test_an_outage_of_the_store_delays_a_look_and_no_more():
    async def main():
        async with house() as it:
            it.post(note("satu"))
            it.store.down = True
            await asyncio.sleep(30)
            assert it.channel.sent == []
            it.store.down = False
            await asyncio.sleep(3)
            assert it.channel.texts == ["satu"]

    virtually(main)


def test_the_end_finishes_what_flies_and_gives_back_the_rest():
    async def main():
        store = FakeStore()
        async with house(seconds=1.0, store=store) as it:
            await it.hear(hear(1, "satu", chat(1)))
            it.post(
                *(note(str(n), chat(2), policy=ResendPolicy.POST, caused_at=None) for n in range(2))
            )
            await asyncio.sleep(0.5)
            await it.deliver.stop(within=3.0)
            assert store.row("satu").outcome == Sent("m1")
            assert store.row("0").outcome is not None
            assert [r.row.body.text for r in store.open_rows()] == ["1"]
            assert store.open_rows()[0].holder is None

    virtually(main)


def test_what_the_end_cuts_short_may_have_been_sent():
    async def main():
        store = FakeStore()
        async with house(seconds=20.0, store=store) as it:
            it.post(note("digest", policy=ResendPolicy.POST, caused_at=None))
            await asyncio.sleep(1.0)
            await it.deliver.stop(within=3.0)
            assert asyncio.get_running_loop().time() < 5.0
            [kept] = store.open_rows()
            assert (kept.holder, kept.row.unsure) == (None, True)

    virtually(main)


def test_rows_that_come_after_the_end_go_back():
    async def main():
        store = FakeStore()
        async with house(store=store) as it:
            await it.deliver.stop()
            await it.hear(hear(1, "satu"))
            await asyncio.sleep(1)
            assert it.channel.sent == []
            assert store.open_rows()[0].holder is None

    virtually(main)


def test_a_log_line_quotes_nobody(caplog):
    async def main():
        async with house(Refused("403", "no"), LOST, LOST, RuntimeError("Budi")) as it:
            await it.hear(*(hear(n, "nama saya Budi", chat(628123)) for n in range(4)))
            await asyncio.sleep(100)

    with caplog.at_level(logging.DEBUG, logger="bot"):
        virtually(main)
    lines = [str(vars(record)) for record in caplog.records]
    assert lines
    assert not [line for line in lines if "Budi" in line or "628123" in line]
