"""Evening news for staff: low scores, saran about money, payments for free layanan.

The job `scheduler/jobs/evening_news.py` requests each for its readers: low scores for admins and
for the bidang that owns the unsur, saran about money for admin and pengawas, payments for pimpinan
and pengawas. It comes at the end of a working day, and no news names a loket, an hour or a
citizen's words, so that no citizen can be recognised by it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.desk.citizen.notices import news_template
from bot.desk.staff.results import method
from core.language.catalogue import Words
from core.messaging.outgoing import Message
from core.ports.composer import Needless
from core.ports.requests.news import LowScoresNews, MoneySaranNews, PaidServiceNews

if TYPE_CHECKING:
    from bot.config.office import Office
    from core.language.catalogue import Fact, Says
    from core.messaging.outgoing import Template
    from core.ports.composer import Request
    from core.ports.requests.rtl import PeriodClosedNews

EveningRequest = LowScoresNews | MoneySaranNews | PaidServiceNews


def compose_low(request: Request[LowScoresNews], office: Office) -> Message:
    """Tell which unsur got low scores, and in how many of the new answers (`n`) each.

    The news says of itself that loket, hour and words are left out.
    """
    asked = request.asked
    told: dict[str, Fact] = {"unit": _unit(office, asked.unit), "n": asked.n}
    lines: list[Says] = [Words("harian.rendah", told)]
    for key, count in asked.unsur:
        lines.append(Words("harian.baris", {"unsur": Words(f"unsur.{key}"), "n": count}))
    return _message(request, office, lines, "rendah")


def compose_money(request: Request[MoneySaranNews], office: Office) -> Message:
    """Tell how many saran since a day speak of money; none is quoted."""
    asked = request.asked
    facts: dict[str, Fact] = {"unit": _unit(office, asked.unit), "n": asked.n}
    facts["sejak"] = asked.since
    return _message(request, office, [Words("harian.uang", facts)], "uang")


def compose_paid(request: Request[PaidServiceNews], office: Office) -> Message:
    """Tell how many answers since a day name a price for a layanan that is free."""
    asked = request.asked
    unit = office.agency.unit_with(asked.unit)
    service = unit.service(asked.layanan) if unit else None
    facts: dict[str, Fact] = {"layanan": service.name if service else asked.layanan}
    facts |= {"n": asked.n, "sejak": asked.since}
    return _message(request, office, [Words("harian.tidak_gratis", facts)], "gratis")


def _unit(office: Office, code: str) -> str:
    """The short name of a unit, which fits lines and templates.

    A unit that the agency's file no longer holds is called by its code.
    """
    unit = office.agency.unit_with(code)
    return unit.short if unit else code


def _message(
    request: Request[EveningRequest], office: Office, lines: list[Says], topic: str
) -> Message:
    """Put the lines into a message, over a button that tells how the figure was counted.

    `topic`: the paragraph that the button shows, one of `method.KNOWN`. Raises Needless, so that
    the row is dropped, where the recipient is no longer staff or can no longer be reached.
    """
    whom = request.asked.recipient
    if all(one.key != whom for one in request.reader.staff.recipients()):
        raise Needless("has left")
    say = partial(office.texts.say, request.asked.language)
    text = "\n".join(map(say, lines))
    how = method.button(topic, say)
    return Message(text=text, choices=(how,), template=template(request, office))


def template(request: Request[EveningRequest | PeriodClosedNews], office: Office) -> Template:
    """The template that announces the news: it names the unit and the day, never the matter.

    A provider approved its words beforehand, so it may go out while a WhatsApp window is shut.
    `bot/desk/staff/rtl/closing_news.py` announces the news of a closed period by it too.
    """
    of, language = _unit(office, request.asked.unit), request.asked.language
    return news_template.template(
        office.texts, office.agency, request.now, of=of, language=language
    )
