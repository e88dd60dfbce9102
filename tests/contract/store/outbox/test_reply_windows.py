"""Reply windows in the store: rows that wait until a person writes, and what frees them."""

from datetime import timedelta

import pytest

from core.messaging.address import Address, Person
from core.messaging.incoming import Receipt
from core.messaging.outcomes import Gone, Later, Sent, Unknown, WindowShut
from core.messaging.outgoing import Choice, Draft, Message, ResendPolicy, Template
from core.ports.conversations import Decision
from core.ports.outbox import Settlement

ACCOUNT = "+14155238886"
WHATSAPP = ("whatsapp", ACCOUNT)
OFFICER = Address("whatsapp", ACCOUNT, "+6281")
DIGEST = Message("ringkasan", template=Template("digest", ("W47",)))


def said(kit, number, **more):
    return kit.event(
        str(number), person=Person(("wa-phone:+6281",)), address=OFFICER, text="OK", **more
    )


def claim(store, kit, **more):
    return kit.claim(store, accounts=[WHATSAPP], **more)


def post(store, kit, *texts, **more):
    drafts = [
        Draft(OFFICER, Message(one, template=DIGEST.template), policy=ResendPolicy.POST, **more)
        for one in texts
    ]
    with store.write() as tx:
        tx.outbox.enqueue(drafts, now=kit.NOW)


def hold(store, kit, row, *, templated=True, outcome=None, now=None):
    one = Settlement(row, outcome or Sent("MM1"), None, held=True, templated=templated)
    kit.settle(store, one, now=now or kit.NOW)


def silent(event, seen, tx):
    return Decision(seen.state)


def test_nobody_was_heard_before_they_wrote(store, kit):
    post(store, kit, "1")

    [row] = claim(store, kit)
    assert (row.heard_at, row.templated) == (None, False)


def test_a_row_tells_when_its_address_was_heard(store, kit):
    kit.advance(store, [said(kit, 1, at=kit.NOW - kit.HOUR)], silent)
    post(store, kit, "1")

    [row] = claim(store, kit)
    assert row.heard_at == kit.NOW - kit.HOUR


@pytest.mark.parametrize(("seconds", "told"), [(30, 0), (59, 0), (60, 60), (3600, 3600)])
def test_a_window_may_be_thought_to_end_a_minute_early_but_no_more(store, kit, seconds, told):
    began = kit.NOW - kit.HOUR
    kit.advance(store, [said(kit, 1, at=began)], silent)
    [done] = kit.advance(store, [said(kit, 2, at=began + timedelta(seconds=seconds))])
    assert done.rows[0].heard_at == began + timedelta(seconds=seconds)  # who is answered, exactly

    post(store, kit, "1")
    kit.settle(store, Settlement(done.rows[0], Sent("MM1"), None), now=kit.NOW)
    [row] = claim(store, kit)
    assert row.heard_at == began + timedelta(seconds=told)


def test_a_backlog_of_one_group_counts_like_events_that_come_one_by_one(store, kit):
    began = kit.NOW - kit.HOUR
    spoken = [said(kit, n, at=began + timedelta(seconds=40 * n)) for n in range(9)]
    kit.advance(store, spoken, silent)
    post(store, kit, "1")

    [row] = claim(store, kit)
    assert spoken[-1].at - row.heard_at < timedelta(minutes=1)


def test_a_reply_tells_it_too_and_an_old_event_takes_nothing_back(store, kit):
    [done] = kit.advance(store, [said(kit, 1)])
    assert done.rows[0].heard_at == kit.NOW

    kit.advance(store, [said(kit, 2, at=kit.NOW - kit.DAY)], silent)
    post(store, kit, "1")
    with store.write() as tx:
        tx.outbox.release("a")
    assert claim(store, kit)[0].heard_at == kit.NOW


def test_where_there_is_no_window_nothing_is_noted(store, kit):
    kit.advance(store, [kit.event("1")])
    with store.write() as tx:
        tx.outbox.release("a")

    assert kit.claim(store)[0].heard_at is None


def test_a_row_that_is_held_is_not_due_until_the_person_writes(store, kit):
    post(store, kit, "1", "2")
    hold(store, kit, claim(store, kit)[0])

    [second] = claim(store, kit)
    assert (second.body.text, second.templated) == ("2", True)
    hold(store, kit, second, templated=False, outcome=WindowShut())
    assert claim(store, kit, now=kit.NOW + kit.DAY) == []
    assert kit.counts(store)["outbox.jendela"] == 2

    later = kit.NOW + kit.DAY
    seen = []
    [done] = kit.advance(
        store,
        [said(kit, 1, at=later)],
        lambda event, was, tx: seen.append(was.waited) or kit.count_desk(event, was, tx),
        now=later,
    )

    assert seen == [True]
    assert kit.texts(done.rows) == ["1", "2", "ke-1"]
    assert [row.templated for row in done.rows] == [False, False, False]
    assert {row.heard_at for row in done.rows} == {later}


