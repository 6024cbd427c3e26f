"""`has:` and `no:`: whether a record has a note, a date, a conflict ..."""

from __future__ import annotations

from dossier.query.engine.index import Index
from dossier.query.engine.sieves import Marked, Mask, Saying, Sieve, Steps, ready
from dossier.records.raw import current_text, target_of


def having(index: Index, pane: str, what: str) -> Sieve:
    """The sieve of one word of the list."""
    rows, grades = index.rows[pane], index.grades
    ids, docs = rows.ids, rows.docs
    match what:
        case "note":
            noted, own = index.marks.noted, pane == "quotes"
            return Saying(
                lambda slot: ids[slot] in noted or (own and docs[slot].get("note")), bool, index.marks
            )
        case "tag":
            return _tagged(index, pane)
        case "quote":
            return _quoted(index, pane)
        case "date":
            return Saying(lambda slot: index.date_of(pane, docs[slot]) is not None)
        case "grade" if pane == "sources":
            return Saying(lambda slot: grades.letter.get(ids[slot]), bool, grades)
        case "grade":
            return Saying(lambda slot: grades.badges[slot], bool, grades)
        case "status":
            return Saying(lambda slot: grades.statuses[slot], bool, grades)
        case "conflict":
            return Saying(lambda slot: ids[slot] in index.conflicting())
        case "first-hand":
            return Saying(index.hearsay.first_hand, bool, index.hearsay, cost=60, slow=True)
        case "text" if pane == "sources":
            return Saying(lambda slot: current_text(docs[slot]) in index.dossier.attached())
        case "translation" | "text":
            return _of_quotes(index, pane, what)
    return Saying(lambda slot: docs[slot].get(what))


def _quoted(index: Index, pane: str) -> Sieve:
    """A note has the quote that it is on."""
    rows = index.rows[pane]
    if pane == "notes":
        docs = rows.docs
        return Saying(lambda slot: docs[slot].get("quote") or target_of(docs[slot])[:1] == "q")
    if pane == "claims":
        return Saying(lambda slot: index.chain.counts[slot], bool, index.chain)
    return Saying(lambda slot: index.reach.quotes(rows.ids[slot]), bool, index.reach, cost=50, slow=True)


def _tagged(index: Index, pane: str) -> Sieve:
    rows, marks = index.rows[pane], index.marks

    def find(mask: Mask) -> Steps:
        yield from ready(marks, index.tags)
        bearers: set[str] = set()
        for tag, tagged in list(marks.tagged.items()):
            if tag in index.tags.of:
                mask.add_ids(tagged, rows)
                bearers |= tagged if pane == "notes" else set()
                yield
        if pane == "notes":
            for slot, doc in enumerate(rows.docs):
                if target_of(doc) in bearers:
                    mask.bytes[slot] = 1

    return Marked(rows, find)


def _of_quotes(index: Index, pane: str, what: str) -> Sieve:
    """A quote's translation or attached text; a claim has it if one of its quotes does."""
    quotes, attached = index.rows["quotes"].docs, index.dossier.attached()

    def has(slot: int) -> bool:
        doc = quotes[slot]
        return bool(doc.get("translation")) if what == "translation" else doc.get("text") in attached

    if pane == "quotes":
        return Saying(has)
    return Saying(lambda slot: any(map(has, index.chain.quotes[slot])), bool, index.chain, cost=25)
