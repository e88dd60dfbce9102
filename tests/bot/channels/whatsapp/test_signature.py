"""`is_signed` takes the requests that Twilio's package signs, and refuses all others."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from bot.channels.whatsapp.signature import Form, called_url, is_signed

TOKEN = "12345"
URL = "https://skm.contoh.example/hooks/twilio"
SHA256 = {"X-Twilio-Webhooks-Signature-Settings": "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"}
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8)
VALUES = st.text(st.characters(codec="utf-8"), max_size=12)
FORMS = st.lists(st.tuples(NAMES, VALUES), max_size=6)
HEADS = st.sampled_from([{}, SHA256])


def form_of(pairs):
    return Form(urlencode(pairs).encode())


def signed(url, form, head=None, token=TOKEN):
    algorithm = "HMAC_SHA256" if head else "HMAC_SHA1"
    made = RequestValidator(token).compute_signature(url, form, algorithm)
    return {"X-Twilio-Signature": made, **(head or {})}


@given(FORMS, HEADS)
def test_what_the_package_signs_is_taken_blank_and_repeated_fields_included(pairs, head):
    form = form_of(pairs)
    headers = signed(URL, form, head)
    assert is_signed(TOKEN, URL, form, headers)
    algorithm = "HMAC_SHA256" if head else None
    assert RequestValidator(TOKEN).validate(URL, form, headers["X-Twilio-Signature"], algorithm)


@given(FORMS, FORMS, HEADS)
def test_a_signature_counts_for_its_own_form_only(pairs, others, head):
    form, other = form_of(pairs), form_of(others)
    given_ = signed(URL, form, head)
    expected = RequestValidator(TOKEN).validate(
        URL, other, given_["X-Twilio-Signature"], "HMAC_SHA256" if head else None
    )
    assert is_signed(TOKEN, URL, other, given_) == expected


def test_the_example_of_the_manual():
    """The request, token and signature that Twilio prints in its security guide."""
    pairs = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    head = {"X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="}
    assert is_signed(TOKEN, url, form_of(pairs), head)


@pytest.mark.parametrize(
    "called",
    [
        "http://skm.contoh.example/hooks/twilio",
        "https://skm.contoh.example/hooks/twilio/",
        "https://skm.contoh.example/hooks/twilio?id=1",
        "https://lain.example/hooks/twilio",
    ],
    ids=["scheme", "slash", "query", "host"],
)
def test_another_address_is_another_signature(called):
    form = form_of({"MessageSid": "SM1"})
    assert not is_signed(TOKEN, called, form, signed(URL, form))


def test_twilio_signs_with_the_port_or_without():
    form = form_of({"MessageSid": "SM1"})
    with_port = "https://skm.contoh.example:443/hooks/twilio"
    assert is_signed(TOKEN, URL, form, signed(with_port, form))
    assert is_signed(TOKEN, with_port, form, signed(URL, form))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": "x"},
        {"X-Twilio-Signature": "é"},
        {"X-Twilio-Signature": "x", "X-Twilio-Webhooks-Signature-Settings": "algorithm=NONE"},
        {"X-Twilio-Signature": "x", "X-Twilio-Webhooks-Signature-Settings": "algorithm=HMAC_MD5"},
    ],
)
def test_nothing_and_nonsense_are_refused(headers):
    assert not is_signed(TOKEN, URL, form_of({}), headers)


def test_the_weaker_sum_does_not_pass_for_the_stronger():
    form = form_of({"MessageSid": "SM1"})
    assert not is_signed(TOKEN, URL, form, {**signed(URL, form), **SHA256})
    assert not is_signed(TOKEN, URL, form, signed(URL, form, token="54321"))


def test_a_shared_key_has_a_secret_of_its_own():
    """It signs the newer sum only; the token goes on signing the older one."""
    form = form_of({"MessageSid": "SM1"})
    newer, older = signed(URL, form, SHA256, "kunci"), signed(URL, form)
    assert is_signed(TOKEN, URL, form, newer, "kunci")
    assert not is_signed(TOKEN, URL, form, newer)
    assert not is_signed(TOKEN, URL, form, signed(URL, form, SHA256), "kunci")
    assert is_signed(TOKEN, URL, form, older, "kunci")
    assert not is_signed(TOKEN, URL, form, signed(URL, form, token="kunci"), "kunci")


@pytest.mark.parametrize(
    ("public", "path", "called"),
    [
        ("https://a.example", "/hooks/twilio", "https://a.example/hooks/twilio"),
        ("https://a.example/", "/hooks/twilio?x=%20", "https://a.example/hooks/twilio?x=%20"),
        ("https://a.example/skm", "/hooks/twilio", "https://a.example/skm/hooks/twilio"),
        ("https://a.example/#rc=5&rp=all", "/hooks/twilio", "https://a.example/hooks/twilio"),
    ],
)
def test_the_address_is_the_configured_one_with_the_path_as_it_came(public, path, called):
    assert called_url(public, path) == called
