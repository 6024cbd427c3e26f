"""What leaves the command line: nothing that a terminal obeys, and an answer where it cannot leave at all."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.cli import output
from dossier.exchange.csv_export import make_csv
from tests.builders import build, claim, entity
from tests.cli.conftest import Command
from tests.nasty import NASTY
from tests.paths import ROOT

OBEYED = "\x1b]52;c;aGk=\x07\x9b31m \u202e\x7f\u2028\U000e0041"
STREAMS = {f"sys.{name}" for name in ("stdout", "stderr", "__stdout__", "__stderr__")}
WAYS_OUT = STREAMS | {"print", "click.echo", "secho", "echo_via_pager", "Console"}
ALLOWED = {
    "cli/output.py",  # the one way out
    "screen/themes.py",  # a Console that draws in memory only
    "screen/app.py",  # prints nothing: says which stream the screen is drawn on
}


def controls(text: str) -> set[str]:
    """What a terminal would obey or be confused by, in `text`."""
    unseen = ("Cc", "Zl", "Zp", "Cs")
    found = {character for character in text if unicodedata.category(character) in unseen}
    return (found | set(OBEYED) & set(text)) - {"\n", *map(chr, range(0x20, 0x7F))}


def named(tree: ast.AST) -> Iterator[str]:
    """Every name in a module, also with what it is taken from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
            if isinstance(node.value, ast.Name):
                yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Name):
            yield node.id


def test_there_is_one_way_out() -> None:
    others = {}
    for path in sorted((ROOT / "dossier").rglob("*.py")):
        module = path.relative_to(ROOT / "dossier").as_posix()
        found = WAYS_OUT & set(named(ast.parse(path.read_text("utf-8"))))
        if found and module not in ALLOWED:
            others[module] = found
    assert not others


@pytest.mark.parametrize("name", NASTY)
def test_lines_hold_nothing_that_a_terminal_obeys(capsys: pytest.CaptureFixture[str], name: str) -> None:
    output.print_lines([NASTY[name]])
    output.print_text(NASTY[name])
    output.say(NASTY[name])
    assert not controls("".join(capsys.readouterr()))


@pytest.mark.parametrize("name", [*NASTY, "obeyed"])
def test_json_means_the_same_and_holds_nothing_that_a_terminal_obeys(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    value = {**NASTY, "obeyed": OBEYED}[name]
    output.print_json({value: [value]})
    out = capsys.readouterr().out
    assert json.loads(out) == {value: [value]}
    assert not controls(out)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A dossier with what a terminal obeys in names, notes and keys."""
    extra = [
        entity("e.nasty", name=OBEYED, aliases=[OBEYED], **{OBEYED: OBEYED}),
        claim("c.nasty", OBEYED, "q.vote", property=OBEYED, date=OBEYED),
    ]
    return build(tmp_path / "case", extra=extra, title=OBEYED)


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "CASE"],
        ["show", "CASE", "c.nasty"],
        ["show", "CASE", f"e.{OBEYED}"],
        ["list", "CASE", "entities"],
        ["list", "CASE", "entities", "--json"],
        ["list", "CASE", "entities", "--csv"],
        ["list", "CASE", "claims", f'"{OBEYED}"'],
        ["list", "CASE", f"{OBEYED}:x"],
        ["check", "CASE"],
        ["check", "CASE", "--json"],
        ["findings", "CASE"],
        ["findings", "CASE", "--json"],
        ["export", "CASE"],
        ["schema"],
        ["save", "CASE", "--by", OBEYED],
        ["attach", "CASE", OBEYED, "file"],
        ["merge", "CASE", f"no{OBEYED}", "-o", "out"],
        [f"no{OBEYED}"],
        [f"--{OBEYED}"],
    ],
)
def test_no_command_lets_it_out(command: Command, hostile: Path, arguments: list[str]) -> None:
    ran = command(*[str(hostile) if argument == "CASE" else argument for argument in arguments])
    assert ran.out or ran.err
    assert not controls(ran.out + ran.err)


def test_an_export_to_a_file_lets_it_out_no_more_than_one_to_a_pipe(command: Command, hostile: Path) -> None:
    file = hostile.parent / "out.json"
    assert command("export", hostile, "-o", file).status == 0
    assert not controls(file.read_text("utf-8"))
    assert command("new", hostile.parent / "copy", "--from", file, "--title", "copy").status == 2  # its date


COLUMNS = ("id", "name", "kind", "aliases", "description")
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\tx",
    "  =1",
    "\u00a0=1",
    "\u3000@x",
    "\n-1",
    "\x00=1",
]
WIDE = ["\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "\ufe661", " \uff1d1"]


@pytest.mark.parametrize("text", FORMULAS + WIDE)
@pytest.mark.parametrize("field", ["name", "kind", "description"])
def test_csv_defuses_a_formula_in_every_cell(text: str, field: str) -> None:
    cells = next(csv.DictReader(io.StringIO(make_csv(COLUMNS, [{"id": "e.x", field: text}]))))
    assert cells[field].startswith("'")


def test_csv_holds_no_control_and_no_bare_line_end() -> None:
    text = make_csv(COLUMNS, [{"id": "e.x", "name": f"a\rb\r\nc{OBEYED}", "aliases": ["x\ry"]}])
    assert not controls(text)
    (_, cells) = csv.reader(io.StringIO(text, newline=""))
    assert cells[1].startswith("a\nb\nc")
    assert cells[3] == "x\ny"


def program(*arguments: str | bytes | Path, closed: str = "") -> tuple[int, str]:
    """The status and the messages of dossier as a program of its own, its streams closed by the shell."""
    words = [os.fsdecode(argument) for argument in (sys.executable, "-m", "dossier", *arguments)]
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *words],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDEVMODE": "1"},
    )
    return done.returncode, done.stderr.decode()


NO_SHELL = pytest.mark.skipif(sys.platform == "win32", reason="there is no sh")


@NO_SHELL
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full"])
def test_a_closed_stream_is_told_where_it_can_be(tmp_path: Path, closed: str) -> None:
    case = build(tmp_path / "case")
    status, told = program("list", case, "claims", closed=closed)
    lost = ">&-" in closed.replace("2>&-", "") or "full" in closed
    assert status == (2 if lost else 0)
    why = (
        "dossier: standard output is closed\n"
        if "full" not in closed
        else "dossier: no space left on device\n"
    )
    assert told == (why if lost and "2>&-" not in closed else "")


@NO_SHELL
def test_no_file_takes_the_place_of_a_closed_stream() -> None:
    opens = (
        "import os; from dossier.cli import output; output.prepare_streams(); "
        "os._exit(os.open(os.devnull, 0))"
    )
    done = subprocess.run(
        ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", sys.executable, "-c", opens],
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode > 2


@NO_SHELL
def test_words_that_are_no_utf_8_are_refused_and_paths_are_not(tmp_path: Path) -> None:
    case = build(tmp_path / "case")
    refused: list[list[str | bytes | Path]] = [
        ["new", tmp_path / "new", "--title", b"a\xff"],
        ["list", case, "claims", b"a\xff"],
        ["save", case, "--by", b"\xff"],
        ["export", case, "--query", b"\xff"],
    ]
    for arguments in refused:
        status, told = program(*arguments)
        assert status == 2, arguments
        assert "<U+DCFF> is not UTF-8" in told
    assert program("export", case, "-o", os.fsencode(tmp_path) + b"/\xff.json")[0] == 0
    assert program("new", tmp_path / "copy", "--from", os.fsencode(tmp_path) + b"/\xff.json")[0] == 0
