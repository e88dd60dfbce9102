"""The commands `data saya` and `hapus data`: the rows that lead to a person, and their erasure."""

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
    """Request the number of rows that lead to the sender."""
    return call.send(HoldingsQuestion(call.language, call.event.person.ids).envelope())


def erase(call: CommandCall) -> Decision:
    """Erase at once every row that leads to the sender, and say goodbye.

    The goodbye is the only row left, and leaves no trace either once it is sent.
    """
    call.tx.people.erase(call.event.person, call.event.address, now=call.event.at)
    said = call.say(Words("jawab.data_dihapus"))
    return Decision(None, drafts=(draft(call.event, Message(text=said)),))


def compose(request: Request[HoldingsQuestion], texts: Texts) -> Message:
    """Tell how many conversations, messages and promised news are held of the person."""
    person = Person(request.asked.ids)
    held = request.reader.people.holdings(person, request.row.to)
    # The answer is itself a waiting message; it is not counted.
    facts = {
        "percakapan": held["percakapan"],
        "pesan": max(0, held["pesan"] - 1),
        "kabar": held["kabar"],
    }
    return Message(text=texts.say(request.asked.language, Words("jawab.data_saya", facts)))
