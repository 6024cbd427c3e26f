"""Where the analyst left off, per dossier, in the state folder. Losing it loses no work."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from dossier import home
from dossier.records.problems import describe_error
from dossier.screen.place import Place
from dossier.store.atomic import write_whole
from dossier.store.inside import Folder

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.screen.state import State

T = TypeVar("T")
_KEPT = 50


@dataclass(frozen=True, slots=True)
class Session:
    """What a session file holds."""

    places: list[Place]
    here: int
    hints: bool
    theme: str
    queries: list[str]
    list_shares: dict[str, int]


def folder(dossier: Dossier) -> Path:
    """The state folder of this dossier."""
    return home.memory_of(dossier.path)


def load(dossier: Dossier) -> tuple[Session | None, str]:
    """The last session, None where there is none that can be read, and what there is to say about it."""
    try:
        file = folder(dossier) / "session.json"
    except home.NoHome as error:
        return None, str(error)
    return load_state(file, _parse_session)


def _parse_session(data: Any) -> Session:
    places = [Place.from_json(place) for place in data["places"]]
    here = min(max(int(data["here"]), 0), len(places) - 1)
    queries = [query for query in data.get("queries", ()) if isinstance(query, str)]
    theme = data.get("theme", "")
    if not places or not isinstance(theme, str):
        raise ValueError("this is no session")
    shares = {str(name): int(share) for name, share in data.get("list_shares", {}).items()}
    return Session(places, here, bool(data.get("hints", True)), theme, queries, shares)


def load_state(path: Path, parse: Callable[[Any], T]) -> tuple[T | None, str]:
    """What a file of the program's own holds, and what there is to say where it cannot be read.

    Such a file is set aside under another name: it never keeps the screen from opening, and is not lost.
    """
    try:
        return parse(orjson.loads(path.read_bytes())), ""
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, f"{path.name} cannot be read: {describe_error(error)}"
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
        return None, _set_aside(path)


def _set_aside(path: Path) -> str:
    aside = path.with_name(f"{path.name}.unreadable-{secrets.token_hex(4)}")
    try:
        path.rename(aside)
    except OSError as error:
        return f"{path.name} cannot be read, nor set aside: {describe_error(error)}"
    return f"{path.name} could not be read; it was set aside as {aside}"


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
        "list_shares": state.list_shares,
    }
    with suppress(OSError):
        write(folder(dossier) / "session.json", orjson.dumps(data))


def write(path: Path, data: bytes) -> None:
    """Replace a state file whole, readable by its owner only."""
    if not path.parent.is_dir():
        Folder(path.parent).make(0o700)
    write_whole(path, data, 0o600)
