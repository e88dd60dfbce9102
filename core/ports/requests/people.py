"""Questions about people: the data held of one person, and the steps of staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.messaging.stored_value import StoredAs
from core.ports.requests.request import SpokenRequest


@dataclass(frozen=True, slots=True)
class HoldingsQuestion(SpokenRequest):
    """The number of rows that still lead to a person, asked for by that person."""

    name = "data_saya"

    ids: tuple[str, ...]  # `Person.ids`


@dataclass(frozen=True, slots=True)
class AuditTrailQuestion(SpokenRequest):
    """The newest steps of the audit trail, asked for by staff."""

    name = "jejak"

    me: Annotated[str, StoredAs("saya")]  # `tx.staff.audit_name` of the asker
