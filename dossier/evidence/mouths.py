"""Through whose mouths a quote came, as it says itself: who speaks in it, and who passed it on.

Whoever publishes or wrote a source is not a mouth of it: that is the source itself speaking.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Raw = Mapping[str, Any]
Docs = Mapping[str, Raw]

_ABOUT_THE_WORLD = ("fact", "figure", "event", "relation")
_UNNAMED = ("unnamed", "anonymous")


def own_of(sources: Docs, source_id: str) -> set[str]:
    """A source, its publisher and its authors: in these it speaks for itself."""
    doc = sources.get(source_id, {})
    authors = doc.get("authors")
    found = (source_id, doc.get("publisher"), *(authors if isinstance(authors, list) else ()))
    return {each for each in found if isinstance(each, str)}


def mouths_in(quote: Raw) -> list[str]:
    """Whom a raw quote names, entities and sources: the one that its source has it from first."""
    via, speaker = quote.get("via"), quote.get("speaker")
    if via is None:
        return [speaker] if speaker and isinstance(speaker, str) else []
    chain = [*(reversed(via) if isinstance(via, list) else ()), speaker]
    return [each for each in chain if each and isinstance(each, str)]


def named_in(quote: Raw, sources: Docs) -> tuple[str, ...]:
    """The mouths among them, each once: all but those in whom the source speaks for itself."""
    chain = mouths_in(quote)
    its_own = own_of(sources, str(quote.get("source"))) if chain else ()
    return tuple(dict.fromkeys(each for each in chain if each not in its_own))


def unnamed(entity: Raw) -> bool:
    """Whether a raw entity stands for somebody whom the source does not name."""
    name, words = str(entity.get("name", "")).casefold(), str(entity.get("description", "")).casefold()
    return any(word in name or words.startswith(word) for word in _UNNAMED)


def about_the_world(claim: Raw) -> bool:
    """Whether a raw claim is of what is the case, and not of what somebody said, thinks or expects."""
    return claim.get("kind") in _ABOUT_THE_WORLD
