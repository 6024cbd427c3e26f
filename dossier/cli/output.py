"""The only way to stdout and stderr: nothing gets out that a terminal would obey."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TextIO

from dossier.records.problems import DossierError
from dossier.text import clean, escape_json


def prepare_streams() -> None:
    """Make stdout and stderr take any text, and no file of ours take their place where they are closed."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def say(message: str) -> None:
    """One message to the person, beside the output: `dossier: ...`."""
    print_error(f"dossier: {message}")


def print_error(text: str) -> None:
    """A line to stderr; where that is closed, nobody is there to read it."""
    with suppress(OSError, AttributeError, ValueError):
        sys.stderr.write(f"{clean(text)}\n")
        sys.stderr.flush()


def print_lines(lines: Iterable[str]) -> None:
    """Lines to stdout."""
    stdout = _stdout()
    for line in lines:
        stdout.write(clean(line).rstrip() + "\n")


def print_text(text: str, *, bom: bool = False) -> None:
    """Text to stdout as it is, but for what a terminal would obey; `bom`: behind a byte order mark."""
    _stdout().write(("\ufeff" if bom else "") + clean(text))


def page_lines(lines: Iterable[str]) -> None:
    """Lines to stdout; on a terminal through the pager, which asks for them as it is read."""
    if not _stdout().isatty():
        print_lines(lines)
        return
    import click  # noqa: PLC0415

    click.echo_via_pager(clean(line).rstrip() + "\n" for line in lines)


def print_page(markdown: str, columns: int = 100) -> None:
    """A page of the manual: set and paged on a terminal, as Markdown to a pipe. Only for our own words."""
    if not _stdout().isatty():
        print_lines(markdown.splitlines())
        return
    import click  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.markdown import Markdown  # noqa: PLC0415

    console = Console()
    console.width = min(console.width, columns)
    with console.capture() as capture:
        console.print(Markdown(markdown))
    click.echo_via_pager(capture.get())


def print_json(value: Any) -> None:
    """A value to stdout as indented JSON."""
    write_json(json.dumps(value, ensure_ascii=False, indent=2).encode(errors="surrogatepass") + b"\n")


def write_json(data: bytes) -> None:
    """JSON to stdout; what would command or confuse a terminal as the \\u escapes that mean the same."""
    _stdout().write(escape_json(data.decode(errors="surrogatepass")))


def flush_output() -> None:
    """Hand over what was printed; OSError where it does not arrive."""
    if sys.stdout is not None:
        sys.stdout.flush()


def drop_output() -> None:
    """Hand over what was printed or drop it: Python would try once more on its way out, and complain."""
    try:
        flush_output()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def has_terminal() -> bool:
    """Whether somebody sits before a terminal that a screen can be drawn on."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _stdout() -> TextIO:
    if sys.stdout is None:
        raise DossierError("standard output is closed")
    return sys.stdout
