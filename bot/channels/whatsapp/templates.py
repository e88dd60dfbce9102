"""The reusable list of options: its definition for Twilio, and its variables for a question. Pure.

Twilio calls such a message a content template of the type list-picker. An office makes one, with
four rows, as docs/whatsapp.md prints it, and every screen of four options that fit is sent by it:
`WhatsApp` names its id (TWILIO_CONTENT_LIST_SID) and fills its variables. `skm doctor` compares the
definition with the content of the account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.channels.whatsapp.layout import ROWS

if TYPE_CHECKING:
    from bot.channels.whatsapp.layout import WhatsAppPart

TYPE = "twilio/list-picker"
# Names of the variables: "1" to "13", the body and three for each row.
_NUMBERS = tuple(str(number) for number in range(1, 3 * ROWS + 2))


def variables(part: WhatsAppPart) -> dict[str, str]:
    """ContentVariables of one message, by number.

    "1" is the body; of each row follow the label, the payload that comes back when it is tapped,
    and the words beneath the label, which are the option in full.

    `part` must have exactly ROWS rows, else ValueError: `layout.lay_out` gives a part either so
    many or none, and the channel sends one without rows as plain text.
    """
    values = [part.text]
    for row in part.rows:
        values += row
    return dict(zip(_NUMBERS, values, strict=True))


def content() -> dict[str, Any]:
    """The body to POST to Twilio's Content API; the id it returns is TWILIO_CONTENT_LIST_SID.

    An operator posts it once, as docs/whatsapp.md tells; the bot only compares (`fits`).
    """
    samples = {"1": "Pertanyaan"}
    items = []
    for row in range(1, ROWS + 1):
        label, payload, words = (str(3 * row + n) for n in (-1, 0, 1))
        samples |= {label: f"Pilihan {row}", payload: f"pilihan-{row}", words: f"Pilihan {row}"}
        items.append(
            {
                "item": _placeholder(label),
                "id": _placeholder(payload),
                "description": _placeholder(words),
            }
        )
    list_picker = {"body": _placeholder("1"), "button": "Pilih jawaban", "items": items}
    return {
        "friendly_name": "skm_pilihan",
        "language": "id",
        "variables": samples,
        "types": {TYPE: list_picker},
    }


def fits(types: Any) -> bool:
    """Tell whether a content template of the account can be filled by `variables`.

    `types`: the field of that name in the Content API's answer, of any shape. The text of the
    button is not compared: it holds no variable, and an office may choose its own.
    """
    given = types.get(TYPE) if isinstance(types, dict) else None
    wanted = content()["types"][TYPE]
    return isinstance(given, dict) and all(
        given.get(name) == wanted[name] for name in ("body", "items")
    )


def _placeholder(name: str) -> str:
    """Return the place of a variable in a content template: "{{1}}"."""
    return f"{{{{{name}}}}}"
