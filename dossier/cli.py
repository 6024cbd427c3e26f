"""The command line. The screen, and everything heavy, is imported only by the command that needs it."""

from __future__ import annotations

import difflib
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dossier import __version__
from dossier.text import clean, one_line, plural

if TYPE_CHECKING:
    from dossier.dossier import Dossier
    from dossier.records.problems import Problem

OK, PROBLEMS, FAILED, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141

_ABOUT = """Browse a dossier: from a person to the claims about them, to the verbatim quotes, to the
passage in the source.

PATH is the folder of a dossier. Without one, every command but `new` works on your own copy of the
bundled dossier, which is made on first use in your data folder (DOSSIER_HOME names another one).

\b
  dossier                               open the bundled dossier
  dossier cases/acme                    open another one
  dossier show | less                   read it without the screen
  dossier show cases/acme c.some-claim
  dossier export -o deepseek.json       take it away
  dossier new copy --from deepseek.json
"""


class _PathFirst(click.Group):
    """`dossier PATH` opens PATH: a first argument that is no command is a path."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        at = 0
        while at < len(args) and args[at].startswith("-") and args[at] != "--":
            at += 2 if args[at] == "--by" else 1
        if at >= len(args) or args[at] not in self.commands:
            args = [*args[:at], "open", *args[at:]]
        return super().parse_args(ctx, args)


def _by_option(command: Any) -> Any:
    help_text = "Whose edits these are; else DOSSIER_BY, git's user.name, or your login."
    return click.option("--by", metavar="NAME", help=help_text)(command)


def _author(ctx: click.Context, by: str | None) -> str:
    from dossier.home import author  # noqa: PLC0415

    return author(by or ctx.find_root().params.get("by"))


def _place(path: str | None) -> Path:
    """The folder that a command works on: `path`, or the user's copy of the bundled dossier."""
    if path is not None:
        return Path(path)
    from dossier.home import working_copy  # noqa: PLC0415

    copy, notice = working_copy()
    if notice:
        _say(notice)
    return copy


def _open(path: str | None, by: str | None = None) -> Dossier:
    from dossier.dossier import Dossier  # noqa: PLC0415

    return Dossier.open(_place(path), by=by)


def _say(message: str) -> None:
    """One message to the person, beside the output."""
    click.echo(f"dossier: {clean(message)}", err=True)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(clean(line).rstrip() + "\n")


@click.group(cls=_PathFirst, help=_ABOUT, context_settings={"help_option_names": ["-h", "--help"]})
@_by_option
@click.version_option(__version__, prog_name="dossier", message="%(prog)s %(version)s")
def cli(by: str | None) -> None:
    """Options of all commands; `by` is read from the context."""
    del by


@cli.command("open", hidden=True)
@click.argument("path", required=False)
@_by_option
@click.pass_context
def open_(ctx: click.Context, path: str | None, by: str | None) -> int:
    """Open PATH on the screen."""
    _refuse_mistyped(path)
    _need_terminal(f"dossier show {path or ''}".strip())
    from dossier.home import working_copy  # noqa: PLC0415

    place, notice = (Path(path), None) if path else working_copy()
    return _run_screen(place, _author(ctx, by), notice)


@cli.command()
@_by_option
@click.pass_context
def tutorial(ctx: click.Context, by: str | None) -> int:
    """Open a fresh copy of the tutorial: four short invented reports, with their texts.

    A copy of an earlier time that you edited is kept beside it.
    """
    _need_terminal("dossier --help")
    from dossier.home import fresh_copy  # noqa: PLC0415

    place, notice = fresh_copy()
    return _run_screen(place, _author(ctx, by), notice)


def _need_terminal(instead: str) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.ClickException(f"the screen needs a terminal; without one, there is `{instead}`")


def _run_screen(place: Path, by: str, notice: str | None) -> int:
    from dossier.tui.app import run  # noqa: PLC0415  (Textual: 200 ms)

    return run(place, by, notice)


def _refuse_mistyped(path: str | None) -> None:
    """`dossier exprot` is a command with a slip rather than a folder that is not there."""
    if path is None or Path(path).exists():
        return
    near = difflib.get_close_matches(path, cli.commands, n=1)
    hint = f"; did you mean the command {near[0]}?" if near else ""
    raise click.ClickException(f"there is no folder {one_line(path)}{hint}")


