"""WhatsApp's layout of a screen: marks of ours only, numbers, and a list where the choices fit."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.layout import utf16
from bot.channels.whatsapp.layout import LIST_MOST, ListRow, bold, escaped, lay_out
from bot.config.packaged import load_packaged
from bot.desk.citizen.typing_hints import ways
from core.messaging.numbering import counted
from core.messaging.outgoing import Choice, Document, Message, Picture
from tests.support.office import office
from tests.support.paths import AGENCY_TOML
from tests.support.screens import screens

CARA = ("Balas angkanya.", "Atau ketik")
PENGADUAN = (
    Choice("sv:1:t.pengaduan:1", "1. Tidak ada", "Tidak ada"),
    Choice("sv:1:t.pengaduan:2", "2. Ada tetapi tidak berfungsi", "Ada, tidak berfungsi"),
    Choice("sv:1:t.pengaduan:3", "3. Berfungsi kurang maksimal", "Kurang maksimal"),
    Choice("sv:1:t.pengaduan:4", "4. Dikelola dengan baik", "Dikelola dengan baik"),
    Choice("sv:1:t.pengaduan:apa", "Apa maksudnya?", None, "?"),
    Choice("sv:1:t.pengaduan:kembali", "Kembali", None, "0"),
)
QUESTION = Message(
    "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
    note="Tercatat: Baik.",
    heading="9/9 · Penanganan pengaduan",
    choices=PENGADUAN,
)
BODY = """Tercatat: Baik.
*9/9 · Penanganan pengaduan*
Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?

1. Tidak ada
2. Ada tetapi tidak berfungsi
3. Berfungsi kurang maksimal
4. Dikelola dengan baik

