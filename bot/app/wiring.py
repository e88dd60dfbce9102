"""The one module of `bot` that imports `storage` and `scheduler`.

Assembly and the commands of `bot.cli` open the store, build the clock and reach upkeep through
these functions, and each imports its room only when it is called.
"""

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
    """Open the agency's database; the web page's rows are a mailbox there.

    `sending`: this process sends, so leases of a sender that was killed are taken over. Raises
    InputError or StoreDown.
    """
    from storage.store import open_store as opened

    mailbox = frozenset({"web"})
    return opened(settings.database_url, secret_keys(settings), mailbox=mailbox, sending=sending)


def load_agency(store: Store) -> Agency | None:
    """The agency as the store holds it; None before `skm setup`. Raises InputError, StoreDown."""
    with store.read() as reader:
        document = reader.upkeep.agency()
    return None if document is None else agency_document.parse(document, "instansi")


def load_questionnaire(
    name: str, settings: AgencySettings, folder: Path | None = None
) -> Questionnaire:
    """A packaged questionnaire by its name, or a TOML file of the office's own.

    `folder`: where the file is looked for first. Raises InputError when neither is found or the
    file is wrong.
    """
    path = questionnaire_file(name, settings, folder)
    return load_packaged(path.name, path.parent) if path else load_packaged(name)


def questionnaire_file(
    name: str, settings: AgencySettings, folder: Path | None = None
) -> Path | None:
    """The path of the office's own questionnaire; None for a packaged name or a missing file.

    It is looked for in `folder`, in the current folder, and by its bare name beside the database.
    """
    if not name.endswith(".toml"):
        return None
    file = database_path(settings)
    beside = file.parent if file else Path("data")
    places = ((folder or Path()) / name, Path(name), beside / Path(name).name)
    return next((path for path in places if path.is_file()), None)


def clock(writer: Writer, store: Store, agency: Callable[[], Agency]) -> Clock:
    """The clock with all its jobs, for a process with the role `schedule`."""
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
    """The terms by which the clock writes to people: the agency in force, and its holidays."""
    from scheduler.holidays import holidays_of
    from scheduler.posting import Terms

    return Terms(agency, holidays_of)


# -- posts of the clock, by hand -----------------------------------------------------------------


def post_summaries(
    store: Store, agency: Agency, now: datetime, *, week: Periode | None, dry: bool
) -> int:
    """Post the weekly summaries that are due now, or those of one week; their number.

    `week`: the recipients who lack the summary of that week get it. `dry`: count, write nothing.
    """
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
    """The reminders of RTL activities that are due at `now`; nothing is written."""
    from scheduler.jobs import rtl_reminders

    with store.read() as reader:
        return rtl_reminders.due(reader, posting(lambda: agency), now)


def post_reminders(store: Store, due: Sequence[Reminder], now: datetime) -> int:
    """Put these reminders into the outbox; the number that was written."""
    from scheduler.jobs import rtl_reminders

    with store.write() as tx:
        return rtl_reminders.write(tx, due, now)["reminded"]


# -- upkeep ------------------------------------------------------------------------------------


def backup(settings: AgencySettings, target: Path) -> int:
    """Copy the SQLite file to `target`, also while a bot runs; the size of the copy in bytes."""
    from storage.upkeep.backup import backup as made

    return made(settings.database_url, target)


def restore(settings: AgencySettings, source: Path, *, force: bool) -> None:
    """Put a backup in the place of the SQLite database, and bring its schema to head.

    Raises InputError for a damaged backup, while a bot runs, and for a database that holds data
    unless `force` is given.
    """
    from storage.upkeep.backup import restore as put_back

    put_back(source, settings.database_url, force=force)


def rekey(settings: AgencySettings) -> dict[str, int]:
    """Seal every value anew with the newest key; the number of values by table and column."""
    from storage.upkeep.rekey import reseal

    return reseal(settings.database_url, secret_keys(settings))


def nobody_is_in(settings: AgencySettings) -> None:
    """Raise InputError while a bot runs on the SQLite file; a server is not checked."""
    from storage.upkeep.backup import nobody_is_in as checked

    file = database_path(settings)
    if file is not None:
        checked(file)


def migrate(settings: AgencySettings) -> bool:
    """Bring the schema to head; False when it stood there already. Raises StoreDown."""
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
    """The state of the database, as `look` reads it for `skm doctor`."""

    version: str | None  # of the schema; None: there is no schema yet
    head: str  # the version that this program needs
    damage: str | None = None  # answer of the integrity check; None: all is well
    waiting_since: datetime | None = None  # due time of the oldest message that has not left


def look(settings: AgencySettings) -> DatabaseHealth:
    """Look at the database without changing it. Raises StoreDown when it cannot be reached.

    SQLite is also asked by `PRAGMA integrity_check`.
    """
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
