"""A QR code as SVG: one black path on white, with the quiet zone that readers need."""

from __future__ import annotations

QUIET = 4  # modules of white around it, as the standard asks


def svg(text: str) -> str:
    """Error correction M or better: a poster is touched, folded and half torn off."""
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
