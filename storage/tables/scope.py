"""The WHERE clause of a `Scope`: one rule over single answers and over their sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, literal, or_, type_coerce

from storage.tables.survey import response_table

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from core.ports.results import Scope

NO_FLAGS = "[]"
FLAGGED = response_table.c.flags != NO_FLAGS


def within(columns: Any, flagged: ColumnElement[bool], scope: Scope) -> ColumnElement[bool]:
    """Build the condition that rows of `columns` lie in a scope.

    Dated rows count by their day, undated ones only under the label they were imported for.
    `columns`: those of `respons` or `rekap`; `flagged`: the expression that says whether a row has
    doubt flags.
    """
    undated = type_coerce(columns.day, String) == ""
    conditions = [
        or_(
            columns.day.between(scope.first, scope.last),
            and_(undated, columns.import_periode == scope.label),
        )
    ]
    if scope.unit is not None:
        conditions.append(columns.unit == scope.unit)
    if scope.layanan is not None:
        conditions.append(columns.layanan == scope.layanan)
    if scope.modes is not None:
        conditions.append(columns.mode.in_(scope.modes))
    if scope.flagged is not None:
        conditions.append(flagged == literal(scope.flagged))
    return and_(*conditions)
