"""The method of counting a figure, where it needs no figures: one paragraph, and its button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.staff.question import speaker
from core.language.catalogue import Words
from core.messaging.outgoing import Choice, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config.office import Office
    from core.language.catalogue import Says
    from core.ports.composer import Request
    from core.ports.requests.figures import MethodQuestion

KNOWN = ("profil", "putus", "saran", "rtl", "rendah", "uang", "gratis")


def button(about: str, say: Callable[[Says], str]) -> Choice:
    """A button that shows the paragraph of `about`, one of `KNOWN`."""
    return Choice(f"kt:cara_hitung:{about}", say(Words("tombol.hitung")))


def compose(request: Request[MethodQuestion], office: Office) -> Message:
    """The paragraph of the request; foreign names in a button get the first of `KNOWN`."""
    say, about = speaker(request, office), request.asked.query.strip()
    known = about if about in KNOWN else KNOWN[0]
    head = say(Words(f"cara_hitung.judul_{known}"))
    return Message(text=say(Words(f"cara_hitung.{known}")), heading=head)
