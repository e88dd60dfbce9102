"""What the dialogues about a kegiatan share: whom they are about, and reading a link or a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from core.language.catalogue import Words
from core.rtl.plan import BERKAS_MOST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.messaging.incoming import Attachment

LINK = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?", re.IGNORECASE)
TYPES = ("image/jpeg", "image/png", "image/webp", "application/pdf")
MEGABYTE = 2**20
# What every such dialogue keeps; `terakhir`: the newest answer about it when it began.
SUBJECT = frozenset({"kegiatan", "triwulan", "terakhir"})
NAME_MOST = 80


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
    if sent.ukuran is not None and sent.ukuran > BERKAS_MOST:
        return Words("dialog.lampiran_besar", {"batas": BERKAS_MOST // MEGABYTE})
    return None


def piece(sent: Attachment, number: int) -> Mapping[str, Any]:
    """One piece of evidence as it waits in the dialogue: by what name it will be fetched."""
    ending = (sent.mime or "").rpartition("/")[2].replace("jpeg", "jpg")
    name = (sent.nama or f"bukti-{number}.{ending}")[:NAME_MOST]
    return {"ref": sent.ref, "mime": sent.mime, "nama": name}
