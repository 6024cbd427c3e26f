"""Commands that open the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.base import OK, as_of_option, author_option, by_option, cli, make_lens
from dossier.cli.output import has_terminal, print_lines, say
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.core.lens import Lens
    from dossier.keys.commands import Registry


class _Unnamed(click.Command):
    """`dossier PATH`: a command whose name nobody types."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As the line is typed."""
        formatter.write_usage("dossier", " ".join(self.collect_usage_pieces(ctx)))


@cli.command("open", cls=_Unnamed, hidden=True)
@click.argument("path", required=False)
@as_of_option
@by_option
@click.pass_context
def open_(ctx: click.Context, path: str | None, as_of: str | None, by: str | None) -> int:
    """Open PATH on the screen."""
    _refuse_mistyped(ctx, path)
    lens = make_lens(as_of)
    _need_terminal(f"dossier show {path or ''}".strip())
    by = author_option(ctx, by)
    if path:
        return _run_screen(Path(path), by, lens=lens)
    from dossier.home import working_copy  # noqa: PLC0415

    place, notice = working_copy()
    return _run_screen(place, by, notice, lens)


@cli.command()
@by_option
@click.pass_context
def tutorial(ctx: click.Context, by: str | None) -> int:
    """Open a fresh copy of the tutorial: four short invented reports, with their texts.

    Your copy of the last time, if you changed it, is kept beside it.
    """
    _need_terminal("dossier --help")
    from dossier.home import fresh_copy  # noqa: PLC0415

    place, notice = fresh_copy("tutorial")
    return _run_screen(place, author_option(ctx, by), notice)


@cli.command()
@click.option("--fresh", is_flag=True, help="Copy the sample anew; your earlier copy is kept beside it.")
def sample(fresh: bool) -> int:
    """Print the folder of your copy of the bundled dossier, which is made on first use."""
    from dossier.home import OWN_COPY, fresh_copy, working_copy  # noqa: PLC0415

    place, notice = fresh_copy(OWN_COPY) if fresh else working_copy()
    if notice:
        say(notice)
    print_lines([str(place)])
    return OK


def _need_terminal(instead: str) -> None:
    if not has_terminal():
        raise click.ClickException(f"the screen needs a terminal; without one, there is `{instead}`")


def _run_screen(place: Path, by: str | None, notice: str | None = None, lens: Lens | None = None) -> int:
    from dossier.screen.start import start  # noqa: PLC0415

    return start(place, by, notice, lens, load_registry=_load_registry)


def _load_registry() -> Registry:
    from dossier.registry import REGISTRY  # noqa: PLC0415  (20 ms: after the first paint)

    return REGISTRY


def _refuse_mistyped(ctx: click.Context, path: str | None) -> None:
    """`dossier exprot` is a command with a slip rather than a folder that is not there."""
    if path is None or Path(path).exists():
        return
    import difflib  # noqa: PLC0415

    near = difflib.get_close_matches(path, cli.list_commands(ctx), n=1)
    hint = f"; did you mean the command {near[0]}?" if near else ""
    raise click.ClickException(f"there is no folder {one_line(path)}{hint}")
