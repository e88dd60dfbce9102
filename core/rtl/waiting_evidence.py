"""Evidence that was given and is not kept yet: a link, or a file that lies with its channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.messaging.stored_value import StoredAs


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A photo or a PDF, by the name under which its channel fetches it."""

    ref: str
    mime: str
    name: Annotated[str, StoredAs("nama")]


@dataclass(frozen=True, slots=True)
class WaitingLink:
    link: Annotated[str, StoredAs("tautan")]


WaitingProof = WaitingFile | WaitingLink
