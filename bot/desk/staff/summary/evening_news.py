"""What the end of a working day tells: low scores, saran about money, payments for what is free."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.desk.citizen import news_template as kabar
from bot.desk.staff.results import method as cara_hitung
from core.language.catalogue import Words
from core.messaging.outgoing import Message
from core.ports.composer import Needless

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config.office import Office
    from core.language.catalogue import Fact, Says
    from core.messaging.outgoing import Template
    from core.ports.composer import Request


def compose_low(request: Request, office: Office) -> Message:
    """Without loket, hour or words: which unsur, over how many answers."""
    args = request.args
    lines: list[Says] = [Words("harian.rendah", {"unit": _unit(office, args), "n": args["n"]})]
    for key, count in args["unsur"]:
        lines.append(Words("harian.baris", {"unsur": Words(f"unsur.{key}"), "n": count}))
    return _message(request, office, lines, "rendah")


def compose_money(request: Request, office: Office) -> Message:
    args = request.args
    facts: dict[str, Fact] = {"unit": _unit(office, args), "n": args["n"]}
    facts["sejak"] = date.fromisoformat(args["sejak"])
    return _message(request, office, [Words("harian.uang", facts)], "uang")


def compose_paid(request: Request, office: Office) -> Message:
    args = request.args
    unit = office.agency.place(args["unit"])
    service = unit.service(args["layanan"]) if unit else None
    facts: dict[str, Fact] = {"layanan": service.nama if service else args["layanan"]}
    facts |= {"n": args["n"], "sejak": date.fromisoformat(args["sejak"])}
    return _message(request, office, [Words("harian.tidak_gratis", facts)], "gratis")


def _unit(office: Office, args: Mapping[str, Any]) -> str:
    unit = office.agency.place(args["unit"])
    return unit.singkat if unit else str(args["unit"])


def _message(request: Request, office: Office, lines: list[Says], about: str) -> Message:
    """Whoever has left meanwhile gets nothing."""
    whom = request.args["penerima"]
    if all(one.kunci != whom for one in request.reader.staff.recipients()):
        raise Needless("has left")
    language = request.args["bahasa"]
    say = partial(office.texts.say, language)
    text = "\n".join(map(say, lines))
    how = cara_hitung.button(about, say)
    return Message(text=text, choices=(how,), template=template(request, office))


def template(request: Request, office: Office) -> Template:
    of, language = _unit(office, request.args), request.args["bahasa"]
    return kabar.template(office.texts, office.agency, request.now, of=of, language=language)


COMPOSERS = {
    "nilai_rendah": compose_low,
    "saran_uang": compose_money,
    "tidak_gratis": compose_paid,
}
