"""Makes codes of visits: random ones for slips, and for a queue number the same one again.

`skm token` prints slips; `bot.web.visits.api` asks for a code on behalf of a queue system.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from core.office.visit import CODES, code_of

if TYPE_CHECKING:
    from datetime import date

    from core.office.agency import ServicePoint

SLIPS_LIFE = timedelta(days=14)  # a slip is taken home and answered on the next free evening
QUEUE_LIFE = timedelta(days=7)


def fresh(n: int) -> list[str]:
    """`n` random codes of visits; two of them may be equal, which is rare."""
    return [code_of(secrets.randbelow(CODES)) for _ in range(n)]


def of_number(secret: bytes, point: ServicePoint, day: date, queue_number: str) -> str:
    """The code of one queue number of one local day: a queue system that asks twice gets it twice.

    The queue number is not kept, and without `secret` nobody gets from the number to the code,
    which is made by HMAC with SHA-256.
    """
    key = hmac.digest(secret, b"nomor kunjungan", "sha256")
    said = "\0".join((point.unit, point.loket or "", day.isoformat(), queue_number))
    number = int.from_bytes(hmac.digest(key, said.encode("utf-8", "surrogatepass"), "sha256"))
    return code_of(number % CODES)
