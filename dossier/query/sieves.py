"""The kinds of test that a term can be: each keeps those of some ids that pass, in their order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from dossier.query.index import Index
from dossier.query.parts import Texts
from dossier.query.values import Count, Days, Value, Words

_MANY = 4096
Ready = Iterator[None]


class Sieve:
    """A term made ready for one dossier. `prepare` comes first, in slices; `keep` as often as need be."""

    cost = 1
    slow = False
    """Whether a thousand records may take longer than a slice."""

    def prepare(self) -> Ready:
        """Bring what it looks at up to date."""
        yield from ()

    def keep(self, ids: list[str]) -> list[str]:
        """Those of `ids` that pass."""
        raise NotImplementedError


class Not(Sieve):
    """Keeps what the other does not."""

    def __init__(self, other: Sieve) -> None:
        self.other = other
        self.cost, self.slow = other.cost, other.slow

    def prepare(self) -> Ready:
        """As the other."""
        for _ in self.other.prepare():
            yield

    def keep(self, ids: list[str]) -> list[str]:
        """The rest."""
        dropped = set(self.other.keep(ids))
        return [each for each in ids if each not in dropped]


class Holding(Sieve):
    """Records with words in their own text."""

    cost = 20

    def __init__(self, texts: Texts, words: Sequence[Words]) -> None:
        self.texts, self.words = texts, words

    def prepare(self) -> Ready:
        """Fold the texts."""
        for _ in self.texts.ready():
            yield

    def keep(self, ids: list[str]) -> list[str]:
        """One pass for each word; words are ORed."""
        if len(self.words) == 1:
            return self.texts.matching(self.words[0], ids)
        found = {each for words in self.words for each in self.texts.matching(words, ids)}
        return [each for each in ids if each in found]


class Among(Sieve):
    """Records in a set, or whose reach meets one; `find` fills the set in slices."""

    cost = 10

    def __init__(
        self,
        find: Callable[[set[str]], Ready],
        reach: Callable[[str], Collection[str]] | Mapping[str, Collection[str]] | None = None,
    ) -> None:
        self.find, self.reach = find, reach
        self.wanted: set[str] = set()
        self.slow = callable(reach)

    def prepare(self) -> Ready:
        """Fill the set."""
        self.wanted = set()
        for _ in self.find(self.wanted):
            yield

    def keep(self, ids: list[str]) -> list[str]:
        """Those in it, or that reach into it."""
        wanted, reach = self.wanted, self.reach
        if reach is None:
            return [each for each in ids if each in wanted]
        if not wanted:
            return []
        if isinstance(reach, Mapping):
            return [each for each in ids if not wanted.isdisjoint(reach.get(each, ()))]
        return [each for each in ids if not wanted.isdisjoint(reach(each))]


class Either(Sieve):
    """Records that pass any of some tests."""

    cost = 40

    def __init__(self, *others: Sieve) -> None:
        self.others = others
        self.slow = any(other.slow for other in others)

    def prepare(self) -> Ready:
        """All of them."""
        for other in self.others:
            for _ in other.prepare():
                yield

    def keep(self, ids: list[str]) -> list[str]:
        """Each test sees what the ones before it did not keep."""
        found: set[str] = set()
        left = ids
        for other in self.others:
            kept = other.keep(left)
            if kept:
                found.update(kept)
                left = [each for each in left if each not in found]
        return [each for each in ids if each in found]


class Saying(Sieve):
    """Records whose value, as `read` gives it, passes `fits`."""

    def __init__(
        self,
        read: Callable[[str], object],
        fits: Callable[[object], bool],
        prepare: Callable[[], Ready] | None = None,
        *,
        cost: int = 5,
        slow: bool = False,
    ) -> None:
        self.read, self.fits, self.cost, self.slow = read, fits, cost, slow
        self._prepare = prepare

    def prepare(self) -> Ready:
        """What `read` rests on."""
        for _ in self._prepare() if self._prepare else ():
            yield

    def keep(self, ids: list[str]) -> list[str]:
        """One call each."""
        read, fits = self.read, self.fits
        return [each for each in ids if fits(read(each))]


class Dated(Sieve):
    """Records whose date falls in a range, or may: those are in `maybe`."""

    cost = 6

    def __init__(self, index: Index, ranges: Sequence[Value], *, negated: bool) -> None:
        self.index, self.negated = index, negated
        self.ranges = [(days.low, days.high) for days in ranges if isinstance(days, Days)]
        self.maybe: set[str] = set()

    def keep(self, ids: list[str]) -> list[str]:
        """Sure and possible ones; `negated`, those surely or possibly outside, and the undated."""
        kept = []
        for each in ids:
            date = self.index.date_of(each)
            sure = may = False
            if date is not None:
                for low, high in self.ranges:
                    sure = sure or (low <= date[0] and date[1] <= high)
                    may = may or (date[0] <= high and low <= date[1])
            if self.negated:
                sure, may = not may, not sure
            if may or sure:
                kept.append(each)
                if not sure:
                    self.maybe.add(each)
        return kept


def in_ranges(ranges: Iterable[Value]) -> Callable[[object], bool]:
    """Whether a number lies in one of some ranges."""
    sides = [(count.low, count.high) for count in ranges if isinstance(count, Count)]
    return lambda number: any(low <= number <= high for low, high in sides)  # type: ignore[operator]


def gathered(texts: Texts, words: Iterable[Words], into: Callable[[list[str]], object]) -> Ready:
    """Hands over the records with one of the words, in portions that fit a slice."""
    for _ in texts.ready():
        yield
    for word in words:
        found: list[str] = []
        for step in texts.hits(word):
            found = step or found
            yield
        for at in range(0, len(found), _MANY):
            into(found[at : at + _MANY])
            yield