@cli.command()
@click.argument("path")
@click.option("--title", metavar="T", help="What the dossier is called.")
@click.option(
    "--from",
    "export_file",
    metavar="FILE",
    help="Restore what `dossier export` wrote; - reads it from a pipe.",
)
@_by_option
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
        _print([f"{path}: {plural(count, 'record')} restored; open it with: dossier {path}"])
        return OK
    if not (title and title.strip()):
        raise click.UsageError("a new dossier needs a --title (or --from, an export)")
    from dossier.dossier import Dossier  # noqa: PLC0415

    Dossier.new(Path(path), title=title.strip(), by=_author(ctx, by)).close()
    _print([f"{path}: a new dossier; open it with: dossier {path}"])
    return OK


@cli.command()
@click.argument("path", required=False)
@click.argument("record_id", required=False, metavar="[ID]")
def show(path: str | None, record_id: str | None) -> int:
    """Print a dossier, or one record of it, as plain text: for pipes and screen readers.

    \b
      dossier show | less
      dossier show cases/acme e.some-person
      dossier show e.liang-wenfeng          (in your copy of the bundled dossier)
    """
    from dossier.records.ids import is_id  # noqa: PLC0415

    if record_id is None and is_id(path) and not Path(str(path)).exists():
        path, record_id = None, path
    from dossier.views.show import show as lines_of  # noqa: PLC0415

    width = max(20, shutil.get_terminal_size((88, 24)).columns)
    with _open(path) as dossier:
        _print(line.plain for line in lines_of(dossier, record_id, width))
    return OK


@cli.command("list")
@click.argument("path")
@click.argument("pane", type=click.Choice(["entities", "claims", "quotes", "sources", "timeline", "notes"]))
@click.argument("query", default="")
@click.option("--json", "as_json", is_flag=True, help="The records as JSON, one a line.")
@click.option("--csv", "as_csv", is_flag=True, help="The records as CSV.")
def list_(path: str, pane: str, query: str, as_json: bool, as_csv: bool) -> int:
    """List the records of a pane that fit QUERY, in the language of the screen's filter.

    \b
      dossier list cases/acme claims 'tag:cost quotes:>=2 -kind:opinion'
      dossier list cases/acme timeline 'date:2015..2024' --csv

    Exit code 0 with hits, 1 without any.
    """
    from dossier.query.filtering import Filter  # noqa: PLC0415
    from dossier.query.language import QueryError, parse  # noqa: PLC0415
    from dossier.views.order import listed  # noqa: PLC0415

    try:
        read = parse(query, pane)
    except QueryError as error:
        raise click.ClickException(f"the query does not read: {error.message}") from None
    with _open(path) as dossier:
        hits = Filter(dossier, read, listed(dossier, pane)).all()
        if as_json:
            import orjson  # noqa: PLC0415

            for record_id in hits:
                click.echo(_for_terminal(orjson.dumps(dossier.raw(record_id)).decode()))
        elif as_csv:
            from dossier.exchange.csv_export import csv_text  # noqa: PLC0415
            from dossier.query.keys import LETTERS  # noqa: PLC0415

            click.echo(_for_terminal(csv_text(LETTERS[pane], map(dossier.raw, hits))), nl=False)
        else:
            from dossier.views.rows import row  # noqa: PLC0415

            for record_id in hits:
                click.echo(f"{record_id:<32} {row(dossier, record_id, 96, 1)[0].plain.rstrip()}")
    return OK if hits else PROBLEMS


def _for_terminal(text: str) -> str:
    """What programs read is exact; a terminal is shown nothing that it would obey."""
    return clean(text) if sys.stdout.isatty() else text


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

    with _open(path) as dossier:
        if output == "-":
            _write_json(json_export.export_bytes(dossier))
        else:
            size = json_export.export(dossier, Path(output))
            _say(f"{output}: {size:,} bytes")
        broken = len(dossier.problems)
    if broken:
        _say(f"{plural(broken, 'problem')} in the dossier; `dossier check` lists them")
    return OK


