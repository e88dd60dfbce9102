"""A Telegram double that forgets presses and delivers updates again, as the real one may."""

from __future__ import annotations

from collections import deque

from tests.support.doubles.telegram.telegram_world import TelegramWorld


class FaultyWorld(TelegramWorld):
    """The Telegram world with a memory of every update it ever queued."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.updates = []
        self._again = deque()

    def enqueue_raw(self, raw, life=86_400.0):
        self.updates.append(raw)
        super().enqueue_raw(raw, life)

    def again(self, update):
        """Deliver this update once more, whatever offset is asked for, but never ahead of others."""
        if self.hooks.url:
            self.hooks.post((update, self.now() + 86_400.0))
            return
        self._again.append(update)
        self.changed()
        self.wake()

    def expire_presses(self):
        """Let the waiting presses die, as they do after 150 s; their number."""
        kept = deque(entry for entry in self._queue if "callback_query" not in entry[0])
        gone, self._queue = len(self._queue) - len(kept), kept
        return gone

    async def _get_updates(self, params):
        if self._again:
            params = {**params, "timeout": 0}
        found = await super()._get_updates(params)
        newest = found[-1]["update_id"] if found else self._last_update
        repeats = [update for update in self._again if update["update_id"] <= newest]
        self._again = deque(update for update in self._again if update["update_id"] > newest)
        return [*repeats, *found]
