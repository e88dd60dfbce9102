"""`Invitation`: asks a visitor who agreed at the counter, by one row of the outbox.

The telephone number stands in that row alone and is deleted with it; a person who once stopped is
not invited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.desk.citizen.shown_choices import BEGIN
from bot.desk.citizen.visit_codes import UNINVITED
from core.language.catalogue import BASE, Words
from core.messaging.address import Address, Person
from core.messaging.outgoing import Choice, Draft, Message, ResendPolicy, Template

if TYPE_CHECKING:
    from datetime import datetime

    from core.office.agency import ServicePoint
    from core.office.document_table import Table
    from core.ports.store import Tx
    from core.survey.state import SurveyDefinition

LIFE = timedelta(hours=24)  # of an unsent invitation; later nobody remembers the visit
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation of `number` (+62…) from `sender`, the office's own number."""

    survey: SurveyDefinition
    sender: str
    number: str
    now: datetime

    @staticmethod
    def check(top: Table, number: str, *, agreed: bool) -> None:
        """Raise InputError for a number of another shape, or where `setuju` is not true."""
        if not _NUMBER.fullmatch(number):
            raise top.fault("whatsapp", "bukan nomor", "Tulis seperti +6281234567890")
        if not agreed:
            raise top.fault("setuju", "harus true", "Undang hanya yang setuju di loket")

    def send(self, tx: Tx, point: ServicePoint, code: str) -> None:
        """Write the invitation, at most one a day to a number, however often a machine asks."""
        if tx.people.answered(Person((f"wa-phone:{self.number}",)), UNINVITED, now=self.now):
            return
        sender = self.sender.removeprefix("whatsapp:")
        unit = self.survey.agency.unit_with(point.unit)
        named = unit.name if unit else self.survey.agency.name
        text = self.survey.texts.say(
            BASE, Words("kunjungan.undangan", {"unit": named, "kode": code})
        )
        day = self.now.astimezone(self.survey.agency.zone).date()
        if not tx.upkeep.remember(f"undangan:{self.number}:{day}", until=self.now + LIFE):
            return
        begin = Choice(f"{BEGIN}{code}", self.survey.texts.say(BASE, Words("tombol.mulai")))
        draft = Draft(
            to=Address("whatsapp", sender, self.number),
            body=Message(text, choices=(begin,), template=Template("invite", (named, code))),
            policy=ResendPolicy.POST,
            expires_at=self.now + LIFE,
            unit=point.unit,
        )
        tx.outbox.enqueue([draft], now=self.now, temporary=True)
