"""Words to filter and find by: all of them must occur, as substrings, never fuzzily."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dossier.dossier import Dossier

_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_SHOWN = {
    "e": ("name", "aliases", "kind"),
    "c": ("text",),
    "q": ("exact", "translation"),
    "s": ("title", "publisher_as_written"),
    "v": ("title", "date", "date_note"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A query of words, `"phrases"` and `-negations`. A capital makes its term case-sensitive."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Words:
        """Read a query; a phrase that is not closed yet runs to the end, so it can be typed live."""
        wanted: list[str] = []
        unwanted: list[str] = []
        for match in _TERM.finditer(text):
            term = match[2] if match[2] is not None else match[3]
            if term and term != "-":
                (unwanted if match[1] else wanted).append(term)
        return cls(tuple(wanted), tuple(unwanted))

    def match(self, text: str) -> bool:
        """Whether every wanted term and no unwanted one occurs in `text`."""
        folded = text.casefold()

        def occurs(term: str) -> bool:
            return term in text if term != term.lower() else term.casefold() in folded

        return all(map(occurs, self.wanted)) and not any(map(occurs, self.unwanted))


def searched(dossier: Dossier, record_id: str) -> str:
    """The text of a record that words are looked for in: what its row shows."""
    raw = dossier.peek(record_id)
    if record_id[0] == "a":
        body: Any = raw.get("body")
        return str(body.get("text", "")) if isinstance(body, dict) else ""
    parts: list[str] = []
    for field in _SHOWN.get(record_id[0], ()):
        value = raw.get(field)
        parts += value if isinstance(value, list) else [str(value)] if value else []
    return "\n".join(str(part) for part in parts)
