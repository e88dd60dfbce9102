"""`Session`: a conversation in the terminal over the real store, for `skm chat`.

The session also writes itself down as a script that tests/chats can play.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.app.assembly import assemble, open_office
from bot.app.lifecycle import App
from bot.channels.terminal import Terminal
from bot.config.secret_keys import database_path

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.app.assembly import Assembly
    from bot.config.settings import AgencySettings
    from core.office.roles import Role
    from core.ports.store import Tx

ANSWER_WITHIN = 30.0  # seconds
ROLES: dict[str, Role] = {"petugas": "bidang", "pimpinan": "pimpinan", "admin": "admin"}


class Session:
    """One person at the terminal. Roles other than warga join by a real one-time code.

    `heard` is the list to which the terminal's `write` appends; `say` empties it before each line.
    """

    def __init__(self, house: Assembly, terminal: Terminal, heard: list[str]) -> None:
        self._house, self._terminal, self._heard = house, terminal, heard
        self._began = datetime.now(house.office.agency.zone)
        self._run, self._count = token_hex(4), 0
        self._rows: list[str] = []

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, settings: AgencySettings, role: str, write: Callable[[str], None]
    ) -> AsyncIterator[Session]:
        """Open store and terminal, start the app, and stop it again at the end of the block.

        `role`: `warga`, or a key of `ROLES`. `write` gets each line that the bot says. Raises
        InputError where the settings or the agency's data are wrong.
        """
        store, office = open_office(settings)
        heard: list[str] = []

        def tell(line: str) -> None:
            heard.append(line)
            write(line)

        database = database_path(settings)
        try:
            terminal = Terminal(role, tell, database.parent / "gambar" if database else None)
            house = assemble(store, office, [terminal])
        except BaseException:
            store.close()
            raise
        session = cls(house, terminal, heard)
        app = App(store, house.writer, house.dispatcher, channels=[terminal])
        await app.start()
        try:
            if role in ROLES:
                await session._join(ROLES[role])
            yield session
        finally:
            await app.stop()

    async def _join(self, role: Role) -> None:
        bidang = self._house.office.agency.bidang[0].code if role == "bidang" else None
        now = datetime.now(UTC)

        def invite(tx: Tx) -> str | None:
            if any(one.role == role for one in tx.staff.roles(self._terminal.person)):
                return None
            expires = now + timedelta(minutes=1)
            return tx.staff.invite(role, bidang, by="terminal", expires=expires, now=now)

        if code := await self._house.writer.run(invite):
            await self.say(f"gabung {code}")
            self._rows.clear()

    async def say(self, line: str) -> None:
        """Send one line as the person, and return when the bot has answered.

        Raises TimeoutError when no answer comes within 30 seconds.
        """
        self._count += 1
        event_id = f"{self._run}-{self._count}"
        self._heard.clear()
        event = self._terminal.inbound(line, event_id, datetime.now(UTC))
        await self._house.writer.receive([event])
        await self._terminal.answered(ANSWER_WITHIN)
        self._note(line)

    def _note(self, line: str) -> None:
        said = self._heard[:-1] if self._heard and not self._heard[-1] else self._heard
        first, *rest = said or [""]
        self._rows += [f"user: {line}", f"bot:  {first}", *(f"      {row}" for row in rest)]

    def script(self) -> str:
        """The session so far as a conversation script, to be kept under tests/chats."""
        began = f"{self._began:%Y-%m-%d %H:%M}"
        head = ["# Disimpan dari skm chat.", f"now: {began}", "channel: terminal", ""]
        return "\n".join([*head, *self._rows, ""])
