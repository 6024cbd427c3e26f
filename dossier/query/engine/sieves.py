"""The kinds of test that a term can be: each keeps those of some slots that pass, in their order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dossier.core.derived import CHUNK, Derived, Rows
from dossier.query.engine.parts import FoldedTexts
from dossier.query.language.values import CountRange, DateRange, Phrase, TermValue

if TYPE_CHECKING:
    from dossier.query.engine.index import DaySpan as Dates

Slices = Iterator[None]


class Sieve:
    """A term made ready for one dossier. `prepare` comes first, in slices; `keep` as often as need be."""

    cost = 1
    slow = False
    """Whether two thousand records may take longer than a slice."""

    def prepare(self) -> Slices:
        """Bring what it looks at up to date."""
        yield from ()

    def keep(self, slots: list[int]) -> list[int]:
        """Those of `slots` that pass."""
        raise NotImplementedError


def make_ready(*parts: Derived) -> Slices:
    """Brings some parts up to date."""
    for part in parts:
        for _ in part.ready():
            yield


class NotSieve(Sieve):
    """Keeps what the other does not."""

    def __init__(self, other: Sieve) -> None:
        self.other = other
        self.cost, self.slow = other.cost, other.slow

    def prepare(self) -> Slices:
        """As the other."""
        yield from self.other.prepare()

    def keep(self, slots: list[int]) -> list[int]:
        """The rest."""
        dropped = set(self.other.keep(slots))
        return [slot for slot in slots if slot not in dropped]


class TextSieve(Sieve):
    """Records with words in their own text."""

    cost = 20

    def __init__(self, texts: FoldedTexts, words: Sequence[Phrase]) -> None:
        self.texts, self.words = texts, words

    def prepare(self) -> Slices:
        """Fold the texts."""
        yield from make_ready(self.texts)

    def keep(self, slots: list[int]) -> list[int]:
        """One pass for each word; words are ORed."""
        if len(self.words) == 1:
            return self.texts.keep_matching(self.words[0], slots)
        found = {slot for words in self.words for slot in self.texts.keep_matching(words, slots)}
        return [slot for slot in slots if slot in found]


class Mask:
    """A set of slots as a byte each: three times faster to ask than a set, small enough for a cache."""

    def __init__(self, size: int) -> None:
        self.bytes = bytearray(size)

    def add(self, slots: Iterable[int]) -> None:
        """Mark some slots."""
        marks = self.bytes
        for slot in slots:
            marks[slot] = 1

    def add_all(self, many: Sequence[int], of: Sequence[tuple[int, ...]] | None = None) -> Slices:
        """Mark many slots, or what they lead to, in slices."""
        for start in range(0, len(many), CHUNK * 8):
            some = many[start : start + CHUNK * 8]
            if of is None:
                self.add(some)
            else:
                for slot in some:
                    self.add(of[slot])
            yield

    def add_ids(self, ids: Iterable[str], rows: Rows) -> None:
        """Mark the slots of some records, if they are of this table."""
        at = rows.at
        self.add([at[each] for each in ids if each in at])


class MaskSieve(Sieve):
    """Records that `find` marks."""

    cost = 10

    def __init__(self, rows: Rows, find: Callable[[Mask], Slices]) -> None:
        self.rows, self.find = rows, find
        self.mask = Mask(0)

    def prepare(self) -> Slices:
        """Mark them."""
        yield from make_ready(self.rows)
        self.mask = Mask(len(self.rows.ids))
        yield from self.find(self.mask)

    def keep(self, slots: list[int]) -> list[int]:
        """The marked ones."""
        marks = self.mask.bytes
        return [slot for slot in slots if marks[slot]]


class ReachSieve(Sieve):
    """Records that lead to something wanted: `reach` by slot, a list or a slower function."""

    def __init__(
        self,
        find: Callable[[set[int]], Slices],
        reach: Sequence[Collection[int]] | Callable[[int], Collection[int]],
    ) -> None:
        self.find, self.reach = find, reach
        self.wanted: set[int] = set()
        self.slow = callable(reach)
        self.cost = 50 if self.slow else 12

    def prepare(self) -> Slices:
        """Find what is wanted."""
        self.wanted = set()
        yield from self.find(self.wanted)

    def keep(self, slots: list[int]) -> list[int]:
        """Those that lead to it."""
        wanted, reach = self.wanted, self.reach
        if not wanted:
            return []
        if callable(reach):
            return [slot for slot in slots if not wanted.isdisjoint(reach(slot))]
        return [slot for slot in slots if not wanted.isdisjoint(reach[slot])]


class AnySieve(Sieve):
    """Records that pass any of some tests."""

    cost = 40

    def __init__(self, *others: Sieve) -> None:
        self.others = others
        self.slow = any(other.slow for other in others)

    def prepare(self) -> Slices:
        """All of them."""
        for other in self.others:
            yield from other.prepare()

    def keep(self, slots: list[int]) -> list[int]:
        """Each test sees what the ones before it did not keep."""
        if len(self.others) == 1:
            return self.others[0].keep(slots)
        found: set[int] = set()
        left = slots
        for other in self.others:
            kept = other.keep(left)
            if kept:
                found.update(kept)
                left = [slot for slot in left if slot not in found]
        return [slot for slot in slots if slot in found]


class ValueSieve(Sieve):
    """Records whose value, as `read` gives it, passes `fits`."""

    def __init__(
        self,
        read: Callable[[int], object],
        fits: Callable[[object], bool] = bool,
        *parts: Derived,
        cost: int = 15,
        slow: bool = False,
    ) -> None:
        self.read, self.fits, self.parts = read, fits, parts
        self.cost, self.slow = cost, slow

    def prepare(self) -> Slices:
        """What `read` rests on."""
        yield from make_ready(*self.parts)

    def keep(self, slots: list[int]) -> list[int]:
        """One call each."""
        read, fits = self.read, self.fits
        return [slot for slot in slots if fits(read(slot))]


class DateSieve(Sieve):
    """Records whose date falls in a range, or may: those are in `maybe`, by slot."""

    cost = 16

    def __init__(
        self, read: Callable[[int], Dates | None], ranges: Sequence[TermValue], negated: bool
    ) -> None:
        self.read, self.negated = read, negated
        self.ranges = [(days.low, days.high) for days in ranges if isinstance(days, DateRange)]
        self.maybe: set[int] = set()

    def keep(self, slots: list[int]) -> list[int]:
        """Sure and possible ones; `negated`, those surely or possibly outside, and the undated."""
        kept = []
        for slot in slots:
            date = self.read(slot)
            sure = may = False
            if date is not None:
                for low, high in self.ranges:
                    sure = sure or (low <= date[0] and date[1] <= high)
                    may = may or (date[0] <= high and low <= date[1])
            if self.negated:
                sure, may = not may, not sure
            if may or sure:
                kept.append(slot)
                if not sure:
                    self.maybe.add(slot)
        return kept


def fit_ranges(ranges: Iterable[TermValue]) -> Callable[[object], bool]:
    """Whether a number lies in one of some ranges."""
    sides = [(count.low, count.high) for count in ranges if isinstance(count, CountRange)]
    return lambda number: any(low <= number <= high for low, high in sides)  # type: ignore[operator]


def find_words(texts: FoldedTexts, words: Iterable[Phrase]) -> Iterator[list[int] | None]:
    """The slots of the texts with one of the words: None as long as it goes on, lists in between."""
    for _ in texts.ready():
        yield None
    for word in words:
        yield from texts.find_hits(word)
