"""Typed text in the survey: a command, an answer, a sentence, a number too early, or a miss.

`step` calls `answer_text` for every text; a text that could mean two choices is asked back (ADR
0005).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from core.language.catalogue import Joined, Says, Words
from core.language.free_text import SARAN_MOST, storable, too_long
from core.language.matching import Ambiguous, Match, TypedOption, bare, choose, normal
from core.office.visit import letters_of
from core.survey.beginning import last_seen_at, start
from core.survey.commands import command, stop
from core.survey.free_text import typed
from core.survey.moves import enter, reshow
from core.survey.presses import pick
from core.survey.screens import show
from core.survey.state import HASTY, MISSES, PAUSE

if TYPE_CHECKING:
    from core.language.option import Option
    from core.survey.state import Reply, Said, State, SurveyDefinition, Turn

SENTENCE_WORDS = 4  # a text of so many words, or of
SENTENCE_LETTERS = 25  # so many letters, is a sentence: the person is asked what it is about
CODE_MOST = 80  # letters of `mulai` and its code that are read
_PARTS = re.compile(r"\s*[/–]\s*")  # either part of "D4/S1" names the option


class _Offer(NamedTuple):
    """A screen, and its choices as the reader of typed words sees them."""

    reply: Reply
    options: list[TypedOption]


def answer_text(survey: SurveyDefinition, state: State, event: Said) -> Turn:
    """Answer a typed text.

    Tried in order: a stop, `mulai` with a code, a command (unless the screen has a choice of that
    name), and an answer to the screen.
    """
    text = event.text
    if not storable(text):
        return reshow(survey, state, Words("catat.tanda_rusak"))
    name = survey.texts.command(text)
    if name == "berhenti":
        return stop(survey, state)
    if (code := start_code(survey, text)) is not None:
        return start(survey, state, event.at, code)
    offer, written = _offer(survey, state), bare(text)
    named = any(written in option.also for option in offer.options)
    if name and not named:
        return command(survey, state, name, event)
    return _answer(survey, state, event, offer, free=offer.reply.free_text and not named)


def _answer(
    survey: SurveyDefinition, state: State, event: Said, offer: _Offer, *, free: bool
) -> Turn:
    if state.open and _overtakes(state, event, free=free):
        return reshow(survey, state, Words("catat.terlalu_cepat"))
    if len(event.text) > SARAN_MOST:
        return reshow(survey, state, too_long(event.text, SARAN_MOST))
    if state.open and _stop_inside(survey, event.text):
        return enter(survey, state._replace(text=event.text), "tanya_berhenti")
    if free and state.aside is None:
        return typed(survey, state, event.text)
    return _read(survey, state, event, offer)


def start_code(survey: SurveyDefinition, text: str) -> str | None:
    """Return the code behind `mulai` ("mulai LOKET-1"); None: the text is no such start.

    Only the code of a visit may be typed in two parts.
    """
    first, _, rest = normal(text[:CODE_MOST]).lstrip("/").partition(" ")
    starts = first in survey.texts.words_for("kata.mulai")
    return rest if starts and rest and (" " not in rest or letters_of(rest)) else None


def _overtakes(state: State, event: Said, *, free: bool) -> bool:
    """Tell whether words were typed before the question that they seem to answer could be read.

    Either the question has not arrived in the chat, or a bare number came within a second of it.
    """
    number = bare(event.text).isdecimal()
    if event.unseen and (number or not free):
        return True
    return event.guarded and number and event.at - last_seen_at(state) < HASTY


def _stop_inside(survey: SurveyDefinition, text: str) -> bool:
    words = {bare(word) for word in normal(text).split()}
    return bool(words & survey.texts.words_for("kata.berhenti"))


def _offer(survey: SurveyDefinition, state: State) -> _Offer:
    """Return the screen in front of the respondent, with every label that names its choices."""
    reply, language = show(survey, state), state.language

    def make() -> _Offer:
        return _Offer(reply, [_option(survey, language, one) for one in reply.choices])

    return survey.once(("baca", reply.fixed, language), make) if reply.fixed else make()


def _option(survey: SurveyDefinition, language: str, chosen: Option) -> TypedOption:
    """Return a choice for the reader of typed words, in the person's language and the form's."""
    languages = dict.fromkeys((language, survey.questionnaire.language))
    every = (chosen.label, *chosen.names)
    labels = tuple(survey.texts.say(code, name) for name in every for code in languages)
    also = survey.texts.words_for(chosen.also) if chosen.also else frozenset()
    parts = (part for label in labels for part in (label, *_PARTS.split(label)))
    return TypedOption(
        labels, also.union(map(bare, parts)), chosen.exact, chosen.letter, chosen.counted
    )


def _read(survey: SurveyDefinition, state: State, event: Said, offer: _Offer) -> Turn:
    choices = offer.reply.choices
    match choose(event.text, offer.options, survey.texts.short):
        case Match(index=index, typo=typo):
            return pick(survey, state, choices[index], event, typo=typo)
        case Ambiguous(indexes=indexes):
            return reshow(survey, state, _meant([choices[i] for i in indexes]))
    if state.aside and (beneath := _beneath(survey, state, event)):
        return beneath
    words = normal(event.text)
    long = len(words.split()) >= SENTENCE_WORDS or len(words) >= SENTENCE_LETTERS
    if state.open and long and state.here != "kalimat":
        return enter(survey, state._replace(text=event.text), "kalimat")
    return _missed(survey, state, event, sum(one.counted for one in choices))


def _beneath(survey: SurveyDefinition, state: State, event: Said) -> Turn | None:
    """Take words that answer the screen under an aside as its answer; digits are not taken so."""
    waiting = state._replace(aside=None, text=None)
    offer = _offer(survey, waiting)
    read = choose(event.text, offer.options, survey.texts.short)
    if not isinstance(read, Match) or bare(event.text).isdecimal():
        return None
    return pick(survey, waiting, offer.reply.choices[read.index], event, typo=read.typo)


def _meant(choices: list[Option]) -> Words:
    names: list[Says] = [(one.names or (one.label,))[0] for one in choices]
    return Words("catat.maksud", {"awal": Joined(", ", tuple(names[:-1])), "akhir": names[-1]})


def _missed(survey: SurveyDefinition, state: State, event: Said, counted: int) -> Turn:
    if not state.open:
        return reshow(survey, state)
    if event.at - last_seen_at(state) > PAUSE:  # a greeting after a pause counts as no miss
        back = state._replace(misses=0)
        return (
            reshow(survey, back) if state.screen == "salam" else enter(survey, back, "kembali_lagi")
        )
    state = state._replace(misses=state.misses + 1)
    if state.misses >= MISSES:
        return enter(survey, state._replace(misses=0), "macet")
    number = counted if counted > 1 else None
    return reshow(survey, state, Words("catat.belum_terbaca", {"sampai": number}))
