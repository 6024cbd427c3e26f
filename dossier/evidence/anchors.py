"""Where a quote stands in a text, and how far it is from being word for word there.

The effort is bounded for any text: `str.find` gives the exact places; failing that, a few windows (around the
recorded start, after the prefix, before the suffix, around pieces of the quote) are aligned with the quote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from dossier.evidence.distance import LONGEST, count_edits, count_equal_start, find_closest
from dossier.records.quote import Quote
from dossier.records.source import Source
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_CONTEXT = 32
_PLACES = 2000
_WINDOWS = 24
_PIECES = 8


class QuoteState(StrEnum):
    """How the words of a quote stand to the text that they were taken from."""

    SAME = "same"
    """Word for word where the quote says."""
    MOVED = "moved"
    """Word for word in one other place."""
    AMBIGUOUS = "ambiguous"
    """Word for word in several places, and nothing tells which one is meant."""
    DIFFERS = "differs"
    """A passage of the text is like it."""
    GONE = "gone"
    """No passage of the text is like it."""
    UNCHECKED = "unchecked"
    """The text is not in the dossier."""
    UNREADABLE = "unreadable"
    """The file of the text was altered or cannot be read."""
    FOREIGN = "foreign"
    """The text that the quote names is none of its source's."""

    @property
    def is_doubtful(self) -> bool:
        """Whether the words must not be shown as verbatim without a mark."""
        return self not in (QuoteState.SAME, QuoteState.MOVED, QuoteState.UNCHECKED)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote was found: `passage` is `text[start:end]`; `differing` counts changed characters.

    Where the state is AMBIGUOUS, `places` are the offsets that nothing tells apart, and `start` is the one
    nearest to the recorded start.
    """

    state: QuoteState
    start: int | None = None
    end: int | None = None
    passage: str | None = None
    differing: int = 0
    places: tuple[int, ...] = ()
    is_earlier: bool = False
    """Whether the source has a newer text than the one that the quote was taken from."""

    @property
    def mark(self) -> str:
        """`!` where the words cannot be relied on, else nothing."""
        return "!" if self.state.is_doubtful else ""

    @property
    def words(self) -> str:
        """The state in words, such as `3 chars differ, earlier text`."""
        return f"{self._state_words()}, earlier text" if self.is_earlier else self._state_words()

    @property
    def label(self) -> str:
        """Mark and words: what every view says beside the quote."""
        return f"{self.mark} {self.words}".lstrip()

    def _state_words(self) -> str:
        match self.state:
            case QuoteState.SAME:
                return "word for word"
            case QuoteState.MOVED:
                return "word for word, moved"
            case QuoteState.AMBIGUOUS:
                return f"in {plural(len(self.places), 'place')}"
            case QuoteState.DIFFERS:
                return plural(self.differing, "char differs", "chars differ")
            case QuoteState.GONE:
                return "not in the text"
            case QuoteState.UNCHECKED:
                return "not checked (no text)"
            case QuoteState.UNREADABLE:
                return "text unusable"
            case QuoteState.FOREIGN:
                return "not of a text of its source"


def locate_quote(quote: Quote, text: str | None) -> Anchor:
    """Find `quote` in `text`; UNCHECKED where there is no text."""
    if text is None:
        return Anchor(QuoteState.UNCHECKED)
    exact = quote.exact
    if text.startswith(exact, quote.start):
        return Anchor(QuoteState.SAME, quote.start, quote.start + len(exact), exact)
    places = find_occurrences(text, exact, limit=_PLACES)
    if not places:
        return _locate_similar(quote, text)
    likely = _fitting_context(quote, text, places)
    start = min(likely, key=lambda place: (abs(place - quote.start), place))
    if len(likely) == 1:
        return Anchor(QuoteState.MOVED, start, start + len(exact), exact)
    return Anchor(QuoteState.AMBIGUOUS, start, start + len(exact), exact, places=tuple(likely))


def check_quote(dossier: Dossier, quote: Quote) -> Anchor:
    """Hold a quote against the text that it was taken from. Every view, table and check asks here."""
    source = dossier.find(quote.source)
    versions = [version.sha256 for version in source.texts] if isinstance(source, Source) else [quote.text]
    if quote.text not in versions:
        return Anchor(QuoteState.FOREIGN)
    text = dossier.text_of(quote.source, quote.text)
    if text is None and dossier.text_problem(quote.source, quote.text):
        anchor = Anchor(QuoteState.UNREADABLE)
    else:
        anchor = locate_quote(quote, text)
    return anchor if quote.text == versions[-1] else replace(anchor, is_earlier=True)


def find_occurrences(text: str, exact: str, *, limit: int | None = None) -> list[int]:
    """Every offset, up to `limit`, at which `exact` stands in `text`, overlapping ones too."""
    places: list[int] = []
    at = text.find(exact) if exact else -1
    while at >= 0 and (limit is None or len(places) < limit):
        places.append(at)
        at = text.find(exact, at + 1)
    return places


def paragraph_at(text: str, offset: int) -> int:
    """The number, from 1, of the paragraph (a line that is not blank) that holds `offset`.

    An offset in a blank line belongs to the paragraph before it.
    """
    line_end = text.find("\n", offset)
    head = text[: line_end if line_end >= 0 else len(text)]
    return max(1, sum(1 for line in head.split("\n") if line.strip()))


def _fitting_context(quote: Quote, text: str, places: list[int]) -> list[int]:
    """Those places whose surroundings agree best with the quote's prefix and suffix."""
    scores = [_score_context(quote, text, place) for place in places]
    best = max(scores)
    return [place for place, score in zip(places, scores, strict=True) if score == best]


