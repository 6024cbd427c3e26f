"""The command line. The screen, and everything heavy, is imported only by the command that needs it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

import click

from dossier.cli import output
from dossier.cli.base import BROKEN_PIPE, FAILED, INTERRUPTED, OK, cli
from dossier.records.problems import DossierError, describe_error

__all__ = ["cli", "main", "run"]

GC_THRESHOLD = (700, 10, 10_000)
"""When Python searches for garbage: new objects as ever, all of them only after 70 million more.

A full search walks every record while the screen waits: 740 ms at 100,000 claims.
"""


def run(args: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status, and says in one message what went wrong."""
    output.prepare_streams()
    try:
        status = _invoke(list(sys.argv[1:] if args is None else args))
        output.flush_output()
    except click.ClickException as error:
        usage = error.ctx.get_usage() + "\n" if isinstance(error, click.UsageError) and error.ctx else ""
        output.print_error(f"{usage}dossier: {error.format_message()}")
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        output.drop_output()
        return BROKEN_PIPE
    except (DossierError, OSError) as error:
        output.drop_output()
        output.say(describe_error(error))
        return FAILED
    return status


def _invoke(args: list[str]) -> int:
    """The exit status of the command that the arguments name."""
    # Not cli.main: it would end a broken pipe with status 1, and answer ctrl+c with a newline.
    try:
        with cli.make_context("dossier", args) as context:
            status = cli.invoke(context)
    except click.exceptions.Exit as error:
        return error.exit_code
    return status if isinstance(status, int) else OK


def main() -> None:
    """The `dossier` command."""
    gc.set_threshold(*GC_THRESHOLD)  # not in the library, whose process is another's
    sys.exit(run())
