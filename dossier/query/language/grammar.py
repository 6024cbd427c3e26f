"""The filter language: terms, all of which have to hold.

    query = term*
    term  = ["-"] ( word | "phrase" | key ":" [op] value ["," value]* )
    op    = ">=" | "<=" | ">" | "<" | "="       a range is a..b, a.. or ..b

A query is read while it is typed: an open phrase runs to the end, a lone `-` and a comma at the end of a
value are ignored. Full-width colons and commas and curly quotes are read as ASCII where they are syntax.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from dossier.evidence.distance import count_edits
from dossier.query.language import values
from dossier.query.language.folding import fold_text
from dossier.query.language.keys import EVERYTHING, KEYS, keys_of
from dossier.query.language.values import NamePart, Phrase, RawValue, TermValue, WrongValue

T = TypeVar("T")

_SYNTAX: dict[int, int] = {
    **str.maketrans("：，＞＜＝－−–“”„‟＂", ':,><=---"""""'),
    0x3000: 0x20,
}
_MOST, _LONGEST_KEY = 100, 20
_KEY = re.compile(r"([A-Za-z]+):")
_OP = re.compile(r">=|<=|≥|≤|>|<|=")
_QUOTES_AND_COMMAS = frozenset('"“”„‟＂,，')
_OPS = tuple("<>=≥≤＞＜＝")
_UNQUOTED = re.compile(r"[^,\s]*")


