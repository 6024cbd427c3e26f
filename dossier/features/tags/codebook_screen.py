"""`gT`: the codebook. Every change of a tag is one step over all its uses, and `u` takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from dossier.core.derived import stamp_tables
from dossier.core.tag_names import all_tags, tag_word, tags_starting_with
from dossier.features.tags import codebook
from dossier.features.tags.act import known_tag
from dossier.features.tags.codebook_words import command
from dossier.features.tags.view import count_words, tag_page, tag_row
from dossier.records.kinds import KIND_BY_PANE
from dossier.records.tag import Tag
from dossier.screen.lists import SideList
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.page import Page
from dossier.show.kit.roles import styled
from dossier.text import clip, one_line

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

_LANDING = ("claims", "entities", "sources", "timeline")
"""The panes to look at for records with a tag, the likeliest first."""


class Codebook(SideList):
    """All tags, children under their parents."""

    noun: ClassVar[tuple[str, str]] = ("tag", "tags")
    letter: ClassVar[str] = "t"
    tall: ClassVar[bool] = True

    def __init__(self, browser: Browser) -> None:
        super().__init__(browser)
        self._known: object = None

    def refresh(self) -> None:
        """By path."""
        dossier = self.browser.dossier
        if (key := stamp_tables(dossier, "tags")) != self._known:
            self._known = key
            self._items = tuple(tag.id for tag in all_tags(dossier))

    def known_count(self) -> int | None:
        """All tags."""
        return len(self.browser.dossier.tags)

    def row(self, item: str, width: int, height: int) -> list[Text]:
        """Path, definition, uses."""
        tag = self.browser.dossier.find(item)
        if not isinstance(tag, Tag):
            return [Text(clip(item, width)), *[Text("")] * (height - 1)]
        return tag_row(self.browser.dossier, tag, width, height)

    def page(self, item: str) -> Page | None:
        """The card of the tag."""
        tag = self.browser.dossier.find(item)
        return tag_page(self.browser.dossier, tag) if isinstance(tag, Tag) else None

    def empty(self) -> str:
        """No tag yet."""
        return f"No tags yet. {self.browser.key('tag')} on a claim makes the first one."

    def heading(self) -> str:
        """What may want tidying."""
        counts = codebook.uses(self.browser.dossier)
        once = sum(counts[item] == 1 for item in self.items())
        unused = sum(not counts[item] for item in self.items())
        words = []
        if once:
            words.append(f"{once} used once")
        if unused:
            words.append(f"{unused} unused")
        return ", ".join(words)

    async def enter(self, item: str) -> None:
        """The claims that bear it or a tag below it; other records where no claim does."""
        dossier = self.browser.dossier
        tag = dossier.tags[item]
        tags = [tag, *codebook.below(dossier, item)]
        letters = {record[0] for each in tags for record in dossier.records_tagged(each.id)}
        pane = next((pane for pane in _LANDING if KIND_BY_PANE[pane].letter in letters), None)
        if pane is None:
            self.browser.say(f"#{one_line(tag.path)} is on no record that a pane lists")
            return
        place = replace(self.browser.place, pane=pane, entity=None, scope=None, quotes=False, focus="list")
        self.browser.go(place.filtered(pane, f'tag:"{tag.path}"').at(pane, None))


@dataclass
class AskTag(Ask):
    """One line for a codebook act: the words behind its verb and the tags it is about."""

    verb: str
    about: str
    heading: str
    label: str = ""
    text: str = ""
    complete: bool = False
    records: Sequence[str] = ()
    keys = "Enter do it   Esc cancel"

    def offer(self, text: str) -> Offer:
        """Where a tag is asked for, those that begin like it."""
        if not self.complete or not text.strip():
            return Offer(self.heading)
        dossier = self.browser.dossier
        rows = [
            Candidate(tag_word(dossier, tag), styled(f"#{tag.path}", roles.tag_role(tag.path)))
            for tag, _ in tags_starting_with(dossier, text.strip())
        ]
        return Offer(self.heading, rows, 0 if rows else -1)

    async def tab(self, text: str, choice: Candidate | None) -> str | None:
        """Complete it."""
        return choice.value if choice else None

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Do it."""
        words = (choice.value if self.complete and choice else text).strip()
        if words:
            await change_codebook(self.browser, f"{self.verb} {self.about} {words}".strip(), self.records)
        else:
            self.browser.say("nothing was changed")

    def keep(self, text: str) -> None:
        """What was refused can be mended."""
        self.text = text
        self.browser.ask(self)


