"""`Worker`: draws pictures in one child process, for composers and commands of `skm`.

The child starts at the first use, and anew when it died or took too long.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import SkmError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.documents.render.child import RenderFormat

WITHIN = 10.0  # seconds for one picture
TRIES = 2  # a child that died since the last picture is replaced for this one
SECRETS = ("SKM_", "TELEGRAM_", "TWILIO_")  # settings, which the child does not inherit
REPO = str(Path(__file__).parents[3])
COMMAND = (sys.executable, "-m", "bot.documents.render.child")


class RenderError(SkmError):
    """No picture came. The caller sends the words of the screen, which say the same."""


class Worker:
    """The one child process, which threads use in turn. Its calls block: use it in a thread.

    `command` starts the child; `within`: seconds for one picture.
    """

    def __init__(
        self,
        command: Sequence[str] = COMMAND,
        within: float = WITHIN,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        """`environ`: the variables that the child inherits, less the settings of SKM Bot."""
        self._command, self._within, self._environ = tuple(command), within, environ
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def draw(self, shape: str, data: Mapping[str, Any], kind: RenderFormat = "png") -> bytes:
        """Draw the template `<shape>.typ` with `data`: a PNG of one page, or a PDF.

        Raises RenderError when the child reports a fault, dies twice, or takes too long.
        """
        line = json.dumps({"bentuk": shape, "data": dict(data), "jenis": kind}).encode() + b"\n"
        with self._turn:
            for _ in range(TRIES):
                if (png := self._ask(line)) is not None:
                    return png
        raise RenderError("the drawing process died")

    def _ask(self, line: bytes) -> bytes | None:
        """One try. None: the child is gone, and a new one may do better."""
        child = self._running()
        assert child.stdin is not None  # noqa: S101 - opened with pipes
        assert child.stdout is not None  # noqa: S101
        late = threading.Event()
        timer = threading.Timer(self._within, _stop_late, (child, late))
        timer.start()
        try:
            child.stdin.write(line)
            child.stdin.flush()
            head = json.loads(child.stdout.readline() or b"null")
            png = child.stdout.read(head["size"]) if head else b""
        except (OSError, ValueError):
            head, png = None, b""
        finally:
            timer.cancel()
        if late.is_set():
            self._end()
            raise RenderError(f"no picture within {self._within:g} s")
        if head is None or len(png) < head["size"]:
            self._end()
            return None
        if not png:
            raise RenderError(str(head.get("fault")))
        return bytes(png)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        kept = {name: told for name, told in self._environ.items() if not name.startswith(SECRETS)}
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (REPO, kept.get("PYTHONPATH"))))
        self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept,
            start_new_session=True,  # Ctrl+C is for the parent; the child ends with its input
        )
        atexit.register(self._end)
        return self._child

    def close(self) -> None:
        """End the child process; the next `draw` starts a new one."""
        with self._turn:
            self._end()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        atexit.unregister(self._end)
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                _quietly_close(pipe)
        child.wait()


def _stop_late(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _quietly_close(pipe: Any) -> None:
    with contextlib.suppress(OSError):  # unwritten input is of no use to a dead child
        pipe.close()


WORKER = Worker()
