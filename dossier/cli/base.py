"""What all commands share: their group, the author of their edits, the dossier that they open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dossier import __version__
from dossier.cli.output import say

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.core.lens import Lens

OK, PROBLEMS, FAILED, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141

_ABOUT = """Browse a dossier: from a person to the claims about them, to the verbatim quotes, to the
passage in the source.

PATH is the folder of a dossier. Without one, every command but `new` and `merge` works on your own copy of
the bundled dossier, which is made on first use in your data folder (DOSSIER_HOME names another one).

\b
  dossier                               open the bundled dossier
  dossier cases/acme                    open another one
  dossier --as-of 2025-01-27            open it as its sources stood on that day
  dossier show | less                   read it without the screen
  dossier show cases/acme c.some-claim
  dossier export -o deepseek.json       take it away
  dossier new copy --from deepseek.json
"""


_TOLD = 3
"""How many problems of whole files a command names at most."""
_MODULES = {
    "open": "opening",
    "tutorial": "opening",
    "sample": "opening",
    "show": "reading",
    "list": "reading",
    "check": "reading",
    "log": "reading",
    "schema": "reading",
    "findings": "findings",
    "help": "manual",
    "keys": "keys",
    "new": "writing",
    "export": "writing",
    "merge": "writing",
    "attach": "writing",
    "save": "writing",
}
"""The module of each command, which is imported when the command is meant: the screen waits for no other."""


class PathFirst(click.Group):
    """`dossier PATH` opens PATH: a first argument that is no command is a path."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, from its module."""
        if cmd_name in _MODULES:
            import_module(f"dossier.cli.{_MODULES[cmd_name]}")
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `open` before a path that comes first."""
        at = 0
        while at < len(args) and args[at].startswith("-") and args[at] != "--":
            at += 2 if args[at] in ("--by", "--as-of") else 1
        if at >= len(args) or args[at] not in _MODULES:
            args = [*args[:at], "open", *args[at:]]
        return super().parse_args(ctx, args)


def checked_text(given: str) -> str:
    """The text of an option, unchanged; refused where it is not UTF-8, as only a path may be."""
    if any("\ud800" <= character <= "\udfff" for character in given):
        raise click.BadParameter(f"{given} is not UTF-8")
    return given


def by_option(command: Any) -> Any:
    """`--by NAME`, which may also stand before the command."""
    help_text = "Whose edits these are; else DOSSIER_BY, git's user.name, or your login."
    return click.option("--by", metavar="NAME", type=checked_text, help=help_text)(command)


def author_option(ctx: click.Context, by: str | None) -> str | None:
    """`--by` of the command, else of the program, else None."""
    return by or ctx.find_root().params.get("by")


def author_of_edits(ctx: click.Context, by: str | None) -> str:
    """The author of edits: `--by`, the environment, git or the login."""
    from dossier.store.author import find_author  # noqa: PLC0415

    return find_author(author_option(ctx, by))


def find_place(path: str | None) -> Path:
    """The folder that a command works on: `path`, or the user's copy of the bundled dossier."""
    if path is not None:
        return Path(path)
    from dossier.home import working_copy  # noqa: PLC0415

    copy, notice = working_copy()
    if notice:
        say(notice)
    return copy


def as_of_option(command: Any) -> Any:
    """`--as-of DATE`, for commands that only read; it may also stand before the command."""
    help_text = "Show it as its sources stood on that day, such as 2025-01-27 or 2025-01."
    return click.option("--as-of", metavar="DATE", help=help_text, callback=_date_option)(command)


def _date_option(ctx: click.Context, _: click.Parameter, given: str | None) -> str | None:
    return given or ctx.find_root().params.get("as_of")


def make_lens(as_of: str | None) -> Lens | None:
    """The view of the dossier on a day; DossierError for a text that is not a date. None: as it is now."""
    if as_of is None:
        return None
    from dossier.core.lens import Lens  # noqa: PLC0415

    return Lens(as_of=as_of)


@contextmanager
def open_dossier(
    path: str | None, by: str | None = None, lens: Lens | None = None, *, tell: bool = True
) -> Iterator[Dossier]:
    """The dossier that a command works on, loaded. `tell`: say what is wrong with whole files."""
    from dossier.core.dossier import Dossier  # noqa: PLC0415

    with Dossier.open(find_place(path), by=by, lens=lens) as dossier:
        notices = dossier.notices if tell else []
        for problem in notices[:_TOLD]:
            say(str(problem))
        if len(notices) > _TOLD:
            say(f"and {len(notices) - _TOLD:,} more; `dossier check` lists them")
        for told in dossier.edited_outside:
            say(told)
        yield dossier
    if dossier.unsaved:
        say(dossier.unsaved)


def find_fitting(dossier: Dossier, pane: str, query: str) -> Sequence[str]:
    """The records of a pane that fit `query`, in the pane's order."""
    from dossier.query.engine.filtering import Filter  # noqa: PLC0415
    from dossier.query.language.grammar import QueryError, parse_query  # noqa: PLC0415
    from dossier.show.order import order_pane  # noqa: PLC0415

    try:
        read = parse_query(checked_text(query), pane)
    except QueryError as error:
        raise click.ClickException(f"the query does not read: {error.message}") from None
    return Filter(dossier, read, order_pane(dossier, pane)).finish()


@click.group(cls=PathFirst, help=_ABOUT, context_settings={"help_option_names": ["-h", "--help"]})
@by_option
@as_of_option
@click.version_option(__version__, prog_name="dossier", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, by: str | None, as_of: str | None) -> None:
    """Options of all commands; they are read from the context."""
    del by
    command = cli.commands.get(ctx.invoked_subcommand or "")
    if as_of and command and all(option.name != "as_of" for option in command.params):
        raise click.UsageError(f"--as-of is for what only looks, and not for {command.name}")
