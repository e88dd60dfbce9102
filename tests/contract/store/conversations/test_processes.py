"""Two real processes on one database: nothing is lost, nothing applied twice, none fails."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.support.paths import REPO

CHATS, EVENTS = 4, 60

WORKER = """
import sys
from pathlib import Path

from storage.store import open_store
from core.ports.conversations import Decision
from tests.contract.store import store_kit as kit

url, me, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
(folder / f"ready-{me}").touch()
kit.wait_for(folder / "go")
store = open_store(url, [kit.SECRET])


def desk(event, seen, tx):
    done = kit.count_desk(event, seen, tx)
    return Decision(done.state, drafts=done.drafts, response=kit.response())


def event(number):
    who = str(number % CHATS)
    return kit.event(f"{me if number % 2 else 'both'}-{number}", who=who)


CHATS, EVENTS = int(sys.argv[4]), int(sys.argv[5])
fresh = 0
for start in range(0, EVENTS, 3):
    group = [event(number) for number in range(start, start + 3)]
    fresh += sum(one.fresh for one in kit.advance(store, group, desk, holder=me))
    kit.claim(store, holder=me)
print(fresh)
store.close()
"""


@pytest.mark.slow
def test_two_processes_lose_nothing_and_apply_nothing_twice(store_url, kit, tmp_path):
    """They begin on an empty place together, so the migration is raced for as well.

    Every even event reaches both processes: one of them applies it. 30 + 30 + 30 = 90 answers.
    """
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    workers = [
        subprocess.Popen(
            [
                sys.executable,
                "-W",
                "error",
                *map(str, (script, store_url, me, tmp_path, CHATS, EVENTS)),
            ],
            env=os.environ | {"PYTHONPATH": str(REPO)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for me in "ab"
    ]
    for me in "ab":
        kit.wait_for(tmp_path / f"ready-{me}")
    (tmp_path / "go").touch()
    said = [worker.communicate(timeout=120) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], said

    assert sum(int(out) for out, _ in said) == 90
    check(store_url, kit)


def check(store_url, kit):
    from storage.store import open_store

    store = open_store(store_url, [kit.SECRET])
    with store.read() as reader:
        counted = reader.upkeep.counts()
        assert (counted["diterima"], counted["respons"]) == (90, 90)
        assert sum(n for name, n in counted.items() if name.startswith("outbox.")) == 90
        assert reader.answers.check_rekap() == []
        [figures] = reader.results.rekap(kit.scope())
        assert figures.n == 90
    last = [kit.event(f"last-{who}", who=str(who)) for who in range(CHATS)]
    numbers = [int(kit.texts(one.rows)[0].removeprefix("ke-")) for one in kit.advance(store, last)]
    assert sum(numbers) == 90 + CHATS
    store.close()
