"""Where a channel hears people only for so long: what waits for somebody to write, and what shows.

Known only of channels that have such a window; nothing is written for the others.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select, update

from core.messaging.outcomes import Sent, Unknown
from core.messaging.outgoing import Choice
from storage.database.codec import dumps, loads
from storage.database.column_types import HELD, WAITING, Saat
from storage.people.addresses import Addresses
from storage.tables.messaging import alamat, outbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from core.messaging.address import Address
    from core.ports.delivery import Settlement

# Of alamat.jendela: rows wait; and a template told so, or was refused when it should have.
HOLDS, SAID, REFUSED = "tahan", "templat", "tolak"
PURPOSE = "pilihan"

AT = bindparam("b_at", type_=Saat)
HEARD = (
    update(alamat)
    .where(alamat.c.id == bindparam("b_id"))
    .where(or_(alamat.c.didengar.is_(None), alamat.c.didengar < AT))
    .values(didengar=AT)
)
HOLD = (
    update(outbox)
    .where(outbox.c.seq == bindparam("b_seq"), outbox.c.keadaan == WAITING)
    .values(keadaan=HELD, pemegang=None, sewa_sampai=None, ragu=False, percobaan=0)
)
AWAKE = (
    update(outbox)
    .where(outbox.c.seq == bindparam("b_seq"), outbox.c.keadaan == WAITING)
    .values(mulai=bindparam("b_now", type_=Saat), pemegang=None, sewa_sampai=None, ragu=False)
)
SHUT = update(alamat).where(alamat.c.id == bindparam("b_id")).values(didengar=None)
MARK = update(alamat).where(alamat.c.id == bindparam("b_id")).values(jendela=bindparam("b_as"))
SHOW = (
    update(alamat).where(alamat.c.kunci == bindparam("b_kunci")).values(pilihan=bindparam("b_isi"))
)


class Windows(Addresses):
    def hold(self, held: Sequence[Settlement], now: datetime) -> None:
        """Rows that wait until the person writes; whether a template has told that they do."""
        places = self.known({one.row.to for one in held})
        held = [one for one in held if one.row.to in places]  # who was erased meanwhile is gone
        if not held:
            return
        # Whoever wrote while the template was on its way shall not have to write again.
        heard = [one for one in held if _later(places[one.row.to].heard, one.row.heard_at)]
        self.run(AWAKE, [{"b_seq": one.row.seq, "b_now": now} for one in heard])
        rest = [one for one in held if one not in heard]
        self.run(HOLD, [{"b_seq": one.row.seq} for one in rest])
        marked = {one.row.to: _mark(one) for one in rest if one.templated}
        waiting = {one.row.to: places[one.row.to] for one in rest}
        marks = [
            {"b_id": place.id, "b_as": marked.get(to, place.window or HOLDS)}
            for to, place in waiting.items()
        ]
        self.run(MARK, marks)
        self.shut(waiting)

    def shut(self, addresses: Iterable[Address]) -> None:
        """The provider knows better than we when somebody was heard."""
        places = self.known(set(addresses))
        self.run(SHUT, [{"b_id": place.id} for place in places.values()])
        self.near.clear()

    def keep_choices(self, settlements: Sequence[Settlement]) -> None:
        """What can be chosen by its number now, of the last screen of each chat."""
        last = {one.row.to: one.shown for one in settlements if one.shown is not None}
        rows = [
            {"b_kunci": self.address_key(to), "b_isi": self._sealed(shown)}
            for to, shown in last.items()
        ]
        self.run(SHOW, sorted(rows, key=itemgetter("b_kunci")))

    def _sealed(self, shown: Sequence[Choice]) -> bytes | None:
        if not shown:
            return None
        return self.vault.seal(PURPOSE, dumps([[one.payload, one.label] for one in shown]))

    def open_choices(self, sealed: bytes | None) -> tuple[Choice, ...]:
        if sealed is None:
            return ()
        return tuple(Choice(*one) for one in loads(self.vault.open(PURPOSE, sealed)))

    def wake(
        self, place: bytes, *, holder: str | None, until: datetime, now: datetime
    ) -> list[int]:
        """The person has written: what waited is due, in its old order."""
        self.conn.execute(MARK, {"b_id": place, "b_as": None})
        mine = (outbox.c.alamat == place, outbox.c.keadaan == HELD)
        seqs = self.conn.execute(select(outbox.c.seq).where(*mine).order_by(outbox.c.seq))
        found = list(seqs.scalars())
        lease = {"pemegang": holder, "sewa_sampai": until if holder else None}
        self.conn.execute(update(outbox).where(*mine).values(keadaan=WAITING, mulai=now, **lease))
        return found


def is_templated(window: str | None) -> bool:
    return window in (SAID, REFUSED)


def _mark(one: Settlement) -> str:
    """After a refusal not every row tries again: the next one after an hour does."""
    return SAID if isinstance(one.outcome, Sent | Unknown) else REFUSED


def refused_no_more(conn: Connection) -> None:
    conn.execute(update(alamat).where(alamat.c.jendela == REFUSED).values(jendela=HOLDS))


def _later(heard: datetime | None, before: datetime | None) -> bool:
    return heard is not None and (before is None or heard > before)
