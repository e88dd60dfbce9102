"""Width and height of a PNG or JPEG picture, read from the head of the file.

`Picture.size` and the evidence of the RTL (`bot/desk/staff/rtl/claims/evidence.py`) use it; a whole
picture is never decoded.
"""

from __future__ import annotations

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
# Markers "start of frame" of JPEG, whose segment holds the size; C4, C8 and CC are other segments.
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def size(data: bytes) -> tuple[int, int] | None:
    """Return (width, height) in pixels; None when the file is no PNG or JPEG, or is cut short."""
    if data.startswith(PNG) and len(data) >= 24:  # noqa: PLR2004 - signature, then IHDR
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return _of_jpeg(data) if data.startswith(JPEG) else None


def _of_jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - first byte of every marker
        if data[at + 1] in FRAMES:
            tall, wide = (
                int.from_bytes(data[at + 5 : at + 7]),
                int.from_bytes(data[at + 7 : at + 9]),
            )
            return wide, tall
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
