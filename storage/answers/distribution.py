"""Who answered: counts for `responden`, and the newest texts for `saran`.

What would need every row to be opened looks at the newest ones only, and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from core.answers.response import Saran
from storage.answers.queries import within
from storage.answers.recount import FLAGGED
from storage.answers.responses import PROFIL, TEKS
from storage.database.codec import loads
from storage.tables.survey import rekap, respons, saran

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from core.ports.scope import Scope
    from storage.database.crypto import Vault


def spread(conn: Connection, scope: Scope) -> list[tuple[str, str, str, int]]:
    """(layanan, mode, channel, n) of a scope, out of the sums."""
    kinds = (rekap.c.layanan, rekap.c.mode, rekap.c.channel)
    rows = conn.execute(
        select(*kinds, func.sum(rekap.c.n))
        .where(within(rekap.c, rekap.c.flagged, scope))
        .group_by(*kinds)
        .order_by(*kinds)
    )
    return [(layanan, mode, channel, int(n)) for layanan, mode, channel, n in rows]


def daily(conn: Connection, scope: Scope) -> dict[date | None, int]:
    """Answers by day; None: undated ones."""
    rows = conn.execute(
        select(rekap.c.tanggal, func.sum(rekap.c.n))
        .where(within(rekap.c, rekap.c.flagged, scope))
        .group_by(rekap.c.tanggal)
    )
    return {day: int(n) for day, n in rows}


def profiles(conn: Connection, vault: Vault, scope: Scope, most: int) -> list[Mapping[str, str]]:
    """The profiles of the newest answers, at most so many; nothing else of them is read."""
    rows = conn.execute(
        select(respons.c.profil)
        .where(within(respons.c, FLAGGED, scope))
        .order_by(respons.c.tanggal.desc())
        .limit(most)
    )
    return [loads(vault.open(PROFIL, sealed)) for (sealed,) in rows]


def newest_saran(
    conn: Connection, vault: Vault, scope: Scope, unsur: Collection[str] | None, most: int
) -> list[Saran]:
    """The newest texts of a scope; `unsur` None: about anything."""
    where: list[Any] = [saran.c.tanggal.between(scope.first, scope.last)]
    if scope.unit is not None:
        where.append(saran.c.unit == scope.unit)
    if scope.layanan is not None:
        where.append(saran.c.layanan == scope.layanan)
    if unsur is not None:
        where.append(saran.c.unsur.in_(unsur))
    rows = conn.execute(
        select(saran).where(*where).order_by(saran.c.tanggal.desc(), saran.c.id).limit(most)
    )
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
