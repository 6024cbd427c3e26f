"""`g/`: search everything, live; hits grouped, each in its context; Enter goes there, H comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.text import Text

from dossier.query.language.grammar import QueryError
from dossier.query.search import Hit, Search
from dossier.records.kinds import row_nouns_of
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import labels, roles
from dossier.show.kit.roles import join, styled
from dossier.text import clip, one_line, pad

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

_EACH = 30


@dataclass
class AskSearch(Ask):
    """Words that one record must have all of; the hits stand above as they are typed."""

    text: str = ""
    label: str = "search everything"

    def __post_init__(self) -> None:
        self.search: Search | None = None
        self.error = ""

    def offer(self, text: str) -> Offer:
        """The hits so far, group by group."""
        if self.error:
            return Offer(f"! {self.error}")
        if self.search is None:
            return Offer("words of names, claims, quotes, texts, notes and events")
        counts = ", ".join(f"{group.total:,} in {group.name}" for group in self.search.groups)
        hits = [(group.name, hit) for group in self.search.groups for hit in group.hits]
        rows = [Candidate(str(n), self._row(name, hit)) for n, (name, hit) in enumerate(hits)]
        return Offer(counts or "nothing has these words", rows, tall=True)

    def _row(self, group: str, hit: Hit) -> Text:
        """What kind of record, where it stands, and the words around the hit."""
        context, start, end = hit.context, hit.start, hit.end
        noun = "passage" if group == "passages" else row_nouns_of(group)[0]
        where = ""
        if group == "passages":
            where = f"{clip(labels.source_name(self.browser.dossier, hit.id), 20)} p{hit.paragraph}  "
        return join(
            styled(pad(noun, 9), roles.DIM),
            styled(where, roles.SOURCE),
            styled(context[:start]),
            styled(context[start:end], roles.QUOTE_HERE),
            styled(context[end:]),
        )

    def typed(self, text: str) -> bool:
        """Search anew, from what fewer letters found."""
        self.error = ""
        try:
            self.search = Search(self.browser.dossier, text.strip(), _EACH) if text.strip() else None
        except QueryError as error:
            self.search, self.error = None, one_line(error.message)
        if self.search is None:
            self.show_offer(text)
        else:
            self.browser.life.work_off(self.search.run, lambda: self.show_offer(text))
        return False

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Go to the hit."""
        browser = self.browser
        hits = [hit for group in self.search.groups for hit in group.hits] if self.search else []
        if self.error:
            browser.fail(self.error)
            return
        if choice is None or not hits:
            browser.say("nothing has these words")
            return
        browser.state.remember_query(text.strip())
        hit = hits[int(choice.value)]
        browser.reveal(hit.id)
        if hit.group == "passages":
            browser.update(replace(browser.place, focus="reader"))
            browser.drawing.draw()  # the passage is looked for on the source's own page
            reader = browser.reader
            line = reader.find(hit.context[hit.start : hit.end], -1)
            if line is not None:
                reader.scroll_to_line(line - reader.size.height // 3)


def search(browser: Browser, words: str) -> None:
    """g/."""
    ask = AskSearch(browser, words)
    browser.ask(ask)
    if words:
        ask.take(words)
