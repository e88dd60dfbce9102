"""Column types and small helpers that all table definitions of `storage.tables` share."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    literal_column,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WAITING = "menunggu"
# Written out, not bound: SQLite uses a partial index only for a condition that it can read.
HELD = "jendela"  # state of a row that waits until the person writes
IS_WAITING: ColumnElement[str] = literal_column(f"'{WAITING}'", String)
IS_OPEN: ColumnElement[bool] = literal_column(f"outbox.keadaan IN ('{WAITING}', '{HELD}')", Boolean)
GOODBYE = text("alamat.sementara")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


@lru_cache(maxsize=256)  # most rows of a group hold the same moments
def _since_epoch(value: datetime) -> int:
    since = value - EPOCH  # taken by its parts: dividing two timedeltas is much slower
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


class Moment(TypeDecorator[datetime]):
    """An aware moment as microseconds since 1970 UTC: exact, sortable, equal in both dialects."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else _since_epoch(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else EPOCH + timedelta(microseconds=value)


class LocalDay(TypeDecorator[date]):
    """A local day as ISO text, "" for none: unique keys must see two undated rows as equal."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str:  # noqa: ARG002
        return "" if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        return date.fromisoformat(value) if value else None


def big_id() -> Column[int]:
    """A growing number as primary key; SQLite numbers rows only in a column of type INTEGER."""
    return Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def key_column(name: str | None = None) -> Column[bytes]:
    """A random or hashed primary key; `name`: the column's name where the attribute has another."""
    return Column(name, LargeBinary, primary_key=True)


# Options of a table without row numbers (SQLite WITHOUT ROWID): its order follows the key.
UNROWED: Any = {"sqlite_with_rowid": False}


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of those rows that fulfil `where`, in either dialect."""
    condition = text(where)
    # `postgresql_where` here would load that dialect at every start, on SQLite too.
    return Index(
        name, *columns, unique=unique, sqlite_where=condition, info={"postgresql_where": condition}
    )


@compiles(CreateIndex, "postgresql")
def _with_its_condition(create: CreateIndex, compiler: Any, **terms: Any) -> str:
    if (condition := create.element.info.get("postgresql_where")) is not None:
        create.element.dialect_options["postgresql"]["where"] = condition
    made: str = compiler.visit_create_index(create, **terms)
    return made
