"""Tags, on the words chosen, the marks or the record under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dossier.core.naming import THE_DOSSIER
from dossier.core.tag_names import (
    all_tags,
    closest_tag,
    find_tag,
    parse_tag_line,
    recent_tags,
    split_tag_line,
    tags_starting_with,
)
from dossier.evidence.judgements import tag_ids_on
from dossier.features.tags import act
from dossier.features.tags.codebook_screen import change_codebook
from dossier.features.tags.codebook_words import is_command
from dossier.features.tags.follow_filters import Renamed
from dossier.records.problems import EditRefused
from dossier.records.tag import Tag
from dossier.screen.acts import Act, perform, target_words
from dossier.screen.chosen_words import chosen, let_go
from dossier.screen.prompt import Ask, Offer
from dossier.screen.state import FeatureState
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import roles
from dossier.show.kit.roles import join, styled
from dossier.text import one_line, pad, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.chosen_words import Chosen
    from dossier.store.history import Edit

_RECENT = 9


class TagNames(FeatureState):
    """What tags are called while the filters are as they are: a filter goes on finding a tag renamed."""

    tags: Sequence[Tag] = ()

    def loaded(self) -> None:
        """The dossier is whole."""
        self.tags = all_tags(self.browser.dossier)

    def changed(self) -> None:
        """Whoever renamed a tag: the filters of this session find it under its new name."""
        tags = all_tags(self.browser.dossier)
        if tags != self.tags:
            self.browser.state.trail.reword(Renamed(self.tags, tags).query)
            self.tags = tags


def tagging(
    browser: Browser,
    add: list[str],
    remove: list[str],
    on: Chosen | None = None,
    ids: dict[str, str] | None = None,
) -> Act:
    """The act that puts tags on records, or on the words chosen `on` one, and takes others off.

    `ids`: the tags that are meant, by their names of then; one may be renamed before it is done again.
    """
    signed = " ".join([*(f"+{name}" for name in add), *(f"-{name}" for name in remove)])
    known = {} if ids is None else ids

    def do(targets: Sequence[str]) -> Edit | None:
        dossier = browser.dossier
        span = on.span if on and list(targets) == [on.record] else None
        now = {name: name for name in (*add, *remove)}
        now |= {name: dossier.tags[known[name]].path for name in now if known.get(name) in dossier.tags}
        adding, removing = ([now[name] for name in names] for names in (add, remove))
        edit = act.tag(dossier, targets, adding, removing, selector=span)
        tags = all_tags(dossier)
        meant = {name: find_tag(tags, path) for name, path in now.items()}
        known.update({name: found.id for name, found in meant.items() if found is not None})
        return edit

    return Act(
        signed,
        do,
        "those tags were there already",
        on_words=lambda chosen: tagging(browser, add, remove, chosen, known),
    )


@dataclass
class AskTags(Ask):
    """`t`: tags for the targets. A digit first is a recent tag; `-x` takes one off."""

    targets: list[str]
    on: Chosen | None = None
    text: str = ""

    def keep(self, text: str) -> None:
        """What was refused can be mended."""
        self.browser.ask(AskTags(self.browser, self.targets, self.on, text))

    def __post_init__(self) -> None:
        self.label = "tag" if len(self.targets) == 1 else f"tag {len(self.targets):,}"
        tags = recent_tags(self.browser.dossier)
        self.recent = [tag_.path for tag_ in tags[:_RECENT]]
        self.ids = {tag_.path: tag_.id for tag_ in tags}

    def offer(self, text: str) -> Offer:
        """Tags that begin with the word being typed, and at last the row that makes a new one."""
        dossier, word = self.browser.dossier, self._word(text)
        span = self.on.span if self.on else None
        heading = f"tag {target_words(self.browser.dossier, self.targets, 56, span)}"
        if fresh := self._fresh(self._before(text)):
            heading += f"   + new: {', '.join(map(one_line, fresh))}"
        if not text:
            recent = enumerate(self.recent, 1)
            rows = [Candidate(path, styled(f"{n}  {path}", roles.tag_role(path))) for n, path in recent]
            return Offer(f"{heading}   digit: recent tag   -x removes" if rows else heading, rows, -1)
        if not word or word[0].isdigit():
            return Offer(heading)
        if word.startswith("-"):
            fits = sorted(path for path in self._there if f"/{word[1:]}".casefold() in f"/{path}".casefold())
            return Offer(heading, [Candidate(f"-{path}", styled(f"-{path}  take off")) for path in fits])
        word = word.removeprefix("+")
        found = tags_starting_with(dossier, word)
        rows = [
            Candidate(
                tag_.path,
                join(
                    styled(pad(one_line(tag_.path), 28), roles.tag_role(tag_.path)),
                    styled(f"{plural(count, 'use'):>8}  {one_line(tag_.definition or '')}", roles.DIM),
                ),
            )
            for tag_, count in found
        ]
        if word and all(tag_.path != word for tag_, _ in found):
            near = closest_tag(dossier, word) if not found else None
            hint = f"; did you mean {near.path}?" if near else ""
            rows.append(Candidate(word, styled(f'+ create new tag "{word}"{hint}', roles.NOTE)))
        return Offer(heading, rows)

    def typed(self, text: str) -> bool:
        """A digit first is a whole answer."""
        return bool(self._recent(text))

    async def tab(self, text: str, choice: Candidate | None) -> str | None:
        """Complete the word and go on to the next."""
        return f"{self._before(text)}{choice.value} " if choice else None

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Tag the targets."""
        if recent := self._recent(text):
            text = recent
        elif choice is not None and (self._word(text) or not text):
            text = self._before(text) + choice.value
        add, remove = parse_tag_line(text)
        if not add and not remove:
            self.browser.say("no tag was named")
            return
        await perform(self.browser, tagging(self.browser, add, remove, self.on, self.ids), self.targets)
        if self.on:
            let_go(self.browser)

    def _recent(self, text: str) -> str:
        """The recent tag chosen by a digit, or ""."""
        number = int(text) if len(text) == 1 and text.isdecimal() else 0
        return self.recent[number - 1] if 0 < number <= len(self.recent) else ""

    @cached_property
    def _there(self) -> list[str]:
        """The tags on the targets that can be taken off."""
        dossier = self.browser.dossier
        ids = tag_ids_on(dossier, self.targets, {dossier.by, THE_DOSSIER})
        return [tag_.path for tag_ in all_tags(dossier) if tag_.id in ids]

    def _fresh(self, text: str) -> list[str]:
        """The tags named so far that are not there yet."""
        tags = all_tags(self.browser.dossier)
        with suppress(EditRefused):
            return [name for name in parse_tag_line(text)[0] if find_tag(tags, name) is None]
        return []

    @staticmethod
    def _word(text: str) -> str:
        return split_tag_line(text)[-1]

    def _before(self, text: str) -> str:
        word = self._word(text)
        return text[: len(text) - len(word)]


async def tag(browser: Browser, words: str) -> None:
    """t, or `:tag a -b`; `:tag rename a b` and the like change the codebook."""
    if is_command(words):
        await change_codebook(browser, words, browser.rows_meant())
        return
    on = chosen(browser)
    targets = [on.record] if on else browser.targets()
    if words:
        await perform(browser, tagging(browser, *parse_tag_line(words), on), targets)
    else:
        browser.ask(AskTags(browser, targets, on))
