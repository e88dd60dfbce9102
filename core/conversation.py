"""The heart: step(survey, state, event) -> Turn. No clock, no database, no words, no channel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.answers import Ambiguous, Match, Option, bare, choose, normal
from core.talk.beginning import fresh, opened, placed, renewed, restart, seen, started
from core.talk.commands import ASIDES, command, explain, stop
from core.talk.moves import closed, enter, noted, reshow
from core.talk.recording import apply
from core.talk.route import service_name
from core.talk.screens import show
from core.talk.state import (
    CLOSED,
    HASTY,
    KEPT,
    MISSES,
    SARAN_MOST,
    Attached,
    Checked,
    Chose,
    Event,
    Finished,
    Opened,
    Said,
    Started,
    State,
    Survey,
    Turn,
    from_json,
)
from core.talk.typed import storable, too_long, typed
from core.texts import Joined, Says, Words

if TYPE_CHECKING:
    from datetime import datetime

    from core.talk.state import Pilih

__all__ = [
    "Attached",
    "Checked",
    "Chose",
    "Event",
    "Opened",
    "Said",
    "Started",
    "State",
    "Survey",
    "Turn",
    "from_json",
    "payload",
    "step",
]

SENTENCE_WORDS = 4
SENTENCE_LETTERS = 25
CODE_MOST = 80


def step(survey: Survey, state: State | None, event: Event) -> Turn:
    """One event, one turn. Deterministic; whoever wrote or pressed always gets an answer.

    `state` None means that nothing is kept of this person. The order of the screens is the form's
    (PermenPANRB 14/2017, lampiran).
    """
    if state is None or event.at - seen(state) > KEPT:
        turn = _first(survey, event)
    elif state.snapshot != survey.questionnaire.snapshot:
        turn = renewed(survey, state)
    else:
        turn = _handle(survey, state, event)
    return replace(turn, state=replace(turn.state, dilihat=event.at.timestamp()))


def _first(survey: Survey, event: Event) -> Turn:
    """Whatever a new person sends, we introduce ourselves; a stop is a stop even then."""
    state = fresh(survey, event.at, getattr(event, "bahasa", None))
    match event:
        case Chose():
            return _old_press(survey, replace(state, layar="tutup"), event)
        case Said(text=text) if survey.texts.command(text) == "berhenti":
            return stop(survey, state)
        case Said(text=text):
            turn = placed(survey, state, _code_of(survey, text) or "")
            asked = survey.texts.command(text)
            return enter(survey, turn.state, asked) if asked in ASIDES else turn
        case Started(kode=kode) | Opened(kode=kode):
            return placed(survey, state, kode)
    return reshow(survey, placed(survey, state, "").state, _not_kept(survey))


def _handle(survey: Survey, state: State, event: Event) -> Turn:
    match event:
        case Started(kode=kode):
            return started(survey, state, event.at, kode)
        case Opened():
            return opened(survey, state, event)
        case Chose():
            return _chose(survey, state, event)
        case Said():
            return _said(survey, state, event)
        case Checked():
            return _checked(survey, state, event)
    return reshow(survey, state, _not_kept(survey))


def _not_kept(survey: Survey) -> Words:
    return Words("catat.lampiran", {"petugas": survey.agency.pengaduan.petugas})


# -- presses -------------------------------------------------------------------------------------


def payload(state: State, layar: str, code: str) -> str:
    """At most 64 bytes: bound to the questionnaire's version, the survey and the question."""
    return f"sv:{_mine(state)}:{layar}:{code}"


def _mine(state: State) -> str:
    return f"{state.snapshot[:4]}{state.sesi}"


def _chose(survey: Survey, state: State, event: Chose) -> Turn:
    parts = event.payload.split(":")
    if len(parts) != 4 or parts[:2] != ["sv", _mine(state)]:  # noqa: PLR2004
        return _old_press(survey, state, event)
    layar, code = parts[2:]
    if layar == state.here:
        for pilih in show(survey, state).choices:
            if pilih.code == code:
                return _picked(survey, state, pilih, event)
    return _old_press(survey, state, event, layar)


def _picked(
    survey: Survey, state: State, pilih: Pilih, event: Event, *, typo: bool = False
) -> Turn:
    """A choice of the screen in front of the respondent, pressed or typed."""
    match pilih.code:
        case "apa":
            return explain(survey, state, event)
        case "kembali" if state.here != "ubah":
            return command(survey, state, "kembali", event)
        case "batal":
            return command(survey, state, "batal", event)
        case "hapus":
            return closed(survey, state, "catat.dihapus")
        case "mulai" | "dari_awal":
            return restart(survey, state, event.at, state.teks or "")
    turn = apply(survey, state, pilih, event.at, typo=typo)
    if turn.state.meleset:
        turn = replace(turn, state=replace(turn.state, meleset=0))
    return turn


def _old_press(survey: Survey, state: State, event: Chose, layar: str = "") -> Turn:
    """A press on an old question, a double tap, a press of an earlier version: harmless."""
    key = layar.removeprefix("t.")
    score = state.nilai.get(key) if layar.startswith("t.") else None
    if score:
        words = Words("catat.sudah_dijawab", {"jawaban": Words(f"tanya.{key}.opsi.{score}")})
    else:
        words = Words("catat.tombol_lama" if state.open else "catat.tombol_mati")
    return Turn(state, notice=words) if event.popup else reshow(survey, state, words)


# -- typed words ---------------------------------------------------------------------------------


