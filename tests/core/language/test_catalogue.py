"""Catalogues: the same keys and placeholders in every language, and room on every channel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.language.catalogue import INSTRUMENT, NO_MORE, Joined, Texts, Words, flatten, holes
from tests.support.office import office
from tests.support.paths import AGENCY_TOML
from tests.support.screens import screens

SCREEN, LONG_SCREEN, BUTTON, POPUP = 400, 1000, 30, 200
LONG = {"privasi", "periksa", "pengaduan", "bantuan", "salam"}
WHATSAPP_BODY, WHATSAPP_ROW, TELEGRAM_PAYLOAD = 1024, 24, 64
FORMS = ("kata.", "juga.", "singkatan.", "perintah.")  # typed words differ by language


ABOUT = {"bahasa", "menerjemahkan", "ditinjau"}  # of the catalogue itself
CITIZENS_ONLY = {"jv"}  # says only what a citizen sees; the rest falls back
NOT_STAFF = (  # keys that every citizen may meet
    *("tanggal.", "layar.", "posisi.", "catat.", "ketik.", "kios.", "formulir."),
    "jawab.lewat_web",
)


def spoken(catalogue):
    return {
        k: v
        for k, v in flatten(catalogue)
        if k not in ABOUT and not k.startswith((*FORMS, *INSTRUMENT))
    }


def test_every_language_says_everything_with_the_same_placeholders(all_catalogues):
    base = spoken(all_catalogues["id"])
    for language, catalogue in all_catalogues.items():
        mine = spoken(catalogue)
        if language in CITIZENS_ONLY:
            owed = {key for key in base if key.startswith(NOT_STAFF)}
            assert not owed - mine.keys(), language
            assert not mine.keys() - base.keys(), language
        else:
            assert sorted(mine) == sorted(base), language
        for key in base.keys() & mine.keys():
            if isinstance(base[key], str):
                assert holes(mine[key]) == holes(base[key]), (language, key)


def test_every_language_translates_the_whole_instrument(survey, all_catalogues):
    official = {
        k for k in survey.texts._tables["id"] if k.startswith(("tanya.", "profil.", "unsur."))
    }
    for language in all_catalogues:
        table = survey.texts._tables[language]
        assert {k for k in table if k.startswith(INSTRUMENT)} == official, language


def test_a_translation_is_not_used_for_another_questionnaire(survey, all_catalogues):
    """Own wording must not be shown under the translation of the official one."""
    own = replace(survey.questionnaire, id="sendiri")
    texts = Texts(all_catalogues, own)
    assert texts.say("en", Words("tanya.waktu.judul")) == "Waktu penyelesaian"


@pytest.fixture(scope="module")
def survey():
    """An office that offers every language there is."""
    text = AGENCY_TOML.read_text(encoding="utf-8")
    more = '[survei]\nbahasa = ["id", "en", "jv"]\nusia_minimum = 17\n'
    return office(text.replace("[survei]\n", more))


@pytest.mark.parametrize("language", ["en", "jv"])
def test_no_screen_of_a_citizen_falls_back_to_indonesian(survey, all_catalogues, language):
    own, missing = dict(flatten(all_catalogues[language])), set()
    texts = Recording(survey.texts, language, own, missing)
    for _ in screens(replace(survey, texts=texts, fixed={}), language):
        pass
    assert not missing


class Recording:
    """Texts that note what the language lacks."""

    def __init__(self, texts, language, own, missing):
        self._texts, self._language, self._own, self._missing = texts, language, own, missing

    def __getattr__(self, name):
        return getattr(self._texts, name)

    def say(self, language, words, more=NO_MORE):
        if isinstance(words, Words):
            if words.key not in self._own and not words.key.startswith("bahasa."):
                self._missing.add(words.key)
            for one in words.args.values():
                self.say(language, one, more)
        elif isinstance(words, Joined):
            for one in words.parts:
                self.say(language, one, more)
        return (
            self._texts.say(language, words, more) if isinstance(words, Words | Joined) else words
        )


@pytest.mark.parametrize("language", ["id", "en", "jv"])
def test_every_screen_fits_every_channel(survey, language):
    for screen, message in screens(survey, language):
        body = "\n".join(filter(None, (message.note, message.heading, message.text)))
        assert len(body) <= (LONG_SCREEN if screen in LONG else SCREEN), (screen, len(body), body)
        numbered = body + "".join(f"\n{n}. {c.label}" for n, c in enumerate(message.choices, 1))
        assert len(numbered) <= WHATSAPP_BODY, (screen, len(numbered))
        for choice in message.choices:
            assert len(choice.label) <= BUTTON, choice
            assert len(choice.hint or choice.label) <= WHATSAPP_ROW, choice
            assert len(choice.payload.encode()) <= TELEGRAM_PAYLOAD, choice
            assert choice.payload.isascii(), choice


@pytest.mark.parametrize("language", ["id", "en", "jv"])
def test_what_may_pop_up_fits_a_popup(survey, language):
    for one in survey.questionnaire.questions:
        assert len(survey.texts.say(language, Words(f"tanya.{one.key}.apa"))) <= POPUP
        longest = Words("catat.sudah_dijawab", {"jawaban": Words(f"tanya.{one.key}.opsi.2")})
        assert len(survey.texts.say(language, longest)) <= POPUP
        official = {"isi": one.content, "opsi": " / ".join(one.options)}
        assert len(survey.texts.say(language, Words("catat.resmi", official))) <= POPUP
    for key in ("catat.tombol_lama", "catat.tombol_mati"):
        assert len(survey.texts.say(language, Words(key))) <= POPUP


def test_a_line_with_an_unset_fact_is_dropped_and_a_fragment_alone(survey):
    texts = Texts(
        {"id": {"bahasa": "Indonesia", "a": "satu\ndua {x}\ntiga[[, {y}]]."}}, survey.questionnaire
    )
    assert texts.say("id", Words("a")) == "satu\ntiga."
    assert texts.say("id", Words("a", {"x": "X", "y": 5})) == "satu\ndua X\ntiga, 5."


def test_what_is_filled_in_is_never_filled_again(survey):
    texts = Texts(
        {"id": {"bahasa": "Indonesia", "a": "{x}"}}, survey.questionnaire, {"rahasia": "bocor"}
    )
    assert texts.say("id", Words("a", {"x": "{rahasia} [[y]]"})) == "{rahasia} [[y]]"


def test_a_percent_sign_is_a_sign_and_what_one_sentence_lacks_the_next_may_have(survey):
    texts = Texts(
        {"id": {"bahasa": "Indonesia", "a": "100% {x}, %s\n[[{y}%(x)s ]]ya"}}, survey.questionnaire
    )
    for _ in range(2):
        assert texts.say("id", Words("a", {"x": "5%"})) == "100% 5%, %s\nya"
        assert texts.say("id", Words("a", {"x": 1, "y": "%d"})) == "100% 1, %s\n%d%(x)s ya"
        assert texts.say("id", Words("a", {"y": "2"})) == "2%(x)s ya"


def test_no_word_of_the_bot_means_two_things(all_catalogues):
    """A typed command has one meaning in all languages together."""
    meaning: dict[str, str] = {}
    for catalogue in all_catalogues.values():
        for section in ("kata", "perintah"):
            for name, forms in catalogue.get(section, {}).items():
                for form in forms:
                    assert meaning.setdefault(form, name) == name, form


def test_an_unsur_of_another_questionnaire_is_called_by_its_key(survey):
    """A plan outlives the questionnaire that it was made under; other missing words are our fault."""
    assert survey.texts.say("en", Words("unsur.akses_informasi")) == "Akses informasi"
    with pytest.raises(KeyError):
        survey.texts.say("en", Words("layar.tiada"))
