"""One event at two dates that cannot both hold.

Two accounts are of one event where a relation that holds says so (`same-event`, or `duplicates` of claims),
or where they say the very same words, but for the date, of something that happens once: a birth, a founding,
a release. A relation may also put an event before one that has an earlier date. Dates that are about, or
uncertain, or that no source gives, conflict with nothing.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from dossier.evidence.finding import Finding, FindingMethod
from dossier.evidence.findings.questions import FindingBoard, Question, Questions, pair_of
from dossier.evidence.timeline import is_sure_date
from dossier.records import edtf
from dossier.records.base import Doc
from dossier.records.raw import relation_holds, supporting_quotes

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier

_RELATED = ("same-event", "precedes", "duplicates")
_MOST = 20
_FEWEST_WORDS = 2
_MONTH = "|".join([*calendar.month_name[1:], *calendar.month_abbr[1:]]).casefold()
_DATE = re.compile(
    rf"\b\d{{4}}-\d\d(?:-\d\d)?\b|\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:{_MONTH})\b\.?"
    rf"(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,?\s+\d{{4}}\b)?|\b(?:1[5-9]|20)\d\d\b"
    rf"|\b(?:{'|'.join(calendar.day_name).casefold()})\b"
)
_WORD = re.compile(r"\w+")
_EMPTY = frozenset(
    {"a", "an", "and", "at", "been", "by", "early", "end", "has", "have", "in", "is", "it", "its", "late"}
    | {"mid", "of", "on", "since", "the", "was", "were"}
)
_ONCE = frozenset(
    {"born", "birth", "died", "dies", "death", "founded", "founds", "founding", "established", "establishes"}
    | {"incorporated", "incorporates", "released", "releases", "release", "launched", "launches", "launch"}
    | {"unveiled", "unveils", "acquired", "acquires", "acquisition", "dissolved", "dissolves", "abolished"}
)
"""What happens once to one thing."""
_AGAIN = frozenset(
    {"again", "another", "new", "next", "latest", "second", "third", "daily", "weekly", "monthly", "annual"}
    | {"quarter", "quarterly", "annually", "yearly", "results", "earnings", "report", "reports", "statement"}
    | {"statements", "update", "updates", "version", "edition", "issue", "model", "models"}
)
"""What comes more than once, so that two dates are two of them."""


class _DatedClaim(NamedTuple):
    """A claim with its date, or with that of the event that it establishes."""

    claim: str
    date: edtf.Edtf


class DateQuestions(Questions):
    """Asks of each relation between events, and of events told in the same words, whether the dates agree."""

    tables = ("relations", "events", "claims")
    method = FindingMethod.DATES

    def __init__(self, dossier: Dossier, board: FindingBoard) -> None:
        super().__init__(dossier, board)
        self._by_account: dict[Question, set[str]] = {}

    def questions_of_change(self, table: str, before: Doc, after: Doc) -> Iterable[Question]:
        """The relations of the record and of its events, and what else is told in its words."""
        if table == "relations":
            yield from (doc["id"] for doc in (before, after) if doc.get("type") in _RELATED)
            return
        if self.loaded:
            own = (after or before)["id"]
            for each in (own, *(self.dossier.events_of(own) if table == "claims" else ())):
                yield from self._relations_of(each)
        for doc, change in ((before, set.discard), (after, set.add)):
            if (key := _account_key(doc)) is not None:
                change(self._by_account.setdefault(key, set()), doc["id"])
                yield key

    def _relations_of(self, record_id: str) -> Iterator[str]:
        peek = self.dossier.peek
        found = self.dossier.relations_of(record_id)
        return (each for each in found if peek(each).get("type") in _RELATED)

    def find_answer(self, question: Question) -> Iterator[Finding]:
        """Pairs of claims whose dates have no day in common."""
        if isinstance(question, str):
            return self._compare_related(self.dossier.peek(question))
        return islice(self._compare_accounts(sorted(self._by_account.get(question, ()))), _MOST)

    def _compare_related(self, relation: Any) -> Iterator[Finding]:
        one, other, kind = relation.get("from"), relation.get("to"), relation.get("type")
        if not (isinstance(one, str) and isinstance(other, str) and relation_holds(relation)):
            return
        first, second = self._date_claim(one), self._date_claim(other)
        if first is None or second is None or first.claim == second.claim:
            return
        if kind == "precedes":
            wrong, why = second.date.latest < first.date.earliest, "The one is said to come before the other"
        else:
            wrong, why = not first.date.may_overlap(second.date), "They are said to be one and the same"
        if wrong:
            reason = f"{why}, but are dated {first.date.human} and {second.date.human}"
            yield self._make_finding(first, second, reason)

    def _compare_accounts(self, records: list[str]) -> Iterator[Finding]:
        dated = [found for found in map(self._date_claim, records) if found is not None]
        for first, second in combinations(dated, 2):
            if first.claim != second.claim and not first.date.may_overlap(second.date):
                reason = f"The same is told of {first.date.human} and of {second.date.human}"
                yield self._make_finding(first, second, reason)

    def _date_claim(self, record_id: str) -> _DatedClaim | None:
        """A claim with its date; an event with its own, and a claim that gives it this date."""
        record = self.dossier.peek(record_id)
        date = _sure_date(record)
        if date is None or record_id[0] == "c":
            return None if date is None else _DatedClaim(record_id, date)
        claims = self.dossier.claims_for(record_id)
        if record.get("inferred") or not claims:
            return None
        own = ((each, _sure_date(self.dossier.peek(each))) for each in claims)
        giving = (each for each, given in own if given and given.may_overlap(date))
        return _DatedClaim(next(giving, claims[0]), date)

    def _make_finding(self, one: _DatedClaim, other: _DatedClaim, reason: str) -> Finding:
        if _are_swapped(one.date, other.date):
            reason += ": day and month mixed up?"
        first, second = pair_of(one.claim, other.claim)
        quotes = [supporting_quotes(self.dossier.peek(each))[:1] for each in (first, second)]
        shown = tuple(quote for its_quotes in quotes for quote in its_quotes)
        evidence = (shown,) if shown else ()
        return Finding("contradicts", first, second, self.method, "two dates", reason, evidence)


def _sure_date(record: Any) -> edtf.Edtf | None:
    """The date of a raw claim or event, if it is sure."""
    written = record.get("date")
    if is_sure_date(written):
        with suppress(ValueError):
            return edtf.parse_date(written)
    return None


def _are_swapped(one: edtf.Edtf, other: edtf.Edtf) -> bool:
    """Whether two dates are the days 3/5 and 5/3 of one year."""
    (year, month, day), second = one.earliest, other.earliest
    exact = one.earliest == one.latest and other.earliest == other.latest
    return exact and month != day and second == (year, day, month)


def _account_key(doc: Doc) -> Question | None:
    """A key that two dated accounts of one thing that happens once share; None for all others."""
    text = doc.get("title") or doc.get("text")
    if not isinstance(text, str) or _sure_date(doc) is None:
        return None
    if doc["id"][0] == "c" and not (doc.get("subject") and doc.get("kind") in ("event", "fact")):
        return None
    found = _WORD.findall(_DATE.sub(" ", text.casefold()))
    words = frozenset(found) - _EMPTY
    if len(words) < _FEWEST_WORDS or words.isdisjoint(_ONCE) or not words.isdisjoint(_AGAIN):
        return None
    if doc["id"][0] == "c":
        return doc["id"][0], doc["subject"], doc.get("property"), words
    participants = doc.get("participants")
    who = (each.get("entity") for each in participants if isinstance(each, dict)) if participants else ()
    return doc["id"][0], frozenset(who), words
