"""The child process that draws: JSON lines in, and a header line and a PNG or PDF out for each.

`Worker` starts it by `python -m bot.documents.render.child`. Its root is an empty folder, so a
template can read no file.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from typing import IO

RenderFormat = Literal["png", "pdf"]

PPI = 216.0  # pixels per inch, three per point: as sharp as a phone shows it
HERE = Path(__file__).parent


def draw(shape: str, data: dict[str, Any], root: str, kind: RenderFormat = "png") -> bytes:
    """Compile the template `<shape>.typ` with `data`, and return the PNG or PDF.

    `root`: the folder that typst may read. The data are text to the template, never its source.
    Raises TypeError when a PNG would have several pages, and typst's own errors.
    """
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
    """Answer requests until `asked` ends.

    A request is one line `{"bentuk", "data", "jenis"}`; its answer is a line `{"size"}` and so many
    bytes, or size 0 and the type of the error as `fault`.
    """
    with tempfile.TemporaryDirectory(prefix="skm-typst-") as root:
        for line in asked:
            request = json.loads(line)
            try:
                png = draw(request["bentuk"], request["data"], root, request.get("jenis", "png"))
                head: dict[str, Any] = {"size": len(png)}
            except Exception as error:  # noqa: BLE001 - the parent is told; the next may do better
                png, head = b"", {"size": 0, "fault": type(error).__name__}
            told.write(json.dumps(head).encode() + b"\n" + png)
            told.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
