"""The command line. The screen, and everything heavy, is imported only by the command that needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from dossier.cli.base import BROKEN_PIPE, FAILED, INTERRUPTED, OK, cli, say
from dossier.text import clean

__all__ = ["cli", "main", "run"]


def run(args: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status, and says in one message what went wrong."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        # Not cli.main: it would end a broken pipe with status 1, and answer ctrl+c with a newline.
        with cli.make_context("dossier", list(sys.argv[1:] if args is None else args)) as ctx:
            status = cli.invoke(ctx)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        usage = error.ctx.get_usage() + "\n" if isinstance(error, click.UsageError) and error.ctx else ""
        click.echo(f"{clean(usage)}dossier: {clean(error.format_message())}", err=True)
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes stdout once more on its way out, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        from dossier.records.problems import DossierError, reason  # noqa: PLC0415  (not for --version)

        if not isinstance(error, DossierError | OSError):
            raise
        say(reason(error))
        return FAILED
    return status if isinstance(status, int) else OK


def main() -> None:
    """The `dossier` command."""
    sys.exit(run())
