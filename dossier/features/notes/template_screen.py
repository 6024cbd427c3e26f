"""`A`: a note from a template, filled in from what it is on. It is finished in the panel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.evidence.spans import words_at
from dossier.features.notes.drafts import Drafts, NoteDraft
from dossier.features.notes.filling import fields_of
from dossier.features.notes.notepad import NotePanel
from dossier.features.notes.screen import draft_here
from dossier.features.notes.templates import Template, read_templates
from dossier.home import config_folder
from dossier.records.dates import now
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import labels, roles
from dossier.show.kit.roles import join, styled
from dossier.text import one_line, pad

if TYPE_CHECKING:
    from dossier.screen.browser import Browser


_DIGITS = 9
"""More are pasted by mistake, and Python refuses to read thousands of them."""


@dataclass
class AskTemplate(Ask):
    """Which template: its number, or letters until only one begins with them."""

    draft: NoteDraft
    label = "template"
    keys = "a number or the name's first letters   Up Down choose   Enter takes it   Esc cancel"

    def __post_init__(self) -> None:
        self.templates, self.problems = read_templates(config_folder() / "templates")

    def fitting(self, text: str) -> list[Template]:
        """The templates that can be meant by what is typed."""
        if text.isdecimal():
            number = int(text[:_DIGITS])
            return self.templates[number - 1 : number] if number else []
        return [each for each in self.templates if each.name.casefold().startswith(text.strip().casefold())]

    def offer(self, text: str) -> Offer:
        """The templates with their first line, and what is wrong with a file."""
        heading = f"{self.draft.title(self.browser.dossier)} from a template"
        if self.problems:
            first, more = self.problems[0], len(self.problems) - 1
            heading = f"! {Path(first.file).name} {first.message}" + (f", and {more} more" if more else "")
        rows = [
            Candidate(
                each.name,
                join(
                    styled(f"{self.templates.index(each) + 1}  ", roles.KEY),
                    styled(pad(each.name, 16), roles.TITLE),
                    styled(f" {one_line(each.text)}", roles.DIM),
                ),
            )
            for each in self.fitting(text)
        ]
        return Offer(heading, rows)

    def typed(self, text: str) -> bool:
        """A number, or letters that only one begins with, are the whole answer."""
        return bool(text.strip()) and len(self.fitting(text)) == 1

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Fill it in, behind what was written before, and go on in the panel."""
        name = choice.value if choice else None
        template = next((each for each in self.templates if each.name == name), None)
        if template is None:
            self.browser.say(f"there is no template {one_line(text)}")
            return
        before = self.browser.feature(Drafts).text_of(self.draft)
        filled = template.filled(_fill_fields(self.browser, self.draft))
        NotePanel(self.browser, self.draft, f"{before.rstrip()}\n\n{filled}" if before else filled)


def _fill_fields(browser: Browser, draft: NoteDraft) -> dict[str, str | None]:
    """What a template's fields stand for, as far as the note is on it or in view of it."""
    dossier, place, target = browser.dossier, browser.place, draft.targets[0]
    claim = place.claim if place.quotes else None
    words = words_at(dossier, target, draft.selector) if draft.selector and target[0] != "c" else None
    today = labels.day(now())
    return fields_of(dossier, target, today, claim=claim, quote=place.quote, words=words)


async def template(browser: Browser, words: str) -> None:
    """A, or `:template NAME`."""
    ask = AskTemplate(browser, draft_here(browser))
    if ask.typed(words):
        await ask.submit(words, ask.offer(words).candidates[0])
    else:
        browser.ask(ask)
