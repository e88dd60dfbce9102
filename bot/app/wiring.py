"""The one place that knows every room: it opens the store and puts the parts together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config.packaged import load_packaged
from bot.config.secret_keys import database_path, secret_keys
from core.office import agency_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.config.settings import AgencySettings
    from core.office.agency import Agency
    from core.office.questionnaire import Questionnaire
    from core.periods.periode import Periode
    from core.ports.channel import Writer
    from core.ports.store import Store
    from scheduler.clock import Clock
    from scheduler.jobs.rtl_reminders import Reminder
    from scheduler.posting import Terms


def open_store(settings: AgencySettings, *, sending: bool = False) -> Store:
    from storage.store import open_store as opened

    mailbox = frozenset({"web"})
    return opened(settings.database_url, secret_keys(settings), mailbox=mailbox, sending=sending)


def load_agency(store: Store) -> Agency | None:
    with store.read() as reader:
        document = reader.upkeep.agency()
    return None if document is None else agency_document.parse(document, "instansi")


def load_questionnaire(
    name: str, settings: AgencySettings, folder: Path | None = None
) -> Questionnaire:
    """A packaged questionnaire by its name, or a file of the office's own."""
    path = questionnaire_file(name, settings, folder)
    return load_packaged(path.name, path.parent) if path else load_packaged(name)


def questionnaire_file(
    name: str, settings: AgencySettings, folder: Path | None = None
) -> Path | None:
    """The office's own file: in `folder`, here, or by its bare name beside the data."""
    if not name.endswith(".toml"):
        return None
    file = database_path(settings)
    beside = file.parent if file else Path("data")
    places = ((folder or Path()) / name, Path(name), beside / Path(name).name)
    return next((path for path in places if path.is_file()), None)


def clock(writer: Writer, store: Store, agency: Callable[[], Agency]) -> Clock:
    """The jobs of a process with the role `schedule`."""
    from scheduler.clock import Clock
    from scheduler.jobs.evening_news import telling
    from scheduler.jobs.retention import purging
    from scheduler.jobs.rtl_proposals import proposals
    from scheduler.jobs.rtl_reminders import reminders
    from scheduler.jobs.unfinished_surveys import nudges
    from scheduler.jobs.weekly_summary import summaries
    from scheduler.run_log import noting

    terms = posting(agency)
    jobs = (summaries, reminders, telling, nudges, proposals)
    posts = [job(writer, store, terms) for job in jobs]
    return Clock([purging(writer), *posts], note=noting(writer))


def posting(agency: Callable[[], Agency]) -> Terms:
    """By whose calendar the clock writes to people."""
    from scheduler.holidays import holidays_of
    from scheduler.posting import Terms

    return Terms(agency, holidays_of)


# -- what the clock would post, by hand ----------------------------------------------------------


def post_summaries(
    store: Store, agency: Agency, now: datetime, *, week: Periode | None, dry: bool
) -> int:
    """To whoever is owed one now, or lacks the one of that week; how many there are."""
    from scheduler.jobs import weekly_summary

    with store.read() as reader:
        terms = posting(lambda: agency)
        posts = (
            weekly_summary.of_week(reader, week, now)
            if week
            else weekly_summary.due(reader, terms, now)
        )
    if dry or not posts:
        return len(posts)
    with store.write() as tx:
        return weekly_summary.write(tx, posts, now)["posted"]


def reminders_due(store: Store, agency: Agency, now: datetime) -> list[Reminder]:
    from scheduler.jobs import rtl_reminders

    with store.read() as reader:
        return rtl_reminders.due(reader, posting(lambda: agency), now)


def post_reminders(store: Store, due: Sequence[Reminder], now: datetime) -> int:
    from scheduler.jobs import rtl_reminders

    with store.write() as tx:
        return rtl_reminders.write(tx, due, now)["reminded"]


# -- upkeep ------------------------------------------------------------------------------------


def backup(settings: AgencySettings, target: Path) -> int:
    from storage.upkeep.backup import backup as made

    return made(settings.database_url, target)


def restore(settings: AgencySettings, source: Path, *, force: bool) -> None:
    from storage.upkeep.backup import restore as put_back

    put_back(source, settings.database_url, force=force)


def rekey(settings: AgencySettings) -> dict[str, int]:
    """Seal everything with the newest key; how many values, by table and column."""
    from storage.upkeep.rekey import reseal

    return reseal(settings.database_url, secret_keys(settings))


def nobody_is_in(settings: AgencySettings) -> None:
    """Raises InputError while a bot runs on the database file."""
    from storage.upkeep.backup import nobody_is_in as checked

    file = database_path(settings)
    if file is not None:
        checked(file)


def migrate(settings: AgencySettings) -> bool:
    """Bring the schema to head; False when it was there already."""
    from storage.database.engines import writing_engine
    from storage.database.outages import told_as_down
    from storage.migrations.upgrade import migrate as upgraded

    engine = writing_engine(settings.database_url)
    try:
        with told_as_down():
            return upgraded(engine)
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True)
class DatabaseHealth:
    """What a look at the database shows without changing it."""

    version: str | None
    head: str
    damage: str | None = None  # what the database says of itself, unless all is well
    waiting_since: datetime | None = None  # of the oldest message that should have left


def look(settings: AgencySettings) -> DatabaseHealth:
    """Read-only. Raises StoreDown when the database cannot be reached."""
    from sqlalchemy import inspect, text

    from storage.database.engines import reading_engine
    from storage.database.outages import told_as_down
    from storage.migrations import HEAD

    engine = reading_engine(settings.database_url)
    try:
        with told_as_down(), engine.connect() as conn:
            if not inspect(conn).has_table("alembic_version"):
                return DatabaseHealth(None, HEAD)
            version = conn.scalar(text("SELECT version_num FROM alembic_version"))
            said = "ok"
            if engine.dialect.name == "sqlite":
                said = conn.scalar(text("PRAGMA integrity_check(1)"))
            since = _waiting_since(conn) if version == HEAD else None
            return DatabaseHealth(version, HEAD, None if said == "ok" else said, since)
    finally:
        engine.dispose()


def _waiting_since(conn: Connection) -> datetime | None:
    from sqlalchemy import func, select

    from storage.database.column_types import WAITING
    from storage.tables.messaging import outbox_table

    return conn.scalar(
        select(func.min(outbox_table.c.not_before)).where(outbox_table.c.state == WAITING)
    )
