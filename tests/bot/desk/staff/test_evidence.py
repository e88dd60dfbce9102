"""`evidence.shown`: photos go out as pictures, all else as files, by the bytes and not the name."""

from __future__ import annotations

import pytest

from bot.desk.staff.rtl.claims.evidence import PICTURE_MOST, shown
from core.rtl.plan import EvidenceFile

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (80).to_bytes(4) + (60).to_bytes(4)


def test_a_photo_is_shown_whatever_its_sender_called_it():
    message = shown(EvidenceFile("0", "application/pdf", PNG), "foto.pdf")

    assert (message.picture.data, message.picture.alt, message.picture.name) == (
        PNG,
        "foto.pdf",
        "foto.png",
    )
    assert message.document is None


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"RIFF\0\0\0\0WEBP",
        b"\xff\xd8\xff\xe0 a picture that is none",
        PNG + b"\0" * PICTURE_MOST,
    ],
)
def test_what_no_channel_takes_for_a_photo_is_a_file(data):
    message = shown(EvidenceFile("0", "image/jpeg", data), "foto.jpg")

    assert message.picture is None
    assert (message.document.data, message.document.name) == (data, "foto.jpg")
    assert message.document.mime == "image/jpeg"
