"""Writing PDF files drawn by typst, for commands with `-o`: the whole file, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write(shape: str, data: Mapping[str, Any], target: Path) -> None:
    """Draw a PDF and write it to `target`.

    `shape`: name of the typst template; `data`: its values. Raises InputError when the PDF cannot
    be drawn or written.
    """
    from bot.documents.render.worker import WORKER, RenderError

    if target.suffix.casefold() != ".pdf":
        raise InputError(f"{target.name}: berkasnya harus berakhiran .pdf")
    try:
        pdf = WORKER.draw(shape, data, "pdf")
    except RenderError as failed:
        raise InputError(f"Tidak dapat dicetak: {failed}") from failed
    finally:
        WORKER.close()
    try:
        target.write_bytes(pdf)
    except OSError as wrong:
        raise InputError(f"{target}: tidak dapat ditulis ({wrong.strerror})") from wrong
