"""The read side of what was answered: sums by snapshot, responses and texts of a scope."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, and_, func, literal, or_, select, type_coerce

from core.answers.response import Response, Saran
from core.ikm.sums import Rekap, ScoreSums
from storage.answers.recount import FLAGGED
from storage.answers.responses import PROFIL, TEKS
from storage.database.codec import loads
from storage.tables.survey import kuesioner, rekap, rekap_nilai, respons, saran

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, Row

    from core.ports.scope import Scope
    from storage.database.crypto import Vault

ENOUGH_FOR_MEDIAN = 5


def within(columns: Any, flagged: ColumnElement[bool], scope: Scope) -> ColumnElement[bool]:
    """Dated rows by their day, undated ones only under the label they were imported for."""
    undated = type_coerce(columns.tanggal, String) == ""
    conditions = [
        or_(
            columns.tanggal.between(scope.first, scope.last),
            and_(undated, columns.periode_impor == scope.label),
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


def rekap_of(conn: Connection, scope: Scope) -> list[Rekap]:
    """One sum a snapshot, the snapshots in order of their ids."""
    return [
        replace(one, nilai=_by_question(conn, scope, one.snapshot))
        for one in totals_of(conn, scope)
    ]


def _by_question(conn: Connection, scope: Scope, snapshot: str) -> dict[str, ScoreSums]:
    """A snapshot at a time: sorted by its long name too, the rows take twice as long."""
    rows = conn.execute(
        select(rekap_nilai.c.pertanyaan, func.sum(rekap_nilai.c.s1), func.sum(rekap_nilai.c.s2))
        .join_from(rekap, rekap_nilai)
        .where(within(rekap.c, rekap.c.flagged, scope), rekap.c.snapshot == snapshot)
        .group_by(rekap_nilai.c.pertanyaan)
        .order_by(rekap_nilai.c.pertanyaan)
    )
    return {key: ScoreSums(int(s1), int(s2)) for key, s1, s2 in rows}


def totals_of(conn: Connection, scope: Scope) -> list[Rekap]:
    """The same sums without those of each question, which are nine rows of ten."""
    totals = (
        select(rekap.c.snapshot, func.sum(rekap.c.n), func.sum(rekap.c.t1), func.sum(rekap.c.t2))
        .where(within(rekap.c, rekap.c.flagged, scope))
        .group_by(rekap.c.snapshot)
        .order_by(rekap.c.snapshot)
    )
    return [
        Rekap(snapshot, int(n), {}, int(t1), int(t2))
        for snapshot, n, t1, t2 in conn.execute(totals)
    ]


def sizes_of(conn: Connection, scope: Scope) -> dict[tuple[str, str], int]:
    """Answers by unit and layanan."""
    where = within(rekap.c, rekap.c.flagged, scope)
    places = (rekap.c.unit, rekap.c.layanan)
    rows = conn.execute(select(*places, func.sum(rekap.c.n)).where(where).group_by(*places))
    return {(unit, layanan): int(n) for unit, layanan, n in rows}


def respons_of(conn: Connection, vault: Vault, scope: Scope) -> list[Response]:
    orders = {
        snapshot: loads(urutan or "[]")
        for snapshot, urutan in conn.execute(
            select(kuesioner.c.id, kuesioner.c.urutan).where(kuesioner.c.urutan.is_not(None))
        )
    }
    rows = conn.execute(
        select(respons)
        .where(within(respons.c, FLAGGED, scope))
        .order_by(respons.c.tanggal, respons.c.id)
    )
    return [_respons(row, orders[row.snapshot], vault) for row in rows]


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


def saran_of(conn: Connection, vault: Vault, scope: Scope) -> list[Saran]:
    where: list[ColumnElement[bool]] = [saran.c.tanggal.between(scope.first, scope.last)]
    if scope.unit is not None:
        where.append(saran.c.unit == scope.unit)
    if scope.layanan is not None:
        where.append(saran.c.layanan == scope.layanan)
    rows = conn.execute(select(saran).where(*where).order_by(saran.c.tanggal, saran.c.id))
    return [
        Saran(
            row.unit,
            row.layanan,
            row.unsur,
            vault.open(TEKS, row.teks).decode("utf-8", "surrogatepass"),
            row.tanggal,
        )
        for row in rows
    ]


def median_duration(conn: Connection, since: date) -> tuple[int, int] | None:
    """The middle of what people needed who answered by themselves; None under 5 of them."""
    timed = and_(
        respons.c.mode == "self", respons.c.tanggal >= since, respons.c.durasi.is_not(None)
    )
    n = conn.execute(select(func.count()).select_from(respons).where(timed)).scalar_one()
    if n < ENOUGH_FOR_MEDIAN:
        return None
    low, width = (n - 1) // 2, 2 - n % 2
    middle = select(respons.c.durasi).where(timed).order_by(respons.c.durasi)
    found = conn.execute(middle.offset(low).limit(width)).scalars().all()
    return sum(one or 0 for one in found) // width, n
