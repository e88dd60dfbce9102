"""Statements that SQLAlchemy compiles once, and that go to the driver without it from then on.

`Connection.execute` looks at every value of every row each time. In paired runs a turn by way of
this file took 0.68 (Telegram) and 0.75 (WhatsApp) of the CPU that the same turn takes by `Connection.execute`
(docs/adr/0029-hot-statements-skip-sqlalchemys-execution.md).

This file relies on these parts of SQLAlchemy 2.1: `ClauseElement.compile(dialect=, column_keys=)`;
of the compiled statement `bind_names`, `positional`, `params` and `construct_expanded_state`; of
the expanded state `statement`, `positiontup`, `parameters` and `parameter_expansion`; of a type
`dialect_impl(dialect)` with `bind_processor` and `result_processor`; and
`Connection.exec_driver_sql`. `tests/storage/database/test_compiled_statements.py` holds them to
both dialects, and the version is pinned to 2.1 in pyproject.toml.

Only a statement that stands as long as the process may come here: its text is kept for good.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import LargeBinary, Select, bindparam

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ClauseElement, Connection
    from sqlalchemy.dialects.sqlite import Insert
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.dml import ReturningInsert
    from sqlalchemy.types import TypeEngine

    Processor = Callable[[Any], Any] | None
    Values = Mapping[str, Any]
    AnyInsert = Insert | ReturningInsert[*tuple[Any, ...]]

STEP = 8  # list sizes are rounded up to it, so that few texts are compiled; see _padded
MOST = 64  # rows of one INSERT


class CompiledStatement(NamedTuple):
    """A statement in the words of one driver, with the conversions of its values."""

    text: str
    keys: tuple[str, ...] | None  # the driver's names of the values; None: it goes by order
    names: tuple[str, ...]  # our names of them, in that order; a list stands once
    converters: Mapping[str, Processor]  # conversion of each value on its way in; None: as it is
    fixed: Mapping[str, Any]  # values that are part of the statement
    out: tuple[Processor, ...]  # conversion of each column on its way out

    def params(self, values: Iterable[Any]) -> Any:
        """Shape the values as this driver takes them: a tuple, or a mapping by its names."""
        return tuple(values) if self.keys is None else dict(zip(self.keys, values, strict=True))


_kept: dict[tuple[Any, ...], CompiledStatement] = {}


def compiled_for(
    statement: ClauseElement, dialect: Dialect, given: Iterable[str], sizes: Mapping[str, int]
) -> CompiledStatement:
    """Compile a statement for one driver, or find its text of an earlier call.

    `given`: names of the values; `sizes`: lengths of those that are lists.
    """
    key = (statement, dialect.name, dialect.driver, *given, *sizes.items())
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = _compile(statement, dialect, list(given), sizes)
    return found


def _compile(
    statement: ClauseElement, dialect: Dialect, given: list[str], sizes: Mapping[str, int]
) -> CompiledStatement:
    compiled: Any = statement.compile(dialect=dialect, column_keys=given)
    blank = {name: None for bind, name in compiled.bind_names.items() if bind.required}
    lists = {name: [None] * size for name, size in sizes.items()}
    state = compiled.construct_expanded_state(blank | lists)
    keys = tuple(state.positiontup or state.parameters)
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    out = tuple(_converter(one.type, dialect, "result_processor", None) for one in columns)
    return CompiledStatement(
        state.statement,
        None if compiled.positional else keys,
        tuple(_names(keys, state.parameter_expansion)),
        {
            name: _converter(bind.type, dialect, "bind_processor")
            for bind, name in compiled.bind_names.items()
        },
        compiled.params,
        out if any(out) else (),
    )


def _names(keys: Sequence[str], lists: Mapping[str, Sequence[str]]) -> Iterator[str]:
    of_list = {one: name for name, some in lists.items() for one in some}
    before = None
    for key in keys:
        name = of_list.get(key)
        if name is None or name != before:
            yield name or key
        before = name


def _converter(one: TypeEngine[Any], dialect: Dialect, which: str, *more: Any) -> Processor:
    """Find SQLAlchemy's conversion of a column type; None when a value passes as it is.

    Bytes are left alone: every driver of ours takes and gives them as they are.
    """
    if isinstance(one, LargeBinary):
        return None
    found: Processor = getattr(one.dialect_impl(dialect), which)(dialect, *more)
    return found


def run_many(conn: Connection, statement: ClauseElement, rows: Sequence[Values]) -> None:
    """Execute a statement for each row (executemany). Every row must name the same values."""
    compiled = compiled_for(statement, conn.dialect, rows[0], {})
    values = zip(*_columns(compiled.names, rows, compiled.converters, compiled.fixed), strict=True)
    conn.exec_driver_sql(compiled.text, [compiled.params(row) for row in values])


def _columns(
    names: Iterable[str], rows: Sequence[Values], converters: Mapping[str, Processor], fixed: Values
) -> Iterator[Sequence[Any]]:
    for name in names:
        if name not in rows[0]:
            yield [fixed[name]] * len(rows)
        elif convert := converters[name]:
            yield [convert(row[name]) for row in rows]
        else:
            yield [row[name] for row in rows]


def rows_of(
    conn: Connection, statement: ClauseElement, given: Mapping[str, Any]
) -> Sequence[Sequence[Any]]:
    """Return the rows that a statement finds; a value that is a list fills an expanding IN."""
    lists = {name: _padded(one) for name, one in given.items() if isinstance(one, list)}
    compiled = compiled_for(
        statement, conn.dialect, given, {name: len(one) for name, one in lists.items()}
    )
    values: list[Any] = []
    for name in compiled.names:
        if name in lists:
            values += lists[name]
        else:
            value, convert = given.get(name, compiled.fixed.get(name)), compiled.converters[name]
            values.append(convert(value) if convert else value)
    rows = conn.exec_driver_sql(compiled.text, compiled.params(values)).fetchall()
    if not (compiled.out and rows):
        return rows
    columns = zip(*rows, strict=True)
    turned = (
        map(convert, column) if convert else column
        for convert, column in zip(compiled.out, columns, strict=True)
    )
    return list(zip(*turned, strict=True))


def _padded(values: list[Any]) -> list[Any]:
    """Repeat the last value up to a size that was compiled before: IN looks for it only once."""
    size = len(values)
    if size > STEP:
        return values + values[-1:] * (-size % STEP)
    return values


def add(conn: Connection, made: AnyInsert, rows: Sequence[Values]) -> list[Sequence[Any]]:
    """Insert rows by INSERT … ON CONFLICT DO NOTHING RETURNING.

    Only the rows that were not there before come back.
    """
    found: list[Sequence[Any]] = []
    for start in range(0, len(rows), MOST):
        found += _add(conn, made, _padded(list(rows[start : start + MOST])))
    return found


def _add(conn: Connection, made: AnyInsert, rows: Sequence[Values]) -> Sequence[Sequence[Any]]:
    names = tuple(rows[0])
    compiled = compiled_for(_of_many(made, names, len(rows)), conn.dialect, (), {})
    converters = {name: compiled.converters[f"{name}_0"] for name in names}
    values = chain.from_iterable(zip(*_columns(names, rows, converters, {}), strict=True))
    return conn.exec_driver_sql(compiled.text, compiled.params(values)).fetchall()


@cache
def _of_many(made: AnyInsert, names: tuple[str, ...], size: int) -> ClauseElement:
    columns = made.table.c
    return made.values(
        [
            {name: bindparam(f"{name}_{place}", type_=columns[name].type) for name in names}
            for place in range(size)
        ]
    )
