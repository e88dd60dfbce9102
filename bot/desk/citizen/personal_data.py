"""`data saya` and `hapus data`: what still leads to a person, and its erasure at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.command import draft
from core.language.catalogue import Words
from core.messaging.address import Person
from core.messaging.outgoing import Message
from core.ports.conversations import Decision
from core.ports.requests.people import HoldingsQuestion

if TYPE_CHECKING:
    from bot.desk.command import CommandCall
    from core.language.catalogue import Texts
    from core.ports.composer import Request


def show(call: CommandCall) -> Decision:
    return call.send(HoldingsQuestion(call.language, call.event.person.ids).envelope())


def erase(call: CommandCall) -> Decision:
    """The goodbye is all that is left, and leaves no trace either once it is sent."""
    call.tx.people.erase(call.event.person, call.event.address, now=call.event.at)
    said = call.say(Words("jawab.data_dihapus"))
    return Decision(None, drafts=(draft(call.event, Message(text=said)),))


def compose(request: Request[HoldingsQuestion], texts: Texts) -> Message:
    person = Person(request.asked.ids)
    held = request.reader.people.holdings(person, request.row.to)
    # The message that tells this is itself waiting: it is not something we hold of the person.
    facts = {
        "percakapan": held["percakapan"],
        "pesan": max(0, held["pesan"] - 1),
        "kabar": held["kabar"],
    }
    return Message(text=texts.say(request.asked.language, Words("jawab.data_saya", facts)))
