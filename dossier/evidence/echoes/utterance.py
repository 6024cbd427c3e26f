"""Whether two quotes of one speaker are one utterance, printed in two wordings.

Small edits are found, and fragments of a longer quote: at least five words (ten characters of a script
without spaces) in the same order, three of them (six) in a row, among them two thirds of the words with a
meaning of their own in the shorter wording. Two sentences on one subject share fewer of those; what every
spokesman says is left out. A translation, or a retelling in other words, is out of reach.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dossier.evidence.echoes.alignment import AlignedPart, Run, align_runs
from dossier.evidence.echoes.masking import find_stock_phrases, sentence_around
from dossier.evidence.echoes.words import CHARACTER, WORDS, classify_word, fold_word
from dossier.text import plural

_LONGEST = 300
"""Words beyond these are not looked at: a quote that long is a passage."""

_WORD, _CHARACTER = 2, 1
_ALIKE = 2 * _LONGEST
"""So much more counts a word that is alike than one in the very same form: that decides between equals."""
_ENOUGH, _IN_A_ROW, _MEANT = 5 * _WORD, 3 * _WORD, 2 * _WORD

_COMMON = frozenset(
    """
    about after again also because been before being could does down even from have here into just like made
    make many more most much only other over said same should some such than that their them then there these
    they thing things this those through under very want well were what when where which while will with would
    your aren couldn didn doesn hadn hasn haven shouldn wasn weren wouldn
    """.split()  # noqa: SIM905
)
_APART = re.compile("['’]?[^'’]+")
_ENDING = re.compile("(?:ies|ied|ing|ed|es|s|e|y)$")


class QuoteWord(NamedTuple):
    """A word of a quote: what it is compared by, whether it means something by itself, where it stands.

    What follows an apostrophe (`'s`, `'re`) is compared, but has no size.
    """

    stem: str
    folded: str
    meant: bool
    size: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """Two quotes that are one utterance, with their equal and differing words as spans of both."""

    one: str
    other: str
    parts: tuple[AlignedPart, ...]
    words: int
    share: float

    @property
    def reason(self) -> str:
        """How much of the two wordings is the same."""
        count = plural(self.words, "word")
        if all(part.kind == "equal" for part in self.parts):
            return f"one speaker, the same {count}"
        return f"one speaker, {count} the same and in the same order, {self.share:.0%} of the shorter wording"


def split_quote(exact: str) -> tuple[QuoteWord, ...]:
    """The words of a quote, without sentences that every spokesman says."""
    left_out = [sentence_around(exact, *span) for span in find_stock_phrases(exact)]
    found = []
    for match in WORDS.finditer(exact):
        if any(start < match.end() and match.start() < end for start, end in left_out):
            continue
        if classify_word(match[0]) == CHARACTER:
            found.append(QuoteWord(match[0], match[0], True, _CHARACTER, *match.span()))
            continue
        for piece in _APART.finditer(match[0]):
            folded, stem, meant = _classify_word(piece[0])
            size = 0 if piece[0][0] in "'’" else _WORD
            start = match.start() + piece.start()
            found.append(QuoteWord(stem, folded, meant, size, start, start + len(piece[0])))
    return tuple(found[:_LONGEST])


@lru_cache(maxsize=65536)
def _classify_word(word: str) -> tuple[str, str, bool]:
    folded = fold_word(word)
    stem = _ENDING.sub("", folded) if len(folded) > 4 else folded
    short = len(folded) < (4 if word.upper() != word.lower() else 2)
    return folded, stem, word[0].isdigit() or not (short or folded in _COMMON)


def meaningful_words(words: Iterable[QuoteWord]) -> list[QuoteWord]:
    """The words that mean something by themselves."""
    return [word for word in words if word.meant]


def measure_words(words: Iterable[QuoteWord]) -> Counter[str]:
    """How much of a quote each meaningful word takes, by stem."""
    found: Counter[str] = Counter()
    for word in meaningful_words(words):
        found[word.stem] += word.size
    return found


def may_be_one_utterance(one: Counter[str], other: Counter[str]) -> bool:
    """Whether two quotes share enough meaningful words to be one utterance: a quick test before comparing."""
    shared = one.keys() & other.keys()
    told = min(sum(map(words.__getitem__, shared)) for words in (one, other))
    return told >= _MEANT and 3 * told >= 2 * min(one.total(), other.total())


def compare_quotes(
    one: str, other: str, first: tuple[QuoteWord, ...], second: tuple[QuoteWord, ...]
) -> Utterance | None:
    """The utterance that two quotes are; None if they are two."""
    if _have_other_numbers(first, second):
        return None
    pairs = _match_words(first, second)
    size = sum(first[here].size for here, _ in pairs)
    told = sum(first[here].size for here, _ in pairs if first[here].meant)
    shorter = min(sum(word.size for word in meaningful_words(words)) for words in (first, second))
    if size < _ENOUGH or told < _MEANT or 3 * told < 2 * shorter or _longest_run(first, pairs) < _IN_A_ROW:
        return None
    words = sum(1 for here, _ in pairs if first[here].size)
    share = size / min(sum(word.size for word in words) for words in (first, second))
    return Utterance(one, other, tuple(_align_pairs(pairs, first, second)), words, share)


def _have_other_numbers(one: tuple[QuoteWord, ...], other: tuple[QuoteWord, ...]) -> bool:
    """Whether two quotes have several numbers each and none in common: results of two years, say."""
    mine, theirs = ({word.folded for word in words if word.folded[0].isdigit()} for words in (one, other))
    return min(len(mine), len(theirs)) > 1 and mine.isdisjoint(theirs)


def align_quotes(one: str, other: str) -> tuple[AlignedPart, ...]:
    """Which words of two quotes are equal and which differ, whether they are one utterance or not."""
    first, second = split_quote(one), split_quote(other)
    return tuple(_align_pairs(_match_words(first, second), first, second))


def _match_words(one: tuple[QuoteWord, ...], other: tuple[QuoteWord, ...]) -> list[tuple[int, int]]:
    """The pairs of equal words, in the same order in both, that mean most (a longest common subsequence)."""
    head = _count_equal_start(one, other)
    tail = _count_equal_start(one[head:][::-1], other[head:][::-1])
    first, second = one[head : len(one) - tail], other[head : len(other) - tail]
    ends = [(len(one) - back, len(other) - back) for back in range(tail, 0, -1)]
    middle = [(head + here, head + there) for here, there in _match_between(first, second)]
    return [(at, at) for at in range(head)] + middle + ends


def _count_equal_start(one: tuple[QuoteWord, ...], other: tuple[QuoteWord, ...]) -> int:
    """How many equal words two quotes begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, their) in pairs if mine.folded != their.folded), min(len(one), len(other)))


