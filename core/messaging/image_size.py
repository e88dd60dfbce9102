"""How wide and tall a picture is, by the head of its file: PNG or JPEG."""

from __future__ import annotations

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
# Start of frame: the segment that tells the size; C4, C8 and CC in that row are other things.
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def size(data: bytes) -> tuple[int, int] | None:
    """None: it is neither, or broken before its size is told."""
    if data.startswith(PNG) and len(data) >= 24:  # noqa: PLR2004 - signature, then IHDR
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return _of_jpeg(data) if data.startswith(JPEG) else None


def _of_jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - every marker begins so
        if data[at + 1] in FRAMES:
            tall, wide = (
                int.from_bytes(data[at + 5 : at + 7]),
                int.from_bytes(data[at + 7 : at + 9]),
            )
            return wide, tall
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
