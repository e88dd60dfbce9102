"""What is asked about people: what is held of one, and what staff did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.messaging.stored_value import StoredAs
from core.ports.requests.request import SpokenRequest


@dataclass(frozen=True, slots=True)
class HoldingsQuestion(SpokenRequest):
    """What still leads to a person."""

    name = "data_saya"

    ids: tuple[str, ...]  # as in `Person`


@dataclass(frozen=True, slots=True)
class AuditTrailQuestion(SpokenRequest):
    name = "jejak"

    me: Annotated[str, StoredAs("saya")]  # the asker, as the trail names them
