"""`gT`: the codebook. Every change of a tag is one step over all its uses, and `u` takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from dossier.core.derived import stamp
from dossier.core.tag_names import all_tags, tag_word, tags_starting_with
from dossier.features.tags import codebook
from dossier.features.tags.act import known_tag
from dossier.features.tags.codebook_words import command
from dossier.features.tags.view import count_words, tag_page, tag_row
from dossier.records.tag import Tag
from dossier.screen.asking import Ask, Offer
from dossier.screen.lists import Side
from dossier.screen.marking import marked, rows_meant
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.page import Page
from dossier.show.kit.roles import styled
from dossier.text import clip, one_line

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler
    from dossier.screen.living import Living

_LISTED = {"c": "claims", "e": "entities", "s": "sources", "v": "timeline"}


class Codebook(Side):
    """All tags, children under their parents."""

    name: ClassVar[str] = "codebook"
    noun: ClassVar[tuple[str, str]] = ("tag", "tags")
    letter: ClassVar[str] = "t"
    tall: ClassVar[bool] = True

    def __init__(self, stage: Living) -> None:
        super().__init__(stage)
        self._items: tuple[str, ...] = ()
        self._known: object = None

    def items(self) -> tuple[str, ...]:
        """By path."""
        dossier = self.stage.dossier
        if (key := stamp(dossier, "tags")) != self._known:
            self._known = key
            self._items = tuple(tag.id for tag in all_tags(dossier))
        return self._items

    def row(self, item: str, width: int, height: int) -> list[Text]:
        """Path, definition, uses."""
        tag = self.stage.dossier.find(item)
        if not isinstance(tag, Tag):
            return [Text(clip(item, width)), *[Text("")] * (height - 1)]
        return tag_row(self.stage.dossier, tag, width, height)

    def page(self, item: str) -> Page | None:
        """The card of the tag."""
        tag = self.stage.dossier.find(item)
        return tag_page(self.stage.dossier, tag) if isinstance(tag, Tag) else None

    def empty(self) -> str:
        """No tag yet."""
        return f"No tags yet. {self.stage.key('tag')} on a claim makes the first one."

    def heading(self) -> str:
        """What may want tidying."""
        counts = codebook.uses(self.stage.dossier)
        once = sum(counts[item] == 1 for item in self.items())
        unused = sum(not counts[item] for item in self.items())
        return ", ".join(
            [*([f"{once} used once"] if once else []), *([f"{unused} unused"] if unused else [])]
        )

    async def enter(self, browser: Browser, item: str) -> None:
        """The claims that bear it or a tag below it; other records where no claim does."""
        dossier = browser.dossier
        tag = dossier.tags[item]
        tags = [tag, *codebook.below(dossier, item)]
        letters = {record[0] for each in tags for record in dossier.records_tagged(each.id)}
        pane = next((pane for letter, pane in _LISTED.items() if letter in letters), None)
        if pane is None:
            browser.say(f"#{one_line(tag.path)} is on no record that a pane lists")
            return
        place = replace(browser.place, pane=pane, entity=None, scope=None, quotes=False, focus="list")
        browser.go(place.filtered(pane, f'tag:"{tag.path}"').at(pane, None))


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
    keys = "Enter do it   Esc none"

    def offer(self, text: str) -> Offer:
        """Where a tag is asked for, those that begin like it."""
        if not self.complete or not text.strip():
            return Offer(self.heading)
        found = tags_starting_with(self._dossier, text.strip())
        rows = [
            Candidate(tag_word(self._dossier, tag), styled(f"#{tag.path}", roles.tag_role(tag.path)))
            for tag, _ in found
        ]
        return Offer(self.heading, rows, 0 if rows else -1)

    def tab(self, browser: Browser, text: str, choice: Candidate | None) -> str | None:
        """Complete it."""
        return choice.value if choice else None

    def on(self, browser: Browser) -> AskTag:
        """Know the tags that there are."""
        self._dossier = browser.dossier
        return self

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Do it."""
        words = (choice.value if self.complete and choice else text).strip()
        if words:
            await do(browser, f"{self.verb} {self.about} {words}".strip(), self.records)
        else:
            browser.say("nothing was changed")

    def keep(self, browser: Browser, text: str) -> None:
        """What was refused can be mended."""
        self.text = text
        browser.ask(self)


