"""Commands that write: a dossier, a text of it, or a file to take away."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dossier.cli.base import (
    OK,
    PROBLEMS,
    author_of_edits,
    by_option,
    checked_text,
    cli,
    find_fitting,
    open_dossier,
)
from dossier.cli.output import print_lines, say, write_json
from dossier.records.kinds import RECORD_PANES
from dossier.text import one_line, plural


@cli.command()
@click.argument("path")
@click.option("--title", metavar="T", type=checked_text, help="What the dossier is called.")
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
        from dossier.exchange.files import refuse_taken_path  # noqa: PLC0415
        from dossier.exchange.json_import import restore_export  # noqa: PLC0415

        refuse_taken_path(Path(path))
        name = "standard input" if export_file == "-" else one_line(Path(export_file).name)
        if export_file == "-" and sys.stdin is None:
            raise click.ClickException("standard input is closed")
        data = sys.stdin.buffer.read() if export_file == "-" else Path(export_file).read_bytes()
        count = restore_export(Path(path), data, name, title)
        print_lines([f"{path}: {plural(count, 'record')} restored; open it with: dossier {path}"])
        return OK
    if not (title and title.strip()):
        raise click.UsageError("a new dossier needs a --title (or --from, an export)")
    from dossier.core.dossier import Dossier  # noqa: PLC0415

    Dossier.new(Path(path), title=title.strip(), by=author_of_edits(ctx, by)).close()
    print_lines([f"{path}: a new dossier; open it with: dossier {path}"])
    return OK


@cli.command()
@click.argument("arguments", nargs=-1, metavar="[PATH] [ID]...")
@click.option(
    "--pane", type=click.Choice(RECORD_PANES), help="Only the records of this pane that fit the query."
)
@click.option(
    "--query",
    metavar="QUERY",
    type=checked_text,
    help="In the language of the filter; of claims, if no pane is named.",
)
@click.option(
    "-o", "--output", metavar="FILE", default="-", help="Where to write; without it, or with -, stdout."
)
@click.option("-f", "--force", is_flag=True, help="Replace FILE if it is there.")
def export(arguments: tuple[str, ...], pane: str | None, query: str | None, output: str, force: bool) -> int:
    """Write the whole dossier, or a part of it, as one JSON document (`dossier schema` describes it).

    A part is named by IDs or a query. What it needs to stand alone comes along: quotes and their sources,
    people and organizations, tags, notes and grades. The document says what it leaves out, and so does
    this command. The exit status is 1, and nothing is written, where no record fits.

    The same records give the same bytes. `dossier new COPY --from FILE` restores it. The texts of the
    sources are not part of it.

    \b
      dossier export -o deepseek.json
      dossier export cases/acme --query 'tag:cost quotes:>=2' -o cost.json
      dossier export cases/acme c.some-claim c.another-claim
    """
    from dossier.exchange import json_export  # noqa: PLC0415
    from dossier.exchange.files import refuse_own_files  # noqa: PLC0415
    from dossier.exchange.part import make_part  # noqa: PLC0415

    path, ids = _path_and_ids(arguments)
    with open_dossier(path) as dossier:
        if output != "-":
            refuse_own_files(Path(output), dossier.path)
            if Path(output).is_file() and not force:
                raise click.ClickException(f"{output} is there already; -f replaces it")
        part = None
        queried = pane is not None or query is not None
        if ids or queried:
            hits = find_fitting(dossier, pane or "claims", query or "") if queried else ()
            part = make_part(dossier, {*ids, *hits})
            if not part.ids:
                say("no record fits; nothing was written")
                return PROBLEMS
        if output == "-":
            write_json(json_export.make_export(dossier, part))
        else:
            say(f"{output}: {json_export.write_export(dossier, Path(output), part):,} bytes")
        if part:
            say(part.describe())
        broken = len(dossier.problems)
    if broken:
        say(f"{plural(broken, 'problem')} in the dossier; `dossier check` lists them")
    return OK


def _path_and_ids(arguments: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """Tell PATH from IDs: a first argument that is no id, or that exists as a file, is the path."""
    from dossier.records.ids import is_id  # noqa: PLC0415

    if arguments and (not is_id(arguments[0]) or Path(arguments[0]).exists()):
        return arguments[0], arguments[1:]
    return None, arguments


@cli.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("-o", "--output", metavar="C", required=True, help="The folder to make.")
@by_option
@click.pass_context
def merge(ctx: click.Context, first: str, second: str, output: str, by: str | None) -> int:
    """Join two copies of one dossier, A and B, in the new folder C. A and B stay as they are.

    What was added to either is in C. Of a field that both changed, the newest edit counts; it is listed as
    a conflict, and `dossier log C` shows both values. A record that one removed stays if the other changed
    it or refers to it. A and B may also be exports.

    The exit status is 0 without conflicts, 1 with conflicts, 2 where nothing was merged.

    \b
      dossier merge cases/acme mail/acme -o cases/acme-joined
    """
    from dossier.exchange.merge_folder import merge_folders  # noqa: PLC0415

    done = merge_folders(Path(first), Path(second), Path(output), author_of_edits(ctx, by))
    print_lines(done.conflicts)
    print_lines([f"{output}: {done.words}; open it with: dossier {output}"])
    return PROBLEMS if done.conflicts else OK


@cli.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[PATH] SOURCE FILE")
@click.option("-f", "--force", is_flag=True, help="Also a text that has none of the source's quotes.")
@by_option
@click.pass_context
def attach(ctx: click.Context, arguments: tuple[str, ...], force: bool, by: str | None) -> int:
    """Give the source SOURCE its text, from FILE.

    A text that the source was captured from is recognized by its digest; another one becomes a new
    version. Either way you are told how many of the source's quotes stand in it verbatim; a text that has
    none of them is refused. The bytes are kept as they are, a byte order mark included.

    \b
      dossier attach s.some-article article.txt
      dossier attach cases/acme s.some-article article.txt
    """
    if len(arguments) not in (2, 3):
        raise click.UsageError("expected [PATH] SOURCE FILE, such as: s.some-article article.txt")
    path, source_id, file = (None, *arguments) if len(arguments) == 2 else arguments
    from dossier.features.sources.act import attach as attach_text  # noqa: PLC0415

    with open_dossier(path, author_of_edits(ctx, by)) as dossier:
        done = attach_text(dossier, str(source_id), Path(file), force=force)
        print_lines([f"{source_id}: {done.summary}"])
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
    with open_dossier(path, author_of_edits(ctx, by)) as dossier:
        saved = dossier.save()
        print_lines([f"{dossier.path}: {'saved' if saved else 'was up to date'}"])
    return OK
