"""A process that cannot begin closes the store that it had opened."""

from __future__ import annotations

import asyncio

import pytest

from bot.app.serve import open_service
from bot.app.terminal_session import Session
from bot.config.settings import Settings
from core.errors import InputError
from tests.support.held import held


async def talk(settings):
    async with Session.opened(settings.agency, "warga", print):
        raise AssertionError("there is nobody to talk to")


@pytest.mark.parametrize("begin", [open_service, talk])
def test_without_an_agency_nothing_begins_and_nothing_stays_open(tmp_path, begin):
    """The raised error still holds its frames, so no collector could have closed anything."""
    settings = Settings.read({"SKM_DATABASE_URL": f"sqlite:///{tmp_path / 'skm.db'}"})
    with pytest.raises(InputError, match="Belum ada instansi") as told:
        asyncio.run(begin(settings))

    assert (tmp_path / "skm.db").exists()
    assert held(tmp_path) == [], told
