"""`rate_limits`: the moment at which a message may leave, in numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.rate_limits import REMEMBER, Pacer, is_fresh
from core.messaging.token_buckets import Rate, TokenBuckets
from tests.support.fakes import chat


def leave(pacer, to, t, *, fresh):
    """The moment at which a message that is ready at `t` leaves."""
    for gate in pacer.gates(to, t, fresh=fresh):
        t += gate(t)
    return t


@pytest.mark.parametrize(
    ("age", "fresh"), [(None, False), (0.0, True), (59.9, True), (60.0, False), (-1.0, True)]
)
def test_an_answer_is_fresh_for_a_minute(age, fresh):
    assert is_fresh(age) is fresh


def test_a_fresh_answer_leaves_at_once():
    """100 answers in one second of one bot, ten of them in one chat."""
    pacer = Pacer()
    assert [leave(pacer, chat(n // 10), 5.0, fresh=True) for n in range(100)] == [5.0] * 100


def test_one_a_second_in_a_chat():
    pacer = Pacer()
    times = [leave(pacer, chat(), 0.0, fresh=False) for _ in range(4)]
    assert times == pytest.approx([0.0, 1.0, 2.0, 3.0])


def test_thirty_a_second_of_a_bot():
    pacer = Pacer()
    times = [leave(pacer, chat(n), 0.0, fresh=False) for n in range(61)]
    assert times == sorted(times)
    assert times[30] == pytest.approx(1.0)
    assert times[60] == pytest.approx(2.0)


def test_another_bot_has_its_own_thirty():
    pacer = Pacer()
    for n in range(30):
        leave(pacer, chat(n), 0.0, fresh=False)
    assert leave(pacer, chat(1, account="other"), 0.0, fresh=False) == 0.0


def test_a_digest_waits_a_second_after_an_answer_but_not_longer_after_ten():
    pacer = Pacer()
    for _ in range(10):
        leave(pacer, chat(), 0.0, fresh=True)
    assert leave(pacer, chat(), 0.0, fresh=False) == pytest.approx(1.0)


def test_a_group_gets_four_at_once_and_then_one_in_four_seconds_even_as_answers():
    pacer = Pacer()
    times = [leave(pacer, chat(-100), 0.0, fresh=True) for _ in range(6)]
    assert times == pytest.approx([0.0, 0.0, 0.0, 0.0, 4.0, 8.0])


def test_threads_of_a_group_share_its_pace():
    pacer = Pacer()
    times = [leave(pacer, chat(-100, thread=str(n)), 0.0, fresh=True) for n in range(5)]
    assert times[-1] == pytest.approx(4.0)


def test_minus_means_a_group_on_telegram_alone():
    pacer = Pacer()
    times = [leave(pacer, chat(-100, channel="terminal"), 0.0, fresh=True) for _ in range(30)]
    assert set(times) == {0.0}


@pytest.mark.parametrize(
    ("scope", "same", "other_chat", "other_bot"),
    [("chat", 7.0, 0.0, 0.0), ("account", 7.0, 7.0, 0.0)],
)
def test_a_freeze_holds_its_scope(scope, same, other_chat, other_bot):
    pacer = Pacer()
    pacer.freeze(chat(1), scope, 10.0)
    pacer.freeze(chat(1), scope, 5.0)  # a shorter one does not end it
    assert pacer.frozen(chat(1), 3.0) == same
    assert pacer.frozen(chat(2), 3.0) == other_chat
    assert pacer.frozen(chat(1, account="other"), 3.0) == other_bot
    assert pacer.frozen(chat(1), 10.0) == 0.0


def test_full_buckets_are_forgotten():
    buckets = TokenBuckets(Rate(1.0), REMEMBER)
    for n in range(5000):
        buckets.reserve(n, float(n))
    assert len(buckets.full_at) <= 1000


steps = st.lists(st.floats(0, 5), min_size=1, max_size=200)


@given(steps, st.integers(1, 5), st.sampled_from([0.25, 1.0, 4.0]))
def test_no_window_holds_more_than_the_rate_allows(gaps, burst, every):
    """In any span of T seconds at most burst + T / every tokens are there, in order."""
    buckets, t, left = TokenBuckets(Rate(every, burst), REMEMBER), 0.0, []
    for gap in gaps:
        t += gap
        left.append(t + buckets.reserve("k", t))
    assert left == sorted(left)
    for i in range(len(left)):
        for j in range(i, len(left)):
            assert j - i + 1 <= burst + (left[j] - left[i]) / every + 1e-6


@given(st.lists(st.tuples(st.floats(0, 10), st.booleans()), min_size=1, max_size=150))
def test_a_group_hears_at_most_twenty_in_any_minute(messages):
    """One in flight in the group, answers and digests mixed, as fast as they may."""
    pacer, t, left = Pacer(), 0.0, []
    for gap, fresh in messages:
        t = leave(pacer, chat(-1), t + gap, fresh=fresh)
        left.append(t)
    for i in range(len(left) - 20):
        assert left[i + 20] - left[i] > 60.0
