"""The agency's documents, published figures, what was shown, and what could not be read."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.messaging.incoming import Inbound, Unreadable
from storage.database.codec import dumps, loads, pack_figures
from storage.database.part import fresh_id, insert
from storage.people.addresses import Addresses
from storage.tables.messaging import diterima, terparkir
from storage.tables.survey import instansi, kuesioner, periode, tampil

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.sql.dml import ReturningInsert

    from core.ikm.sums import Rekap
    from core.messaging.incoming import Arrival

PURPOSE = "terparkir"


@cache
def insert_event(dialect: str) -> ReturningInsert[str, str, str]:
    made = insert(diterima, dialect).on_conflict_do_nothing()
    return made.returning(diterima.c.channel, diterima.c.account, diterima.c.event_id)


class Books(Addresses):
    def taken_in(self, event: tuple[str, str, str]) -> datetime | None:
        """When an event came first."""
        channel, account, event_id = event
        mine = (diterima.c.channel == channel, diterima.c.account == account)
        asked = select(diterima.c.waktu).where(*mine, diterima.c.event_id == event_id)
        return self.conn.execute(asked).scalar_one_or_none()

    def agency(self) -> Mapping[str, Any] | None:
        """As it stands in this transaction, for whoever changes a part of it."""
        found = self.conn.execute(select(instansi.c.dokumen)).scalar_one_or_none()
        return None if found is None else loads(found)

    def save_agency(self, document: Mapping[str, Any], *, now: datetime) -> bool:
        """Keep the agency's document; False when it is the one that stands there already."""
        packed = dumps(dict(document)).decode()
        standing = self.conn.execute(select(instansi.c.dokumen)).scalar_one_or_none()
        if standing is not None and loads(standing) == loads(packed):
            return False
        made = insert(instansi, self.dialect).values(id=1, dokumen=packed, diubah=now)
        changed = {"dokumen": packed, "diubah": now}
        self.conn.execute(made.on_conflict_do_update(index_elements=["id"], set_=changed))
        return True

    def save_snapshot(self, snapshot: str, document: Mapping[str, Any]) -> None:
        """Freeze a questionnaire. Its id is made of its words, so the first one stays."""
        packed = dumps(dict(document)).decode()
        made = insert(kuesioner, self.dialect).values(id=snapshot, dokumen=packed)
        self.conn.execute(
            made.on_conflict_do_update(
                index_elements=["id"],
                set_={"dokumen": packed},
                where=kuesioner.c.dokumen.is_(None),
            )
        )

    def show(self, key: str, figures: Sequence[Rekap], *, now: datetime) -> None:
        row = {"angka": pack_figures(figures), "waktu": now}
        made = insert(tampil, self.dialect).values(kunci=key, **row)
        self.conn.execute(made.on_conflict_do_update(index_elements=["kunci"], set_=row))

    def publish(self, label: str, unit: str, figures: Mapping[str, Any], *, now: datetime) -> int:
        """Freeze figures as the next revision; the same figures again are no revision."""
        packed = dumps(dict(figures)).decode()
        last = self.conn.execute(
            select(periode.c.revisi, periode.c.angka)
            .where(periode.c.label == label, periode.c.unit == unit)
            .order_by(periode.c.revisi.desc())
            .limit(1)
        ).one_or_none()
        if last is not None and loads(last.angka) == loads(packed):
            return int(last.revisi)
        revisi = 1 if last is None else last.revisi + 1
        row = {"label": label, "unit": unit, "revisi": revisi, "angka": packed, "waktu": now}
        self.conn.execute(insert(periode, self.dialect), row)
        return revisi

    def park(self, arrival: Arrival, why: str, *, now: datetime) -> None:
        """Set aside what could not be handled, sealed, and never try it by itself again."""
        if isinstance(arrival, Inbound):
            channel, where = arrival.address.channel, self.address_key(arrival.address)
        else:
            channel, where = arrival.channel, None
        raw = arrival.raw if isinstance(arrival, Unreadable) else dumps(arrival)
        row = {"id": fresh_id(), "channel": channel, "alasan": why, "alamat": where, "waktu": now}
        self.conn.execute(
            insert(terparkir, self.dialect), row | {"isi": self.vault.seal(PURPOSE, raw)}
        )
        # Its own transaction failed, so its id must be remembered here.
        self.conn.execute(insert_event(self.dialect), [event_row(event_name(arrival), now)])


def event_name(one: Arrival) -> tuple[str, str, str]:
    """What makes an event the same event: channel, account and its id there."""
    if isinstance(one, Inbound):
        return one.address.channel, one.address.account, one.event_id
    return one.channel, one.account, one.event_id


def event_row(name: tuple[str, str, str], now: datetime) -> dict[str, object]:
    channel, account, event_id = name
    return {"channel": channel, "account": account, "event_id": event_id, "waktu": now}