def _said(survey: Survey, state: State, event: Said) -> Turn:
    text = event.text
    if not storable(text):
        return reshow(survey, state, Words("catat.tanda_rusak"))
    name = survey.texts.command(text)
    if name == "berhenti":
        return stop(survey, state)
    if (kode := _code_of(survey, text)) is not None:
        return started(survey, state, event.at, kode)
    reply = show(survey, state)
    options = _options(survey, state, reply.choices)
    named = _names(text, options)
    if name and not named:
        return command(survey, state, name, event)
    return _answer(survey, state, event, options, free=reply.free_text and not named)


def _answer(
    survey: Survey, state: State, event: Said, options: list[Option], *, free: bool
) -> Turn:
    if _hasty(state, event):
        return reshow(survey, state, Words("catat.terlalu_cepat"))
    if len(event.text) > SARAN_MOST:
        return reshow(survey, state, too_long(event.text, SARAN_MOST))
    if state.open and _stop_inside(survey, event.text):
        return enter(survey, replace(state, teks=event.text), "tanya_berhenti")
    if free and state.sisipan is None:
        return typed(survey, state, event.text)
    return _read(survey, state, event, options)


def _code_of(survey: Survey, text: str) -> str | None:
    """ "mulai LOKET-1" is a start with a code."""
    first, _, rest = normal(text[:CODE_MOST]).lstrip("/").partition(" ")
    starts = first in survey.texts.words_for("kata.mulai")
    return rest if starts and rest and " " not in rest else None


def _hasty(state: State, event: Said) -> bool:
    """A number that overtakes the question it seems to answer was meant for another."""
    soon = event.at - seen(state) < HASTY
    return event.guarded and soon and state.open and bare(event.text).isdecimal()


def _stop_inside(survey: Survey, text: str) -> bool:
    words = {bare(word) for word in normal(text).split()}
    return bool(words & survey.texts.words_for("kata.berhenti"))


def _options(survey: Survey, state: State, choices: tuple[Pilih, ...]) -> list[Option]:
    """The choices as a reader of typed words sees them, in the person's language and the form's."""
    languages = dict.fromkeys((state.bahasa, survey.questionnaire.bahasa))

    def option(pilih: Pilih) -> Option:
        every = (pilih.label, *pilih.names)
        labels = tuple(survey.texts.say(code, name) for name in every for code in languages)
        also = survey.texts.words_for(pilih.also) if pilih.also else frozenset()
        return Option(labels, also, pilih.exact, pilih.letter, pilih.counted)

    return [option(one) for one in choices]


def _names(text: str, options: list[Option]) -> bool:
    said = bare(text)
    return any(said in option.also or said in map(bare, option.labels) for option in options)


def _read(survey: Survey, state: State, event: Said, options: list[Option]) -> Turn:
    choices = show(survey, state).choices
    match choose(event.text, options, survey.texts.short):
        case Match(index=index, typo=typo):
            return _picked(survey, state, choices[index], event, typo=typo)
        case Ambiguous(indexes=indexes):
            return reshow(survey, state, _meant([choices[i] for i in indexes]))
    if state.sisipan and (beneath := _beneath(survey, state, event)):
        return beneath
    said = normal(event.text)
    long = len(said.split()) >= SENTENCE_WORDS or len(said) >= SENTENCE_LETTERS
    if state.open and long and state.here != "kalimat":
        return enter(survey, replace(state, teks=event.text), "kalimat")
    return _missed(survey, state, sum(one.counted for one in choices))


def _beneath(survey: Survey, state: State, event: Said) -> Turn | None:
    """Words that answer the question under an aside are taken as its answer; digits are not."""
    waiting = replace(state, sisipan=None, teks=None)
    choices = show(survey, waiting).choices
    read = choose(event.text, _options(survey, waiting, choices), survey.texts.short)
    if not isinstance(read, Match) or bare(event.text).isdecimal():
        return None
    return _picked(survey, waiting, choices[read.index], event, typo=read.typo)


def _meant(choices: list[Pilih]) -> Words:
    names: list[Says] = [(one.names or (one.label,))[0] for one in choices]
    return Words("catat.maksud", {"awal": Joined(", ", tuple(names[:-1])), "akhir": names[-1]})


def _missed(survey: Survey, state: State, counted: int) -> Turn:
    if not state.open:
        return reshow(survey, state)
    state = replace(state, meleset=state.meleset + 1)
    if state.meleset >= MISSES:
        return enter(survey, replace(state, meleset=0), "macet")
    number = counted if counted > 1 else None
    return reshow(survey, state, Words("catat.belum_terbaca", {"sampai": number}))


# -- the answer to a check, and the end ------------------------------------------------------------


def _checked(survey: Survey, state: State, event: Checked) -> Turn:
    if event.already:
        kept = replace(state, nilai={}, dicek=False, kirim=False, ubah=None, sisipan=None)
        return reshow(survey, replace(kept, layar="sudah"))
    if state.kirim:
        return _finish(survey, state, event.at)
    note = None
    if not state.diberitahu:
        note = Words("catat.tercatat", {"jawaban": service_name(survey, state)})
    return reshow(survey, replace(state, dicek=True), note)


def _finish(survey: Survey, state: State, at: datetime) -> Turn:
    assert state.unit  # noqa: S101 - the review cannot be reached without a place
    assert state.layanan  # noqa: S101
    finished = Finished(
        unit=state.unit,
        layanan=state.layanan,
        loket=state.loket,
        bahasa=state.bahasa,
        profil=state.profil,
        nilai=state.nilai,
        durasi=max(0, int(at.timestamp() - (state.mulai or at.timestamp()))),
    )
    done = State(state.snapshot, state.sesi, state.bahasa, layar=CLOSED[0])
    return Turn(done, (show(survey, done),), finished=finished, saran=noted(survey, state))
