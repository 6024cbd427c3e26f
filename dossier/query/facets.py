"""Break records down by tag, source, speaker, grade, status, year and kind."""

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
"""The facets that a pane may have, in the order shown, each by its key."""
_NAMED = 100
"""How many values of a group get a term by name; the rest get one by id."""
_LONGEST = 200
"""Dates that span more years than this, or are open, add no years to the list."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One value, how many of the records have it, and the filter term that finds these.

    `depth` is the depth of a tag in the hierarchy; the tags below a tag count for it too.
    """

    key: str
    label: str
    term: str
    count: int
    depth: int = 0


class Facets:
    """Counts the facets of some records of a pane: `run(seconds)` until it is done, then `groups`."""

    def __init__(self, dossier: Dossier, pane: str, ids: Sequence[str]) -> None:
        self.dossier, self.pane, self.ids = dossier, pane, ids
        self.groups: dict[str, tuple[Facet, ...]] = {}
        self.done = False
        self._index: Index = index_of(dossier)
        self._work = self._count_groups()

    def run(self, seconds: float) -> bool:
        """Go on for about `seconds`; True when it is done."""
        self.done = advance_work(self._work, seconds)
        return self.done

    def finish(self) -> dict[str, tuple[Facet, ...]]:
        """Count all facets, by key, however long it takes."""
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
                yield from self._counters()[key](slots)

    def _counters(self) -> dict[str, Callable[[list[int]], Iterator[None]]]:
        return {
            "tag": self._count_tags,
            "src": self._count_sources,
            "speaker": self._count_speakers,
            "grade": self._count_grades,
            "status": self._count_statuses,
            "date": self._count_years,
            "kind": self._count_kinds,
        }

    def _count_values(
        self, slots: list[int], read: Callable[[int], Iterable[str]], into: Counter[str]
    ) -> Iterator[None]:
        """Count the values that `read` gives for each record; one without any counts for ""."""
        size = CHUNK if self.pane in ("claims", "quotes") else CHUNK // 16
        for start in range(0, len(slots), size):
            for slot in slots[start : start + size]:
                into.update(read(slot) or ("",))
            yield

    def _put_group(self, key: str, found: list[Facet], without: int = 0) -> None:
        if without and key in HAS[self.pane]:
            found.append(Facet(key, "none", f"no:{key}", without))
        self.groups[key] = tuple(found)

    def _name_facets(
        self, key: str, counts: Counter[str], label: Callable[[str], str], term: Callable[[str, str], str]
    ) -> Iterator[None]:
        """Make the facets of a group of records, the most frequent first, then by name."""
        del counts[""]
        ranked = sorted(counts, key=lambda each: (-counts[each], fold_text(label(each)), each))
        found = []
        for number, each in enumerate(ranked):
            name = label(each)
            words = term(each, name) if number < _NAMED else f"{key}:={each}"
            found.append(Facet(key, name, words, counts[each]))
            yield
        self._put_group(key, found)

    def _count_tags(self, slots: list[int]) -> Iterator[None]:
        """Count each tag with the tags below it; a record counts once for each."""
        index = self._index
        rows, on = index.rows[self.pane], index.annotations.on
        peek = self.dossier.peek
        paths = {tag: fold_text(string_or_empty(peek(tag).get("path"))) for tag in index.tag_names.of}
        above = {tag: {tag} for tag in paths}
        for tag, path in paths.items():
            for other, head in paths.items():
                if head and path.startswith(f"{head}/"):
                    above[tag].add(other)

        def read(slot: int) -> set[str]:
            marks = on.get(rows.ids[slot], ())
            if self.pane == "notes":
                marks = (*marks, *on.get(target_of(rows.docs[slot]), ()))
            found: set[str] = set()
            for annotation in marks:
                found.update(above.get(tag_of(annotation), ()))
            return found

        counts: Counter[str] = Counter()
        yield from self._count_values(slots, read, counts)
        without = counts.pop("", 0)
        found = []
        for tag in sorted(counts, key=lambda tag: (paths[tag].split("/"), tag)):
            path = string_or_empty(peek(tag).get("path"))
            wanted = {other for other, heads in above.items() if tag in heads}
            term = write_term("tag", path, tag, wanted, lambda name: find_tags(index.tag_names.of, [name]))
            found.append(Facet("tag", path, term, counts[tag], path.count("/")))
            yield
        self._put_group("tag", found, without)

    def _count_sources(self, slots: list[int]) -> Iterator[None]:
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
        yield from self._count_values(slots, read, counts)
        yield from self._name_facets("src", counts, lambda each: self._label_of(each, "title"), term)

    def _label_of(self, record_id: str, field: str) -> str:
        return string_or_empty(self.dossier.peek(record_id).get(field)) or record_id

    def _count_speakers(self, slots: list[int]) -> Iterator[None]:
        index = self._index
        docs, ids, chain = index.rows["quotes"].docs, index.rows[self.pane].ids, index.chain
        known = index.entity_names.of.keys()

        def read(slot: int) -> set[str]:
            match self.pane:
                case "quotes":
                    quotes: tuple[int, ...] = (slot,)
                case "claims":
                    quotes = chain.quotes[slot]
                case _:
                    quotes = index.reach.quotes_of(ids[slot])
            speakers = {string_or_empty(docs[quote].get("speaker")) for quote in quotes}
            return speakers & known

        def term(speaker: str, label: str) -> str:
            def fitting(name: NamePart) -> set[tuple[str, str]]:
                entities = index.entity_names.find_fitting([name])
                found = index.speakers.find_fitting([name], entities)
                return {each for each in found if index.speakers.of[each]}

            own = {each for each, quotes in index.speakers.of.items() if each[0] == speaker and quotes}
            return write_term("speaker", label, speaker, own, fitting)

        counts: Counter[str] = Counter()
        yield from self._count_values(slots, read, counts)
        yield from self._name_facets("speaker", counts, lambda each: self._label_of(each, "name"), term)

    def _count_grades(self, slots: list[int]) -> Iterator[None]:
        grades, ids = self._index.grades, self._index.rows[self.pane].ids
        counts: Counter[str] = Counter()
        if self.pane == "claims":
            yield from self._count_values(slots, lambda slot: [grades.badges[slot]], counts)
        else:
            yield from self._count_values(slots, lambda slot: [grades.letter.get(ids[slot], "")], counts)
        without = counts.pop("", 0)
        whole = 2 if self.pane == "claims" else 1
        found = []
        for grade in sorted(counts, key=grade_order):
            exactly = "" if len(grade) == whole else "="  # grade:B finds B2 as well
            found.append(Facet("grade", grade, f"grade:{exactly}{grade}", counts[grade]))
        self._put_group("grade", found, without)

    def _count_statuses(self, slots: list[int]) -> Iterator[None]:
        counts: Counter[str] = Counter()
        yield from self._count_values(slots, lambda slot: [self._index.grades.statuses[slot]], counts)
        self._put_group("status", self._list_facets("status", SCALES["status"], counts), counts[""])

    @staticmethod
    def _list_facets(key: str, values: Iterable[str], counts: Counter[str]) -> list[Facet]:
        return [Facet(key, each, f"{key}:{each}", counts[each]) for each in values if counts[each]]

    def _count_kinds(self, slots: list[int]) -> Iterator[None]:
        docs = self._index.rows[self.pane].docs
        field = {"quotes": "speech", "notes": "motivation"}.get(self.pane, "kind")
        default = "narration" if self.pane == "quotes" else ""

        def read(slot: int) -> list[str]:
            kind = string_or_empty(docs[slot].get(field, default))
            return [NOTE_KINDS.get(kind, kind)]

        counts: Counter[str] = Counter()
        yield from self._count_values(slots, read, counts)
        found = self._list_facets("kind", KINDS[self.pane], counts)
        self._put_group("kind", sorted(found, key=lambda facet: -facet.count))

    def _count_years(self, slots: list[int]) -> Iterator[None]:
        """Count the years that the dates are in or may be in, as the filter does."""
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
        met: set[int] = set()
        for first, last in spans:
            if last - first <= _LONGEST:
                met.update(range(first, last + 1))
        years = sorted(met)

        # By how much the count of each year differs from that of the year before.
        change = [0] * (len(years) + 1)
        for (first, last), count in spans.items():
            change[bisect_left(years, first)] += count
            change[bisect_right(years, last)] -= count
        found, count = [], 0
        for year, difference in zip(years, change, strict=False):
            count += difference
            if count:
                written = f"{year:04}" if year >= 0 else f"-{-year:04}"
                found.append(Facet("date", str(year), f"date:{written}", count))
        self._put_group("date", found, without)
