"""The docked panel for a note of more than one line. The evidence stays in view above it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import TextArea

from dossier.evidence.spans import read_own_text, words_at
from dossier.features.notes import editor
from dossier.features.notes.drafts import Drafts, NoteDraft
from dossier.records.problems import DossierError, describe_refusal
from dossier.records.quote import Quote
from dossier.screen.modes import Mode
from dossier.screen.state import Message
from dossier.screen.themes import Palette
from dossier.screen.widgets.bar import Bar, Word
from dossier.show.kit import labels, roles
from dossier.show.kit.roles import styled
from dossier.text import one_line

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.store.history import Edit


class Area(TextArea):
    """What is typed. After ctrl+s or Esc, what comes behind it is the browser's, however fast it comes."""

    spent = False

    async def _on_key(self, event: events.Key) -> None:
        if self.spent:
            event.prevent_default()
        elif event.key in ("ctrl+s", "escape"):
            self.spent = True


class Notepad(Vertical):
    """A heading that names the target, and a plain text area."""

    DEFAULT_CSS = """
    Notepad { display: none; height: 40%; min-height: 5; }
    Notepad.-open { display: block; }
    Notepad TextArea { height: 1fr; border: none; padding: 0 1; background: $panel; color: $foreground; }
    Notepad TextArea:focus { border: none; }
    """

    def __init__(self, palette: Palette) -> None:
        super().__init__(id="notepad")
        self.heading = Bar(palette, "notepad-heading")
        self.area = Area(
            id="notepad-area", show_line_numbers=False, soft_wrap=True, highlight_cursor_line=False
        )
        self.area.cursor_blink = False
        self.given = ""
        self.aside = False
        """Whether keys scroll the passage that is written about."""

    def compose(self) -> ComposeResult:
        """Heading over text."""
        yield self.heading
        yield self.area

    @property
    def open(self) -> bool:
        """Whether the panel is on screen."""
        return self.has_class("-open")

    def start(self, title: str, text: str) -> None:
        """Open with a title and a text to go on from; the keyboard belongs to the panel now."""
        self.title(title)
        self.put(text)
        self.area.spent = self.aside = False
        self.add_class("-open")
        self.screen.set_focus(self.area)

    def step_aside(self, aside: bool) -> None:
        """Leave the keys to the passage, or take them back."""
        self.aside = aside
        self.screen.set_focus(None if aside else self.area)

    def title(self, title: str) -> None:
        """Say what is written, and on what."""
        what, _, on = title.partition(" ")
        words = styled(f"{what.upper()} {on} ", roles.HEADING)
        draft = styled(" draft kept as you type ", roles.DIM)
        self.heading.show([Word(words)], [Word(draft)], fill="─")

    def put(self, text: str) -> None:
        """Another text; the cursor stands at its end."""
        self.given = self.area.text = text
        self.area.move_cursor(self.area.document.end)

    def close(self) -> None:
        """Take the panel off the screen."""
        self.remove_class("-open")
        self.aside = False
        self.screen.set_focus(None)


EDITOR = "ctrl+g"
_QUOTES = 3
"""Quotes of a claim that the editor's file repeats."""
_SCROLLS = {
    "j": (1, 0), "down": (1, 0), "k": (-1, 0), "up": (-1, 0),
    "space": (0, 1), "pagedown": (0, 1), "pageup": (0, -1),
}  # fmt: skip
"""Keys that scroll the passage while the panel stands aside: by lines, by pages."""


