"""Evidence and minutes opened in chat: for their bidang, and for roles that examine all bidang.

`report` and `forum` use `fetched` to get new files from a channel.
"""

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
PICTURE_MOST = 10 * 2**20  # most bytes that Telegram shows as a photo
PATIENCE = timedelta(hours=24)  # after so long a file that cannot be fetched is given up


def ask(call: CommandCall, asks: type[ProofQuestion | MinutesQuestion]) -> Decision:
    """Request a file; the trail notes the sender.

    `call.args`: "12 1" is a realisasi and the place of a piece of its evidence, "3" an item whose
    minutes are meant.
    """
    whose = concern(call, EXAMINERS)
    if whose == ():
        return call.reply(Words("dialog.bukan_petugas"))
    who = call.tx.staff.audit_name(call.event.person)
    facts = {"apa": asks.name, "id": call.args[:40]}
    call.tx.staff.audit(who, "rtl_berkas", facts, now=call.event.at)
    return call.send(asks(call.language, whose, call.args).envelope())


def compose_proof(request: Request[ProofQuestion], office: Office) -> Message:
    """Show the piece of evidence that was asked for, or say that there is none."""
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
    """Show the minutes of an item's forum, or say that there are none."""
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
    """A file as a message: PNG and JPEG as a picture to look at, all else as a document to open.

    The bytes tell the kind of the file, not the sender's word. Pictures over 10 MiB are documents,
    because `sendPhoto` of the Telegram Bot API takes no larger ones.
    """
    ending = next((end for mark, end in PICTURES.items() if kept.content.startswith(mark)), None)
    fits = size(kept.content) is not None and len(kept.content) <= PICTURE_MOST
    if ending and fits:
        stem = name.rpartition(".")[0] or name
        return Message(text=name, picture=Picture(kept.content, name, f"{stem}.{ending}"))
    return Message(text=name, document=Document(kept.content, name, kept.kind))


def fetched(request: Request[object], proof: WaitingProof) -> bytes | None:
    """The bytes of evidence that lies with a channel, of at most 20 MiB.

    None for a link, for a file that is gone or too large, and after 24 hours of trying. Raises
    FetchLater before, so that the request waits.
    """
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
