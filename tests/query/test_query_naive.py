"""A naive reading of queries: through the models, one record after the other. And every key by itself."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from dossier.core.dossier import Dossier
from dossier.evidence.judgements import annotations_on, notes_on, tags_on
from dossier.evidence.origins.origins import count_origins
from dossier.records import edtf
from dossier.records.annotation import GradeBody, TextBody


def plain(text: str, exact: bool) -> str:
    text = unicodedata.normalize("NFKC", text)
    for char, ascii_ in ("’'", "‘'", '“"', '”"', "–-"):
        text = text.replace(char, ascii_)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return " ".join(text.split("\n")) if exact else " ".join(text.casefold().split("\n"))


def has(texts: list[str | None], word: str) -> bool:
    exact = any(char.isupper() for char in word)
    return any(plain(word, exact) in plain(text, exact) for text in texts if text)


def noted(dossier: Dossier, record_id: str) -> list[str]:
    return [note.body.text for note in notes_on(dossier, record_id) if isinstance(note.body, TextBody)]


class Naive:
    """One record of one dossier, asked key by key. Answers True, False or "maybe"."""

    def __init__(self, dossier: Dossier, record_id: str) -> None:
        self.d, self.id, self.record = dossier, record_id, dossier.get(record_id)
        self.r: Any = self.record
        self.letter = record_id[0]

    def target(self) -> Naive | None:
        return Naive(self.d, self.r.target)

    def claims(self) -> set[str]:
        match self.letter:
            case "c":
                return {self.id}
            case "v":
                return set(self.r.claims)
            case "a":
                return set() if self.r.target[0] == "e" else Naive(self.d, self.r.target).claims()
            case "e":
                return {c.id for c in self.d.claims if c.subject == self.id or self.id in c.about}
            case "q":
                return {c.id for c in self.d.claims if any(s.quote == self.id for s in c.support)}
        return {c for q in self.quotes() for c in Naive(self.d, q).claims()}

    def quotes(self) -> set[str]:
        match self.letter:
            case "q":
                return {self.id}
            case "s":
                return {q.id for q in self.d.quotes if q.source == self.id}
            case "c":
                return {s.quote for s in self.r.support}
            case "a" if self.r.quote:
                return {self.r.quote}
            case "a":
                return set() if self.r.target[0] == "e" else Naive(self.d, self.r.target).quotes()
        return {q for c in self.claims() for q in Naive(self.d, c).quotes()}

    def sources(self) -> set[str]:
        if self.letter == "s":
            return {self.id}
        if self.letter == "a" and self.r.target[0] == "s":
            return {self.r.target}
        return {self.d.quotes[q].source for q in self.quotes()}

    def own(self) -> list[str | None]:
        r = self.r
        match self.letter:
            case "e":
                return [r.name, *r.aliases, r.kind]
            case "c":
                return [r.text]
            case "q":
                return [r.exact, r.translation]
            case "s":
                return [r.title, r.publisher_as_written]
            case "v":
                return [r.title, r.date, r.date_note]
        return [r.body.text]

    def notes(self) -> list[str | None]:
        if self.letter == "a":
            return self.own()
        return [*noted(self.d, self.id), self.r.note if self.letter == "q" else None]

    def tags(self) -> set[str]:
        on = [self.id, self.r.target] if self.letter == "a" else [self.id]
        return {tag.id for each in on for tag in tags_on(self.d, each)}

    def passage(self, quote_id: str) -> str | None:
        quote = self.d.quotes[quote_id]
        text = self.d.text_of(quote.source, quote.text)
        if text is None:
            return None
        start = text.rfind("\n", 0, quote.start) + 1
        end = text.find("\n", quote.start)
        return text[start:end]

    def any(self, word: str) -> bool:
        if has([*self.own(), *self.notes()], word):
            return True
        if any(tag in self.tags_like(word.lower()) for tag in {t.id for t in tags_on(self.d, self.id)}):
            return True
        if self.letter in "es" and has([self.r.description, getattr(self.r, "date_note", None)], word):
            return True
        if self.letter == "e":
            return False
        for quote in map(self.d.quotes.__getitem__, self.quotes()):
            around = [quote.exact, quote.translation, quote.note, self.passage(quote.id)]
            if has([*around, *noted(self.d, quote.id)], word):
                return True
        if self.letter == "s" and (text := self.d.text_of(self.id)):
            return has(list(text.split("\n")), word)
        return self.letter in "va" and any(has([self.d.claims[c].text], word) for c in self.claims())

    def tags_like(self, name: str) -> set[str]:
        first = {t for t in self.d.tags if t.id == name or has([t.path, *t.aliases], name.lower())}
        return {t.id for t in self.d.tags if any(t == f or t.path.startswith(f.path + "/") for f in first)}

    def entities_like(self, name: str) -> set[str]:
        return {e.id for e in self.d.entities if has([e.name, *e.aliases, e.id], name.lower())}

    def sources_like(self, name: str) -> set[str]:
        people = self.entities_like(name)
        return {
            s.id
            for s in self.d.sources
            if s.publisher in people or has([s.title, s.publisher_as_written, s.id], name.lower())
        }

    def judged(self, scheme: str, on: str = "", quote: str | None = None) -> str:
        """The newest judgement on one scale; a fraction of a second is later than the second."""
        given = [
            (datetime.fromisoformat(each.created), each.id, each.body.value)
            for each in self.d.annotations
            if each.target == (on or self.id) and each.quote == quote
            if isinstance(each.body, GradeBody) and each.body.scheme == scheme
        ]
        return max(given)[2] if given else ""

    def grade(self) -> str:
        if self.letter == "s":
            return self.judged("admiralty-source")
        quotes = self.supporting()
        letters = {self.judged("admiralty-source", on=self.d.quotes[each].source) for each in quotes}
        digits = {self.judged("admiralty-info", quote=each) for each in quotes}
        letter, digit = (min(given - {""}, default="") for given in (letters, digits))
        return letter + (self.judged("admiralty-info") or digit)

    def date(self) -> edtf.Edtf | None:
        match self.letter:
            case "s":
                written = self.r.published
            case "q":
                written = self.d.sources[self.r.source].published
            case "a":
                written = self.r.created[:10]
            case _:
                written = self.r.date
        return edtf.parse_date(written) if written else None

    def named(self, key: str, name: str) -> bool:
        match key:
            case "tag":
                return bool(self.tags() & self.tags_like(name))
            case "src":
                return bool(self.sources() & self.sources_like(name))
            case "id":
                return has([self.id], name.lower())
            case "by":
                authors = {self.r.by, *(each.by for each in annotations_on(self.d, self.id))}
                return has(list(authors), name.lower())
            case "speaker":
                people = self.entities_like(name)
                return any(
                    q.speaker in people or has([q.speaker_as_written], name.lower())
                    for q in map(self.d.quotes.__getitem__, self.quotes())
                )
        people = self.entities_like(name)
        if self.letter == "a" and self.r.target in people:
            return True
        if key == "about" and self.letter == "v" and any(p.entity in people for p in self.r.participants):
            return True
        claims = [self.d.claims[c] for c in self.claims()]
        return any(c.subject in people or (key == "about" and not people.isdisjoint(c.about)) for c in claims)

    def supporting(self) -> list[str]:
        return [s.quote for s in self.r.support if s.stance == "supports"]

    def comes_from(self, source: str) -> set[str]:
        return {
            r.to
            for r in self.d.relations
            if r.from_ == source and r.type in ("republishes", "derived-from") and r.state == "confirmed"
        }

    def distance(self, source: str, seen: tuple[str, ...] = ()) -> int:
        further = self.comes_from(source)
        if source in seen or not further:
            return 99 if further else 0
        return 1 + min(self.distance(each, (*seen, source)) for each in further)

    def way(self, source: str, seen: tuple[str, ...] = ()) -> list[str]:
        further = self.comes_from(source)
        if not further:
            return []
        nearest = min(further, key=lambda each: (min(self.distance(each), 99), each))
        return [] if nearest in (*seen, source) else [nearest, *self.way(nearest, (*seen, source))]

    def itself(self, source: str) -> set[str | None]:
        record = self.d.sources[source]
        return {source, record.publisher, *record.authors}

    def mouths(self, quote: str) -> set[str | None]:
        def named(each: str) -> list[str | None]:
            record = self.d.quotes[each]
            chain = dict.fromkeys([*record.via[::-1], record.speaker])
            return [mouth for mouth in chain if mouth and mouth not in self.itself(record.source)]

        same = {quote}
        for _ in self.d.quotes:
            for r in self.d.relations:
                if r.type == "same-utterance" and r.state == "confirmed" and {r.from_, r.to} & same:
                    same |= {r.from_, r.to}
        others = sorted((named(each) for each in same if named(each)), key=lambda chain: (len(chain), chain))
        return set(named(quote) or (others[0] if others else []))

    def depth(self, quote: str) -> int:
        record, mouths = self.d.quotes[quote], self.mouths(quote)
        recorded = self.d.sources[record.source].kind in ("interview", "transcript")
        said = record.speech == "direct" and recorded and record.speaker in mouths
        return len(mouths) - said + sum(not (self.itself(s) & mouths) for s in self.way(record.source))

    def knows(self, quote: str) -> bool:
        record = self.d.quotes[quote]
        if self.d.sources[record.source].kind in (
            "filing", "press-release", "transcript", "dataset", "interview",
        ):  # fmt: skip
            return True
        concerned = {self.r.subject, self.r.attributed_to, record.speaker} - {None}
        return bool(concerned & self.itself(record.source))

    def lacks_nothing(self, what: str) -> bool:
        quotes = [self.d.quotes[q] for q in self.quotes()]
        match what:
            case "note":
                return any(self.notes()) if self.letter != "a" else bool(notes_on(self.d, self.id))
            case "quote" if self.letter == "a":
                return self.r.quote is not None or self.r.target[0] == "q"
            case "quote":
                return bool(quotes)
            case "tag":
                return bool(self.tags())
            case "figure":
                return self.r.figure is not None
            case "date":
                return self.date() is not None
            case "grade":
                return bool(self.grade())
            case "status":
                return bool(self.judged("status"))
            case "conflict":
                return any(
                    r.type == "contradicts" and r.state != "dismissed" and self.id in (r.from_, r.to)
                    for r in self.d.relations
                )
            case "first-hand":
                return any(self.depth(q) == 0 and self.knows(q) for q in self.supporting())
            case "text" if self.letter == "s":
                return self.d.text_of(self.id) is not None
            case "text":
                return any(self.d.text_of(q.source, q.text) is not None for q in quotes)
        return any(q.translation for q in quotes)

    def kind(self) -> str:
        if self.letter == "q":
            return str(self.r.speech)
        words = {"commenting": "note", "questioning": "question", "replying": "reply"}
        return words[self.r.motivation] if self.letter == "a" else str(self.r.kind)

    def stances(self) -> set[str]:
        return {
            s.stance
            for c in self.d.claims
            for s in c.support
            if s.quote in self.quotes() and self.bears(c.id)
        }

    def bears(self, claim: str) -> bool:
        return claim == self.id if self.letter == "c" else True

    def ask(self, key: str, given: str) -> bool | str:  # noqa: PLR0912
        match key:
            case "":
                return has(self.own(), given)
            case "note":
                return has(self.notes(), given)
            case "quote":
                quotes = [self.d.quotes[q] for q in self.quotes()]
                return any(has([q.exact, q.translation], given) for q in quotes)
            case "any":
                return self.any(given)
            case "property":
                return has([self.r.property], given)
            case "kind":
                return self.kind() == given
            case "status":
                return self.judged("status") == given
            case "stance":
                return given in self.stances()
            case "has":
                return self.lacks_nothing(given)
            case "no":
                return not self.lacks_nothing(given)
            case "quotes":
                return counted(len(self.quotes()), given)
            case "sources":
                return counted(len(self.sources()), given)
            case "origins":
                return counted(count_origins(self.d, self.id), given)
            case "hearsay":
                depths = [self.depth(q) for q in self.supporting()]
                return bool(depths) and counted(min(depths), given)
            case "date":
                return dated(self.date(), given)
            case "grade":
                return graded(self.grade(), given)
            case "cred":
                digit = self.grade()[-1:]
                return digit in "123456" and graded(digit, given) if digit else False
            case "reliability":
                if self.letter == "q":
                    return graded(self.judged("admiralty-source", on=self.r.source), given)
                return graded("".join(c for c in self.grade() if c.isalpha()), given)
        return self.named(key, given)


def counted(number: int, given: str) -> bool:
    if ".." in given:
        low, high = given.split("..")
        return int(low or 0) <= number <= int(high or 10**9)
    for op, ask in ((">=", number.__ge__), ("<=", number.__le__), (">", number.__gt__), ("<", number.__lt__)):
        if given.startswith(op):
            return bool(ask(int(given[len(op) :])))
    return number == int(given)


def dated(date: edtf.Edtf | None, given: str) -> bool | str:
    if date is None:
        return False
    low, high = edtf.BEGINNING, edtf.END
    strict_low = strict_high = False
    if ".." in given:
        first, last = given.split("..")
        low = edtf.parse_date(first).earliest if first else low
        high = edtf.parse_date(last).latest if last else high
    elif given[0] in "<>":
        bound = edtf.parse_date(given.lstrip("<>="))
        if given[0] == ">":
            strict_low = not given.startswith(">=")
            low = bound.latest if strict_low else bound.earliest
        else:
            strict_high = not given.startswith("<=")
            high = bound.earliest if strict_high else bound.latest
    else:
        low, high = edtf.parse_date(given).earliest, edtf.parse_date(given).latest

    def inside(day: edtf.Day) -> bool:
        return (day > low if strict_low else day >= low) and (day < high if strict_high else day <= high)

    if inside(date.earliest) and inside(date.latest):
        return True
    before = date.latest <= low if strict_low else date.latest < low
    after = date.earliest >= high if strict_high else date.earliest > high
    return False if before or after else "maybe"


def graded(badge_: str, given: str) -> bool:
    """A before B, 1 before 2; parts that are not given do not count; F and 6 compare with nothing."""
    if given.startswith("="):
        return badge_ == given[1:]
    if ".." in given:
        best, worst = sorted(given.split(".."))
        return graded(badge_, f"<={best}") and graded(badge_, f">={worst}")
    op = given.rstrip("ABCDEF123456")
    wanted = given[len(op) :]
    letter, digit = (
        (badge_[:1] if badge_[:1].isalpha() else ""),
        (badge_[-1:] if badge_[-1:].isdigit() else ""),
    )
    pairs = [(w, letter if w.isalpha() else digit) for w in wanted]
    if not op:
        return all(w == own for w, own in pairs)
    if "F" in badge_ + wanted or "6" in badge_ + wanted:
        return False
    for w, own in pairs:
        if not own:
            return False
        if own != w:
            return (own < w) == (op[0] == ">")
    return op in (">=", "<=")
