"""The one place that knows every room: it opens the store and puts the parts together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.keyfile import database_path, secret_keys
from bot.office import load_packaged
from core import agency_file

if TYPE_CHECKING:
    from bot.settings import Settings
    from core.agency import Agency
    from core.ports import Store
    from core.questionnaire import Questionnaire


def open_store(settings: Settings) -> Store:
    from storage.engine import open_store as opened

    return opened(settings.database_url, secret_keys(settings), mailbox=frozenset({"web"}))


def load_agency(store: Store) -> Agency | None:
    with store.read() as reader:
        document = reader.agency()
    return None if document is None else agency_file.parse(document, "instansi")


def load_questionnaire(name: str, settings: Settings, folder: Path | None = None) -> Questionnaire:
    """A packaged questionnaire by its name, or a file of the office's own.

    A file is looked for in `folder`, here, and by its bare name beside the data.
    """
    file = database_path(settings)
    beside = file.parent if file else Path("data")
    for path in ((folder or Path()) / name, Path(name), beside / Path(name).name):
        if name.endswith(".toml") and path.is_file():
            return load_packaged(path.name, path.parent)
    return load_packaged(name)


# -- upkeep ------------------------------------------------------------------------------------


def backup(settings: Settings, target: Path) -> int:
    from storage.upkeep import backup as made

    return made(settings.database_url, target)


def restore(settings: Settings, source: Path, *, force: bool) -> None:
    from storage.upkeep import restore as put_back

    put_back(source, settings.database_url, force=force)


def migrate(settings: Settings) -> bool:
    """Bring the schema to head; False when it was there already."""
    from storage.connect import writing_engine
    from storage.engine import migrate as upgraded
    from storage.faults import told_as_down

    engine = writing_engine(settings.database_url)
    try:
        with told_as_down():
            return upgraded(engine)
    finally:
        engine.dispose()
