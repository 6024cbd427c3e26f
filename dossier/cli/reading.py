"""Commands that read a dossier and print."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dossier.cli.base import OK, PROBLEMS, as_of_option, cli, find_fitting, make_lens, open_dossier
from dossier.cli.output import page_lines, print_json, print_lines, print_text, write_json
from dossier.records.kinds import KIND_BY_PANE, RECORD_PANES
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.records.problems import Problem
    from dossier.store.history import Edit


@cli.command()
@click.argument("path", required=False)
@click.argument("record_id", required=False, metavar="[ID]")
@as_of_option
def show(path: str | None, record_id: str | None, as_of: str | None) -> int:
    """Print a dossier, or one record of it, as plain text: for pipes and screen readers.

    \b
      dossier show | less
      dossier show cases/acme e.some-person
      dossier show e.liang-wenfeng          (in your copy of the bundled dossier)
      dossier show cases/acme --as-of 2025-01-27
    """
    from dossier.records.ids import is_id  # noqa: PLC0415

    if record_id is None and is_id(path) and not Path(str(path)).exists():
        path, record_id = None, path
    from dossier.show.plain import plain_lines  # noqa: PLC0415

    width = max(20, shutil.get_terminal_size((88, 24)).columns)
    with open_dossier(path, lens=make_lens(as_of)) as dossier:
        print_lines(line.plain for line in plain_lines(dossier, record_id, width))
    return OK


@cli.command("list")
@click.argument("arguments", nargs=-1, required=True, metavar="[PATH] PANE [QUERY]")
@click.option("--json", "as_json", is_flag=True, help="The records as JSON, one a line.")
@click.option("--csv", "as_csv", is_flag=True, help="The records as CSV.")
@click.option("--bom", is_flag=True, help="Begin the CSV with a byte order mark, as spreadsheets expect.")
@as_of_option
def list_(arguments: tuple[str, ...], as_json: bool, as_csv: bool, bom: bool, as_of: str | None) -> int:
    """List the records of a pane that fit QUERY, in the language of the screen's filter.

    PANE is one of entities, claims, quotes, sources, timeline, notes. A folder with such a name is meant by
    ./claims, or where another pane follows.

    \b
      dossier list claims 'tag:cost quotes:>=2 -kind:opinion'
      dossier list cases/acme timeline 'date:2015..2024' --csv

    Exit code 0 with hits, 1 without any.
    """
    if bom and not as_csv:
        raise click.UsageError("--bom goes with --csv")
    path, pane, query = _path_pane_query(arguments)
    with open_dossier(path, lens=make_lens(as_of)) as dossier:
        hits = find_fitting(dossier, pane, query)
        if as_json:
            import orjson  # noqa: PLC0415

            for record_id in hits:
                write_json(orjson.dumps(dossier.peek(record_id)) + b"\n")
        elif as_csv:
            from dossier.exchange.csv_export import make_csv  # noqa: PLC0415

            read_row = _quote_with_check if pane == "quotes" else _record
            rows = (read_row(dossier, hit) for hit in hits)
            print_text(make_csv(KIND_BY_PANE[pane].columns, rows), bom=bom)
        else:
            from dossier.show.rows import record_row  # noqa: PLC0415

            print_lines(f"{hit:<32} {record_row(dossier, hit, 96, 1)[0].plain}" for hit in hits)
    return OK if hits else PROBLEMS


def _record(dossier: Dossier, record_id: str) -> Mapping[str, Any]:
    return dossier.peek(record_id)


def _quote_with_check(dossier: Dossier, quote_id: str) -> Mapping[str, Any]:
    """A quote with a further column: whether its words are verbatim in its source's text."""
    from dossier.evidence.anchors import check_quote  # noqa: PLC0415
    from dossier.records.quote import Quote  # noqa: PLC0415

    quote = dossier.find(quote_id)
    label = check_quote(dossier, quote).label if isinstance(quote, Quote) else "! cannot be read"
    return {**dossier.peek(quote_id), "check": label}


