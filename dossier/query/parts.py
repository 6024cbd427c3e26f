"""What filters and searches look into: folded texts, the chain from claims to sources, annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dossier.query.folding import fold, keep_case
from dossier.query.following import Follower, Part
from dossier.query.keys import NOTE_KINDS
from dossier.query.values import Words
from dossier.records.base import Doc
from dossier.records.vocabulary import SCALES

if TYPE_CHECKING:
    from dossier.dossier import Dossier

_SLICE = 1024
_KEPT_TERMS = 12
SEPARATOR = "\n"
"""Between the fields of a record: no folded text has one, so no term reaches across."""


def strings(value: object) -> Iterator[str]:
    """The strings in a raw field, be it one or a list; nothing of what is malformed."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from (item for item in value if isinstance(item, str))


def supports(support: object) -> list[tuple[str, object]]:
    """Quote and stance of each item of a claim's raw support."""
    items = support if isinstance(support, list | tuple) else ()
    return [
        (item["quote"], item.get("stance"))
        for item in items
        if isinstance(item, dict) and isinstance(item.get("quote"), str)
    ]


def fields(*names: str) -> Callable[[Doc], list[str]]:
    """Reads these fields of a raw record."""

    def read(doc: Doc) -> list[str]:
        return [text for name in names for text in strings(doc.get(name))]

    return read


def body_text(doc: Doc) -> list[str]:
    """The words of a note; nothing of other annotations."""
    body = doc.get("body")
    if doc.get("motivation") not in NOTE_KINDS or not isinstance(body, dict):
        return []
    return list(strings(body.get("text")))


class Texts(Part):
    """The text that words are looked for in, of each record of a table, folded."""

    def __init__(self, dossier: Dossier, table: str, read: Callable[[Doc], list[str]]) -> None:
        super().__init__(dossier)
        self.tables = (table,)
        self.folded: dict[str, str] = {}
        self.exact: dict[str, str] = {}
        self._read = read
        self._follower = Follower()
        self._found: dict[Words, list[str]] = {}

    def update(self) -> Iterator[None]:
        """Fold what is new."""
        docs = getattr(self.dossier, self.tables[0]).docs
        for changes in self._follower.news(docs, self.folded):
            if changes:
                self._found.clear()
            for record_id, _, doc in changes:
                if doc is None:
                    self.folded.pop(record_id, None)
                    self.exact.pop(record_id, None)
                else:
                    self._take_in(record_id, doc)
            yield
        self._found.clear()

    def _take_in(self, record_id: str, doc: Doc) -> None:
        texts = self._read(doc)
        if len(texts) == 1:
            exact, folded = keep_case(texts[0]), fold(texts[0])
        else:
            exact, folded = (SEPARATOR.join(map(each, texts)) for each in (keep_case, fold))
        self.exact[record_id] = exact
        self.folded[record_id] = exact if folded == exact else folded

    def matching(self, words: Words, ids: Iterable[str]) -> list[str]:
        """Those of `ids` (all of this table) that have the words in their text."""
        if words.exact is None:
            term, texts = words.folded, self.folded
            return [each for each in ids if term in texts[each]]
        term, texts = words.exact, self.exact
        return [each for each in ids if term in texts[each]]

    def hits(self, words: Words) -> Iterator[list[str] | None]:
        """All records with the words: None as long as it goes on, then the list.

        What was found for a part of the words is narrowed, so the next key costs what is left.
        """
        found = self._found.get(words)
        if found is None:
            within = [ids for known, ids in self._found.items() if words.within(known)]
            start = min(within, key=len, default=None)
            candidates = list(self.folded) if start is None else start
            found = []
            for at in range(0, len(candidates), _SLICE * 4):
                found += self.matching(words, candidates[at : at + _SLICE * 4])
                yield None
        self._found.pop(words, None)
        self._found[words] = found
        while len(self._found) > _KEPT_TERMS:
            del self._found[next(iter(self._found))]
        yield found