def _score_context(quote: Quote, text: str, place: int) -> int:
    """How many characters of prefix and suffix stand next to `place`, counted outward."""
    end = place + len(quote.exact)
    before = text[max(0, place - _CONTEXT) : place][::-1]
    after = text[end : end + _CONTEXT]
    return count_equal_start(quote.prefix[::-1], before) + count_equal_start(quote.suffix, after)


def _locate_similar(quote: Quote, text: str) -> Anchor:
    """The passage with the fewest changed characters; GONE where more than a third differ."""
    exact = quote.exact
    best: tuple[int, int, int, int] | None = None
    for begin in _candidate_starts(quote, text):
        differing, start, end = _align_around(exact, text, begin)
        rank = (differing, abs(start - quote.start), start, end)
        best = rank if best is None else min(best, rank)
        if differing <= 1:
            break
    if best is None or best[0] > max(len(exact) // 3, 1) or best[0] >= len(exact):
        return Anchor(QuoteState.GONE)
    differing, _, start, end = best
    return Anchor(QuoteState.DIFFERS, start, end, text[start:end], differing)


def _candidate_starts(quote: Quote, text: str) -> Iterator[int]:
    """Offsets at which the passage may begin, best guesses first, none close to an earlier one."""
    given: list[int] = []
    apart = max(16, min(len(quote.exact) // 4, 256))
    for begin in _guess_starts(quote, text):
        if len(given) == _WINDOWS:
            return
        inside = -len(quote.exact) < begin < len(text)
        if inside and all(abs(begin - other) >= apart for other in given):
            given.append(begin)
            yield begin


def _guess_starts(quote: Quote, text: str) -> Iterator[int]:
    exact = quote.exact
    yield quote.start
    prefix, suffix = quote.prefix[-_CONTEXT:], quote.suffix[:_CONTEXT]
    if len(prefix.strip()) >= 4:
        for at in find_occurrences(text, prefix, limit=4):
            yield at + len(prefix)
    if len(suffix.strip()) >= 4:
        for at in find_occurrences(text, suffix, limit=4):
            yield at - len(exact)
    pieces = min(_PIECES, max(2, len(exact) // 16))
    size = len(exact) // pieces
    if size < 3:
        return
    for offset in range(0, size * pieces, size):
        for at in find_occurrences(text, exact[offset : offset + size], limit=4):
            yield at - offset


def _align_around(exact: str, text: str, begin: int) -> tuple[int, int, int]:
    """How many characters differ from the closest passage around `begin`, its start and its end."""
    if len(exact) <= LONGEST:
        return _align_in_window(exact, text, begin, begin + len(exact))
    # A very long quote: align its two ends, then compare what is between them.
    half = LONGEST // 4
    _, start, _ = _align_in_window(exact[:half], text, begin, begin + half)
    finish = start + len(exact)
    _, _, end = _align_in_window(exact[-half:], text, finish - half, finish)
    end = max(start, end)
    return count_edits(exact, text[start:end]), start, end


def _align_in_window(exact: str, text: str, begin: int, finish: int) -> tuple[int, int, int]:
    slack = max(24, min(len(exact) // 3, 400))
    low, high = max(0, begin - slack), max(0, min(len(text), finish + slack))
    differing, start, end = find_closest(exact, text[low:high], begin - low)
    return differing, low + start, low + end
