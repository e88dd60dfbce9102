"""Web forms: `posted` means the same as the standard library's, and `Form` reads every field."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.whatsapp.signature import Form
from bot.channels.whatsapp.twilio_client import posted

WORDS = st.text(st.characters(codec="utf-8"))
SIGNS = "1 + 1 = 2; a&b?c=d#e/%41\r\n\t\"'`*_~<é😀>\0"
RAW = st.lists(
    st.sampled_from([b"%", b"%4", b"%41", b"%F0%9F", b"%98%80", b"%ED%A0%80", b"%ff", b"%2B"])
    | st.sampled_from([b"&", b"&&", b"=", b";", b"+", b"#", b"?", b" ", b"\n", b"a", b"\xc3\xa9"])
    | st.binary(max_size=3)
).map(b"".join)


@given(st.dictionaries(WORDS, WORDS))
@example({"Body": SIGNS, SIGNS: "", "": SIGNS})
def test_what_is_posted_means_what_the_standard_library_would_post(form):
    body = posted(form).decode("ascii")
    assert dict(parse_qsl(body, keep_blank_values=True)) == form
    assert parse_qsl(body, True) == parse_qsl(urlencode(form), True)


@given(RAW)
@example(b"Body=&Body=1&Body=&MediaUrl0&=x&&To=whatsapp%3A%2B62812")
@example(urlencode({"Body": SIGNS}).encode())
def test_every_posted_field_is_read_blank_and_repeated_and_broken_ones_too(body):
    form = Form(body)
    expected = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    assert [(name, one) for name in form for one in form.getall(name)] == sorted(
        expected, key=lambda pair: list(form).index(pair[0])
    )
    assert all(form[name] == form.getall(name)[0] for name in form)


def test_a_field_that_is_not_there_is_no_field():
    with pytest.raises(KeyError):
        Form(b"Body=x").getall("From")