class Chain(Part):
    """The quotes of each claim and their sources, whatever their stance, each once."""

    tables = ("claims", "quotes")

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier)
        self.quotes: dict[str, tuple[str, ...]] = {}
        self.sources: dict[str, tuple[str, ...]] = {}
        self._claims, self._quotes = Follower(), Follower()
        self._known: set[str] = set()

    def update(self) -> Iterator[None]:
        """Follow the claims, and the quotes that came, went or moved to another source."""
        first = not self._known
        docs = self.dossier.claims.docs
        for changes in self._claims.news(docs, self.quotes):
            for claim_id, _, doc in changes:
                if doc is None:
                    self.quotes.pop(claim_id, None)
                    self.sources.pop(claim_id, None)
                else:
                    self._take_in(claim_id)
            yield
        for changes in self._quotes.news(self.dossier.quotes.docs, self._known):
            self._known.difference_update(quote for quote, _, doc in changes if doc is None)
            self._known.update(quote for quote, _, doc in changes if doc is not None)
            for quote_id, _, _ in changes if not first else ():
                for claim_id in self.dossier.claims_of_quote(quote_id):
                    self._take_in(claim_id)
            yield

    def _take_in(self, claim_id: str) -> None:
        support = self.dossier.claims.docs.get(claim_id, {}).get("support")
        held = self.dossier.quotes.docs
        quotes = tuple(dict.fromkeys(quote for quote, _ in supports(support)))
        sources = [held[quote].get("source") for quote in quotes if quote in held]
        self.quotes[claim_id] = quotes
        self.sources[claim_id] = tuple(dict.fromkeys(each for each in sources if isinstance(each, str)))


class Marks(Part):
    """What analysts added: the annotations on each record, and who bears which tag or has a note."""

    tables = ("annotations",)

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier)
        self.on: dict[str, tuple[Doc, ...]] = {}
        self.tagged: dict[str, set[str]] = {}
        self.annotated: dict[str, set[str]] = {}
        self.noted: set[str] = set()
        self._known: set[str] = set()
        self._follower = Follower()

    def update(self) -> Iterator[None]:
        """Move what changed from where it was to where it is."""
        for changes in self._follower.news(self.dossier.annotations.docs, self._known):
            for annotation_id, before, after in changes:
                self._known.discard(annotation_id)
                if before is not None:
                    self._drop(annotation_id, before)
                if after is not None:
                    self._known.add(annotation_id)
                    self._add(annotation_id, after)
            yield

    def _add(self, annotation_id: str, doc: Doc) -> None:
        target, tag, by = target_of(doc), tag_of(doc), doc.get("by")
        others = [other for other in self.on.get(target, ()) if other["id"] != annotation_id]
        self.on[target] = (*others, doc)
        if tag:
            self.tagged.setdefault(tag, set()).add(target)
        if doc.get("motivation") in NOTE_KINDS:
            self.noted.add(target)
        if isinstance(by, str):
            self.annotated.setdefault(by, set()).add(target)

    def _drop(self, annotation_id: str, doc: Doc) -> None:
        target, tag, by = target_of(doc), tag_of(doc), doc.get("by")
        left = tuple(other for other in self.on.get(target, ()) if other["id"] != annotation_id)
        self.on[target] = left
        if tag and not any(tag_of(other) == tag for other in left):
            self.tagged.get(tag, set()).discard(target)
        if not any(other.get("motivation") in NOTE_KINDS for other in left):
            self.noted.discard(target)
        if isinstance(by, str) and not any(other.get("by") == by for other in left):
            self.annotated.get(by, set()).discard(target)

    def newest(self, target: str, scheme: str, quote: str | None = None) -> str | None:
        """The judgement that counts on one scale; `quote`: that of the claim's support by it."""
        best: tuple[tuple[str, float, str], str] | None = None
        for doc in self.on.get(target, ()):
            body = doc.get("body")
            if doc.get("motivation") == "assessing" and doc.get("quote") == quote and isinstance(body, dict):
                value = body.get("value")
                if body.get("scheme") == scheme and isinstance(value, str) and value in SCALES[scheme]:
                    best = max(best or (_age(doc), value), (_age(doc), value))
        return best[1] if best else None


def target_of(doc: Mapping[str, Any]) -> str:
    """What an annotation is on."""
    target = doc.get("target")
    return target if isinstance(target, str) else ""


def tag_of(doc: Mapping[str, Any]) -> str | None:
    """The tag that an annotation puts on its target."""
    body = doc.get("body")
    tag = body.get("tag") if doc.get("motivation") == "tagging" and isinstance(body, dict) else None
    return tag if isinstance(tag, str) else None


def _age(doc: Mapping[str, Any]) -> tuple[str, float, str]:
    # Moments may carry fractions of a second: "T09:30:00Z" is older than "T09:30:00.5Z".
    moment = str(doc.get("created", ""))
    try:
        fraction = float(f"0{moment[19:-1] or '.0'}")
    except ValueError:
        fraction = 0.0
    return moment[:19], fraction, str(doc.get("id", ""))
