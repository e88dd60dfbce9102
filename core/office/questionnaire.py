"""The questionnaire as data: unsur, questions bound to them by key, profile questions, consent.

The packaged instrument is that of PermenPANRB 14/2017; an agency may bring its own. Answers keep
the hash of the document (`snapshot`), and the store keeps the document, so that old answers are
counted by the questionnaire under which they were given.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from core.office.document_table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

SCORES = (1, 2, 3, 4)  # PermenPANRB 14/2017: the four answers of the form, worst first
LABEL_MOST = 30  # letters of a button
ROW_MOST = 24  # letters of a WhatsApp list row
HINT_MOST = 200  # letters of a Telegram pop-up (Bot API, answerCallbackQuery.text)
DECLINED = "-"  # profile code of "tidak ingin menjawab"


@dataclass(frozen=True, slots=True)
class Unsur:
    """One unsur of service quality, with its share in the index; all weights sum to exactly 1."""

    key: str
    code: str  # U1 … as the regulation's list numbers them
    name: str
    short: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question, its four answers, and the unsur that it feeds."""

    key: str
    unsur: str  # key of the unsur it feeds
    title: str
    short: str  # for the review line
    content: str  # the sentence that is asked
    options: tuple[str, ...]  # official words, score 1 first
    row_labels: tuple[str, ...]  # the same within 24 characters
    meaning: str  # the explanation behind the button "?"


@dataclass(frozen=True, slots=True)
class ProfileField:
    """One profile question: choices, each with its official category, or a number within bounds."""

    key: str
    question: str
    kind: str  # "pilihan" | "angka"
    choices: Mapping[str, str] = field(default_factory=dict)  # finer code -> label
    official_codes: Mapping[str, str] = field(default_factory=dict)  # finer code -> official code
    own_words: str | None = None  # the code after which the person is asked for words
    bounds: tuple[int, int] = (0, 0)  # least, most; only of a number

    def official(self, value: str) -> str:
        """Return the reporting category of an answer; words and numbers stand for themselves."""
        return self.official_codes.get(value, value)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One instrument, checked as a whole."""

    id: str
    version: str
    legal_basis: str
    language: str  # the language of the official wording
    consent_text: str  # version of the consent text
    unsur: tuple[Unsur, ...]
    questions: tuple[SurveyQuestion, ...]
    profile: tuple[ProfileField, ...]
    translations: Mapping[str, Mapping[str, Any]]  # language -> tables of words
    document: Mapping[str, Any]  # frozen under the snapshot: the parsed file and its weights
    snapshot: str  # first 16 hex digits of the document's SHA-256

    def question(self, key: str) -> SurveyQuestion:
        """Return the question with this key. Raises StopIteration when there is none."""
        return next(p for p in self.questions if p.key == key)

    def unsur_of(self, key: str) -> Unsur:
        """Return the unsur that a question (key) feeds. Raises StopIteration when there is none."""
        return next(u for u in self.unsur if u.key == self.question(key).unsur)

    def integer_weights(self) -> dict[str, int]:
        """Weights of the questions as integers, so that Σt and Σt² of the answers stay exact."""
        return integer_weights(self)


def integer_weights(survey: Questionnaire) -> dict[str, int]:
    """Map each question key to an integer weight; the weights keep the ratio of the exact shares.

    An unsur's weight is shared equally among its questions.
    """
    shares = {u.key: u.weight / _asked(survey, u.key) for u in survey.unsur}
    scale = lcm(*(share.denominator for share in shares.values()))
    return {p.key: int(shares[p.unsur] * scale) for p in survey.questions}


def _asked(survey: Questionnaire, unsur: str) -> int:
    return sum(p.unsur == unsur for p in survey.questions)


def parse(data: Mapping[str, Any], file: str) -> Questionnaire:
    """Read a questionnaire document. Raises FileError with file, key and remedy."""
    top = Table(file, data)
    head = top.table("kuesioner")
    unsur = _unsur(top)
    questions = _question(top, {u.key for u in unsur})
    survey = Questionnaire(
        id=head.text("id", most=64),
        version=head.text("versi", most=32),
        legal_basis=head.text("dasar"),
        language=head.text("bahasa", "id"),
        consent_text=head.text("persetujuan", most=32),
        unsur=unsur,
        questions=questions,
        profile=tuple(_profile(table) for table in top.tables("profil")),
        translations=top.raw("terjemahan") or {},
        document={},
        snapshot="",
    )
    head.done()
    top.done()
    _agree(top, unsur, questions)
    return _frozen(survey, data)


def _frozen(survey: Questionnaire, data: Mapping[str, Any]) -> Questionnaire:
    """Add the snapshot and its document: everything that a later reader needs to count."""
    from dataclasses import replace  # noqa: PLC0415 - one use, keeps the names above plain

    document = dict(data) | {"bobot": integer_weights(survey)}
    packed = json.dumps(document, sort_keys=True, ensure_ascii=False).encode()
    return replace(survey, document=document, snapshot=hashlib.sha256(packed).hexdigest()[:16])


def from_snapshot(document: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire of a stored snapshot document.

    Raises FileError when it is damaged.
    """
    plain = {key: value for key, value in document.items() if key != "bobot"}
    return parse(plain, "snapshot")


