"""`dossier keys`: the map as it is, its check, and a file to start from."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from dossier.home import config_folder
from dossier.registry import REGISTRY
from tests.cli.conftest import Command


def written(text: str) -> Path:
    folder = config_folder()
    folder.mkdir(parents=True)
    file = folder / "keys.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_a_file_every_key_is_the_default_one(command: Command) -> None:
    done = command("keys")
    assert done.status == 0
    for each in REGISTRY.commands:
        assert f" {each.id} " in done.out
    assert "*" not in done.out.replace(" * ", "")
    assert done.out.endswith(f"{config_folder() / 'keys.toml'}: not there; every key is the default one\n")


def test_keys_of_ones_own_are_marked(command: Command) -> None:
    file = written('[keys]\ntag = "T"\nzoom = []\n')
    done = command("keys")
    assert done.status == 0
    marked = [line for line in done.out.splitlines() if line.startswith("* ")]
    assert [line.split()[1] for line in marked] == ["T", "zoom"]
    assert marked[0].endswith("(default: t)")
    assert done.out.endswith(f"{file}: 2 commands with other keys (*), no problems\n")


def test_problems_are_listed_and_make_the_exit_code(command: Command) -> None:
    written('[keys]\ntag = "T"\nnote = "n"\ntga = "x"\n')
    done = command("keys")
    assert done.status == 1
    assert 'keys.toml: note: "n" is the key of find-next' in done.out
    assert "keys.toml: tga: there is no such command; did you mean tag?" in done.out
    assert done.out.endswith(": 1 command with other keys (*), 2 problems\n")


def test_json_is_for_programs(command: Command) -> None:
    file = written('[keys]\ntag = "T"\nnote = "n"\n')
    done = command("keys", "--json")
    assert done.status == 1
    told = json.loads(done.out)
    assert told["file"] == str(file)
    by_id = {each["id"]: each for each in told["commands"]}
    assert list(by_id) == [each.id for each in REGISTRY.commands]
    assert (by_id["tag"]["keys"], by_id["tag"]["default"], by_id["tag"]["remapped"]) == (["T"], ["t"], True)
    assert (by_id["note"]["keys"], by_id["note"]["remapped"]) == (["a"], False)
    (problem,) = told["problems"]
    assert (problem["file"], problem["field"]) == ("keys.toml", "note")


def test_the_template_is_a_file_that_changes_nothing(command: Command) -> None:
    done = command("keys", "--template")
    assert done.status == 0
    assert tomllib.loads(done.out) == {"keys": {}}
    file = written(done.out)
    assert command("keys").out.endswith(f"{file}: 0 commands with other keys (*), no problems\n")


def test_every_line_of_the_template_can_be_taken_up(command: Command) -> None:
    lines = command("keys", "--template").out.splitlines()
    entries = [line.removeprefix("# ") for line in lines if line.startswith("# ") and " = [" in line]
    assert len(entries) == len(REGISTRY.commands)
    file = written("\n".join(["[keys]", *entries]))
    assert command("keys").out.endswith(f"{file}: 0 commands with other keys (*), no problems\n")


def test_a_file_of_nonsense_is_no_traceback(command: Command) -> None:
    file = written("")
    for nonsense in (b"\xff\xfe[keys]", b"[keys\n", b"\x00", b"x = " + b"[" * 5000):
        file.write_bytes(nonsense)
        done = command("keys")
        assert done.status == 1, nonsense
        assert done.out.splitlines()[-2].startswith("keys.toml"), nonsense
        assert done.err == ""