def _path_pane_query(arguments: tuple[str, ...]) -> tuple[str | None, str, str]:
    """Tell PATH from PANE: a first argument that is a pane's name is a path only if a pane follows it."""
    first, *rest = arguments
    path = None
    if first not in RECORD_PANES or (rest and rest[0] in RECORD_PANES and Path(first).is_dir()):
        path = first

    pane, *query = arguments if path is None or not rest else rest
    if pane not in RECORD_PANES or len(query) > 1:
        raise click.UsageError(f"expected [PATH] PANE [QUERY]; PANE is one of {', '.join(RECORD_PANES)}")
    return path, pane, "".join(query)


@cli.command()
@click.argument("path", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def check(path: str | None, as_json: bool) -> int:
    """Check every record, reference, date and quote.

    Fields and files that the format does not know, and whose names look misspelt, are warnings.

    The exit status is 0 where all is well, 1 where there are problems, 2 where PATH cannot be read;
    warnings alone leave it at 0.
    """
    from dossier.core.naming import count_records  # noqa: PLC0415
    from dossier.evidence.checks.records import find_faults  # noqa: PLC0415
    from dossier.evidence.checks.spelling import find_misspellings  # noqa: PLC0415

    with open_dossier(path, tell=False) as dossier:
        found = list(dict.fromkeys([*dossier.validate(), *find_faults(dossier)]))
        conflicts = [
            f"{lost.table}.jsonl: {lost.id}: was changed from outside; “{lost.edit.label}” did not fit"
            for lost in dossier.conflicts
        ]
        warnings = list(find_misspellings(dossier))
        counts = count_records(dossier, "seqcvr")
    found.sort(key=lambda problem: (problem.file, problem.line or 0, problem.id or "", problem.field or ""))
    if as_json:
        print_json(
            {
                "problems": [_problem_as_json(problem) for problem in found],
                "warnings": [_problem_as_json(problem) for problem in warnings],
                "conflicts": conflicts,
            }
        )
    else:
        print_lines([*map(str, found), *conflicts, *(f"warning: {problem}" for problem in warnings)])
        total = len(found) + len(conflicts)
        words = plural(total, "problem") if total else "no problems"
        also = f", {plural(len(warnings), 'warning')}" if warnings else ""
        print_lines([f"{counts}: {words}{also}"])
    return PROBLEMS if found or conflicts else OK


def _problem_as_json(problem: Problem) -> dict[str, Any]:
    return {key: getattr(problem, key) for key in ("file", "line", "id", "field", "message")}


@cli.command()
@click.argument("path", required=False)
def log(path: str | None) -> int:
    """Print every edit, the newest first: when, who, what, and the records and fields that it changed.

    On a terminal it is paged.
    """
    with open_dossier(path) as dossier:
        edits = list(dossier.history())
    page_lines(_log_lines(edits))
    return OK


def _log_lines(edits: list[Edit]) -> Iterator[str]:
    """The lines of the log, the newest edit first."""
    from dossier.show.history import edit_words, find_signs  # noqa: PLC0415

    signs = find_signs(edits)
    for edit in reversed(edits):
        yield f"{edit.at}  {one_line(edit.by)}  {edit_words(edit, signs)}  [{edit.id}]"
        for _, record_id, before, after in edit.changes:
            yield f"    {_change_word(before, after)} {one_line(record_id)}"
            if before and after:
                yield from (f"        {words}" for words in _list_differences(before, after))


def _change_word(before: object, after: object) -> str:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _list_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Each changed field as `text: “as it was” -> “as it is”`."""
    from dossier.records.names import quote_value  # noqa: PLC0415

    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old != new and key != "modified":
            yield f"{one_line(key)}: {quote_value(old)} -> {quote_value(new)}"


@cli.command()
def schema() -> int:
    """Print the JSON Schema of the export."""
    write_json((Path(__file__).parents[1] / "exchange" / "dossier.schema.json").read_bytes())
    return OK
