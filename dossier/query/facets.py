"""How the records shown are spread over tags, sources, speakers, grades, statuses, years and kinds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.core.derived import CHUNK, advance_work
from dossier.evidence.judgements import grade_order
from dossier.query.engine.index import Index, index_of
from dossier.query.engine.names import find_sources, find_tags
from dossier.query.engine.sieves import make_ready
from dossier.query.language.folding import fold_text
from dossier.query.language.grammar import write_term
from dossier.query.language.keys import HAS, KEYS, KINDS
from dossier.query.language.values import NamePart
from dossier.records.raw import string_or_empty, tag_of, target_of
from dossier.records.vocabulary import NOTE_KINDS, SCALES

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

GROUPS = ("tag", "src", "speaker", "grade", "status", "date", "kind")
"""The facets that a pane may have, in the order shown; each is named by its key."""
_NAMED = 100
"""For how many values of a group a term by name is looked for; the rest get one by id."""
_LONGEST = 200
"""Dates that are open or span more years than this make no years of their own."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One value: what it is called, how many of the records have it, and the term that leaves just those.

    `depth` is how deep a tag stands in the hierarchy; what is below a tag counts for it too.
    """

    key: str
    label: str
    term: str
    count: int
    depth: int = 0


class Facets:
    """The facets of some records of a pane. As a filter: `run(seconds)` until it is done, then `groups`."""

    def __init__(self, dossier: Dossier, pane: str, ids: Sequence[str]) -> None:
        self.dossier, self.pane, self.ids = dossier, pane, ids
        self.groups: dict[str, tuple[Facet, ...]] = {}
        self.done = False
        self._index: Index = index_of(dossier)
        self._work = self._count_groups()

    def run(self, seconds: float) -> bool:
        """Go on for about `seconds`; True when all is counted."""
        self.done = advance_work(self._work, seconds)
        return self.done

    def finish(self) -> dict[str, tuple[Facet, ...]]:
        """All of them, by key, however long it takes."""
        while not self.run(1.0):
            pass
        return self.groups

    def _count_groups(self) -> Iterator[None]:
        index = self._index
        parts = (
            index.reach,
            index.annotations,
            index.grades,
            index.entity_names,
            index.source_names,
            index.tag_names,
        )
        yield from make_ready(*parts, index.speakers, *index.rows.values())
        slots: list[int] = []
        for known in index.find_slots(self.pane, self.ids):
            slots = known or slots
            yield
        for key in GROUPS:
            if self.pane in KEYS[key].panes:
                yield from getattr(self, f"_{key}")(slots)

    def _count(
        self, slots: list[int], read: Callable[[int], Iterable[str]], into: Counter[str]
    ) -> Iterator[None]:
        """Count what `read` gives for each record; what has nothing counts for ""."""
        size = CHUNK if self.pane in ("claims", "quotes") else CHUNK // 16
        for start in range(0, len(slots), size):
            for slot in slots[start : start + size]:
                into.update(read(slot) or ("",))
            yield

    def _put_group(self, key: str, found: list[Facet], without: int = 0) -> None:
        what = "date" if key == "date" else key
        if without and what in HAS[self.pane]:
            found.append(Facet(key, "none", f"no:{what}", without))
        self.groups[key] = tuple(found)

    def _name_facets(
        self, key: str, counts: Counter[str], label: Callable[[str], str], term: Callable[[str, str], str]
    ) -> Iterator[None]:
        """Facets of records, most frequent first, then by name."""
        del counts[""]
        ranked = sorted(counts, key=lambda each: (-counts[each], fold_text(label(each)), each))
        found = []
        for number, each in enumerate(ranked):
            name = label(each)
            words = term(each, name) if number < _NAMED else f"{key}:={each}"
            found.append(Facet(key, name, words, counts[each]))
            yield
        self._put_group(key, found)

    def _tag(self, slots: list[int]) -> Iterator[None]:
        """Each tag with what is below it; a record counts once for each."""
        index = self._index
        rows, on = index.rows[self.pane], index.annotations.on
        peek = self.dossier.peek
        paths = {tag: fold_text(string_or_empty(peek(tag).get("path"))) for tag in index.tag_names.of}
        above = {
            tag: {tag, *(other for other, head in paths.items() if head and path.startswith(f"{head}/"))}
            for tag, path in paths.items()
        }

        def read(slot: int) -> set[str]:
            marks = on.get(rows.ids[slot], ())
            if self.pane == "notes":
                marks = (*marks, *on.get(target_of(rows.docs[slot]), ()))
            return {each for doc in marks for each in above.get(tag_of(doc), ())}

        counts: Counter[str] = Counter()
        yield from self._count(slots, read, counts)
        without = counts.pop("", 0)
        found = []
        for tag in sorted(counts, key=lambda tag: (paths[tag].split("/"), tag)):
            path = string_or_empty(peek(tag).get("path"))
            wanted = {other for other, heads in above.items() if tag in heads}
            term = write_term("tag", path, tag, wanted, lambda name: find_tags(index.tag_names.of, [name]))
            found.append(Facet("tag", path, term, counts[tag], path.count("/")))
            yield
        self._put_group("tag", found, without)

    def _src(self, slots: list[int]) -> Iterator[None]:
        index = self._index
        rows, ids = index.rows["sources"], index.rows[self.pane].ids
        chain = index.chain
        for source in rows.at:  # a note may be on one that no quote is from
            chain.number_source(source)
        names = {number: source for source, number in chain.number.items() if source in rows.at}

        def read(slot: int) -> list[str]:
            if self.pane == "sources":
                return [ids[slot]]
            numbers = chain.sources[slot] if self.pane == "claims" else index.reach.sources_of(ids[slot])
            return [names[number] for number in numbers if number in names]

        def term(source: str, label: str) -> str:
            def fitting(name: NamePart) -> set[str]:
                return find_sources(index.source_names, rows, index.entity_names, [name])

            return write_term("src", label, source, {source}, fitting)

        counts: Counter[str] = Counter()
        yield from self._count(slots, read, counts)
        yield from self._name_facets("src", counts, lambda each: self._label_of(each, "title"), term)

    def _label_of(self, record_id: str, field: str) -> str:
        return string_or_empty(self.dossier.peek(record_id).get(field)) or record_id

    def _speaker(self, slots: list[int]) -> Iterator[None]:
        index = self._index
        docs, ids, chain = index.rows["quotes"].docs, index.rows[self.pane].ids, index.chain
        known = index.entity_names.of

        def read(slot: int) -> set[str]:
            if self.pane == "quotes":
                quotes: Sequence[int] = (slot,)
            else:
                quotes = chain.quotes[slot] if self.pane == "claims" else index.reach.quotes_of(ids[slot])
            speakers = {string_or_empty(docs[quote].get("speaker")) for quote in quotes}
            return {speaker for speaker in speakers if speaker in known}

        def term(speaker: str, label: str) -> str:
            def fitting(name: NamePart) -> set[tuple[str, str]]:
                voices = index.speakers.find_fitting([name], index.entity_names.find_fitting([name]))
                return {voice for voice in voices if index.speakers.of[voice]}

            own = {voice for voice, quotes in index.speakers.of.items() if voice[0] == speaker and quotes}
            return write_term("speaker", label, speaker, own, fitting)

        counts: Counter[str] = Counter()
        yield from self._count(slots, read, counts)
        yield from self._name_facets("speaker", counts, lambda each: self._label_of(each, "name"), term)

    def _grade(self, slots: list[int]) -> Iterator[None]:
        grades, ids = self._index.grades, self._index.rows[self.pane].ids
        counts: Counter[str] = Counter()
        if self.pane == "claims":
            yield from self._count(slots, lambda slot: [grades.badges[slot]], counts)
        else:
            yield from self._count(slots, lambda slot: [grades.letter.get(ids[slot], "")], counts)
        without = counts.pop("", 0)
        whole = 2 if self.pane == "claims" else 1
        ranked = sorted(counts, key=grade_order)
        found = [
            Facet(
                "grade", badge, f"grade:{badge}" if len(badge) == whole else f"grade:={badge}", counts[badge]
            )
            for badge in ranked
        ]
        self._put_group("grade", found, without)

    def _status(self, slots: list[int]) -> Iterator[None]:
        counts: Counter[str] = Counter()
        yield from self._count(slots, lambda slot: [self._index.grades.statuses[slot]], counts)
        self._put_group("status", self._list_facets("status", SCALES["status"], counts), counts[""])

    @staticmethod
    def _list_facets(key: str, values: Iterable[str], counts: Counter[str]) -> list[Facet]:
        return [Facet(key, each, f"{key}:{each}", counts[each]) for each in values if counts[each]]

    def _kind(self, slots: list[int]) -> Iterator[None]:
        docs = self._index.rows[self.pane].docs
        field = {"quotes": "speech", "notes": "motivation"}.get(self.pane, "kind")
        default = "narration" if self.pane == "quotes" else ""

        def read(slot: int) -> list[str]:
            kind = string_or_empty(docs[slot].get(field, default))
            return [NOTE_KINDS.get(kind, kind)]

        counts: Counter[str] = Counter()
        yield from self._count(slots, read, counts)
        found = self._list_facets("kind", KINDS[self.pane], counts)
        self._put_group("kind", sorted(found, key=lambda facet: -facet.count))

    def _date(self, slots: list[int]) -> Iterator[None]:
        """The years that the dates fall in, or may: as the filter counts them."""
        index, docs = self._index, self._index.rows[self.pane].docs
        spans: Counter[tuple[int, int]] = Counter()
        without = 0
        for start in range(0, len(slots), CHUNK):
            for slot in slots[start : start + CHUNK]:
                date = index.date_of(self.pane, docs[slot])
                if date is None:
                    without += 1
                else:
                    spans[date[0][0], date[1][0]] += 1
            yield
        bounded = (span for span in spans if span[1] - span[0] <= _LONGEST)
        years = sorted({year for first, last in bounded for year in range(first, last + 1)})
        change = [0] * (len(years) + 1)
        for (first, last), count in spans.items():
            change[bisect_left(years, first)] += count
            change[bisect_right(years, last)] -= count
        found, running = [], 0
        for year, more in zip(years, change, strict=False):
            running += more
            written = f"{year:04}" if year >= 0 else f"-{-year:04}"
            found.append(Facet("date", str(year), f"date:{written}", running))
        self._put_group("date", [facet for facet in found if facet.count], without)