class QueryError(ValueError):
    """A query with a mistake: why, where (in code points of the query), and what is allowed there."""

    def __init__(self, message: str, position: int, length: int, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.length = length
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Term:
    """One term: it holds if one of its values does; `negated`, if none does. Plain words have no key."""

    key: str
    values: tuple[TermValue, ...]
    negated: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def inverted(self) -> bool:
        """Whether it holds if none of its values does: `no:x` is `-has:x`."""
        return self.negated != (self.key == "no")


@dataclass(frozen=True, slots=True)
class Query:
    """A query for one pane. True if it has any term."""

    text: str
    pane: str
    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def typed_term(self, term: Term) -> str:
        """The text of a term, as it was typed."""
        return self.text[term.start : term.end]

    def without_term(self, term: Term) -> Query:
        """The query without this term."""
        kept = tuple(other for other in self.terms if other is not term)
        return Query(" ".join(map(self.typed_term, kept)), self.pane, _place_terms(kept))

    @property
    def highlighted(self) -> tuple[str, ...]:
        """What to highlight in a record's own text: the words and phrases that it must have."""
        wanted = (term for term in self.terms if not term.negated and term.key in ("", "any"))
        return tuple(value.text for term in wanted for value in term.values if isinstance(value, Phrase))


def parse_query(text: str, pane: str = "claims") -> Query:
    """Read a query for a pane. Raises QueryError, and nothing else."""
    return Query(text, pane, tuple(_Reader(text, pane).terms()))


def read_values(text: str, pane: str, key: str) -> list[RawValue]:
    """The values of one key in a query, from left to right. Raises QueryError."""
    reader = _Reader(text, pane)
    reader.terms()
    return [raw for name, raw in reader.read if name == key]


def can_narrow(old: Query, new: Query) -> bool:
    """Whether every hit of `new` is a hit of `old`, so that `new` can start from those."""
    return old.pane == new.pane and all(
        any(_implies_term(term, other) for term in new.terms) for other in old.terms
    )


def _implies_term(new: Term, old: Term) -> bool:
    if new == old:
        return True
    keys = {"has" if term.key == "no" else term.key for term in (new, old)}
    if len(keys) > 1 or new.inverted != old.inverted:
        return False
    small, large = (old, new) if new.inverted else (new, old)
    return all(any(one.is_within(other) for other in large.values) for one in small.values)


def _place_terms(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    placed, at = [], 0
    for term in terms:
        length = term.end - term.start
        placed.append(Term(term.key, term.values, term.negated, at, at + length))
        at += length + 1
    return tuple(placed)


class _Reader:
    """Reads one query, from left to right."""

    def __init__(self, text: str, pane: str) -> None:
        self.text = text
        self.pane = pane
        self.syntax = text.translate(_SYNTAX)
        self.at = 0
        self.read: list[tuple[str, RawValue]] = []
        """The values read so far, each with its key."""

    def terms(self) -> list[Term]:
        found = []
        while self._skip_blanks():
            term = self._term()
            if term is not None:
                found.append(term)
            if len(found) > _MOST:
                length = len(self.text) - found[-1].start
                raise QueryError(f"a query has at most {_MOST} terms", found[-1].start, length)
        return found

    def _skip_blanks(self) -> bool:
        while self.at < len(self.syntax) and self.syntax[self.at].isspace():
            self.at += 1
        return self.at < len(self.syntax)

    def _term(self) -> Term | None:
        start = self.at
        negated = self.syntax[start] == "-"
        self.at += negated
        if match := _KEY.match(self.syntax, self.at):
            return self._keyed(match, negated, start)
        if self.syntax.startswith('"', self.at):
            text = self._quoted()
        else:
            begin = self.at
            while self.at < len(self.syntax) and not self.syntax[self.at].isspace():
                self.at += 1
            text = self.text[begin : self.at]
        value = Phrase.of(text)
        return Term("", (value,), negated, start, self.at) if value.folded else None

    def _quoted(self) -> str:
        begin = self.at + 1
        end = self.syntax.find('"', begin)
        end = len(self.syntax) if end < 0 else end
        self.at = min(end + 1, len(self.syntax))
        return self.text[begin:end]

    def _keyed(self, match: re.Match[str], negated: bool, start: int) -> Term:
        name = match[1].lower()
        key = KEYS.get(name)
        if key is None or self.pane not in key.panes:
            raise self._no_key(name, match.start(), match.end() - match.start())
        self.at = match.end()
        raws = self._values()
        if not raws:
            sample = values.expected_values(key, self.pane)
            raise QueryError(f"{name}: {', '.join(sample)}", match.start(), self.at - match.start(), sample)
        found: list[TermValue] = []
        for raw in raws:
            try:
                found.append(values.read_value(key, self.pane, raw))
            except WrongValue as wrong:
                raise QueryError(str(wrong), raw.start, max(raw.end - raw.start, 1), wrong.allowed) from None
        self.read += [(name, raw) for raw in raws]
        return Term(name, values.merge_values(found), negated, start, self.at)

    def _values(self) -> list[RawValue]:
        found: list[RawValue] = []
        while True:
            start, op = self.at, ""
            if match := _OP.match(self.syntax, self.at):
                op = {"≥": ">=", "≤": "<="}.get(match[0], match[0])
                self.at = match.end()
            quoted = self.syntax.startswith('"', self.at)
            if quoted:
                text = self._quoted()
            else:
                unquoted = _UNQUOTED.match(self.syntax, self.at)
                begin, self.at = self.at, unquoted.end() if unquoted else self.at
                text = self.text[begin : self.at]
            if text or op:
                found.append(RawValue(text, op, quoted, start, self.at))
            if not self.syntax.startswith(",", self.at):
                return found
            self.at += 1

    def _no_key(self, name: str, position: int, length: int) -> QueryError:
        shown = name if len(name) <= _LONGEST_KEY else name[:_LONGEST_KEY] + ".."
        if self.pane == EVERYTHING:
            message = f'a search takes words, not "{shown}:"; put it in quotes to look for it'
            return QueryError(message, position, length)
        here = keys_of(self.pane)
        if name in KEYS:
            message = f"{name}: means nothing for {self.pane}; keys here: {', '.join(here)}"
        elif near := nearest_word(name, here):
            message = f'unknown key "{shown}:" - {near}:?'
        else:
            message = f'unknown key "{shown}:"; put it in quotes to look for it. Keys: {", ".join(here)}'
        return QueryError(message, position, length, here)


def nearest_word(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that was probably meant, or None."""
    if not word or len(word) > 40:
        return None
    ranked = sorted((0 if set(word) == set(other) else count_edits(word, other), other) for other in known)
    limit = 1 if len(word) < 4 else 2
    if ranked and ranked[0][0] <= limit:
        return ranked[0][1]
    return next((other for other in known if other.startswith(word)), None)


def quote_value(text: str) -> str | None:
    """A value in quotes, if it needs them; None if the filter language cannot express it."""
    if not fold_text(text).strip() or any(char in _QUOTES_AND_COMMAS for char in text):
        return None
    plain = not any(char.isspace() for char in text) and not text.startswith(_OPS)
    return text if plain else f'"{text}"'


def write_term(
    key: str, label: str, record_id: str, wanted: set[T], fitting: Callable[[NamePart], set[T]]
) -> str:
    """`key:label`, `key:=label` or `key:=id`: the first of them that finds exactly `wanted`."""
    value = quote_value(label)
    if value is not None:
        folded = fold_text(label)
        if fitting(NamePart(folded)) == wanted:
            return f"{key}:{value}"
        if fitting(NamePart(folded, exact=True)) == wanted:
            return f"{key}:={value}"
    return f"{key}:={record_id}"
