"""The shared parts of dialogues about a kegiatan: its data, and the reading of links and files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from core.dialog.values import DialogData
from core.language.catalogue import Words
from core.messaging.stored_value import StoredAs
from core.periods.triwulan import Triwulan
from core.rtl.plan import FILE_MOST
from core.rtl.waiting_evidence import WaitingFile

if TYPE_CHECKING:
    from core.messaging.incoming import Attachment

LINK = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?", re.IGNORECASE)
TYPES = ("image/jpeg", "image/png", "image/webp", "application/pdf")
MEGABYTE = 2**20  # bytes
NAME_MOST = 80  # letters


@dataclass(frozen=True, slots=True)
class KegiatanDialogData(DialogData):
    """The base of their data: the kegiatan and the triwulan that are answered."""

    keeps = frozenset({"kegiatan", "triwulan", "terakhir"})

    kegiatan: int  # id
    triwulan: Triwulan  # of the schedule
    # Id of the newest answer when the dialogue began; 0: there was none; None: an older dialogue.
    last: Annotated[int | None, StoredAs("terakhir")] = None


def link(text: str) -> str | None:
    """Return the address in a text, with https:// where it was left out; None: it is no address."""
    found = LINK.fullmatch(text.strip())
    if found is None:
        return None
    return found[0] if found[1] else f"https://{found[0]}"


def refused(sent: Attachment) -> Words | None:
    """Return the reason why a file cannot be evidence; None: it can."""
    if sent.mime not in TYPES:
        return Words("dialog.lampiran_lain")
    if sent.size is not None and sent.size > FILE_MOST:
        return Words("dialog.lampiran_besar", {"batas": FILE_MOST // MEGABYTE})
    return None


def piece(sent: Attachment, number: int) -> WaitingFile:
    """Return a file that `refused` let through as a piece of evidence; `number` may name it."""
    ending = (sent.mime or "").rpartition("/")[2].replace("jpeg", "jpg")
    name = (sent.name or f"bukti-{number}.{ending}")[:NAME_MOST]
    return WaitingFile(sent.ref, sent.mime or "", name)
