"""Sieves: each keeps those of some slots that pass its test, in their order."""

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
    """The test of one term on one dossier: `prepare` it first, in slices, then `keep` as often as needed."""

    cost = 1
    slow = False
    """Whether testing two thousand records may take longer than a slice."""

    def prepare(self) -> Slices:
        """Bring up to date what it looks at."""
        yield from ()

    def keep(self, slots: list[int]) -> list[int]:
        """Those of `slots` that pass."""
        raise NotImplementedError


def make_ready(*parts: Derived) -> Slices:
    """Bring some parts up to date."""
    for part in parts:
        for _ in part.ready():
            yield


class NotSieve(Sieve):
    """Keeps what the other sieve does not."""

    def __init__(self, other: Sieve) -> None:
        self.other = other
        self.cost, self.slow = other.cost, other.slow

    def prepare(self) -> Slices:
        """Prepare the other."""
        yield from self.other.prepare()

    def keep(self, slots: list[int]) -> list[int]:
        """Those that the other does not keep."""
        dropped = set(self.other.keep(slots))
        return [slot for slot in slots if slot not in dropped]


class TextSieve(Sieve):
    """Records with one of some phrases in their own text."""

    cost = 20

    def __init__(self, texts: FoldedTexts, phrases: Sequence[Phrase]) -> None:
        self.texts, self.phrases = texts, phrases

    def prepare(self) -> Slices:
        """Bring the texts up to date."""
        yield from make_ready(self.texts)

    def keep(self, slots: list[int]) -> list[int]:
        """Those with any of the phrases."""
        if len(self.phrases) == 1:
            return self.texts.keep_matching(self.phrases[0], slots)
        found: set[int] = set()
        for phrase in self.phrases:
            found.update(self.texts.keep_matching(phrase, slots))
        return [slot for slot in slots if slot in found]


class Mask:
    """A set of slots, one byte each: three times faster to ask than a `set`."""

    def __init__(self, size: int) -> None:
        self.bytes = bytearray(size)

    def add(self, slots: Iterable[int]) -> None:
        """Put in some slots."""
        marks = self.bytes
        for slot in slots:
            marks[slot] = 1

    def add_all(self, many: Sequence[int], of: Sequence[tuple[int, ...]] | None = None) -> Slices:
        """Put in many slots in slices; with `of`, the slots that it gives for each of them."""
        for start in range(0, len(many), CHUNK * 8):
            some = many[start : start + CHUNK * 8]
            if of is None:
                self.add(some)
            else:
                for slot in some:
                    self.add(of[slot])
            yield

    def add_ids(self, ids: Iterable[str], rows: Rows) -> None:
        """Put in the slots of those records that are of this table."""
        at = rows.at
        self.add([at[each] for each in ids if each in at])


class MaskSieve(Sieve):
    """Records that `find` puts into a mask."""

    cost = 10

    def __init__(self, rows: Rows, find: Callable[[Mask], Slices]) -> None:
        self.rows, self.find = rows, find
        self.mask = Mask(0)

    def prepare(self) -> Slices:
        """Fill the mask."""
        yield from make_ready(self.rows)
        self.mask = Mask(len(self.rows.ids))
        yield from self.find(self.mask)

    def keep(self, slots: list[int]) -> list[int]:
        """Those in the mask."""
        marks = self.mask.bytes
        return [slot for slot in slots if marks[slot]]


class ReachSieve(Sieve):
    """Records that lead to something wanted. `reach` says by slot what a record leads to."""

    def __init__(
        self,
        find: Callable[[set[int]], Slices],
        reach: Sequence[Collection[int]] | Callable[[int], Collection[int]],
        *,
        slow: bool | None = None,
    ) -> None:
        self.find, self.reach = find, reach
        self.wanted: set[int] = set()
        self.cost = 50 if callable(reach) else 12
        self.slow = callable(reach) if slow is None else slow

    def prepare(self) -> Slices:
        """Collect what is wanted."""
        self.wanted = set()
        yield from self.find(self.wanted)

    def keep(self, slots: list[int]) -> list[int]:
        """Those that lead to something wanted."""
        wanted, reach = self.wanted, self.reach
        if not wanted:
            return []
        if callable(reach):
            return [slot for slot in slots if not wanted.isdisjoint(reach(slot))]
        return [slot for slot in slots if not wanted.isdisjoint(reach[slot])]


class AnySieve(Sieve):
    """Records that any of some sieves keeps."""

    cost = 40

    def __init__(self, *others: Sieve) -> None:
        self.others = others
        self.slow = any(other.slow for other in others)

    def prepare(self) -> Slices:
        """Prepare all of them."""
        for other in self.others:
            yield from other.prepare()

    def keep(self, slots: list[int]) -> list[int]:
        """Those that any of them keeps; each is asked only about what those before it dropped."""
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
    """Records whose value, read by `read`, passes `fits`."""

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
        """Bring up to date what `read` looks at."""
        yield from make_ready(*self.parts)

    def keep(self, slots: list[int]) -> list[int]:
        """Those whose value fits."""
        read, fits = self.read, self.fits
        return [slot for slot in slots if fits(read(slot))]


class DateSieve(Sieve):
    """Records whose date is in a range or may be; `maybe` has the slots of the latter."""

    cost = 16

    def __init__(
        self, read: Callable[[int], Dates | None], ranges: Sequence[TermValue], negated: bool
    ) -> None:
        self.read, self.negated = read, negated
        self.ranges = [(days.low, days.high) for days in ranges if isinstance(days, DateRange)]
        self.maybe: set[int] = set()

    def keep(self, slots: list[int]) -> list[int]:
        """Those in the range or possibly in it; negated, those possibly outside it, and the undated."""
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
    """A test whether a number lies in one of some ranges."""
    bounds = [(count.low, count.high) for count in ranges if isinstance(count, CountRange)]

    def fits(number: object) -> bool:
        return any(low <= number <= high for low, high in bounds)  # type: ignore[operator]

    return fits


def find_phrases(texts: FoldedTexts, phrases: Iterable[Phrase]) -> Iterator[list[int] | None]:
    """The slots of texts with one of the phrases: a list for each phrase, None while it is looked for."""
    for _ in texts.ready():
        yield None
    for phrase in phrases:
        yield from texts.find_hits(phrase)
