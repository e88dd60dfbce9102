"""Single answers of a scope: whole responses, the texts beside them, and profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.answers.response import Response, Saran
from storage.answers.responses import PROFIL, TEKS
from storage.database.codec import loads
from storage.tables.scope import FLAGGED, within
from storage.tables.survey import kuesioner, respons, saran

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement, Row

    from core.ports.results import Scope
    from storage.database.crypto import Vault
    from storage.database.session import ReadSession


def respons_of(session: ReadSession, scope: Scope) -> list[Response]:
    orders = {
        snapshot: loads(urutan or "[]")
        for snapshot, urutan in session.conn.execute(
            select(kuesioner.c.id, kuesioner.c.urutan).where(kuesioner.c.urutan.is_not(None))
        )
    }
    rows = session.conn.execute(
        select(respons)
        .where(within(respons.c, FLAGGED, scope))
        .order_by(respons.c.tanggal, respons.c.id)
    )
    return [_respons(row, orders[row.snapshot], session.vault) for row in rows]


def _respons(row: Row[*tuple[Any, ...]], order: list[str], vault: Vault) -> Response:
    return Response(
        snapshot=row.snapshot,
        unit=row.unit,
        layanan=row.layanan,
        loket=row.loket or None,
        tanggal=row.tanggal,
        slot=row.slot or None,
        durasi=row.durasi,
        mode=row.mode,
        channel=row.channel,
        bahasa=row.bahasa,
        profil=loads(vault.open(PROFIL, row.profil)),
        nilai={key: int(digit) for key, digit in zip(order, row.nilai, strict=True)},
        flags=tuple(loads(row.flags)),
        periode_impor=row.periode_impor,
    )


def profiles(session: ReadSession, scope: Scope, most: int) -> list[Mapping[str, str]]:
    """The profiles of the newest answers, at most so many; nothing else of them is read."""
    rows = session.conn.execute(
        select(respons.c.profil)
        .where(within(respons.c, FLAGGED, scope))
        .order_by(respons.c.tanggal.desc())
        .limit(most)
    )
    return [loads(session.vault.open(PROFIL, sealed)) for (sealed,) in rows]


# -- texts -----------------------------------------------------------------------------------------


def saran_of(session: ReadSession, scope: Scope) -> list[Saran]:
    asked = select(saran).where(*_of(scope)).order_by(saran.c.tanggal, saran.c.id)
    return [_saran(row, session.vault) for row in session.conn.execute(asked)]


def newest_saran(
    session: ReadSession, scope: Scope, unsur: Collection[str] | None, most: int
) -> list[Saran]:
    """The newest texts of a scope; `unsur` None: about anything."""
    about = [] if unsur is None else [saran.c.unsur.in_(unsur)]
    asked = select(saran).where(*_of(scope), *about)
    newest = asked.order_by(saran.c.tanggal.desc(), saran.c.id).limit(most)
    return [_saran(row, session.vault) for row in session.conn.execute(newest)]


def _of(scope: Scope) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [saran.c.tanggal.between(scope.first, scope.last)]
    if scope.unit is not None:
        where.append(saran.c.unit == scope.unit)
    if scope.layanan is not None:
        where.append(saran.c.layanan == scope.layanan)
    return where


def _saran(row: Row[*tuple[Any, ...]], vault: Vault) -> Saran:
    teks = vault.open(TEKS, row.teks).decode("utf-8", "surrogatepass")
    return Saran(row.unit, row.layanan, row.unsur, teks, row.tanggal)
