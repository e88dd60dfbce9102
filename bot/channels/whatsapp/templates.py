"""The reusable list of options: its definition for Twilio, and its variables for a question. Pure.

`skm doctor` compares the definition with the account's content; `WhatsApp` fills the variables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.channels.whatsapp.layout import ROWS

if TYPE_CHECKING:
    from bot.channels.whatsapp.layout import WhatsAppPart

TYPE = "twilio/list-picker"
_NUMBERS = tuple(str(number) for number in range(1, 3 * ROWS + 2))


def variables(part: WhatsAppPart) -> dict[str, str]:
    """ContentVariables of one message, by number.

    "1" is the body; label, payload and official words of each row follow.
    """
    values = [part.text]
    for row in part.rows:
        values += row
    return dict(zip(_NUMBERS, values, strict=True))


def content() -> dict[str, Any]:
    """The body to POST to Twilio's Content API; the id it returns is TWILIO_CONTENT_LIST_SID."""
    samples = {"1": "Pertanyaan"}
    items = []
    for row in range(1, ROWS + 1):
        label, payload, words = (str(3 * row + n) for n in (-1, 0, 1))
        samples |= {label: f"Pilihan {row}", payload: f"pilihan-{row}", words: f"Pilihan {row}"}
        items.append({"item": _hole(label), "id": _hole(payload), "description": _hole(words)})
    list_picker = {"body": _hole("1"), "button": "Pilih jawaban", "items": items}
    return {
        "friendly_name": "skm_pilihan",
        "language": "id",
        "variables": samples,
        "types": {TYPE: list_picker},
    }


def fits(types: Any) -> bool:
    """Whether a content of the account takes these variables.

    `types`: the field of that name in the Content API's answer, of any shape.
    """
    given = types.get(TYPE) if isinstance(types, dict) else None
    wanted = content()["types"][TYPE]
    return isinstance(given, dict) and all(
        given.get(name) == wanted[name] for name in ("body", "items")
    )


def _hole(name: str) -> str:
    return f"{{{{{name}}}}}"
