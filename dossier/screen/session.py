"""Where the analyst left off, per dossier, in the state folder. Losing it loses no work."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from dossier import home
from dossier.screen.place import Place
from dossier.store.atomic import write_whole
from dossier.store.inside import Folder

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.screen.state import State

_KEPT = 50


@dataclass(frozen=True, slots=True)
class Session:
    """What a session file holds."""

    places: list[Place]
    here: int
    hints: bool
    theme: str
    queries: list[str]


def folder(dossier: Dossier) -> Path:
    """The state folder of this dossier."""
    return home.memory_of(dossier.path)


def load(dossier: Dossier) -> Session | None:
    """The last session, or None where there is none that can be read."""
    try:
        data = orjson.loads((folder(dossier) / "session.json").read_bytes())
        places = [Place.from_json(place) for place in data["places"]]
        here = min(max(int(data["here"]), 0), len(places) - 1)
        queries = [query for query in data.get("queries", ()) if isinstance(query, str)]
        if not places:
            return None
        return Session(places, here, bool(data.get("hints", True)), str(data.get("theme", "")), queries)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(dossier: Dossier, state: State, theme: str) -> None:
    """Remember the places. A state folder that cannot be written costs only that."""
    trail = state.trail
    first = max(trail.here - _KEPT, 0)
    places = trail.places[first : trail.here + 1]
    data = {
        "places": [place.to_json() for place in places],
        "here": len(places) - 1,
        "hints": state.hints_shown,
        "theme": theme,
        "queries": state.queries,
    }
    with suppress(OSError):
        write(folder(dossier) / "session.json", orjson.dumps(data))


def write(path: Path, data: bytes) -> None:
    """Replace a state file whole, readable by its owner only."""
    if not path.parent.is_dir():
        Folder(path.parent).make(0o700)
    write_whole(path, data, 0o600)
