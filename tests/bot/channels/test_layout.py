"""`bot.channels.layout`: the parts of a message on a screen, and the longest text of a part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.layout import MessagePart, clean, cut, lay_out, split, utf16
from core.messaging.numbering import counted
from core.messaging.outgoing import Choice, Message

SESUAI = (
    Choice("sv:1:1", "1. Tidak sesuai"),
    Choice("sv:1:2", "2. Sesuai"),
    Choice("k", "Kembali"),
)


def bold(part):
    offset, length = part.bold
    return part.text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def test_the_note_stands_first_then_a_gap_then_heading_and_text():
    (part,) = lay_out(Message("Isi?", note="Tercatat: Sesuai.", heading="3/9 · Waktu"), 4096)
    assert part.text == "Tercatat: Sesuai.\n\n3/9 · Waktu\nIsi?"
    assert bold(part) == "3/9 · Waktu"


def test_bold_counts_utf16_units_not_characters():
    (part,) = lay_out(Message("Isi", note="😀😀", heading="Ke 😀"), 4096)
    assert part.bold == (6, 5)
    assert bold(part) == "Ke 😀"


def test_without_heading_nothing_is_bold():
    assert lay_out(Message("Isi"), 4096) == [MessagePart("Isi")]
    assert lay_out(Message("Isi", note="", heading="  "), 4096) == [MessagePart("Isi")]


def test_one_button_a_row_unless_the_message_wants_more():
    rows = lay_out(Message("?", choices=SESUAI), 4096)[0].rows
    assert [len(row) for row in rows] == [1, 1, 1]
    rows = lay_out(Message("?", choices=SESUAI, columns=2), 4096)[0].rows
    assert [len(row) for row in rows] == [2, 1]


def test_a_long_text_parts_between_paragraphs_and_the_last_part_has_the_buttons():
    text = "a" * 30 + "\n\n" + "b" * 30
    first, second = lay_out(Message(text, heading="Judul", choices=SESUAI), 40)
    assert (first.text, bold(first), first.rows) == ("Judul\n" + "a" * 30, "Judul", ())
    assert (second.text, second.bold, len(second.rows)) == ("b" * 30, None, 3)


def test_a_heading_longer_than_the_limit_stays_bold_as_far_as_it_goes():
    first, *_ = lay_out(Message("x", heading="h" * 50), 20)
    assert first.bold == (0, 20)


def test_a_character_of_two_units_is_never_halved():
    assert split("😀" * 3, 3) == ["😀", "😀", "😀"]


@given(st.text(), st.integers(4, 50))
def test_pieces_fit_and_lose_only_the_gaps_between_them(text, limit):
    text = clean(text)
    pieces = split(text, limit)
    assert all(utf16(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.text(st.characters()), st.text(st.characters()), st.text(st.characters()))
def test_whatever_is_written_can_be_sent(note, heading, text):
    for part in lay_out(Message(text, note=note, heading=heading), 60):
        part.text.encode()
        assert part.bold is None or sum(part.bold) <= utf16(part.text)


def test_clean_mends_what_utf8_cannot_carry():
    assert clean("a\ud800b\0c") == "a\ufffdb\ufffdc"
    assert clean("\ud83d\ude00 é") == "😀 é"


def test_a_notice_is_cut_with_an_ellipsis():
    assert cut("singkat", 200) == "singkat"
    assert cut("x" * 201, 200) == "x" * 199 + "…"
    assert utf16(cut("😀" * 150, 200)) <= 200


@pytest.mark.parametrize(
    ("message", "named"),
    [
        (Message("Bersedia?", choices=(Choice("y", "Setuju"), Choice("n", "Tidak"))), "yn"),
        (Message("Isi?", choices=SESUAI), "12"),
        (Message("Usia?", choices=(Choice("x", "Lewati"),), free_text=True), ""),
        (Message("Nomor?", choices=(Choice("1", "1"), Choice("s", "saran"))), "1"),
        (Message("?", choices=(Choice("a", "Ada"), Choice("k", "Kembali", None, "0"))), "a"),
        (Message("Selesai."), ""),
    ],
    ids=["plain", "own numbers", "free text", "bare numbers", "typed otherwise", "no choices"],
)
def test_a_typed_number_names_a_choice_that_is_counted(message, named):
    assert "".join(choice.payload[-1] for choice in counted(message)) == named