@dataclass
class AskDefinition(AskTag):
    """What a tag stands for; no words take the definition away."""

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Say it."""
        dossier = self.browser.dossier
        tag = known_tag(dossier, all_tags(dossier), self.about)
        edit = await self.browser.life.edit(lambda: codebook.define(dossier, tag.id, text))
        self.browser.say_edit(edit, "nothing had to be changed")


async def change_codebook(browser: Browser, words: str, records: Sequence[str] = ()) -> None:
    """A codebook act in words; it spends the marks that it used."""
    edit = await browser.life.edit(lambda: command(browser.dossier, words, records))
    browser.marks.spend([*records, *browser.marks.of("t")])
    browser.say_edit(edit, "nothing had to be changed")


def _tag_here(browser: Browser) -> Tag:
    """The tag under the cursor."""
    return browser.dossier.tags[browser.subject or ""]


def _marked_tags(browser: Browser) -> list[Tag]:
    return [tag for tag in map(browser.dossier.find, browser.marked()) if isinstance(tag, Tag)]


def tag_rename(browser: Browser) -> None:
    """r: another path; what stands below moves along."""
    tag = _tag_here(browser)
    below = len(codebook.below(browser.dossier, tag.id))
    along = f", {below} below it move along" if below else ""
    heading = f"rename or move #{one_line(tag.path)}{along}"
    about = tag_word(browser.dossier, tag)
    browser.ask(AskTag(browser, "rename", about, heading, label="rename to", text=tag.path))


def tag_define(browser: Browser) -> None:
    """e: say what it stands for."""
    tag = _tag_here(browser)
    heading = f"what #{one_line(tag.path)} means"
    about, text = tag_word(browser.dossier, tag), one_line(tag.definition or "")
    browser.ask(AskDefinition(browser, "define", about, heading, label="means", text=text))


def tag_alias(browser: Browser) -> None:
    """@: other names for it; -name takes one away."""
    tag = _tag_here(browser)
    also = f", also {', '.join(tag.aliases)}" if tag.aliases else ""
    heading = f"#{one_line(tag.path)}{also}; -name takes one away"
    browser.ask(AskTag(browser, "alias", tag_word(browser.dossier, tag), heading, label="also called"))


def tag_merge(browser: Browser) -> None:
    """m: the marked tags, or this one, into another."""
    dossier = browser.dossier
    marked, here = _marked_tags(browser), _tag_here(browser)
    into = tag_word(dossier, here) if marked and here not in marked else ""
    paths = " ".join(tag_word(dossier, tag) for tag in marked or [here])
    heading = f"merge #{clip(one_line(paths), 40)}: its uses go over, its name becomes an alias"
    browser.ask(AskTag(browser, "merge", f"{paths} into", heading, label="into", text=into, complete=True))


def tag_split(browser: Browser) -> None:
    """%: the marked records get another tag in the place of this one."""
    tag = _tag_here(browser)
    bearers = set(browser.dossier.records_tagged(tag.id))
    records = [record for record in browser.marks if record in bearers]
    if not records:
        marks, lists = browser.key("mark"), browser.key("in")
        browser.say(f"first mark some of those it is on: {lists} lists them, {marks} marks")
        return
    uses = count_words(len(bearers))
    heading = f"{len(records)} of {uses} of #{one_line(tag.path)} get another tag instead"
    about = tag_word(browser.dossier, tag)
    browser.ask(AskTag(browser, "split", about, heading, label="their tag", records=records))


async def tag_delete(browser: Browser) -> None:
    """d: the tag and its uses go; u brings all back."""
    ids = [tag.id for tag in _marked_tags(browser) or [_tag_here(browser)]]
    edit = await browser.life.edit(lambda: codebook.delete(browser.dossier, *ids, with_uses=True))
    browser.marks.spend(ids)
    browser.say_edit(edit, "nothing was deleted")
