"""Where the analyst is, and where they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, get_args

from dossier.evidence.timeline import TIME_SCALES, Clock, TimeScale
from dossier.records.kinds import pane_of

Focus = Literal["list", "reader"]
CLOCKS: tuple[Clock, ...] = get_args(Clock)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the dossier.

    `entity` is the chosen one, which narrows every pane; `scope` the source or event whose claims are
    listed; `quotes` whether the list shows the quotes of `claim`; `focus` the side that keys move; `scale`
    and `clock` how the timeline is set out.
    """

    pane: str = "entities"
    entity: str | None = None
    scope: str | None = None
    quotes: bool = False
    claim: str | None = None
    quote: str | None = None
    focus: Focus = "list"
    cursors: tuple[tuple[str, str], ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    sorts: tuple[tuple[str, str], ...] = ()
    scale: TimeScale = "year"
    clock: Clock = "happened"

    @property
    def depth(self) -> str:
        """What the list shows: a pane's name, or `quotes`."""
        return "quotes" if self.quotes else self.pane

    def cursor(self, pane: str) -> str | None:
        """The record under the cursor of a pane."""
        return dict(self.cursors).get(pane)

    def filter(self, pane: str) -> str:
        """The filter of a pane; empty where there is none."""
        return dict(self.filters).get(pane, "")

    def at(self, pane: str, record_id: str | None) -> Place:
        """The same place with a pane's cursor on a record."""
        cursors = dict(self.cursors)
        if record_id is None:
            cursors.pop(pane, None)
        else:
            cursors[pane] = record_id
        return replace(self, cursors=tuple(sorted(cursors.items())))

    def filtered(self, pane: str, query: str) -> Place:
        """The same place with a pane's filter."""
        filters = dict(self.filters) | {pane: query}
        return replace(self, filters=tuple(sorted((p, q) for p, q in filters.items() if q)))

    def sort(self, pane: str) -> tuple[str, bool]:
        """By what a pane is sorted (empty: as it is when nothing is said), and whether that is reversed."""
        written = dict(self.sorts).get(pane, "")
        return written.removeprefix("-"), written.startswith("-")

    def sorted_by(self, pane: str, name: str, *, reverse: bool) -> Place:
        """The same place with a pane sorted."""
        sorts = dict(self.sorts) | {pane: f"-{name}" if reverse else name}
        return replace(self, sorts=tuple(sorted(sorts.items())))

    def outward(self) -> Place | None:
        """One level out: from the reader to the list, from quotes to claims ..; None at the top."""
        if self.focus == "reader":
            return replace(self, focus="list")
        if self.quotes:
            return replace(self, quotes=False, quote=None)
        if self.pane == "claims" and self.scope:
            return replace(self, pane=pane_of(self.scope) or self.pane, scope=None)
        if self.pane != "entities":
            return replace(self, pane="entities")
        return None

    def to_json(self) -> dict[str, Any]:
        """For the session file."""
        return {key: value for key, value in asdict(self).items() if value not in (None, (), False)}

    @classmethod
    def from_json(cls, data: Any) -> Place:
        """A place from a session file; what does not read as one is left out."""
        known = {f.name for f in fields(cls)}
        values = {key: value for key, value in data.items() if key in known} if isinstance(data, dict) else {}
        for key in ("cursors", "filters", "sorts"):
            given = values.get(key)
            pairs = given if isinstance(given, list | tuple) else ()
            values[key] = tuple((pair[0], pair[1]) for pair in pairs if _is_pair(pair))
        for key in ("pane", "entity", "scope", "claim", "quote"):
            if not isinstance(values.get(key), str):
                values.pop(key, None)
        values["quotes"] = values.get("quotes") is True
        if values.get("focus") not in get_args(Focus):
            values.pop("focus", None)
        if values.get("scale") not in TIME_SCALES:
            values.pop("scale", None)
        if values.get("clock") not in CLOCKS:
            values.pop("clock", None)
        return cls(**values)


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(each, str) for each in value)
    )


@dataclass(slots=True)
class Trail:
    """The places of this session, like a browser's: back, forward, and a new one drops what was ahead."""

    places: list[Place] = field(default_factory=lambda: [Place()])
    here: int = 0
    longest: int = 200

    @property
    def place(self) -> Place:
        """Where we are."""
        return self.places[self.here]

    def update(self, place: Place) -> None:
        """Change where we are without making it a jump (a cursor's move)."""
        self.places[self.here] = place

    def reword(self, query: Callable[[str, str], str]) -> None:
        """Give every place the filters that `query` makes of its own, pane by pane."""
        for number, place in enumerate(self.places):
            filters = tuple((pane, query(words, pane)) for pane, words in place.filters)
            if filters != place.filters:
                self.places[number] = replace(place, filters=filters)

    def push(self, place: Place) -> None:
        """Jump to a place."""
        del self.places[self.here + 1 :]
        self.places.append(place)
        del self.places[: -self.longest]
        self.here = len(self.places) - 1

    def step(self, by: int) -> bool:
        """Back (negative) or forward; whether there was anywhere to go."""
        to = min(max(self.here + by, 0), len(self.places) - 1)
        moved = to != self.here
        self.here = to
        return moved
