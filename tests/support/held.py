"""Which files of a folder this process has open: what is left of a database that nobody closed."""

from __future__ import annotations

from pathlib import Path

import psutil


def held(folder: Path) -> list[str]:
    paths = [Path(one.path) for one in psutil.Process().open_files()]
    return sorted({path.name for path in paths if path.parent == folder})