def _unsur(top: Table) -> tuple[Unsur, ...]:
    rows = list(top.tables("unsur"))
    found = tuple(_one_unsur(row, len(rows)) for row in rows)
    if not found:
        raise top.fault("unsur", "kosong", "Tulis sedikitnya satu bagian [[unsur]]")
    total = sum((u.weight for u in found), Fraction())
    if total != 1:
        raise top.fault(
            "unsur.bobot", f"jumlah bobot {total}, bukan 1", 'Tulis pecahan, misalnya bobot = "1/9"'
        )
    _unique(top, "unsur.kunci", [u.key for u in found])
    return found


def _one_unsur(row: Table, count: int) -> Unsur:
    written = row.text("bobot", "") or f"1/{count}"
    try:
        weight = Fraction(written)
    except (ValueError, ZeroDivisionError):
        raise row.fault("bobot", f"{written!r} bukan pecahan", 'Tulis seperti "1/9"') from None
    if weight <= 0:
        raise row.fault("bobot", f"{written} tidak lebih dari nol", 'Tulis seperti "1/9"')
    made = Unsur(
        key=row.text("kunci", most=24),
        code=row.text("kode", most=6),
        name=row.text("nama"),
        short=row.text("singkat", most=LABEL_MOST),
        weight=weight,
    )
    row.done()
    return made


def _question(top: Table, known: set[str]) -> tuple[SurveyQuestion, ...]:
    found = tuple(_one_question(row, known) for row in top.tables("pertanyaan"))
    _unique(top, "pertanyaan.kunci", [p.key for p in found])
    return found


def _one_question(row: Table, known: set[str]) -> SurveyQuestion:
    unsur = row.text("unsur")
    if unsur not in known:
        raise row.fault("unsur", f"{unsur!r} tidak ada", f"Pilih: {', '.join(sorted(known))}")
    options = _four(row, "opsi", row.texts("opsi"), LABEL_MOST - len("4. "))
    made = SurveyQuestion(
        key=row.text("kunci", most=24),
        unsur=unsur,
        title=row.text("judul", most=LABEL_MOST),
        short=row.text("singkat", most=16),
        content=row.text("isi", most=300),
        options=options,
        row_labels=_four(row, "baris", row.texts("baris", options), ROW_MOST),
        meaning=row.text("apa", most=HINT_MOST),
    )
    row.done()
    return made


def _four(row: Table, key: str, words: tuple[str, ...], most: int) -> tuple[str, ...]:
    if len(words) != len(SCORES):
        raise row.fault(key, f"{len(words)} pilihan", "Tulis empat, nilai 1 lebih dulu")
    for word in words:
        if len(word) > most:
            raise row.fault(key, f"{word!r} {len(word)} huruf", f"Paling banyak {most} huruf")
    return words


def _profile(row: Table) -> ProfileField:
    kind = row.text("jenis", "pilihan")
    if kind not in ("pilihan", "angka"):
        raise row.fault("jenis", f"{kind!r} tidak dikenal", "Pilih: pilihan, angka")
    choices, official_codes = {}, {}
    for one in row.tables("pilihan"):
        code = one.text("kode", most=16)
        choices[code] = one.text("label", most=ROW_MOST)
        official_codes[code] = one.text("resmi", code)
        one.done()
    made = ProfileField(
        key=row.text("kunci", most=16),
        question=row.text("tanya", most=300),
        kind=kind,
        choices=choices,
        official_codes=official_codes,
        own_words=row.maybe("sebutkan"),
        bounds=(row.whole("paling_kecil", 0), row.whole("paling_besar", 0)),
    )
    if kind == "pilihan" and (not choices or (made.own_words or "") not in {*choices, ""}):
        raise row.fault(
            "pilihan", "kosong atau sebutkan tidak ada di dalamnya", "Tulis [[pilihan]]"
        )
    row.done()
    return made


def _agree(top: Table, unsur: tuple[Unsur, ...], questions: tuple[SurveyQuestion, ...]) -> None:
    for one in unsur:
        if not any(p.unsur == one.key for p in questions):
            raise top.fault("pertanyaan", f"unsur {one.key} tidak ditanyakan", "Tambah pertanyaan")


def _unique(top: Table, key: str, values: list[str]) -> None:
    twice = {value for value in values if values.count(value) > 1}
    if twice:
        raise top.fault(key, f"{', '.join(sorted(twice))} dipakai dua kali", "Pakai kunci berbeda")
