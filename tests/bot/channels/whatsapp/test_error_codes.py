"""`error_codes.outcome`: one outcome for each Twilio code, no blind resend for an unknown one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.error_codes import CONTENT, MEDIA, outcome
from core.messaging.outcomes import Gone, Later, Refused, Unknown, WindowShut

LATER = {20429, 30001, 30002, 63009, 63010, 63012, 63017, 63018, 63038}
HELD_BACK = {63032, 63049}
GONE = {
    21211: "invalid",
    21610: "opted_out",
    63003: "invalid",
    63014: "blocked",
    63015: "not_member",
    63024: "invalid",
    63033: "blocked",
}


@pytest.mark.parametrize("code", sorted(LATER))
def test_what_was_not_processed_goes_later(code):
    found = outcome(429 if code == 20429 else 400, code)
    assert isinstance(found, Later)
    assert found.after > 0


@pytest.mark.parametrize(("code", "reason"), GONE.items())
def test_who_cannot_be_reached_is_left_alone(code, reason):
    assert outcome(400, code) == Gone(reason)


def test_a_shut_window_is_told_as_such():
    assert outcome(400, 63016) == WindowShut()


@pytest.mark.parametrize("code", [*sorted(CONTENT | MEDIA), 99999])
def test_our_own_fault_is_parked_under_its_code(code):
    assert outcome(400, code) == Refused(str(code), "")


@pytest.mark.parametrize("code", sorted(HELD_BACK))
def test_what_whatsapp_holds_back_from_a_person_is_dropped_quietly(code):
    assert outcome(400, code) == Refused("needless", "")


def test_a_day_that_is_used_up_is_not_tried_again_every_second():
    assert outcome(429, 63038) == Later(300.0, "account")


def test_too_many_requests_wait_as_long_as_is_said():
    assert outcome(429, None) == Later(1.0, "account")
    assert outcome(429, None, 7.0) == Later(7.0, "account")
    assert outcome(429, 20429, 7.0) == Later(7.0, "account")
    assert outcome(400, 63018, 60.0) == Later(60.0, "chat")


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_token_that_went_wrong_costs_no_message(status):
    assert outcome(status, 20003) == Later(60.0, "account")


@given(st.integers(400, 599), st.none() | st.integers(0, 99999))
def test_only_an_ill_server_leaves_it_open_whether_the_message_was_made(status, code):
    found = outcome(status, code)
    known = LATER | GONE.keys() | HELD_BACK | {63016}
    assert isinstance(found, Unknown) == (status >= 500 and code not in known)
