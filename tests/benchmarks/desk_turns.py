"""CPU time of one survey turn without a store: `python -m tests.benchmarks.desk_turns`.

One survey is filled in by presses and one by typed words; their events are then replayed.
"""

from __future__ import annotations

import tempfile
import time
import tomllib
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from types import SimpleNamespace

from bot.channels.telegram import channel as telegram
from bot.channels.whatsapp import channel as whatsapp
from bot.config.office import Office
from bot.config.packaged import load_packaged
from bot.desk.features import build_registry
from bot.desk.router import DeskRouter, DeskTerms
from core.messaging.address import Address, Person
from core.messaging.incoming import EventKind, Inbound
from core.messaging.numbering import counted
from core.ports.conversations import Seen
from storage.store import open_store
from tests.support.paths import EXAMPLES

ROUNDS, SURVEYS = 7, 100
AGE = "34 tahun"
START = datetime(2026, 11, 23, 3, tzinfo=UTC)
PAUSE = timedelta(seconds=5)
EXAMPLE = EXAMPLES / "dinsos-dukcapil.toml"
CAPS = {"telegram": telegram.CAPS, "whatsapp": whatsapp.CAPS}


class Tx:
    """A citizen who never answered before: all that a survey asks of a transaction."""

    def __init__(self):
        self.staff = SimpleNamespace(roles=lambda _person: ())
        self.people = SimpleNamespace(answered=lambda _person, _what, *, now: False)
        self.answers = SimpleNamespace(burst_number=lambda _where, _window: 1)


def pressed(message):
    """The first button that answers; words where words are asked for."""
    if "usia" in message.text.lower() and message.free_text:
        return {"kind": EventKind.TEXT, "text": AGE}
    wanted = message.choices[2 if message.heading else 0]
    return {"kind": EventKind.CHOICE, "choice": wanted.payload, "shown_in": "m1", "settle": "q1"}


def listed(message):
    """The same on a list, which tells the label beside it."""
    if message.free_text and not message.heading:
        return typed(message)
    wanted = message.choices[2 if message.heading else 0]
    return {"kind": EventKind.CHOICE, "choice": wanted.payload, "text": wanted.label}


def typed(message):
    """A number where choices are counted, else the words of the first one."""
    if "usia" in message.text.lower() and message.free_text:
        text = AGE
    elif message.heading:
        text = "3"
    else:
        text = "1" if counted(message) else message.choices[0].label
    return {"kind": EventKind.TEXT, "text": text}


def survey(desk, channel, act):
    """The events of one survey with what a store would tell of each, until it is stored."""
    person, address = Person(("x:1",), language="id"), Address(channel, "42", "1")
    at, seen, turns = START, Seen(False, None, None), []
    doing = {"kind": EventKind.TEXT, "text": "mulai"}
    while True:
        turns.append((Inbound(str(len(turns)), at, person=person, address=address, **doing), seen))
        made = desk(*turns[-1], Tx())
        if made.response:
            return turns
        doing, at = act(made.drafts[-1].body), at + PAUSE
        seen = Seen(True, made.state, made.language)


def measure(desk, turns):
    """CPU microseconds a turn."""
    tx, began = Tx(), time.process_time()
    for _ in range(SURVEYS):
        for event, seen in turns:
            desk(event, seen, tx)
    return (time.process_time() - began) / SURVEYS / len(turns) * 1e6


WAYS = (("telegram", pressed), ("whatsapp", listed), ("whatsapp", typed))


def open_desk(folder):
    store = open_store(f"sqlite:///{Path(folder) / 'bench.db'}", [b"x" * 32])
    with store.write() as tx:
        tx.upkeep.save_agency(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")), now=START)
    office = Office(store, load_packaged)
    store.close()
    terms = DeskTerms(CAPS, began=START - PAUSE)
    return DeskRouter(lambda: office.survey, build_registry(office), terms)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(folder)
    replays = {
        f"{act.__name__} ({channel})": partial(measure, desk, survey(desk, channel, act))
        for channel, act in WAYS
    }
    found = {name: [replay() for _ in range(ROUNDS)] for name, replay in replays.items()}
    for name, figures in found.items():
        print(f"{name:20} {median(figures):6.1f} us CPU a turn ({min(figures):.1f} at least)")


if __name__ == "__main__":
    main()
