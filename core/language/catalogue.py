"""The catalogues of one deployment (`Texts`): sentences by key and language, with facts filled in.

A placeholder `{name}` without a value drops its line, or its [[fragment]] when it stands in one.
The values that are filled in are never interpreted. Survey, dialogs, desk and web pages say
everything through `Texts.say`; `core` itself holds keys only (ADR 0004).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from core.language.matching import bare, normal
from core.language.stop_wish import Wish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.office.questionnaire import Questionnaire

_HOLE = re.compile(r"\{(\w+)\}")
_FRAGMENT = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_NOTHING: frozenset[str] = frozenset()
BASE = "id"  # the language that every key falls back to
INSTRUMENT = ("tanya.", "profil.", "unsur.")  # words of a questionnaire, not of the bot


NO_MORE: Mapping[str, str | None] = {}  # the usual `more` of Texts.say


class Words(NamedTuple):
    """A sentence by its catalogue key, and the facts for its placeholders.

    A fact may be a sentence by key itself; it is said in the same language.
    """

    key: str
    args: Mapping[str, Fact] = {}


class Joined(NamedTuple):
    """Several texts in a row, with `glue` between them."""

    glue: str
    parts: tuple[Says, ...]


Says = str | Words | Joined  # a plain string is shown as it is
Say = Callable[[Says], str]  # Texts.say with the reader's language already chosen
Fact = Says | int | date | None


def flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values of nested tables under dotted keys: ("layar.salam", "Halo …")."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def holes(template: str) -> set[str]:
    """Return the names of the placeholders in a template."""
    return set(_HOLE.findall(template))


class Pattern:
    """A template that is parsed once for each set of facts that may be missing."""

    __slots__ = ("_forms", "holes", "text")

    def __init__(self, template: str) -> None:
        self.text = template.strip("\n")
        self.holes = tuple(sorted(holes(template)))
        self._forms: dict[frozenset[str], str] = {}

    def fill(self, said: Mapping[str, str | None]) -> str:
        """Return the text; `said` maps every placeholder to its value (None: it has none)."""
        lacks = _NOTHING
        if None in said.values():
            lacks = frozenset(hole for hole, value in said.items() if value is None)
        form = self._forms.get(lacks)
        if form is None:
            form = self._forms[lacks] = self._form(lacks)
        return form % said

    def _form(self, lacks: frozenset[str]) -> str:
        """Return a `%` format without the lines and fragments that cannot be filled."""

        def fragment(found: re.Match[str]) -> str:
            return "" if holes(found[1]) & lacks else found[1]

        lines = _FRAGMENT.sub(fragment, self.text).split("\n")
        kept = "\n".join(line for line in lines if not holes(line) & lacks)
        return _HOLE.sub(r"%(\1)s", kept.replace("%", "%%"))


class Texts:
    """All languages of one deployment: the catalogues, and over them the questionnaire's own words.

    Languages are codes ("id", "jv", "en"); a key that a language lacks is said in Indonesian
    (`BASE`).
    """

    def __init__(
        self,
        catalogues: Mapping[str, Mapping[str, Any]],
        survey: Questionnaire,
        facts: Mapping[str, str | None] | None = None,
    ) -> None:
        self.facts = dict(facts or {})  # facts of the agency for any sentence: {kontak}, {hasil} …
        names = {f"bahasa.{code}": one["bahasa"] for code, one in catalogues.items()}
        self._tables = {
            code: dict(_own(survey, catalogue)) | dict(_instrument(survey, code)) | names
            for code, catalogue in catalogues.items()
        }
        self._patterns: dict[tuple[str, str], Pattern] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of all languages of this deployment."""
        return tuple(self._tables)

    def known(self, language: str | None) -> str:
        """Return the language if the deployment has it, else Indonesian."""
        return language if language in self._tables else BASE

    def has(self, key: str) -> bool:
        """Tell whether the Indonesian catalogue, and so every language, has a key."""
        return key in self._tables[BASE]

    def raw(self, language: str, key: str) -> Any:
        """Return the value of a key as the catalogue has it: a text, or a list of words.

        An unsur that no catalogue knows is named after its key: a plan may be older than the
        questionnaire. Raises KeyError for any other key that is missing.
        """
        for table in (self._tables.get(language, {}), self._tables[BASE]):
            if key in table:
                return table[key]
        if key.startswith("unsur."):  # a plan may name an unsur of an earlier questionnaire
            return key.removeprefix("unsur.").replace("-", " ").replace("_", " ").capitalize()
        raise KeyError(key)

    def say(self, language: str, words: Says, more: Mapping[str, str | None] = NO_MORE) -> str:
        """Return the sentence in a language; `more` holds further facts by placeholder.

        The order of facts is: the sentence's own, `more`, the agency's. A plain string is returned
        as it is. Raises KeyError for a key that no catalogue has: a programming fault, which tests
        find.
        """
        if isinstance(words, str):
            return words
        if isinstance(words, Joined):
            return words.glue.join(self.say(language, part, more) for part in words.parts)
        pattern = self._patterns.get((language, words.key)) or self._pattern(language, words.key)
        if not pattern.holes:
            return pattern.text
        said = {}
        for hole in pattern.holes:
            value = words.args.get(hole)
            if value is None:
                value = more.get(hole, self.facts.get(hole))
            said[hole] = self._fact(language, value)
        return pattern.fill(said)

    def _pattern(self, language: str, key: str) -> Pattern:
        made = Pattern(self.raw(language, key))
        return self._patterns.setdefault((language, key), made)

    def _fact(self, language: str, value: Fact) -> str | None:
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, date):
            return self.day(language, value)
        return str(value) if isinstance(value, int) else self.say(language, value)

    def words_for(self, name: str) -> frozenset[str]:
        """Return every typed form of a catalogue entry, in all languages, as `bare` compares them.

        `name` is a key under `kata`, `juga` or `perintah`, such as "kata.berhenti"; an unknown one
        has none.
        """
        return self._lexicon.get(name, frozenset())

    def command(self, text: str, *, label: bool = False) -> str | None:
        """Return the name of the command that the whole text is, in any language; None: it is none.

        The name is the key under `kata` ("mulai", "berhenti"); a wish to be left alone counts as
        "berhenti". `label` says that the text stands on a button of ours: then no such wish is
        looked for.
        """
        said = bare(text) or normal(text)  # `bare` leaves nothing of "?"
        found = self._commands.get(said)
        if found is None and not label and self._wish.is_said(said):
            return "berhenti"
        return found

    @cached_property
    def _wish(self) -> Wish:
        return Wish(self.words_for, self.short)

    @property
    def short(self) -> Mapping[str, str]:
        """The typed abbreviations of all languages and their full words: {"tdk": "tidak"}."""
        return self._short

    @cached_property
    def _short(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for table in self._tables.values():
            for key, forms in table.items():
                if key.startswith("singkatan."):
                    found |= {bare(form): bare(key.removeprefix("singkatan.")) for form in forms}
        return found

    @cached_property
    def _lexicon(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for table in self._tables.values():
            for key, forms in table.items():
                if key.startswith(("kata.", "juga.", "perintah.")):
                    found.setdefault(key, set()).update(bare(form) or form for form in forms)
        return {key: frozenset(forms) for key, forms in found.items()}

    @cached_property
    def _commands(self) -> dict[str, str]:
        return {
            form: key.removeprefix("kata.")
            for key, forms in self._lexicon.items()
            if key.startswith("kata.")
            for form in forms
        }

    def day(self, language: str, day: date) -> str:
        """Return a date in words: 16 Des 2024."""
        return f"{day.day} {self.raw(language, 'tanggal.bulan')[day.month - 1]} {day.year}"


def _own(survey: Questionnaire, catalogue: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the catalogue's entries, but no translation of another questionnaire than `survey`."""
    fits = catalogue.get("menerjemahkan") == survey.id
    for key, value in flatten(catalogue):
        if fits or not key.startswith(INSTRUMENT):
            yield key, value


def _instrument(survey: Questionnaire, language: str) -> Iterator[tuple[str, Any]]:
    """Yield the questionnaire's words as catalogue keys: official ones, or its own translation."""
    if language == survey.language:
        yield from _official(survey)
    yield from flatten(survey.translations.get(language, {}))


def _official(survey: Questionnaire) -> Iterator[tuple[str, str]]:
    for unsur in survey.unsur:
        yield f"unsur.{unsur.key}", unsur.name
    for one in survey.questions:
        at = f"tanya.{one.key}."
        yield from (
            (at + "judul", one.title),
            (at + "singkat", one.short),
            (at + "isi", one.content),
            (at + "apa", one.meaning),
        )
        yield from ((f"{at}opsi.{n}", label) for n, label in enumerate(one.options, start=1))
        yield from ((f"{at}baris.{n}", label) for n, label in enumerate(one.row_labels, start=1))
    for about in survey.profile:
        yield f"profil.{about.key}.tanya", about.question
        yield from ((f"profil.{about.key}.{code}", label) for code, label in about.choices.items())
