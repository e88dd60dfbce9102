"""The clock's part of the store: recipients of its posts, and the last run of each job."""

from datetime import timedelta

from core.messaging.address import Address
from core.messaging.outcomes import Gone, Moved
from core.messaging.outgoing import Draft, Message
from core.ports.outbox import Settlement
from core.ports.upkeep import JobRun

GROUP = Address("telegram", "42", "-7")


def appoint(store, kit, who, role, bidang=None, now=None):
    now = now or kit.NOW
    with store.write() as tx:
        code = tx.staff.invite(role, bidang, by="uji", expires=now + kit.DAY, now=now)
        tx.staff.redeem(code, kit.person(f"tg:{who}"), kit.chat(who), now=now)


def recipients(store):
    with store.read() as reader:
        return reader.staff.recipients()


def test_recipients_are_staff_by_role_and_groups_by_bidang(store, kit):
    """A person in two bidang stands there twice; the moment of coming is kept."""
    appoint(store, kit, "1", "admin")
    appoint(store, kit, "2", "bidang", "rehsos")
    appoint(store, kit, "2", "bidang", "sekretariat", now=kit.NOW + kit.HOUR)
    with store.write() as tx:
        tx.staff.join_group(GROUP, "rehsos", by="uji", now=kit.NOW)
    found = recipients(store)
    assert [(one.address.chat, one.role, one.bidang, one.is_group, one.since) for one in found] == [
        ("1", "admin", None, False, kit.NOW),
        ("2", "bidang", "rehsos", False, kit.NOW),
        ("2", "bidang", "sekretariat", False, kit.NOW + kit.HOUR),
        ("-7", "bidang", "rehsos", True, kit.NOW),
    ]
    assert len({one.key for one in found}) == 4


def test_who_has_left_or_blocked_is_no_recipient(store, kit):
    appoint(store, kit, "1", "admin")
    appoint(store, kit, "2", "admin")
    with store.write() as tx:
        tx.staff.leave(kit.person("tg:1"), now=kit.NOW)
        (row_id,) = tx.outbox.enqueue([_draft(kit, "2")], now=kit.NOW)
        assert row_id
    (row,) = kit.claim(store)
    kit.settle(store, Settlement(row, Gone("blocked"), None))
    assert recipients(store) == []


def _draft(kit, who):
    return Draft(kit.chat(who), Message("halo"))


def test_a_group_that_becomes_a_supergroup_stays_the_same_recipient(store, kit):
    """Also when the new chat was known before: nobody is told twice."""
    new = Address("telegram", "42", "-1007")
    with store.write() as tx:
        tx.staff.join_group(GROUP, "rehsos", by="uji", now=kit.NOW)
        tx.outbox.enqueue([_draft(kit, "-1007"), _draft(kit, "-7")], now=kit.NOW)
    (before,) = recipients(store)
    row = next(one for one in kit.claim(store) if one.to == GROUP)
    kit.settle(store, Settlement(row, Moved(new), None))
    (after,) = recipients(store)
    assert (after.key, after.address) == (before.key, new)


def test_of_each_job_the_last_run_is_kept(store, kit):
    later = kit.NOW + timedelta(minutes=5)
    first = JobRun("weekly", kit.NOW, later, succeeded=True, counts={"posted": 3})
    second = JobRun("weekly", later, later + kit.HOUR, succeeded=False, counts={})
    with store.write() as tx:
        tx.upkeep.log_run(first)
    with store.read() as reader:
        assert reader.upkeep.job_runs() == [first]
    with store.write() as tx:
        tx.upkeep.log_run(second)
        tx.upkeep.log_run(first)  # of two clocks the slower one changes nothing
    with store.read() as reader:
        assert reader.upkeep.job_runs() == [second]
