"""Files that lie with a channel: fetched outside the writer, before they are kept sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core.errors import FetchLater, InputError
from core.rtl.plan import BERKAS_MOST
from core.rtl.waiting_evidence import WaitingFile

if TYPE_CHECKING:
    from core.ports.composer import Request
    from core.rtl.waiting_evidence import WaitingProof

PATIENCE = timedelta(hours=24)  # a file that cannot be fetched so long is given up, and told


def fetched(request: Request[object], proof: WaitingProof) -> bytes | None:
    """The bytes of what was sent; None: they are gone, too many, or it is no file at all."""
    if not isinstance(proof, WaitingFile):
        return None
    try:
        return request.fetch(proof.ref, BERKAS_MOST) or None
    except InputError:
        return None
    except FetchLater:
        since = request.row.caused_at
        if since is not None and request.now - since < PATIENCE:
            raise
        return None
