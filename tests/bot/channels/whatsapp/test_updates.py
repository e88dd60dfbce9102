"""`whatsapp.updates`: a form that Twilio posts becomes an event; any field may be missing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.rest.api.v2010.account.message import MessageInstance

from bot.channels.whatsapp.updates import is_status, listed, parse, person_id, report
from core.errors import Malformed
from core.messaging.address import Address
from core.messaging.incoming import Attachment, EventKind
from core.messaging.outcomes import Gone, WindowShut

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
SENDER = "+14155238886"
# The fields of a reply from Indonesia, with invented values.
REPLY = {
    "MessageSid": "SM11",
    "SmsSid": "SM11",
    "AccountSid": "AC0",
    "ApiVersion": "2010-04-01",
    "From": "whatsapp:+6281200000001",
    "To": "whatsapp:+14155238886",
    "Body": "Sesuai",
    "ProfileName": "Warga Uji",
    "WaId": "6281200000001",
    "ExternalUserId": "whatsapp:ID.4566546130240823",
    "MessageType": "interactive",
    "ButtonText": "Sesuai",
    "ButtonPayload": "sv:ab12:t.waktu:3",
    "NumMedia": "0",
    "SmsStatus": "received",
    "ChannelMetadata": "",
    "OriginalRepliedMessageSid": "MM7",
}


def read(**changes):
    form = {key: value for key, value in (REPLY | changes).items() if value is not None}
    return parse(form, SENDER, NOW)


def typed(body, **changes):
    return read(Body=body, ButtonText=None, ButtonPayload=None, **changes)


def test_a_button_comes_back_with_its_payload_and_its_person():
    event = read()
    assert (event.kind, event.choice, event.text) == (
        EventKind.CHOICE,
        "sv:ab12:t.waktu:3",
        "Sesuai",
    )
    assert event.person.ids == ("wa-user:ID.4566546130240823", "wa-phone:+6281200000001")
    assert event.person.name == "Warga Uji"
    assert event.address == Address("whatsapp", SENDER, "+6281200000001")
    assert (event.event_id, event.at, event.shown_in) == ("SM11", NOW, "MM7")
    assert event.private


def test_a_row_of_a_list_comes_back_with_its_id():
    event = read(ButtonPayload=None, ButtonText=None, ListId="sv:1:t.biaya:4", ListTitle="Gratis")
    assert (event.kind, event.choice, event.text) == (EventKind.CHOICE, "sv:1:t.biaya:4", "Gratis")


@pytest.mark.parametrize(
    ("changes", "ids", "chat"),
    [
        ({"ExternalUserId": None}, ("wa-phone:+6281200000001",), "+6281200000001"),
        (
            {"WaId": None},
            ("wa-user:ID.4566546130240823", "wa-phone:+6281200000001"),
            "+6281200000001",
        ),
        (
            {"WaId": None, "From": "whatsapp:ID.4566546130240823", "ExternalUserId": None},
            ("wa-user:ID.4566546130240823",),
            "ID.4566546130240823",
        ),
        (
            {"WaId": None, "ExternalUserId": None, "From": "whatsapp:@nama"},
            ("wa:@nama",),
            "@nama",
        ),
    ],
    ids=["number only", "no WaId", "username only", "something new"],
)
def test_whoever_writes_is_known_by_every_id_given(changes, ids, chat):
    event = read(**changes)
    assert (event.person.ids, event.address.chat) == (ids, chat)


@pytest.mark.parametrize(
    ("event", "kind", "text"),
    [
        (typed("2"), EventKind.TEXT, "2"),
        (typed("mulai L1"), EventKind.TEXT, "mulai L1"),
        (typed("/mulai L1"), EventKind.COMMAND, "/mulai L1"),
        (typed(""), EventKind.OTHER, None),
        (typed("", Latitude="-1.6", Longitude="103.6"), EventKind.LOCATION, None),
        (typed("\ud83d"), EventKind.TEXT, "\ufffd"),
    ],
    ids=["number", "code", "slash", "nothing", "place", "half a character"],
)
def test_what_was_written(event, kind, text):
    assert (event.kind, event.text) == (kind, text)


def test_a_command_bears_its_arguments():
    assert typed("/Mulai  L1 ").command == ("mulai", "L1")


@pytest.mark.parametrize(
    ("mime", "media"),
    [
        ("image/jpeg", "photo"),
        ("image/webp", "sticker"),
        ("audio/ogg", "voice"),
        ("video/mp4", "video"),
        ("application/pdf", "document"),
        ("", "document"),
    ],
)
def test_what_was_sent_along(mime, media):
    url = "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM1/Media/ME1"
    event = typed("teks", NumMedia="1", MediaUrl0=url, MediaContentType0=mime)
    assert (event.kind, event.media) == (EventKind.MEDIA, media)
    assert event.attachment == Attachment(media, url, mime=mime or None)
    assert event.text is None


@pytest.mark.parametrize(
    "changes", [{"From": None}, {"From": "whatsapp:"}, {"MessageSid": None, "SmsSid": None}]
)
def test_without_a_sender_or_an_id_nothing_can_be_read(changes):
    with pytest.raises(Malformed):
        read(**changes)


@given(st.dictionaries(st.sampled_from([*REPLY, "ListId", "MediaUrl0"]), st.text(max_size=20)))
def test_whatever_comes_is_read_or_refused(form):
    try:
        event = parse(form, SENDER, NOW)
    except Malformed:
        return
    assert event.address.chat
    assert event.person.ids
    assert event.event_id.isalnum()


# -- reports -------------------------------------------------------------------------------------


def test_a_report_names_our_row_and_its_message():
    form = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "whatsapp:+62812"}
    told = report(form, "a1b2", SENDER, NOW)
    assert (told.event_id, told.outbox_id, told.provider_id) == ("SM1:delivered", "a1b2", "SM1")
    assert (told.status, told.code, told.outcome) == ("delivered", None, None)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("63016", WindowShut()), ("21610", Gone("opted_out")), ("63024", Gone("invalid"))],
)
def test_a_failure_says_what_it_means(code, outcome):
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": code}
    assert report(form, None, SENDER, NOW).outcome == outcome


def test_a_report_is_told_from_a_message():
    assert is_status({"MessageStatus": "sent"})
    assert is_status({"SmsStatus": "failed"})
    assert not is_status(REPLY)
    assert not is_status({"SmsStatus": "receiving"})
    assert not is_status({})


@pytest.mark.parametrize("form", [{"MessageSid": "SM1"}, {"MessageStatus": "sent"}])
def test_a_report_without_its_parts_is_refused(form):
    with pytest.raises(Malformed):
        report(form, "a1", SENDER, NOW)


# -- the list ------------------------------------------------------------------------------------

ROW = {
    "sid": "SM5",
    "direction": "inbound",
    "from": "whatsapp:+6281200000001",
    "to": "whatsapp:+14155238886",
    "body": "Kurang maksimal",
    "num_media": "0",
    "date_sent": "Sat, 21 Nov 2026 02:59:00 +0000",
}


def _listed(row):
    return listed(MessageInstance(None, row, account_sid="AC0"), SENDER)


def test_a_listed_message_is_read_by_its_words_and_its_own_time():
    event = _listed(ROW)
    assert (event.event_id, event.kind, event.text) == ("SM5", EventKind.TEXT, "Kurang maksimal")
    assert event.at == datetime(2026, 11, 21, 2, 59, tzinfo=UTC)
    assert event.person.ids == ("wa-phone:+6281200000001",)


def test_of_the_list_only_what_people_sent_is_read():
    assert _listed({**ROW, "direction": "outbound-api"}) is None
    with pytest.raises(Malformed):
        _listed({**ROW, "date_sent": "kemarin", "date_created": None})
    assert _listed({**ROW, "num_media": "1", "body": None}).kind is EventKind.MEDIA


def test_ids_are_sorted_by_kind_and_never_made_up():
    assert person_id("+6281200000001") == "wa-phone:+6281200000001"
    assert person_id("ID.4566546130240823") == "wa-user:ID.4566546130240823"
    assert person_id("0812") == "wa:0812"
