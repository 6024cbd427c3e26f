"""`dossier keys`: the live key map, and what is wrong in the file that it is read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from dossier.cli.base import OK, PROBLEMS, cli
from dossier.cli.output import print_json, print_lines
from dossier.text import one_line, plural, width

if TYPE_CHECKING:
    from dossier.keys.keymap import KeyMap


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print the map and its problems as JSON.")
@click.option("--template", "as_template", is_flag=True, help="Print a keys.toml to edit.")
def keys(as_json: bool, as_template: bool) -> int:
    """Print the keys of the screen as they are now, and check the file that remaps them.

    \b
      dossier keys --template > keys.toml   (then edit it, and put it where `dossier keys` says)

    Exit code 0 where the file is sound or there is none, 1 where something in it is wrong.
    """
    from dossier.keys.keymap import keys_template, load_keymap  # noqa: PLC0415
    from dossier.registry import REGISTRY  # noqa: PLC0415

    keymap = load_keymap(REGISTRY.commands)
    if as_template:
        print_lines(keys_template(keymap).splitlines())
    elif as_json:
        print_json(_keymap_as_json(keymap))
    else:
        print_lines(_list_keys(keymap))
    return PROBLEMS if keymap.problems else OK


def _list_keys(keymap: KeyMap) -> Iterator[str]:
    """The commands by section, those with keys of the user's own marked; then what is wrong."""
    from dossier.keys.commands import SECTIONS, keys_words  # noqa: PLC0415
    from dossier.keys.keymap import keys_file  # noqa: PLC0415

    for section in SECTIONS:
        yield section
        for command in keymap.commands:
            if command.section == section:
                words = f"{_column(keys_words(command), 18)}{_column(command.id, 18)}{command.title}"
                default = keys_words(keymap.defaults[command.id]) or "none"
                yield f"* {words}  (default: {default})" if keymap.changed(command) else f"  {words}"
        yield ""
    yield from map(str, keymap.problems)
    path, own = keys_file(), sum(map(keymap.changed, keymap.commands))
    if path.exists():
        found = plural(len(keymap.problems), "problem") if keymap.problems else "no problems"
        yield f"{path}: {plural(own, 'command')} with other keys (*), {found}"
    else:
        yield f"{path}: not there; every key is the default one"


def _column(words: str, cells: int) -> str:
    return words + " " * max(cells - width(words), 1)


def _keymap_as_json(keymap: KeyMap) -> dict[str, object]:
    from dossier.keys.keymap import keys_file  # noqa: PLC0415

    commands = [
        {
            "id": command.id,
            "title": command.title,
            "section": command.section,
            "where": command.where,
            "keys": command.keys,
            "default": keymap.defaults[command.id].keys,
            "remapped": keymap.changed(command),
        }
        for command in keymap.commands
    ]
    return {
        "file": one_line(str(keys_file())),
        "commands": commands,
        "problems": list(map(asdict, keymap.problems)),
    }
