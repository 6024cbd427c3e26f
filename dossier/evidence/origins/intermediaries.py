"""The intermediaries of a quote, as it names them itself: who speaks in it, and who passed it on.

Whoever publishes or wrote a source is no intermediary: that is the source itself speaking.
"""

from __future__ import annotations

from collections.abc import Mapping

from dossier.records.raw import Raw

Docs = Mapping[str, Raw]
DECLARED = ("filing", "press-release")
"""Kinds of source in which a body says something itself."""


def own_voices(sources: Docs, source_id: str) -> set[str]:
    """A source, its publisher and its authors: in these it speaks for itself."""
    source = sources.get(source_id, {})
    found = {source_id}
    if isinstance(publisher := source.get("publisher"), str):
        found.add(publisher)
    if isinstance(authors := source.get("authors"), list):
        found.update(each for each in authors if isinstance(each, str))
    return found


def speaking_in(source: Raw) -> set[str]:
    """Who speaks where a source tells something in its own voice: its authors or, where it names none, its
    publisher. A filing or a press release is its publisher's, whoever wrote it.
    """
    authors = source.get("authors")
    found = authors if isinstance(authors, list) and source.get("kind") not in DECLARED else ()
    return {each for each in found or (source.get("publisher"),) if each and isinstance(each, str)}


def named_in_order(quote: Raw) -> list[str]:
    """The entities and sources that a raw quote names, beginning with the one that its source has it from."""
    via, speaker = quote.get("via"), quote.get("speaker")
    if via is None:
        return [speaker] if speaker and isinstance(speaker, str) else []
    chain = [*(reversed(via) if isinstance(via, list) else ()), speaker]
    return [each for each in chain if each and isinstance(each, str)]


def intermediaries_in(quote: Raw, sources: Docs) -> tuple[str, ...]:
    """Everyone the quote credits, each once, but the source itself."""
    chain = named_in_order(quote)
    its_own = own_voices(sources, str(quote.get("source"))) if chain else ()
    return tuple(dict.fromkeys(each for each in chain if each not in its_own))
