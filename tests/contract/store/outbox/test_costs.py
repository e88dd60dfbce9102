"""Costs of messages by month and unit, and the files lent to a provider for some minutes."""

from datetime import UTC, datetime

from core.messaging.address import Address
from core.messaging.outcomes import Refused, Sent
from core.messaging.outgoing import Document, Draft, Message, ResendPolicy
from core.ports.outbox import CostLine, Settlement

ACCOUNT = "+14155238886"
WHATSAPP = ("whatsapp", ACCOUNT)


def send(store, kit, channel="whatsapp", *, outcome=None, now=None, unit="", **told):
    to = Address(channel, ACCOUNT, "+6281")
    with store.write() as tx:
        tx.outbox.enqueue(
            [Draft(to, Message("x"), policy=ResendPolicy.POST, unit=unit)], now=kit.NOW
        )
        [row] = tx.outbox.claim([(channel, ACCOUNT)], holder="a", now=kit.NOW, lease=60, limit=1)
        tx.outbox.settle([Settlement(row, outcome or Sent("m"), None, **told)], now=now or kit.NOW)


def told(store, since="2026-01"):
    with store.read() as reader:
        return reader.outbox.costs(since)


def test_what_left_is_counted_by_month_unit_and_kind(store, kit):
    december = datetime(2026, 12, 1, tzinfo=UTC)
    send(store, kit, cost=80, unit="dukcapil")
    send(store, kit, cost=80, unit="dukcapil")
    send(store, kit, cost=480, said="digest", templated=True)
    send(store, kit, cost=80, unit="dukcapil", now=december)

    assert told(store) == [
        CostLine("2026-11", "", "digest", 1, 480),
        CostLine("2026-11", "dukcapil", "balasan", 2, 160),
        CostLine("2026-12", "dukcapil", "balasan", 1, 80),
    ]
    assert told(store, "2026-12") == told(store)[2:]
    with store.write() as tx:
        assert (tx.outbox.spent(now=kit.NOW), tx.outbox.spent(now=december)) == (640, 80)


def test_what_did_not_leave_and_what_costs_nothing_is_not_counted(store, kit):
    send(store, kit, outcome=Refused("63005", ""), cost=80)
    send(store, kit, "telegram")

    assert told(store) == []


def test_the_unit_of_a_row_is_known_to_its_dispatcher(store, kit):
    to = Address("whatsapp", ACCOUNT, "+6281")
    with store.write() as tx:
        tx.outbox.enqueue([Draft(to, Message("x"), unit="dukcapil")], now=kit.NOW)

    assert kit.claim(store, accounts=[WHATSAPP])[0].unit == "dukcapil"


FILE = Document(b"\x89PNG\n\n\x00", "grafik IKM.png", "image/png")


def test_a_file_is_lent_until_its_time_and_no_longer(store, kit):
    with store.write() as tx:
        file = tx.outbox.lend_file(FILE, until=kit.NOW + kit.HOUR, now=kit.NOW)

    with store.read() as reader:
        assert reader.outbox.lent_file(file, now=kit.NOW) == FILE
        assert reader.outbox.lent_file(file, now=kit.NOW + kit.HOUR) is None
        for wrong in (b"", b"x" * len(file), file[:16], file[:-1], file + b"x", *changed(file)):
            assert reader.outbox.lent_file(wrong, now=kit.NOW) is None, wrong


def changed(file):
    """Every one of its bytes another, once: the id, until when, and the signature."""
    for place, byte in enumerate(file):
        yield file[:place] + bytes([byte ^ 1]) + file[place + 1 :]


def test_the_purge_and_the_next_file_take_what_is_over(store, kit):
    for undo in ("purge", "lend"):
        with store.write() as tx:
            file = tx.outbox.lend_file(FILE, until=kit.NOW + kit.HOUR, now=kit.NOW)
        with store.write() as tx:
            if undo == "purge":
                tx.upkeep.purge(now=kit.NOW + kit.HOUR)
            else:
                tx.outbox.lend_file(FILE, until=kit.NOW + kit.DAY, now=kit.NOW + kit.HOUR)
        with store.read() as reader:
            assert reader.outbox.lent_file(file, now=kit.NOW) is None
