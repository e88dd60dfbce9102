"""The child process: a JSON line in, a header line and a PNG or PDF out. Its root is empty."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from typing import IO

RenderFormat = Literal["png", "pdf"]

PPI = 216.0  # three pixels a point: as sharp as a phone shows it
HERE = Path(__file__).parent


def draw(shape: str, data: dict[str, Any], root: str, kind: RenderFormat = "png") -> bytes:
    """The data are text to the template, never its source: nothing in them is carried out."""
    import typst  # noqa: PLC0415 - only this process ever loads it

    page = typst.Compiler(
        (HERE / f"{shape}.typ").read_bytes(),
        root=root,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        package_path=root,
        package_cache_path=root,
    )
    made = page.compile(format=kind, ppi=PPI)
    if not isinstance(made, bytes):
        raise TypeError("a picture is one page")
    return made


def serve(asked: IO[bytes], told: IO[bytes]) -> None:
    with tempfile.TemporaryDirectory(prefix="skm-typst-") as root:
        for line in asked:
            request = json.loads(line)
            try:
                png = draw(request["bentuk"], request["data"], root, request.get("jenis", "png"))
                head: dict[str, Any] = {"size": len(png)}
            except Exception as error:  # noqa: BLE001 - told to the parent; the next may do better
                png, head = b"", {"size": 0, "fault": type(error).__name__}
            told.write(json.dumps(head).encode() + b"\n" + png)
            told.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