def test_what_woke_up_is_leased_and_a_process_that_does_not_send_leaves_it_free(store, kit):
    post(store, kit, "1")
    hold(store, kit, claim(store, kit)[0])

    [done] = kit.advance(store, [said(kit, 1)], silent, lease=0)

    assert done.rows == ()
    [row] = claim(store, kit)
    assert (row.body.text, row.unsure) == ("1", False)


def test_an_event_that_is_older_than_the_window_opens_nothing(store, kit):
    """Found by looking through the provider's list after an outage."""
    post(store, kit, "1")
    hold(store, kit, claim(store, kit)[0])

    [done] = kit.advance(store, [said(kit, 1, at=kit.NOW - kit.DAY)], silent)

    assert done.rows == ()
    assert kit.counts(store)["outbox.jendela"] == 1


def test_who_writes_while_the_template_is_on_its_way_need_not_write_again(store, kit):
    post(store, kit, "1")
    [row] = claim(store, kit)
    kit.advance(store, [said(kit, 1)], silent)
    hold(store, kit, row)

    [again] = claim(store, kit)
    assert (again.body.text, again.heard_at) == ("1", kit.NOW)


def test_a_held_row_goes_with_an_erasure_a_silence_or_an_unreachable_address(store, kit):
    for number, undo in enumerate(("erase", "silence", "gone")):
        kit.advance(store, [said(kit, 10 * number)], silent)
        post(store, kit, "1")
        [row] = claim(store, kit)
        hold(store, kit, row, now=kit.NOW)
        if undo == "gone":
            kit.settle(store, Settlement(row, Gone("opted_out"), None))
        else:
            with store.write() as tx:
                getattr(tx.people, undo)(Person(("wa-phone:+6281",)), OFFICER, now=kit.NOW)
        assert kit.counts(store).get("outbox.jendela", 0) == 0, undo
        [done] = kit.advance(store, [said(kit, 10 * number + 1)], silent)
        assert done.rows == (), undo


def test_what_waited_for_an_answer_does_not_go_out_on_a_stop(store, kit):
    def stop(event, seen, tx):
        tx.people.silence(event.person, event.address, now=kit.NOW)
        return Decision(None, drafts=(Draft(event.address, Message("Baik."), caused_at=event.at),))

    post(store, kit, "1")
    [row] = claim(store, kit)
    hold(store, kit, row)

    [done] = kit.advance(store, [said(kit, 1)], stop)
    assert kit.texts(done.rows) == ["Baik."]


def test_who_opted_out_is_written_to_again_once_they_write(store, kit):
    kit.advance(store, [said(kit, 1)], silent)
    post(store, kit, "1")
    kit.settle(store, Settlement(claim(store, kit)[0], Gone("opted_out"), None))
    post(store, kit, "2")
    assert claim(store, kit) == []

    kit.advance(store, [said(kit, 2)], silent)
    post(store, kit, "3")
    assert kit.texts(claim(store, kit)) == ["3"]


def test_the_purge_takes_what_nobody_asked_for_in_time(store, kit):
    post(store, kit, "1")
    hold(store, kit, claim(store, kit)[0])
    with store.write() as tx:
        tx.upkeep.purge(now=kit.NOW + 15 * kit.DAY)

    assert kit.counts(store).get("outbox.jendela", 0) == 0


# -- what can be chosen by its number ------------------------------------------------------------


def shown(store, kit, number):
    seen = []
    kit.advance(
        store, [said(kit, number)], lambda e, was, tx: seen.append(was.shown) or silent(e, was, tx)
    )
    return seen[0]


def test_the_choices_of_the_last_screen_are_known_to_the_next_event(store, kit):
    choices = (Choice("kt:rtl:", "Lapor RTL"), Choice("kt:grafik:2", "Grafik"))
    assert shown(store, kit, 1) == ()
    post(store, kit, "1", "2")
    kit.settle(store, Settlement(claim(store, kit)[0], Sent("m"), None, shown=choices))
    assert shown(store, kit, 2) == choices

    kit.settle(store, Settlement(claim(store, kit)[0], Sent("m"), None, shown=()))
    assert shown(store, kit, 3) == ()


# -- reports -------------------------------------------------------------------------------------


def report(number, row_id, status, outcome=None, code=None, provider_id=None):
    return Receipt(
        f"r{number}", "whatsapp", ACCOUNT, row_id, provider_id, status, code, None, outcome
    )


def sent(store, kit, text="1"):
    kit.advance(store, [said(kit, f"s{text}")], silent)
    post(store, kit, text)
    [row] = claim(store, kit)
    kit.settle(store, Settlement(row, Sent("MM1"), None, kept=True))
    return row


