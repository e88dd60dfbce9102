"""`codec`: sealed values of the tables are short and complete, and older forms are read too."""

from __future__ import annotations

import dataclasses

import pytest

from core.messaging.address import Person
from core.messaging.outgoing import Choice, Compose, Document, Message, Picture, Template
from core.messaging.stored_value import stored_names
from storage.database.codec import dumps, loads, pack_body, unpack_row

FULL = Message(
    "Isi",
    note="Tercatat.",
    heading="3/9",
    choices=(Choice("q:1", "Ya"), Choice("q:2", "Tidak", hint="T", typed="0")),
    columns=2,
    free_text=True,
    reply_hint="Tulis",
    asked=Person(("tg:1", "tg-name:x"), "Ani", "id"),
    reply_to="7",
    picture=Picture(b"\x89PNG", "Gambar", "a.png"),
    document=Document(b"%PDF", "a.pdf", "application/pdf"),
    template=Template("digest", ("1", "2")),
    how_to_answer="Ketik angkanya.",
    language="en",
)
BODIES = [Message("Isi"), FULL, Message("\ud83d", choices=(Choice("a", "\ude00"),))]


@pytest.mark.parametrize("body", BODIES, ids=["least", "most", "half an emoji"])
def test_a_message_comes_back_whole(body):
    assert unpack_row(pack_body(body, "unit")) == (body, "unit")


def test_no_field_is_left_out_of_the_fullest():
    plain = Message("")
    assert all(
        getattr(FULL, one.name) != getattr(plain, one.name) for one in dataclasses.fields(Message)
    )


@pytest.mark.parametrize("body", BODIES, ids=["least", "most", "half an emoji"])
def test_rows_of_an_older_version_told_every_field(body):
    names = stored_names(Message)
    told = {names[name]: said for name, said in loads(dumps(body)).items()}
    assert unpack_row(dumps(["m", told, "unit"])) == (body, "unit")


def test_a_screen_says_only_what_it_says():
    assert pack_body(Message("Isi", choices=(Choice("a", "A"),))) == (
        b'["m",{"text":"Isi","choices":[{"payload":"a","label":"A"}]},""]'
    )


def test_a_request_comes_back_whole():
    body = Compose("ikm", {"tahun": 2026})
    assert unpack_row(pack_body(body, "unit")) == (body, "unit")
