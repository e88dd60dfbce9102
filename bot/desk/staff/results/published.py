"""`hasil`: the published results, for everybody who may not read running figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ikm.index import WEIGHTS
from core.language.catalogue import Words
from core.language.decimals import comma
from core.messaging.outgoing import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config.office import Office
    from core.language.catalogue import Says
    from core.ports.composer import Request
    from core.ports.requests.figures import PublishedQuestion
    from core.ports.results import Publication


def compose(request: Request[PublishedQuestion], office: Office) -> Message:
    """Show the newest publication of each unit, and the reason for showing no more."""

    def say(words: Says) -> str:
        return office.texts.say(request.asked.language, words)

    newest: dict[str, str] = {}
    for row in request.reader.results.published():
        if row.unit not in newest:
            newest[row.unit] = _published(row, office, say)
    # Staff of a loket are told that those who hand out the survey do not see its scores.
    asker = "petugas_loket" if request.asked.staff else "bukan_petugas"
    shown = [*newest.values(), say(Words(f"jawab.ikm_{asker}"))]
    return Message(text="\n\n".join(shown))


def _published(row: Publication, office: Office, say: Callable[[Says], str]) -> str:
    told = row.figures
    unit = office.agency.unit_with(row.unit)
    facts = {
        "label": row.label,
        "unit": unit.short if unit else row.unit,
        "ikm": comma(told["ikm"]),
        "mutu": told["mutu"],
        "kinerja": told["kinerja"],
        "n": told["n"],
    }
    lines: list[Says] = [Words("ikm.hasil", facts)]
    for one in told["unsur"]:
        nrr = comma(one["nrr"])
        named = {"kode": one["code"], "nama": Words(f"unsur.{one['key']}"), "nrr": nrr}
        lines.append(Words("ikm.hasil_unsur", {**named, "mutu": one["mutu"]}))
    weight = WEIGHTS[told["weight_policy"]]
    lines.append(Words("ikm.hasil_catatan", {"bobot": weight, "revisi": row.revision}))
    return "\n".join(map(say, lines))
