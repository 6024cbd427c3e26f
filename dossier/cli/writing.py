"""Commands that write: a dossier, a text of it, or a file to take away."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dossier.cli.base import OK, author_of, by_option, cli, open_dossier, print_lines, say, write_json
from dossier.text import one_line, plural


@cli.command()
@click.argument("path")
@click.option("--title", metavar="T", help="What the dossier is called.")
@click.option(
    "--from",
    "export_file",
    metavar="FILE",
    help="Restore what `dossier export` wrote; - reads it from a pipe.",
)
@by_option
@click.pass_context
def new(ctx: click.Context, path: str, title: str | None, export_file: str | None, by: str | None) -> int:
    """Make a new dossier in the folder PATH, empty or from an export.

    \b
      dossier new cases/acme --title "Acme Corporation"
      dossier new copy --from deepseek.json
    """
    if export_file is not None:
        from dossier.exchange.json_import import refuse_taken, restore  # noqa: PLC0415

        refuse_taken(Path(path))
        name = "standard input" if export_file == "-" else one_line(Path(export_file).name)
        data = sys.stdin.buffer.read() if export_file == "-" else Path(export_file).read_bytes()
        count = restore(Path(path), data, name, title)
        print_lines([f"{path}: {plural(count, 'record')} restored; open it with: dossier {path}"])
        return OK
    if not (title and title.strip()):
        raise click.UsageError("a new dossier needs a --title (or --from, an export)")
    from dossier.dossier import Dossier  # noqa: PLC0415

    Dossier.new(Path(path), title=title.strip(), by=author_of(ctx, by)).close()
    print_lines([f"{path}: a new dossier; open it with: dossier {path}"])
    return OK


@cli.command()
@click.argument("path", required=False)
@click.option(
    "-o", "--output", metavar="FILE", default="-", help="Where to write; without it, or with -, stdout."
)
def export(path: str | None, output: str) -> int:
    """Write the whole dossier as one JSON document (`dossier schema` describes it).

    The same records give the same bytes. `dossier new COPY --from FILE` restores it. The texts of the
    sources are not part of it.
    """
    from dossier.exchange import json_export  # noqa: PLC0415

    with open_dossier(path) as dossier:
        if output == "-":
            write_json(json_export.export_bytes(dossier))
        else:
            size = json_export.export(dossier, Path(output))
            say(f"{output}: {size:,} bytes")
        broken = len(dossier.problems)
    if broken:
        say(f"{plural(broken, 'problem')} in the dossier; `dossier check` lists them")
    return OK


@cli.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[PATH] SOURCE FILE")
@by_option
@click.pass_context
def attach(ctx: click.Context, arguments: tuple[str, ...], by: str | None) -> int:
    """Give the source SOURCE its text, from FILE.

    A text that the source was captured from is recognized by its digest; another one becomes a new
    version. Either way you are told how many of the source's quotes stand in it verbatim.

    \b
      dossier attach s.some-article article.txt
      dossier attach cases/acme s.some-article article.txt
    """
    if len(arguments) not in (2, 3):
        raise click.UsageError("expected [PATH] SOURCE FILE, such as: s.some-article article.txt")
    path, source_id, file = (None, *arguments) if len(arguments) == 2 else arguments
    from dossier.acts.attaching import attach as attach_text  # noqa: PLC0415

    with open_dossier(path, author_of(ctx, by)) as dossier:
        print_lines([f"{source_id}: {attach_text(dossier, str(source_id), Path(file)).summary}"])
    return OK


@cli.command()
@click.argument("path", required=False)
@by_option
@click.pass_context
def save(ctx: click.Context, path: str | None, by: str | None) -> int:
    """Bring the table files up to date with the history.

    Edits are safe in the history at once; tables are written on closing. Save before looking at the
    files with an editor or git while a dossier is open elsewhere.
    """
    with open_dossier(path, author_of(ctx, by)) as dossier:
        saved = dossier.save()
        print_lines([f"{dossier.path}: {'saved' if saved else 'was up to date'}"])
    return OK
