"""What the dialogues about a kegiatan share: whom they are about, and reading a link or a file."""

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
MEGABYTE = 2**20
NAME_MOST = 80


@dataclass(frozen=True, slots=True)
class KegiatanDialogData(DialogData):
    """Which tick of which kegiatan is answered."""

    keeps = frozenset({"kegiatan", "triwulan", "terakhir"})

    kegiatan: int
    triwulan: Triwulan
    last: Annotated[int | None, StoredAs("terakhir")] = (
        None  # the newest answer about it when the dialogue began
    )


def link(text: str) -> str | None:
    """The address, with https:// where it was left out; None: it is none."""
    found = LINK.fullmatch(text.strip())
    if found is None:
        return None
    return found[0] if found[1] else f"https://{found[0]}"


def refused(sent: Attachment) -> Words | None:
    """Why a file cannot be evidence; None: it can."""
    if sent.mime not in TYPES:
        return Words("dialog.lampiran_lain")
    if sent.size is not None and sent.size > FILE_MOST:
        return Words("dialog.lampiran_besar", {"batas": FILE_MOST // MEGABYTE})
    return None


def piece(sent: Attachment, number: int) -> WaitingFile:
    """One piece of evidence as it waits in the dialogue; what it is was looked at by `refused`."""
    ending = (sent.mime or "").rpartition("/")[2].replace("jpeg", "jpg")
    name = (sent.name or f"bukti-{number}.{ending}")[:NAME_MOST]
    return WaitingFile(sent.ref, sent.mime or "", name)
