"""Evidence and minutes opened in chat: for the bidang, and for those who read all bidang."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.desk.staff.question import speaker
from bot.desk.staff.rtl.shared import EXAMINERS, concern, concerns, number, owning
from core.errors import FetchLater, InputError
from core.language.catalogue import Words
from core.messaging.image_size import JPEG, PNG, size
from core.messaging.outgoing import Document, Message, Picture
from core.rtl.plan import FILE_MOST
from core.rtl.waiting_evidence import WaitingFile

if TYPE_CHECKING:
    from bot.config.office import Office
    from bot.desk.command import CommandCall
    from core.ports.composer import Request
    from core.ports.conversations import Decision
    from core.ports.requests.rtl import MinutesQuestion, ProofQuestion
    from core.rtl.plan import EvidenceFile
    from core.rtl.waiting_evidence import WaitingProof

PICTURES = {PNG: "png", JPEG: "jpg"}
PICTURE_MOST = 10 * 2**20  # bytes that Telegram shows as a photo
PATIENCE = timedelta(hours=24)  # a file that cannot be fetched so long is given up, and told


def ask(call: CommandCall, asks: type[ProofQuestion | MinutesQuestion]) -> Decision:
    """`12 1`: a realisasi and which piece of its evidence; `3`: an item's minutes."""
    whose = concern(call, EXAMINERS)
    if whose == ():
        return call.reply(Words("dialog.bukan_petugas"))
    who = call.tx.staff.audit_name(call.event.person)
    facts = {"apa": asks.name, "id": call.args[:40]}
    call.tx.staff.audit(who, "rtl_berkas", facts, now=call.event.at)
    return call.send(asks(call.language, whose, call.args).envelope())


def compose_proof(request: Request[ProofQuestion], office: Office) -> Message:
    which, _, place = request.asked.query.partition(" ")
    found = owning(request.reader.rtl.items(), number(which))
    gone = Message(text=speaker(request, office)(Words("rtl.tidak_ada")))
    if found is None or not concerns(found[1], request.asked.bidang):
        return gone
    proofs = found[2].evidence
    one = proofs[number(place) - 1] if 0 < number(place) <= len(proofs) else None
    kept = request.reader.rtl.file(one.file) if one and one.file else None
    return shown(kept, one.name) if one and kept else gone


def compose_minutes(request: Request[MinutesQuestion], office: Office) -> Message:
    wanted = number(request.asked.query)
    rtl = next((one for one in request.reader.rtl.items() if one.id == wanted), None)
    gone = Message(text=speaker(request, office)(Words("rtl.tidak_ada")))
    if rtl is None or rtl.forum is None or rtl.forum.file is None:
        return gone
    if not any(concerns(one, request.asked.bidang) for one in rtl.kegiatan):
        return gone
    kept = request.reader.rtl.file(rtl.forum.file)
    ending = kept.kind.rpartition("/")[2].replace("jpeg", "jpg") if kept else ""
    name = f"berita-acara-{rtl.periode}.{ending}".lower()
    return shown(kept, name) if kept else gone


def shown(kept: EvidenceFile, name: str) -> Message:
    """A photo to look at; anything else to open. What it is, its bytes say and not its sender."""
    ending = next((end for mark, end in PICTURES.items() if kept.content.startswith(mark)), None)
    fits = size(kept.content) is not None and len(kept.content) <= PICTURE_MOST
    if ending and fits:
        stem = name.rpartition(".")[0] or name
        return Message(text=name, picture=Picture(kept.content, name, f"{stem}.{ending}"))
    return Message(text=name, document=Document(kept.content, name, kept.kind))


def fetched(request: Request[object], proof: WaitingProof) -> bytes | None:
    """The bytes of what was sent; None: they are gone, too many, or it is no file at all."""
    if not isinstance(proof, WaitingFile):
        return None
    try:
        return request.fetch(proof.ref, FILE_MOST) or None
    except InputError:
        return None
    except FetchLater:
        since = request.row.caused_at
        if since is not None and request.now - since < PATIENCE:
            raise
        return None
