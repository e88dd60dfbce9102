"""Reading single answers of a scope: whole responses, their profiles, and saran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.answers.response import Response, Saran
from storage.answers.responses import PROFILE, TEXT
from storage.database.codec import loads
from storage.tables.scope import FLAGGED, within
from storage.tables.survey import questionnaire_table, response_table, saran_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement, Row

    from core.ports.results import Scope
    from storage.database.crypto import Vault
    from storage.database.session import ReadSession


def response_of(session: ReadSession, scope: Scope) -> list[Response]:
    """Return the responses of a scope by day, those of one day in a random but stable order."""
    orders = {
        snapshot: loads(digit_order or "[]")
        for snapshot, digit_order in session.conn.execute(
            select(questionnaire_table.c.id, questionnaire_table.c.digit_order).where(
                questionnaire_table.c.digit_order.is_not(None)
            )
        )
    }
    rows = session.conn.execute(
        select(response_table)
        .where(within(response_table.c, FLAGGED, scope))
        .order_by(response_table.c.day, response_table.c.id)
    )
    return [_response(row, orders[row.snapshot], session.vault) for row in rows]


def _response(row: Row[*tuple[Any, ...]], order: list[str], vault: Vault) -> Response:
    return Response(
        snapshot=row.snapshot,
        unit=row.unit,
        layanan=row.layanan,
        loket=row.loket or None,
        day=row.day,
        slot=row.slot or None,
        duration=row.duration,
        mode=row.mode,
        channel=row.channel,
        language=row.language,
        profile=loads(vault.open(PROFILE, row.profile)),
        nilai={key: int(digit) for key, digit in zip(order, row.nilai, strict=True)},
        flags=tuple(loads(row.flags)),
        import_periode=row.import_periode,
    )


def profiles(session: ReadSession, scope: Scope, most: int) -> list[Mapping[str, str]]:
    """Return the profiles of at most `most` newest answers, as mappings of field to choice.

    No other column of these answers is read.
    """
    rows = session.conn.execute(
        select(response_table.c.profile)
        .where(within(response_table.c, FLAGGED, scope))
        .order_by(response_table.c.day.desc())
        .limit(most)
    )
    return [loads(session.vault.open(PROFILE, sealed)) for (sealed,) in rows]


# -- saran -----------------------------------------------------------------------------------------


def saran_of(session: ReadSession, scope: Scope) -> list[Saran]:
    """Return the saran of a scope by day, those of one day in a random but stable order."""
    asked = select(saran_table).where(*_of(scope)).order_by(saran_table.c.day, saran_table.c.id)
    return [_saran(row, session.vault) for row in session.conn.execute(asked)]


def newest_saran(
    session: ReadSession, scope: Scope, unsur: Collection[str] | None, most: int
) -> list[Saran]:
    """Return at most `most` newest saran of a scope; `unsur` None: about any unsur or none."""
    about = [] if unsur is None else [saran_table.c.unsur.in_(unsur)]
    asked = select(saran_table).where(*_of(scope), *about)
    newest = asked.order_by(saran_table.c.day.desc(), saran_table.c.id).limit(most)
    return [_saran(row, session.vault) for row in session.conn.execute(newest)]


def _of(scope: Scope) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [saran_table.c.day.between(scope.first, scope.last)]
    if scope.unit is not None:
        where.append(saran_table.c.unit == scope.unit)
    if scope.layanan is not None:
        where.append(saran_table.c.layanan == scope.layanan)
    return where


def _saran(row: Row[*tuple[Any, ...]], vault: Vault) -> Saran:
    text = vault.open(TEXT, row.text).decode("utf-8", "surrogatepass")
    return Saran(row.unit, row.layanan, row.unsur, text, row.day)