class NotePanel(Mode):
    """A note is written in the panel; every character of it is kept as a draft."""

    def __init__(self, browser: Browser, draft: NoteDraft, text: str) -> None:
        self.browser = browser
        self.draft = draft
        self.drafts = browser.feature(Drafts)
        self.notepad = browser.query_one(Notepad)
        browser.open(self)
        browser.state.message = Message()
        self.notepad.start(draft.title(browser.dossier, text), text)

    def hint(self) -> str:
        """Its keys; what was refused is to be seen instead."""
        if self.browser.state.message.is_error:
            return ""
        if self.notepad.aside:
            return "PASSAGE  j k Space scroll   Tab back to the note   Esc keeps draft"
        return "NOTE  ctrl+s save   ctrl+g editor   Tab passage   Enter newline   Esc keeps draft"

    async def changed(self, text: str) -> None:
        """The draft is kept, and the heading says what it will be."""
        self.drafts.keep(self.draft, text)
        self.notepad.title(self.draft.title(self.browser.dossier, text))
        if self.browser.state.message.words and text != self.notepad.given:
            self.browser.state.message = Message()
            self.browser.redraw_hints()

    async def key(self, key: str) -> bool:
        """Keys that the text area left over; whether it was one of the panel's own."""
        aside = self.notepad.aside
        if key == "ctrl+s":
            await self.save()
        elif key == "escape":
            self.leave()
        elif key == EDITOR:
            self.edit_outside()
        elif key in ("tab", "shift+tab"):
            self._step_aside(not aside)
        elif aside and key in _SCROLLS:
            lines, pages = _SCROLLS[key]
            self.browser.scroll(lines + pages * max(self.browser.reader.size.height - 2, 1))
        else:
            if aside:  # on with the note
                self._step_aside(False)
            return False
        return True

    def insert(self, character: str) -> None:
        """A character typed before the text area had the keyboard."""
        self.notepad.area.insert(character)

    def _step_aside(self, aside: bool) -> None:
        self.notepad.step_aside(aside)
        self.browser.redraw_hints()

    async def save(self) -> None:
        """ctrl+s: the panel's text becomes a note. If that is refused, panel and text stay."""
        browser, text = self.browser, self.notepad.area.text
        self.drafts.keep(self.draft, text)
        if not text.strip():
            self.leave()
            if self.draft.changes:
                browser.say(f"a note needs words; {browser.key('note-delete')} deletes it")
            return
        try:
            edit = await self.draft.write(browser, text)
        except (DossierError, OSError) as error:
            self.notepad.area.spent = False
            browser.fail(describe_refusal(error))
            return
        self.drafts.drop(self.draft)
        self.close()
        show_note(browser, edit)

    def leave(self) -> None:
        """Esc: the panel goes, the draft stays."""
        how = self.drafts.keep(self.draft, self.notepad.area.text)
        self.close()
        if how:
            self.browser.say(how, describe_resuming(self.browser, self.draft))

    def close(self) -> None:
        """Give the keyboard back."""
        self.notepad.close()
        self.browser.close(self)

    def edit_outside(self) -> bool:
        """The panel's text goes to the user's editor and back; whether it did. A failure is said."""
        text = self.notepad.area.text
        self.drafts.keep(self.draft, text)
        try:
            found = editor.edit_text(self.browser.app, text, list(self._about()))
        except editor.EditorError as error:
            self.browser.fail(str(error))
            return False
        self.drafts.keep(self.draft, found)
        self.notepad.put(found)
        return True

    def _about(self) -> Iterator[str]:
        """What the note is on, for the editor's file: the words, where they stand, what they support."""
        dossier, draft = self.browser.dossier, self.draft
        yield draft.title(dossier)
        if draft.answers:
            yield f"> {labels.name(dossier, draft.answers)}"
        for target in draft.targets:
            text = read_own_text(dossier, target) if target[0] in "qc" else None
            yield f"> {one_line(text or labels.name(dossier, target))}"
            if draft.selector:
                yield f'the words: "{one_line(words_at(dossier, target, draft.selector))}"'
            quotes = dossier.quotes_of(target)[:_QUOTES] if target[0] == "c" else (target,)
            for quote in map(dossier.find, quotes):
                if isinstance(quote, Quote):
                    words = f'"{one_line(quote.exact)}" ' if quote.id != target else ""
                    yield f"{words}({labels.citation(dossier, quote)})"


def show_note(browser: Browser, edit: Edit | None) -> None:
    """A note was written: bring it into view, where its page has it."""
    browser.drawing.draw()
    for record_id in edit.records if edit else ():
        browser.reader.reveal(record_id)


def describe_resuming(browser: Browser, draft: NoteDraft) -> str:
    """How one goes on with a draft."""
    key = "note-edit" if draft.changes else "note" if draft.selector is None else "drafts"
    return f"{browser.key(key)} goes on with it"
