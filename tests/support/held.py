"""The open files of this process in a folder; a database that nobody closed is among them."""

from __future__ import annotations

from pathlib import Path

import psutil


def held(folder: Path) -> list[str]:
    """The names of files in this folder that this process has open, sorted."""
    paths = [Path(one.path) for one in psutil.Process().open_files()]
    return sorted({path.name for path in paths if path.parent == folder})
