"""The limit, a bot that makes our Telegram adapter's calls and nothing else: no store, no state.

The pressed button names the next screen, so the calls are those of the survey.
Run as `python -m tests.benchmarks.measures.limit`.
"""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

from bot.app import event_loop
from bot.channels.telegram.channel import connect
from core.messaging.incoming import Inbound
from core.messaging.outgoing import Choice, Message, Outgoing, ResendPolicy
from core.ports.conversations import Advanced
from tests.benchmarks.stage import survey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.messaging.incoming import Arrival
    from core.ports.channel import Channel


def screens() -> list[Message]:
    """The survey from consent to thanks; button labels lead to the following screen."""
    review = survey.periksa({"layanan": "SKTM", "usia": "34"}, [3] * len(survey.PERTANYAAN), None)
    questions = [
        (survey.pertanyaan(number, "Sesuai"), survey.nilai(number))
        for number in range(len(survey.PERTANYAAN))
    ]
    script = [
        (survey.SALAM, [survey.SETUJU]),
        (survey.TANYA_LAYANAN, survey.LAYANAN),
        (survey.TANYA_JENIS_KELAMIN, survey.JENIS_KELAMIN),
        (survey.TANYA_USIA, []),
        (survey.TANYA_PENDIDIKAN, survey.PENDIDIKAN),
        (survey.TANYA_PEKERJAAN, survey.PEKERJAAN),
        *questions,
        (survey.TANYA_SARAN, [survey.LEWATI]),
        (review, [survey.KIRIM]),
        (survey.TERIMA_KASIH, []),
    ]
    return [
        Message(text, choices=tuple(Choice(f"{place + 1}:{n}", b) for n, b in enumerate(buttons)))
        for place, (text, buttons) in enumerate(script)
    ]


class Reflex:
    """An inbox that answers every event at once with the screen that follows."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._screens = screens()
        self._after_age = 1 + next(
            place for place, screen in enumerate(self._screens) if screen.text == survey.TANYA_USIA
        )
        self._tasks: set[asyncio.Task[object]] = set()
        self._seq = 0

    async def receive(self, arrivals: Sequence[Arrival]) -> list[Advanced]:
        for event in arrivals:
            if isinstance(event, Inbound):
                self._answer(event)
        return [Advanced(fresh=True) for _ in arrivals]

    def _answer(self, event: Inbound) -> None:
        self._seq += 1
        row = Outgoing(
            seq=self._seq,
            id=str(self._seq),
            to=event.address,
            body=self._screens[self._place(event)],
            policy=ResendPolicy.REPLY,
            replace=event.shown_in,
            caused_at=event.at,
            attempts=0,
            unsure=False,
        )
        task = asyncio.create_task(self._channel.send(row, row.body))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _place(self, event: Inbound) -> int:
        if event.choice:
            return int(event.choice.split(":")[0])
        return 0 if event.command else self._after_age


async def main() -> None:
    channel = await connect(
        os.environ["TELEGRAM_BOT_TOKEN"],
        os.environ["TELEGRAM_API_URL"],
        os.environ["TELEGRAM_LIBRARY"],
    )
    event_loop.slow_garbage_collection()
    pulling = asyncio.ensure_future(channel.pull(Reflex(channel)))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, pulling.cancel)
    await asyncio.wait([pulling])
    await channel.close()


if __name__ == "__main__":
    event_loop.run(main())