def _match_between(one: tuple[QuoteWord, ...], other: tuple[QuoteWord, ...]) -> list[tuple[int, int]]:
    table = [[0] * (len(other) + 1)]
    for word in one:
        above, row = table[-1], [0]
        gain = _ALIKE * (3 * word.size if word.meant else 1)
        for at, their in enumerate(other):
            best = above[at + 1] if above[at + 1] >= row[at] else row[at]
            if word.stem == their.stem:
                best = max(best, above[at] + gain + (word.folded == their.folded))
            row.append(best)
        table.append(row)
    pairs: list[tuple[int, int]] = []
    here, there = len(one), len(other)
    while here and there:
        if table[here][there] == table[here - 1][there]:
            here -= 1
        elif table[here][there] == table[here][there - 1]:
            there -= 1
        else:
            here, there = here - 1, there - 1
            pairs.append((here, there))
    return pairs[::-1]


def _longest_run(words: tuple[QuoteWord, ...], pairs: list[tuple[int, int]]) -> int:
    best = size = 0
    before = (-2, -2)
    for pair in pairs:
        follows = pair == (before[0] + 1, before[1] + 1)
        size = words[pair[0]].size + (size if follows else 0)
        best, before = max(best, size), pair
    return best


def _align_pairs(
    pairs: list[tuple[int, int]], one: tuple[QuoteWord, ...], other: tuple[QuoteWord, ...]
) -> Iterator[AlignedPart]:
    """The equal and the differing words, from the first to the last, as spans of the two quotes.

    A small word that is equal between others that differ counts as differing.
    """
    runs: list[Run] = []
    for here, there in pairs:
        if one[here].folded != other[there].folded:
            continue
        last = runs[-1] if runs else None
        if last and (here, there) == (last.one + last.length, last.other + last.length):
            runs[-1] = last._replace(length=last.length + 1)
        else:
            runs.append(Run(here, there, 1))
    ends = Run(0, 0, 0), Run(len(one), len(other), 0)
    telling = [
        run
        for run, alone in zip(runs, _stand_alone((ends[0], *runs, ends[1])), strict=True)
        if run.length > 1 or one[run.one].meant or not alone
    ]
    for part in align_runs((*telling, ends[1]), ends[0]):
        yield AlignedPart(part.kind, _words_span(one, *part.one), _words_span(other, *part.other))


def _stand_alone(runs: tuple[Run, ...]) -> Iterator[bool]:
    """For each run but the first and the last: whether a differing word stands beside it."""
    apart = [
        before.one + before.length < run.one or before.other + before.length < run.other
        for before, run in pairwise(runs)
    ]
    return (before or after for before, after in pairwise(apart))


def _words_span(words: tuple[QuoteWord, ...], start: int, end: int) -> tuple[int, int]:
    if start < end:
        return words[start].start, words[end - 1].end
    place = words[start - 1].end if start else 0
    return place, place
