"""The program's own files, whatever is in them: the screen opens, says so, and loses nothing."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.home import config_folder, memory_of
from dossier.keys.keymap import read_keymap
from dossier.registry import REGISTRY
from dossier.screen.session import load_state
from tests.any_value import VALUES
from tests.builders import build
from tests.screen.driver import opened

PLACE = {"pane": "claims", "cursors": [["claims", "c.cost"]]}


def put(folder: Path, name: str, data: bytes) -> Path:
    """A file in what the program remembers of a dossier."""
    path = memory_of(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("session.json", b"\xff\xfe not JSON"),
        pytest.param("session.json", b"[" * 2000, id="deep"),
        ("session.json", b'{"places":{"x":1},"here":[]}'),
        ("drafts/0123.json", b'{"draft":{"targets":["c.cost"],"selector":7},"text":"half a thought"}'),
        ("drafts/0123.json", b'{"draft":{"targets":[["c.cost"]]},"text":["half a thought"]}'),
        ("left.json", b'{"c.cost":7}'),
    ],
)
async def test_what_cannot_be_read_is_set_aside_and_said(tmp_path: Path, name: str, data: bytes) -> None:
    folder = build(tmp_path / "case")
    file = put(folder, name, data)
    async with opened(folder) as driver:
        await driver.press("go-review")
        assert "could not be read; it was set aside as" in " ".join(driver.browser.state.said)
    (aside,) = file.parent.glob(f"{file.name}.unreadable-*")
    assert aside.read_bytes() == data


@pytest.mark.parametrize(
    "place",
    [
        {**PLACE, "sorts": [["claims", "nonsense"], ["claims", 5], "x"]},
        {**PLACE, "quote": ["q.cost"], "claim": {}, "entity": 3, "focus": "nowhere", "scale": []},
        {**PLACE, "filters": [["claims", "tga:("]]},
    ],
)
async def test_a_place_that_is_no_longer_one_is_gone_to_as_far_as_it_is(
    tmp_path: Path, place: dict[str, object]
) -> None:
    folder = build(tmp_path / "case")
    put(folder, "session.json", orjson.dumps({"places": [place], "here": 0}))
    async with opened(folder) as driver:
        assert driver.browser.place.pane == "claims"
        assert driver.browser.subject == "c.cost"
        await driver.press("first", "last")


async def test_keys_that_cannot_be_read_leave_the_default_ones(tmp_path: Path) -> None:
    config_folder().mkdir(parents=True)
    (config_folder() / "keys.toml").write_text("[keys]\ntag = " + "1" * 5000)
    async with opened(build(tmp_path / "case")) as driver:
        assert "keys.toml" in driver.status()
        await driver.press("go-claims")
        assert driver.browser.place.pane == "claims"


@given(st.dictionaries(st.sampled_from(["tag", "note", "quit", "nonsense"]), VALUES, max_size=3))
def test_any_value_of_a_key_is_told(keys: dict[str, object]) -> None:
    written = {name: value for name, value in keys.items() if value is not None}
    lines = [f"{name} = {toml(value)}" for name, value in written.items()]
    keymap = read_keymap(REGISTRY.commands, "[keys]\n" + "\n".join(lines))
    assert len(keymap.commands) == len(REGISTRY.commands)


def toml(value: object) -> str:
    """A JSON value as TOML writes it; null, which it has not, as text."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{orjson.dumps(key).decode()} = {toml(each)}" for key, each in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return orjson.dumps("null" if value is None else value).decode()


def test_a_folder_in_the_place_of_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "session.json").mkdir()
    assert load_state(tmp_path / "session.json", str) == (
        None,
        f"session.json cannot be read: is a directory ({tmp_path / 'session.json'})",
    )
