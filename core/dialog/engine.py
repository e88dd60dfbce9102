"""The engine of staff dialogues: `begin`, `resume` and `step` lead through any `Dialog`.

`bot.desk.dialogs` calls the engine for every event while a dialogue is open. The engine asks no
clock and no store. The desk answers commands of the whole bot before; of the survey's commands the
engine obeys kembali, batal and berhenti.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zlib import crc32

from core.dialog.values import (
    AnswerRefused,
    AnswerTaken,
    Data,
    DialogAttachment,
    DialogLeft,
    DialogPress,
    DialogState,
    DialogText,
    DialogTurn,
    FileGiven,
    Picked,
    Typed,
)
from core.errors import InputError
from core.language.catalogue import Joined, Words
from core.language.free_text import storable, too_long
from core.language.matching import Ambiguous, Match, TypedOption, bare, choose, normal
from core.messaging.session_id import session_id
from core.periods import periode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.dialog.values import Ask, Dialog, DialogEvent, DialogFacts, Given
    from core.language.catalogue import Says
    from core.language.option import Option

MARK = "fl"  # the first part of a payload, by which the desk knows a button of a dialogue
CODE_MOST = 24  # letters of a code in a payload; a longer code is replaced by its CRC-32
LEAVE = frozenset({"batal", "berhenti"})


def begin(
    dialog: Dialog[Data], content: Data, facts: DialogFacts, note: Words | None = None
) -> DialogTurn[Data]:
    """Begin a dialogue and ask its first question.

    A dialogue with nothing to ask ends at once: the turn bears its effect and no place.
    """
    return _go(dialog, DialogState(session_id(facts.now), "", content), None, facts, note)


def resume(
    dialog: Dialog[Data], stored: Mapping[str, Any], facts: DialogFacts
) -> DialogState[Data] | DialogTurn[Data]:
    """Read the state of a dialogue out of its JSON {"flow", "version", "data"}.

    A state of another version, or one that does not fit the facts any more, cannot go on: then the
    result is the turn that begins the dialogue anew and says so.
    """
    found = stored.get("data")
    data: Mapping[str, Any] = found if isinstance(found, dict) else {}
    content = data.get("isi", {})
    try:
        read = dialog.data.from_json(content, stored.get("version", 0))
        place = DialogState(str(data.get("sesi", "")), str(data.get("di", "")), read)
        if place.step in dialog.route(place.content, facts):
            # The question raises InputError where an answer that it tells is missing.
            dialog.ask(place.step, place.content, facts)
            return place
    except InputError:
        pass
    return _anew(dialog, content if isinstance(content, dict) else {}, facts)


def _anew(dialog: Dialog[Data], content: Mapping[str, Any], facts: DialogFacts) -> DialogTurn[Data]:
    """Begin again from the fields in `DialogData.keeps`; without them the dialogue is cancelled."""
    try:
        kept = dialog.data.begun_again(content)
    except InputError:
        return DialogTurn(None, note=Words("dialog.dibatalkan"))
    return begin(dialog, kept, facts, Words("dialog.diperbarui"))


def step(
    dialog: Dialog[Data], place: DialogState[Data], event: DialogEvent, facts: DialogFacts
) -> DialogTurn[Data]:
    """Answer one event of an open dialogue: go on, go back, ask again or end it."""
    match event:
        case DialogPress():
            return _chose(dialog, place, event, facts)
        case DialogText(text=text):
            return _said(dialog, place, text, facts)
        case DialogAttachment(attachment=attachment):
            ask = dialog.ask(place.step, place.content, facts)
            if not ask.takes_file or attachment is None:
                why = "dialog.bukan_lampiran" if not ask.takes_file else "dialog.lampiran_lain"
                return again(dialog, place, facts, Words(why))
            return _give(dialog, place, FileGiven(attachment), facts)


def expects(
    dialog: Dialog[Data], place: DialogState[Data], text: str, tail: str, facts: DialogFacts
) -> bool:
    """Return whether typed words answer the open question, though they begin like a command.

    `tail` is the text behind the command's word. "petugas bidang" names a choice and is an answer;
    "saran warga kami bahas" is an answer where the question takes text; "ikm 2026" never is, for a
    period follows the word.
    """
    ask = dialog.ask(place.step, place.content, facts)
    if any(_names(text, _option(one, facts)) for one in ask.choices):
        return True
    return ask.takes_text and bool(tail) and not _begins_with_period(tail, facts)


def _begins_with_period(text: str, facts: DialogFacts) -> bool:
    words = text.split()
    for many in range(len(words), 0, -1):
        with suppress(InputError):
            periode.parse(" ".join(words[:many]), facts.today)
            return True
    return False


def again(
    dialog: Dialog[Data], place: DialogState[Data], facts: DialogFacts, note: Words | None = None
) -> DialogTurn[Data]:
    """Ask the open question once more, below an optional note."""
    return DialogTurn(place, dialog.ask(place.step, place.content, facts), note)


# -- presses -------------------------------------------------------------------------------------


def payload(place: DialogState[Data], code: str) -> str:
    """Return the payload of a choice's button, at most 64 bytes of ASCII.

    It names the dialogue, this run of it, the question and the choice, so that a press of an older
    screen is recognised. Telegram's Bot API allows `callback_data` of 1-64 bytes.
    """
    return f"{MARK}:{place.content.flow}:{place.session}:{place.step}:{_told(code)}"


def _told(code: str) -> str:
    short = code.isascii() and len(code) <= CODE_MOST and ":" not in code
    return code if short else f"{crc32(code.encode()):08x}"


def _chose(
    dialog: Dialog[Data], place: DialogState[Data], event: DialogPress, facts: DialogFacts
) -> DialogTurn[Data]:
    for one in dialog.ask(place.step, place.content, facts).choices:
        if event.payload == payload(place, one.code):
            return _give(dialog, place, Picked(one.code), facts)
    note = Words("catat.tombol_lama")
    return DialogTurn(place, notice=note) if event.popup else again(dialog, place, facts, note)


# -- typed words ---------------------------------------------------------------------------------


def _said(
    dialog: Dialog[Data], place: DialogState[Data], text: str, facts: DialogFacts
) -> DialogTurn[Data]:
    if not storable(text):
        return again(dialog, place, facts, Words("catat.tanda_rusak"))
    ask = dialog.ask(place.step, place.content, facts)
    options = [_option(one, facts) for one in ask.choices]
    named = next((i for i, one in enumerate(options) if _names(text, one)), None)
    if named is not None:
        return _give(dialog, place, Picked(ask.choices[named].code), facts)
    command = facts.texts.command(text)
    if command in LEAVE:
        return DialogTurn(None, note=Words("dialog.dibatalkan"))
    if command == "kembali":
        return _back(dialog, place, facts)
    if ask.takes_text:
        return _typed(dialog, place, text, ask, facts)
    return _read(dialog, place, text, options, facts)


def _option(one: Option, facts: DialogFacts) -> TypedOption:
    languages = dict.fromkeys((facts.language, "id"))
    labels = [facts.texts.say(code, name) for name in (one.label, *one.names) for code in languages]
    also = facts.texts.words_for(one.also) if one.also else frozenset()
    return TypedOption(tuple(labels), also, one.exact)


def _names(text: str, option: TypedOption) -> bool:
    said = bare(text)
    return bool(said) and (said in option.also or said in map(bare, option.labels))


def _typed(
    dialog: Dialog[Data], place: DialogState[Data], text: str, ask: Ask, facts: DialogFacts
) -> DialogTurn[Data]:
    if not normal(text):
        return again(dialog, place, facts, Words("catat.kosong"))
    if len(text) > ask.most:
        return again(dialog, place, facts, too_long(text, ask.most))
    return _give(dialog, place, Typed(text.strip()), facts)


def _read(
    dialog: Dialog[Data],
    place: DialogState[Data],
    text: str,
    options: list[TypedOption],
    facts: DialogFacts,
) -> DialogTurn[Data]:
    choices = dialog.ask(place.step, place.content, facts).choices
    match choose(text, options, facts.texts.short):
        case Match(index=index):
            return _give(dialog, place, Picked(choices[index].code), facts)
        case Ambiguous(indexes=indexes):
            names: list[Says] = [choices[i].label for i in indexes]
            meant = {"awal": Joined(", ", tuple(names[:-1])), "akhir": names[-1]}
            return again(dialog, place, facts, Words("catat.maksud", meant))
    return again(dialog, place, facts, Words("dialog.belum_terbaca"))


# -- going from step to step ---------------------------------------------------------------------


def _give(
    dialog: Dialog[Data], place: DialogState[Data], given: Given, facts: DialogFacts
) -> DialogTurn[Data]:
    match dialog.take(place.step, place.content, given, facts):
        case AnswerRefused(why=why):
            return again(dialog, place, facts, why)
        case DialogLeft(note=note):
            return DialogTurn(None, note=note)
        case AnswerTaken(data=data, at=at, note=note):
            return _go(dialog, replace(place, content=data), at, facts, note)


def _go(
    dialog: Dialog[Data],
    place: DialogState[Data],
    at: str | None,
    facts: DialogFacts,
    note: Words | None,
) -> DialogTurn[Data]:
    """Go to the named step or to the following one; after the last step the dialogue is done."""
    route = list(dialog.route(place.content, facts))
    following = route.index(place.step) + 1 if place.step in route else 0
    target = at or (route[following] if following < len(route) else None)
    if target is None:
        return DialogTurn(None, note=note, effect=dialog.done(place.content, facts))
    return again(dialog, replace(place, step=target), facts, note)


def _back(dialog: Dialog[Data], place: DialogState[Data], facts: DialogFacts) -> DialogTurn[Data]:
    route = list(dialog.route(place.content, facts))
    here = route.index(place.step)
    if here == 0:
        return again(dialog, place, facts, Words("dialog.awal"))
    return again(dialog, replace(place, step=route[here - 1]), facts, Words("catat.kembali"))
