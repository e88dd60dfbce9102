"""Evidence that was given and is not kept yet: a link, or a file that lies with its channel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A photo or a PDF, by the name under which its channel fetches it."""

    ref: str
    mime: str
    nama: str


@dataclass(frozen=True, slots=True)
class WaitingLink:
    tautan: str


WaitingProof = WaitingFile | WaitingLink
