"""A QR code as SVG, for posters and slips: one black path on white, with the quiet zone around."""

from __future__ import annotations

QUIET = 4  # white modules around it, as ISO/IEC 18004 asks


def svg(text: str) -> str:
    """The SVG of a QR code of `text`, with error correction level M or better.

    A poster is touched, folded and half torn off. Raises segno's DataOverflowError for a text that
    is too long.
    """
    import segno  # noqa: PLC0415 - loaded where something is printed

    rows = segno.make_qr(text, error="m").matrix
    side = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>'
    )
