"""Places survive their file, whatever is in it; a trail goes back and forward."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from dossier.records.kinds import MAIN_PANES
from dossier.screen.place import Place, Trail

ids = st.sampled_from(["e.a", "c.b", "s.c", "q.d", "v.e", "a.f"])
panes = st.sampled_from([*MAIN_PANES, "notes"])
pairs = st.dictionaries(panes, ids.filter(bool), max_size=4).map(lambda found: tuple(sorted(found.items())))
places = st.builds(
    Place,
    pane=panes,
    entity=st.none() | ids,
    scope=st.none() | ids,
    quotes=st.booleans(),
    claim=st.none() | ids,
    quote=st.none() | ids,
    focus=st.sampled_from(["list", "reader"]),
    cursors=pairs,
    filters=pairs,
)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(places)
def test_a_place_comes_back_from_its_file(place: Place) -> None:
    assert Place.from_json(orjson.loads(orjson.dumps(place.to_json()))) == place


@given(json_values | st.dictionaries(st.sampled_from([*Place.__slots__]), json_values))
def test_what_is_no_place_is_left_out(data: Any) -> None:
    place = Place.from_json(data)
    assert all(isinstance(part, str) for pair in (*place.cursors, *place.filters) for part in pair)


@given(places, panes, st.none() | ids, st.text(max_size=3))
def test_cursor_and_filter_of_a_pane(place: Place, pane: str, record: str | None, query: str) -> None:
    moved = place.at(pane, record).filtered(pane, query)
    assert moved.cursor(pane) == record
    assert moved.filter(pane) == query
    for other in (*MAIN_PANES, "notes"):
        if other != pane:
            assert (moved.cursor(other), moved.filter(other)) == (place.cursor(other), place.filter(other))
    assert moved.at(pane, place.cursor(pane)).filtered(pane, place.filter(pane)) == place


def test_depth_is_the_pane_or_the_quotes() -> None:
    assert Place(pane="claims").depth == "claims"
    assert Place(pane="claims", quotes=True).depth == "quotes"


steps = st.lists(st.one_of(places, st.integers(-4, 4)), max_size=40)


@given(steps, st.integers(2, 10))
def test_a_trail_is_what_a_browser_does(moves: list[Place | int], longest: int) -> None:
    trail = Trail(longest=longest)
    behind, here, ahead = [], Place(), []  # type: ignore[var-annotated]
    for move in moves:
        if isinstance(move, Place):
            trail.push(move)
            behind, here, ahead = [*behind, here][-longest + 1 :], move, []
            continue
        moved = trail.step(move)
        line = [*behind, here, *ahead]
        to = min(max(len(behind) + move, 0), len(line) - 1)
        assert moved is (to != len(behind))
        behind, here, ahead = line[:to], line[to], line[to + 1 :]
        assert trail.place == here
    assert trail.places == [*behind, here, *ahead]


@given(places)
def test_a_cursor_move_is_no_jump(place: Place) -> None:
    trail = Trail()
    trail.push(Place(pane="claims"))
    trail.update(place)
    assert (trail.place, len(trail.places)) == (place, 2)
    assert trail.step(-1)
    assert trail.place == Place()
    assert trail.step(1)
    assert trail.place == place
