"""`python -m dossier` in a real pseudo-terminal: bytes in, bytes out."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.paths import ROOT

PATIENCE = 30.0
_ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[PX^_\]].*?(?:\x1b\\|\x07)|\x1b[ -/]*[0-~]", re.DOTALL)


def words(output: bytes) -> str:
    """What a terminal was told to print, without what it was told to do."""
    return _ESCAPES.sub(b"", output).decode("utf-8", "replace")


class PtyApp:
    """A process on a terminal of its own."""

    def __init__(
        self,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        home: Path | None = None,
        cwd: Path | None = None,
        errors: Path | None = None,
    ) -> None:
        """`errors`: where stderr goes instead of the terminal."""
        self.output = b""
        self.master, self.slave = pty.openpty()
        self._ends: tuple[int, ...] = (self.master, self.slave)
        columns, rows = size
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "DOSSIER_BY": "ada"}
        environment |= {"DOSSIER_HOME": str(home)} if home else {}
        environment["PYTHONPATH"] = str(ROOT)
        for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR", "COLUMNS", "LINES"):
            environment.pop(name, None)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            # The first terminal that a new session opens is its own: its end is then told to the program.
            ["sh", "-c", 'exec "$@" <>"$0" >&0', os.ttyname(self.slave), sys.executable, *arguments],
            stderr=errors.open("wb") if errors else self.slave,
            env=environment,
            cwd=cwd,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    def read(self, seconds: float = 0.02) -> None:
        """Take in what the process wrote, if it writes within `seconds`."""
        while select.select([self.master], [], [], seconds)[0]:
            try:
                data = os.read(self.master, 1 << 16)
            except OSError:  # the process has gone
                return
            if not data:
                return
            self.output += data
            seconds = 0.0

    def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait for a condition, and go on reading."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(
                    f"{what or 'the condition'} did not come about:\n{words(self.output)[-3000:]}"
                )
            self.read()

    def shown(self, text: str, since: int = 0) -> None:
        """Wait until a text was printed in one piece."""
        self.until(lambda: text in words(self.output[since:]), repr(text))

    def send(self, keys: str) -> int:
        """Type; returns how much had been written before."""
        self.read(0)
        here = len(self.output)
        os.write(self.master, keys.encode())
        return here

    def kill(self) -> None:
        """SIGKILL, as from an out-of-memory killer."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def hang_up(self) -> None:
        """Take the terminal away, as a lost connection does."""
        for descriptor in self._ends:
            os.close(descriptor)
        self._ends = ()

    def wait(self) -> int:
        """The exit status, once it has one."""
        self.until(lambda: self.process.poll() is not None, "the end")
        self.read()
        return self.process.wait()