def test_a_report_ends_the_wait_for_a_lost_answer_and_frees_what_stood_behind(store, kit):
    post(store, kit, "1", "2")
    [row] = claim(store, kit)
    wait = kit.NOW + 3 * kit.MINUTE
    kit.settle(store, Settlement(row, Unknown("time-out"), wait, unsure=True))
    assert claim(store, kit) == []

    [done] = kit.advance(store, [report(1, row.id, "sent")])

    assert done.settled == (OFFICER,)
    assert kit.texts(claim(store, kit)) == ["2"]


def test_a_report_of_what_was_settled_ends_no_wait(store, kit):
    row = sent(store, kit)
    assert kit.advance(store, [report(1, row.id, "delivered")])[0].settled == ()


def test_a_window_that_was_shut_after_all_brings_the_row_back(store, kit):
    row = sent(store, kit)
    kit.advance(store, [report(1, row.id, "undelivered", WindowShut(), "63016")])

    [again] = claim(store, kit)
    assert (again.body, again.heard_at) == (row.body, None)


def test_a_failure_that_passes_brings_the_row_back_later(store, kit):
    row = sent(store, kit)
    kit.advance(store, [report(1, row.id, "failed", Later(60), "63018")])

    assert claim(store, kit) == []
    [again] = claim(store, kit, now=kit.NOW + kit.MINUTE)
    assert again.body == row.body


def test_a_message_without_a_report_is_forgotten_after_some_hours(store, kit):
    row = sent(store, kit)
    with store.write() as tx:
        tx.upkeep.purge(now=kit.NOW + 5 * kit.HOUR)
    kit.advance(store, [report(1, row.id, "failed", Later(1), "63018")])

    assert claim(store, kit, now=kit.NOW + kit.DAY) == []


@pytest.mark.parametrize("status", ["delivered", "read"])
def test_what_was_delivered_is_forgotten_and_stays_so(store, kit, status):
    row = sent(store, kit)
    kit.advance(store, [report(1, row.id, status)])
    kit.advance(store, [report(2, row.id, "sent"), report(3, row.id, "failed", Later(1), "1")])

    assert claim(store, kit, now=kit.NOW + kit.DAY) == []


def test_a_report_that_somebody_is_gone_closes_the_address(store, kit):
    row = sent(store, kit)
    kit.advance(store, [report(1, row.id, "failed", Gone("blocked"), "63033")])
    post(store, kit, "2")

    assert claim(store, kit) == []
    assert kit.counts(store)["outbox.gagal"] == 1


def test_a_report_on_a_template_never_settles_the_message_that_waits(store, kit):
    post(store, kit, "1")
    [row] = claim(store, kit)
    hold(store, kit, row)
    kit.advance(store, [report(1, f"{row.id}.t", "delivered")])
    kit.advance(store, [said(kit, 1)], silent, lease=0)
    kit.advance(store, [report(2, f"{row.id}.t", "read")])

    assert kit.texts(claim(store, kit)) == ["1"]


def test_a_report_on_a_template_ends_the_wait_for_its_lost_answer(store, kit):
    post(store, kit, "1")
    [row] = claim(store, kit)
    wait = kit.NOW + 3 * kit.MINUTE
    kit.settle(store, Settlement(row, Unknown("time-out"), wait, unsure=True))
    kit.advance(store, [report(1, f"{row.id}.t", "sent")])

    assert claim(store, kit, now=kit.NOW + kit.HOUR) == []
    [done] = kit.advance(store, [said(kit, 1)], silent)
    assert kit.texts(done.rows) == ["1"]


def test_a_template_that_failed_may_be_tried_with_the_next_row(store, kit):
    post(store, kit, "1")
    [row] = claim(store, kit)
    hold(store, kit, row)
    kit.advance(store, [report(1, f"{row.id}.t", "failed", None, "63005")])
    post(store, kit, "2")

    assert [one.templated for one in claim(store, kit)] == [False]


def test_a_row_that_waits_keeps_an_address_that_is_kept_for_it_alone(store, kit):
    """Somebody else's settlement took the invited person's number and row away."""
    with store.write() as tx:
        tx.outbox.enqueue(
            [Draft(OFFICER, DIGEST, policy=ResendPolicy.POST)], now=kit.NOW, temporary=True
        )
    [row] = claim(store, kit)
    hold(store, kit, row)
    post_to = Address("whatsapp", ACCOUNT, "+6299")
    with store.write() as tx:
        tx.outbox.enqueue([Draft(post_to, Message("x"))], now=kit.NOW, temporary=True)
    [other] = claim(store, kit)
    kit.settle(store, Settlement(other, Sent("MM2"), None))

    [one] = kit.advance(store, [said(kit, 1)])

    assert kit.texts(one.rows) == ["ringkasan", "ke-1"]
    with store.read() as reader:
        assert reader.upkeep.counts()["alamat"] == 1