Balas angkanya. *?* = apa maksudnya, *0* = kembali"""
PICTURE = Picture(b"png", "Batang: 3 unsur", "unsur.png")
FILE = Document(b"pdf", "laporan.pdf", "application/pdf")


def parts(message, *, lists=False, media=False):
    return lay_out(message, CARA, lists=lists, media=media)


def only(message, **more):
    (part,) = parts(message, **more)
    return part


# WhatsApp's own rule, written from its help page: a mark opens before a sign that is no space,
# with no letter before it, and the same mark closes after one, with no letter behind it.
FORMATTED = re.compile(r"(?<![^\W_])([*_~])(?=\S)[^\n]*?(?<=\S)\1(?![^\W_])|`[^`\n]+`|```")


def test_a_question_stands_as_the_paper_on_the_voice_says():
    assert only(QUESTION).text == BODY


def test_the_list_bears_short_labels_official_words_and_our_payloads():
    part = only(QUESTION, lists=True)
    assert part.text == BODY
    assert part.rows[1] == ListRow(
        "Ada, tidak berfungsi", "sv:1:t.pengaduan:2", "Ada tetapi tidak berfungsi"
    )
    assert [row.label for row in part.rows] == [one.hint for one in PENGADUAN[:4]]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 9, 10])
def test_other_numbers_of_options_are_numbered_text(count):
    choices = tuple(Choice(f"p{n}", f"Pilihan {n}") for n in range(count))
    part = only(Message("Pilih:", choices=choices), lists=True)
    assert part.rows == ()
    assert f"{count}. Pilihan {count - 1}" in part.text


@pytest.mark.parametrize(
    "spoilt",
    [
        Choice("x", "1. " + "a" * 25),
        Choice("x", "1. " + "a" * 73, "pendek"),
        Choice("x" * 65, "1. Ada"),
        Choice("", "1. Ada"),
        Choice("x", "1. 😀", "😀" * 13),
    ],
    ids=["label", "words", "payload", "no payload", "label in units"],
)
def test_what_does_not_fit_a_row_makes_numbered_text(spoilt):
    message = Message("?", choices=(spoilt, *PENGADUAN[1:4]))
    assert only(message, lists=True).rows == ()


def test_a_body_too_long_for_a_list_is_text():
    assert only(Message("a" * 980, choices=PENGADUAN), lists=True).rows == ()


def test_every_question_of_the_packaged_form_fits_the_list():
    survey = load_packaged("permenpanrb-14-2017")
    for one in survey.questions:
        choices = tuple(
            Choice(f"sv:abcd1234567:t.{one.key}:{n}", f"{n}. {words}", row)
            for n, (words, row) in enumerate(zip(one.options, one.row_labels, strict=True), start=1)
        )
        message = Message(one.content, heading=f"1/9 · {one.title}", choices=choices)
        assert len(only(message, lists=True).rows) == 4, one.key


def test_words_are_named_where_no_number_counts():
    message = Message("Ada saran?", choices=(Choice("x", "Tidak ada"),), free_text=True)
    assert only(message).text == "Ada saran?\n\nAtau ketik *Tidak ada*"


def test_the_message_may_say_for_itself_how_to_answer():
    message = Message("?", choices=(Choice("x", "Lanjut"),), how_to_answer="Reply with the number.")
    assert only(message).text == "?\n\n1. Lanjut\n\nReply with the number."


def test_numbers_that_are_their_own_label_are_not_said_twice():
    numbers = tuple(Choice(f"n{n}", str(n)) for n in range(1, 10))
    message = Message("Ketik 1–9 atau profil.", choices=(*numbers, Choice("p", "Profil")))
    assert only(message).text == "Ketik 1–9 atau profil.\n\nBalas angkanya. *Profil*"


def test_a_hyphened_label_keeps_its_end():
    message = Message("Pendidikan?", choices=(Choice("a", "D1–D3"), Choice("b", "S2")))
    assert "1. D1–D3\n2. S2" in only(message).text


# -- marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "*tebal*",
        "_miring_",
        "~coret~",
        "`kode`",
        "```blok```",
        "**dua**",
        "*a*b*",
        "(*x*)",
        "_*x*_",
        "\n*x*",
    ],
)
def test_what_people_wrote_is_no_markup(text):
    assert FORMATTED.search(text)
    assert not FORMATTED.search(escaped(text))


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4", "t.me/skm_uji_bot", "a_b@contoh.example", "5* hotel"]
)
def test_what_opens_nothing_stays_as_it_is(text):
    assert escaped(text) == text


@given(st.text(st.sampled_from("ab *_~`\n.1"), max_size=40))
def test_no_words_ever_turn_into_markup(text):
    assert not FORMATTED.search(escaped(text))
    assert len(escaped(text)) == len(text)


@given(st.text(st.sampled_from("ab *_~`\n.1"), max_size=30))
def test_a_bold_line_is_bold_to_its_end(text):
    line = bold(text)
    assert line == "" or FORMATTED.fullmatch(line)
    assert line.count("*") in (0, 2)


@given(st.text(), st.text(), st.text(), st.text())
def test_whatever_is_written_can_be_sent(note, heading, text, label):
    message = Message(text, note=note, heading=heading, choices=(Choice("x", label),))
    for part in parts(message, lists=True):
        part.text.encode()
        assert utf16(part.text) <= 1600
        assert "\0" not in part.text


# -- long, pictures, files -----------------------------------------------------------------------


def test_a_long_text_goes_in_pieces_with_the_options_last():
    found = parts(Message("kata " * 700, choices=(Choice("x", "Lanjut"),)))
    assert len(found) > 1
    assert all(utf16(part.text) <= 1600 for part in found)
    assert found[-1].text.endswith("Balas angkanya.")


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (Message("Grafik", picture=PICTURE), [("Grafik", PICTURE)]),
        (Message("k " * 800, picture=PICTURE), [("Batang: 3 unsur", PICTURE), ("k " * 800, None)]),
        (Message("Laporan", document=FILE), [("Laporan", None), ("", FILE)]),
        (Message("", document=FILE), [("", FILE)]),
    ],
    ids=["caption", "too long a caption", "file", "file alone"],
)
def test_pictures_bear_words_and_files_follow_them(message, shown):
    found = [(part.text, part.media) for part in parts(message, media=True)]
    assert [(text.strip(), media) for text, media in found] == [(t.strip(), m) for t, m in shown]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (Message("Grafik", picture=PICTURE), "Grafik"),
        (Message("", picture=PICTURE), "Batang: 3 unsur"),
        (Message("", document=FILE), "laporan.pdf"),
    ],
)
def test_without_a_place_to_lay_them_the_words_go_alone(message, text):
    assert only(message) == only(Message(text))


@pytest.mark.parametrize("language", ["id", "en", "jv"])
def test_every_screen_of_a_survey_is_one_message_and_every_question_a_list(language):
    """With its numbers and how to answer, in the longest case: ten occupations, a whole review."""
    text = AGENCY_TOML.read_text(encoding="utf-8")
    survey = office(text.replace("[survei]\n", '[survei]\nbahasa = ["id", "en", "jv"]\n'))
    by_number, by_words = ways(survey.texts, language)
    seen = set()
    for screen, message in screens(survey, language):
        told = replace(message, how_to_answer=by_number if counted(message) else by_words)
        [part] = lay_out(told, (by_number, by_words), lists=True, media=False)
        assert len(part.text) <= LIST_MOST, (screen, len(part.text))
        if screen.startswith("t."):
            assert len(part.rows) == 4, screen
        seen.add(screen)
    assert {"p.pekerjaan", "periksa", "salam", "privasi", "t.pengaduan"} <= seen
