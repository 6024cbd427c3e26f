"""The program as a process of its own: what it loads, how it ends, what it writes in any locale."""

from __future__ import annotations

import importlib
import os
import pkgutil
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from dossier import cli as package
from dossier.cli import cli
from tests.builders import build, claim
from tests.cli.conftest import Command
from tests.paths import ROOT

HEAVY = {"textual", "pydantic", "tinydb", "orjson", "rich", "filelock", "platformdirs"}


def start(*arguments: str | Path, **variables: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.Popen(
        [sys.executable, "-m", "dossier", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


def ran(*arguments: str | Path, **variables: str) -> tuple[int, bytes, bytes]:
    program = start(*arguments, **variables)
    out, err = program.communicate(timeout=60)
    return program.returncode, out, err


def loaded(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(' '.join(sys.modules), file=sys.stderr)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )
    return {name.partition(".")[0] for name in found.stderr.split()}


def test_version_loads_nothing_heavy() -> None:
    modules = loaded("from dossier.cli import run\nassert run(['--version']) == 0")
    assert HEAVY & modules <= {"rich"}  # which counts cells for the one module that makes text safe


def test_the_program_never_searches_all_records_for_garbage_as_it_loads_them() -> None:
    at_exit = "import atexit, gc\natexit.register(lambda: print(gc.get_threshold()[2]))"
    code = f"{at_exit}\nfrom dossier.cli import main\nmain()"
    said = subprocess.run(
        [sys.executable, "-c", code, "--version"], capture_output=True, check=True, text=True
    )
    assert int(said.stdout.splitlines()[-1]) >= 10_000


def test_no_command_but_the_screen_loads_textual(tmp_path: Path) -> None:
    case = build(tmp_path / "case")
    for name in ("show", "export", "check", "log", "save"):
        modules = loaded(f"from dossier.cli import run\nassert run([{name!r}, {str(case)!r}]) == 0")
        assert "textual" not in modules, name
        assert "tinydb" in modules


def test_the_features_are_listed_without_what_draws_them() -> None:
    assert not HEAVY & loaded("from dossier.registry import REGISTRY\nassert REGISTRY.commands")


def test_esc_waits_a_quarter_of_what_textual_would_and_importing_changes_nothing() -> None:
    code = (
        "import os, sys, dossier.screen.start as screen\n"
        "assert 'ESCDELAY' not in os.environ and 'textual' not in sys.modules\n"
        "import types\n"
        "app = sys.modules['dossier.screen.app'] = types.SimpleNamespace()\n"
        "app.DossierApp, app.run = lambda *_, **__: None, lambda _: os.environ['ESCDELAY']\n"
        "assert screen.start(None, None, load_registry=None) == '25'"
    )
    assert "textual" not in loaded(code)


def test_importing_the_package_loads_nothing() -> None:
    assert not HEAVY & loaded("import dossier\nassert dossier.__version__")


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}]
)
def test_output_is_utf8_in_any_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    case = build(tmp_path / "case", extra=[claim("c.cn", "梁文锋创立了深度求索。", "q.vote")])
    status, out, err = ran("show", case, "c.cn", **locale)
    assert (status, err) == (0, b"")
    assert "梁文锋创立了深度求索。" in out.decode("utf-8")
    status, out, _ = ran("export", case, **locale)
    assert status == 0
    assert "梁文锋创立了深度求索。" in out.decode("utf-8")


def test_a_path_that_is_not_utf8(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    name = os.fsencode(tmp_path) + b"/caf\xe9"
    done = subprocess.run(
        [sys.executable, "-m", "dossier", "check", name], capture_output=True, env=environment, check=False
    )
    assert done.returncode == 2
    assert b"caf<U+DCE9> does not exist" in done.stderr


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    extra = [claim(f"c.n{number}", f"Claim {number}. " * 20, "q.vote") for number in range(2000)]
    case = build(tmp_path / "case", extra=extra)
    program = start("show", case)
    assert program.stdout is not None
    assert program.stderr is not None
    assert program.stdout.read(100)
    program.stdout.close()
    assert program.stderr.read() == b""
    assert program.wait(60) == 141


def test_interrupted_it_is_quiet(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    program = start("new", tmp_path / "case", "--from", tmp_path / "pipe")
    assert program.stderr is not None
    # Opening the pipe for writing succeeds once the program has opened it for reading.
    with (tmp_path / "pipe").open("wb"):
        program.send_signal(2)
        assert program.wait(60) == 130
    assert program.stderr.read() == b""
    assert not (tmp_path / "case").exists()


def test_a_full_disk_is_said_in_one_line(tmp_path: Path) -> None:
    case = build(tmp_path / "case")
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    status, _, err = ran("export", case, "-o", "/dev/full")
    assert (status, err) == (2, b"dossier: no space left on device\n")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dossier", "export", case],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"dossier: no space left on device\n"


def test_a_home_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, _, err = ran("check", DOSSIER_HOME=str(tmp_path / "file"))
    assert status == 2
    assert b"set DOSSIER_HOME to a folder that you can write to" in err
    assert err.count(b"\n") == 1


def test_json_on_a_terminal_commands_nothing(tmp_path: Path) -> None:
    case = build(
        tmp_path / "case", extra=[claim("c.c1", "\x9b31m \u202egnp.exe 梁 \x7f \U000e0041", "q.vote")]
    )
    leader, follower = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "dossier", "export", case],
        stdout=follower,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    os.close(follower)
    shown = b""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        ready, _, _ = select.select([leader], [], [], 1)
        if ready:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
    os.close(leader)
    assert program.wait(60) == 0
    assert "\\u009b31m \\u202egnp.exe 梁 \\u007f \\udb40\\udc41" in shown.decode()


def test_a_command_is_found_where_it_is_said_to_be() -> None:
    ctx = click.Context(cli)
    named = cli.list_commands(ctx)
    assert all(cli.get_command(ctx, name) for name in named)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"dossier.cli.{module.name}")
    assert sorted(cli.commands) == named


def test_without_a_home_a_dossier_that_is_named_works_and_the_sample_says_why_not(
    command: Command, homeless: None, case: Path
) -> None:
    for arguments in (("show", case), ("check", case), ("save", case), ("keys",), ("log", case)):
        status, _, err = command(*arguments)
        assert (status, "home" in err) == (0, False) or arguments == ("keys",), arguments
    status, _, err = command("show")
    assert (status, err) == (
        2,
        "dossier: you have no home folder (HOME is not set); set DOSSIER_HOME to a folder of yours\n",
    )
    assert not list(Path().iterdir())