def _write_json(data: bytes) -> None:
    """To a pipe as it is; to a terminal with what would command or confuse it as \\u escapes."""
    if sys.stdout.isatty():
        import json  # noqa: PLC0415  (escapes as JSON does, pairs of surrogates included)

        shown = (char if clean(char) == char else json.dumps(char)[1:-1] for char in data.decode())
        sys.stdout.write("".join(shown))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


@cli.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[PATH] SOURCE FILE")
@_by_option
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

    with _open(path, _author(ctx, by)) as dossier:
        _print([f"{source_id}: {attach_text(dossier, str(source_id), Path(file)).summary}"])
    return OK


@cli.command()
@click.argument("path", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def check(path: str | None, as_json: bool) -> int:
    """Check every record, reference, date and quote.

    The exit status is 0 where all is well, 1 where there are problems, 2 where PATH cannot be read.
    """
    from dossier.evidence.checking import findings  # noqa: PLC0415

    with _open(path) as dossier:
        found = list(dict.fromkeys([*dossier.validate(), *findings(dossier)]))
        conflicts = [
            f"{lost.table}.jsonl: {lost.id}: was changed from outside; “{lost.edit.label}” did not fit"
            for lost in dossier.conflicts
        ]
        counts = _counts(dossier)
    found.sort(key=lambda problem: (problem.file, problem.line or 0, problem.id or "", problem.field or ""))
    if as_json:
        _print_json({"problems": [_as_json(problem) for problem in found], "conflicts": conflicts})
    else:
        _print([*map(str, found), *conflicts])
        total = len(found) + len(conflicts)
        _print([f"{counts}: {plural(total, 'problem') if total else 'no problems'}"])
    return PROBLEMS if found or conflicts else OK


def _counts(dossier: Dossier) -> str:
    tables = (
        (dossier.sources, "source", None),
        (dossier.entities, "entity", "entities"),
        (dossier.quotes, "quote", None),
        (dossier.claims, "claim", None),
        (dossier.events, "event", None),
        (dossier.relations, "relation", None),
    )
    return ", ".join(plural(len(table), noun, many) for table, noun, many in tables)


def _as_json(problem: Problem) -> dict[str, Any]:
    return {key: getattr(problem, key) for key in ("file", "line", "id", "field", "message")}


def _print_json(value: Any) -> None:
    import orjson  # noqa: PLC0415

    _write_json(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


@cli.command()
@click.argument("path", required=False)
def log(path: str | None) -> int:
    """Print every edit, the newest first: when, who, what, and the records that it changed."""
    with _open(path) as dossier:
        edits = list(dossier.history())
    from dossier.views.history import told  # noqa: PLC0415

    undoes = {edit.id: edit.undoes for edit in edits}
    for edit in reversed(edits):
        _print([f"{edit.at}  {one_line(edit.by)}  {told(edit, undoes)}  [{edit.id}]"])
        for _, record_id, before, after in edit.changes:
            _print([f"    {_verb(before, after)} {one_line(record_id)}"])
    return OK


def _verb(before: object, after: object) -> str:
    return "added" if before is None else "removed" if after is None else "changed"


@cli.command()
@click.argument("path", required=False)
@_by_option
@click.pass_context
def save(ctx: click.Context, path: str | None, by: str | None) -> int:
    """Bring the table files up to date with the history.

    Edits are safe in the history at once; tables are written on closing. Save before looking at the
    files with an editor or git while a dossier is open elsewhere.
    """
    with _open(path, _author(ctx, by)) as dossier:
        saved = dossier.save()
        _print([f"{dossier.path}: {'saved' if saved else 'was up to date'}"])
    return OK


@cli.command()
def schema() -> int:
    """Print the JSON Schema of the export."""
    _write_json(Path(__file__).with_name("exchange").joinpath("dossier.schema.json").read_bytes())
    return OK


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
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        _say(f"{error.strerror or error}{where}")
        return FAILED
    except Exception as error:
        from dossier.records.problems import DossierError  # noqa: PLC0415  (pydantic is not needed for it)

        if not isinstance(error, DossierError):
            raise
        _say(str(error))
        return FAILED
    return status if isinstance(status, int) else OK


def main() -> None:
    """The `dossier` command."""
    sys.exit(run())