@dataclass
class AskDefinition(AskTag):
    """What a tag stands for; no words take the definition away."""

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Say it."""
        tag = known_tag(browser.dossier, all_tags(browser.dossier), self.about)
        edit = await browser.edit(lambda: codebook.define(browser.dossier, tag.id, text))
        browser.sync()
        browser.say_edit(edit, "nothing had to be changed")


async def do(browser: Browser, words: str, records: Sequence[str] = ()) -> None:
    """A codebook act in words; it spends the marks that it used."""
    edit = await browser.edit(lambda: command(browser.dossier, words, records))
    browser.marks.spend([*records, *browser.marks.of("t")])
    browser.sync()
    browser.say_edit(edit, "nothing had to be changed")


def _here(browser: Browser) -> Tag | None:
    tag = browser.dossier.find(browser.subject) if browser.subject else None
    if not isinstance(tag, Tag):
        browser.say("there is no tag here")
        return None
    return tag


async def rename(browser: Browser, count: int | None, words: str) -> None:
    """r: another path; what stands below moves along."""
    if tag := _here(browser):
        below = len(codebook.below(browser.dossier, tag.id))
        along = f", {below} below it move along" if below else ""
        ask = AskTag(
            "rename",
            tag_word(browser.dossier, tag),
            label="rename to",
            heading=f"rename or move #{one_line(tag.path)}{along}",
            text=tag.path,
        )
        browser.ask(ask)


async def define(browser: Browser, count: int | None, words: str) -> None:
    """e: say what it stands for."""
    if tag := _here(browser):
        heading = f"what #{one_line(tag.path)} stands for"
        text = one_line(tag.definition or "")
        browser.ask(
            AskDefinition("define", tag_word(browser.dossier, tag), label="means", heading=heading, text=text)
        )


async def alias(browser: Browser, count: int | None, words: str) -> None:
    """@: other names for it; -name takes one away."""
    if tag := _here(browser):
        also = f", also {', '.join(tag.aliases)}" if tag.aliases else ""
        browser.ask(
            AskTag(
                "alias",
                tag_word(browser.dossier, tag),
                label="also called",
                heading=f"#{one_line(tag.path)}{also}; -name takes one away",
            )
        )


async def merge(browser: Browser, count: int | None, words: str) -> None:
    """m: the marked tags, or this one, into another."""
    dossier = browser.dossier
    chosen = [tag for tag in map(dossier.find, marked(browser)) if isinstance(tag, Tag)]
    here = _here(browser)
    if here is None:
        return
    into = tag_word(dossier, here) if chosen and here not in chosen else ""
    paths = " ".join(tag_word(dossier, tag) for tag in chosen or [here])
    heading = f"merge #{clip(one_line(paths), 40)}: its uses go over, its name becomes an alias"
    browser.ask(
        AskTag("merge", f"{paths} into", label="into", heading=heading, text=into, complete=True).on(browser)
    )


async def split(browser: Browser, count: int | None, words: str) -> None:
    """:tag-split: the marked records get another tag in the place of this one."""
    tag = _here(browser)
    if tag is None:
        return
    bearers = set(browser.dossier.records_tagged(tag.id))
    records = [record for record in browser.marks if record in bearers]
    if not records:
        marks, lists = browser.key("mark"), browser.key("in")
        browser.say(f"first mark some of those it is on: {lists} lists them, {marks} marks")
        return
    heading = (
        f"{len(records)} of {count_words(len(bearers))} of #{one_line(tag.path)} get another tag instead"
    )
    browser.ask(
        AskTag("split", tag_word(browser.dossier, tag), label="their tag", heading=heading, records=records)
    )


async def delete(browser: Browser, count: int | None, words: str) -> None:
    """d: the tag and its uses go; u brings all back."""
    dossier = browser.dossier
    tags = [tag for tag in map(dossier.find, marked(browser)) if isinstance(tag, Tag)]
    here = None if tags else _here(browser)
    ids = [tag.id for tag in tags or ([here] if here else [])]
    if ids:
        edit = await browser.edit(lambda: codebook.delete(dossier, *ids, with_uses=True))
        browser.marks.spend(ids)
        browser.sync()
        browser.say_edit(edit, "nothing was deleted")


async def edit_here(browser: Browser, words: str) -> None:
    """`:tag rename a b` and the like, with the marked claims for `split`."""
    await do(browser, words, rows_meant(browser))


HANDLERS: dict[str, Handler] = {
    "tag-rename": rename,
    "tag-define": define,
    "tag-alias": alias,
    "tag-merge": merge,
    "tag-split": split,
    "tag-delete": delete,
}
