"""Evidence that was sent and is not kept yet: a link, or a file that still lies at its channel.

Dialogues and requests hold it until the composer of the claim fetches the files and stores them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.messaging.stored_value import StoredAs


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A photo or a PDF, by the name under which its channel fetches it."""

    ref: str  # as `Attachment.ref`
    mime: str
    name: Annotated[str, StoredAs("nama")]


@dataclass(frozen=True, slots=True)
class WaitingLink:
    """A link, with its scheme."""

    link: Annotated[str, StoredAs("tautan")]


WaitingProof = WaitingFile | WaitingLink
