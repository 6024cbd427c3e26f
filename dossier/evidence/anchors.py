"""Where a quote stands in a text, and how far it is from being verbatim there.

The effort is bounded whatever the text: exact positions by `str.find`, then a few windows (around the
recorded start, behind the prefix, before the suffix, around pieces of the quote) are aligned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dossier.evidence.distance import LONGEST, agreeing, closest, distance
from dossier.records.quote import Quote
from dossier.text import plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

AnchorState = Literal["verbatim", "moved", "differs", "missing", "as-captured", "unusable"]

_CONTEXT = 32
_PLACES = 2000
_WINDOWS = 24
_PIECES = 8


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote was found: `passage` is `text[start:end]`; `differing` counts changed characters.

    `places` is above 1 when the words stand in several places and nothing tells which one is meant;
    `start` is then the place nearest to the recorded one.
    """

    state: AnchorState
    start: int | None = None
    end: int | None = None
    passage: str | None = None
    differing: int = 0
    places: int = 1

    @property
    def label(self) -> str:
        """What is said beside the quote."""
        if self.state == "verbatim":
            return "verbatim ok"
        if self.state == "as-captured":
            return "as captured"
        if self.state == "unusable":
            return "! text unusable"
        if self.state == "missing":
            return "! not in the text"
        if self.state == "moved":
            return "verbatim, moved" if self.places == 1 else f"! in {plural(self.places, 'place')}"
        return f"! {plural(self.differing, 'char differs', 'chars differ')}"


def locate(quote: Quote, text: str | None) -> Anchor:
    """Where `quote` stands in `text`; `as-captured` where there is no text to hold it against."""
    if text is None:
        return Anchor("as-captured")
    exact = quote.exact
    if text.startswith(exact, quote.start):
        return Anchor("verbatim", quote.start, quote.start + len(exact), exact)
    places = occurrences(text, exact, limit=_PLACES)
    if places:
        start, count = _by_context(quote, text, places)
        return Anchor("moved", start, start + len(exact), exact, places=count)
    return _similar(quote, text)


def standing(dossier: Dossier, quote: Quote) -> Anchor:
    """Where a quote stands in the text it is of; `unusable` where that was altered or cannot be read."""
    text = dossier.text_of(quote.source, quote.text)
    if text is None and dossier.text_problem(quote.source, quote.text):
        return Anchor("unusable")
    return locate(quote, text)


def occurrences(text: str, exact: str, *, limit: int | None = None) -> list[int]:
    """Every offset, up to `limit`, at which `exact` stands in `text`, overlapping ones too."""
    places: list[int] = []
    at = text.find(exact) if exact else -1
    while at >= 0 and (limit is None or len(places) < limit):
        places.append(at)
        at = text.find(exact, at + 1)
    return places


def paragraph_of(text: str, offset: int) -> int:
    """The number, from 1, of the paragraph (a line that is not blank) that holds `offset`.

    An offset in a blank line belongs to the paragraph before it.
    """
    line_end = text.find("\n", offset)
    head = text[: line_end if line_end >= 0 else len(text)]
    return max(1, sum(1 for line in head.split("\n") if line.strip()))


def _by_context(quote: Quote, text: str, places: list[int]) -> tuple[int, int]:
    """The place whose surroundings match best, and among how many it could not be told apart."""
    if len(places) == 1:
        return places[0], 1
    scores = [_context_score(quote, text, place) for place in places]
    best = max(scores)
    equal = [place for place, score in zip(places, scores, strict=True) if score == best]
    return min(equal, key=lambda place: (abs(place - quote.start), place)), len(equal)


def _context_score(quote: Quote, text: str, place: int) -> int:
    """How many characters of prefix and suffix stand next to `place`, counted outward."""
    end = place + len(quote.exact)
    before = text[max(0, place - _CONTEXT) : place][::-1]
    return agreeing(quote.prefix[::-1], before) + agreeing(quote.suffix, text[end : end + _CONTEXT])


def _similar(quote: Quote, text: str) -> Anchor:
    exact = quote.exact
    found: tuple[int, int, int, int] | None = None
    for begin in _candidates(quote, text):
        differing, start, end = _closest_around(exact, text, begin)
        rank = (differing, abs(start - quote.start), start, end)
        found = rank if found is None else min(found, rank)
        if differing <= 1:
            break
    if found is None or found[0] > max(len(exact) // 3, 1) or found[0] >= len(exact):
        return Anchor("missing")
    differing, _, start, end = found
    return Anchor("differs", start, end, text[start:end], differing)


def _candidates(quote: Quote, text: str) -> Iterator[int]:
    """Offsets at which the passage may begin, best guesses first, none close to an earlier one."""
    given: list[int] = []
    apart = max(16, min(len(quote.exact) // 4, 256))
    for begin in _guesses(quote, text):
        if len(given) == _WINDOWS:
            return
        inside = -len(quote.exact) < begin < len(text)
        if inside and all(abs(begin - other) >= apart for other in given):
            given.append(begin)
            yield begin


def _guesses(quote: Quote, text: str) -> Iterator[int]:
    exact = quote.exact
    yield quote.start
    prefix, suffix = quote.prefix[-_CONTEXT:], quote.suffix[:_CONTEXT]
    if len(prefix.strip()) >= 4:
        yield from (at + len(prefix) for at in occurrences(text, prefix, limit=4))
    if len(suffix.strip()) >= 4:
        yield from (at - len(exact) for at in occurrences(text, suffix, limit=4))
    pieces = min(_PIECES, max(2, len(exact) // 16))
    size = len(exact) // pieces
    if size >= 3:
        for offset in range(0, size * pieces, size):
            for at in occurrences(text, exact[offset : offset + size], limit=4):
                yield at - offset


def _closest_around(exact: str, text: str, begin: int) -> tuple[int, int, int]:
    """How many characters differ from the closest passage around `begin`, its start and its end."""
    if len(exact) <= LONGEST:
        return _in_window(exact, text, begin, begin + len(exact))
    # A very long quote: align its two ends, then compare what is between them.
    half = LONGEST // 4
    _, start, _ = _in_window(exact[:half], text, begin, begin + half)
    finish = start + len(exact)
    _, _, end = _in_window(exact[-half:], text, finish - half, finish)
    end = max(start, end)
    return distance(exact, text[start:end]), start, end


def _in_window(exact: str, text: str, begin: int, finish: int) -> tuple[int, int, int]:
    slack = max(24, min(len(exact) // 3, 400))
    low, high = max(0, begin - slack), max(0, min(len(text), finish + slack))
    differing, start, end = closest(exact, text[low:high], begin - low)
    return differing, low + start, low + end
