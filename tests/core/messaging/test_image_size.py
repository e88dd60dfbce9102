"""`image_size.size`: width and height from the heads of files, which are made here byte by byte."""

from __future__ import annotations

import pytest

from core.messaging.image_size import size
from core.messaging.outgoing import Picture

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (800).to_bytes(4) + (600).to_bytes(4)
APP0 = b"\xff\xe0" + (16).to_bytes(2) + b"JFIF\0" + b"\0" * 9
TABLE = b"\xff\xc4" + (4).to_bytes(2) + b"\0\0"  # Huffman: no frame, though it stands among them


def frame(marker: int) -> bytes:
    return (
        bytes((0xFF, marker)) + (17).to_bytes(2) + b"\x08" + (480).to_bytes(2) + (640).to_bytes(2)
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (PNG, (800, 600)),
        (b"\xff\xd8" + APP0 + frame(0xC0), (640, 480)),
        (b"\xff\xd8" + APP0 + TABLE + frame(0xC2), (640, 480)),
        (b"\xff\xd8" + APP0, None),
        (b"\xff\xd8" + APP0 + b"x" * 20, None),
        (PNG[:20], None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_the_size_is_told_by_the_head_of_the_file(data, told):
    assert size(data) == told
    assert Picture(data, "", "x").size == (told or (0, 0))
