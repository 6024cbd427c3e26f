"""Notes on the screen: one line, the docked panel, the editor; questions, replies, one's own changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.evidence.judgements import notes_on, subject_of
from dossier.evidence.spans import own_text, words_at
from dossier.features.notes import drafts, editor
from dossier.features.notes.act import delete_notes, resolve
from dossier.features.notes.drafts import Draft
from dossier.records.annotation import Annotation, TextBody
from dossier.records.problems import DossierError
from dossier.records.quote import Quote
from dossier.screen import selecting
from dossier.screen.asking import Ask, Offer
from dossier.screen.marking import marked, rows_meant, targets
from dossier.screen.moving import scroll
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit import labels
from dossier.show.kit.roles import styled
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.handlers import Handler
    from dossier.store.history import Edit

EDITOR = "ctrl+g"
_QUOTES = 3
"""Quotes of a claim that the editor's file repeats."""


@dataclass
class AskNote(Ask):
    """`a`: a note of one line; Tab enlarges it to the panel, ctrl+g takes it to the editor."""

    browser: Browser
    draft: Draft
    text: str = ""
    keys = "Enter save   Tab a larger panel   ctrl+g $EDITOR   Esc close (draft kept)"

    def __post_init__(self) -> None:
        self.label = self.draft.title(self.browser)

    def offer(self, text: str) -> Offer:
        """What it will be, where that is not just a note."""
        if drafts.question_in(text) is not None and self.draft.is_new:
            return Offer("a QUESTION: it stays open, and first in the notes, until it is resolved")
        return Offer()

    def changed(self, browser: Browser, text: str) -> bool:
        """Keep the draft as it is typed."""
        drafts.keep(browser, self.draft, text)
        return False

    def tab(self, browser: Browser, text: str, choice: Candidate | None) -> str | None:
        """Go on in the panel."""
        browser.close_prompt()
        open_panel(browser, self.draft, text)
        return None

    async def pressed(self, browser: Browser, key: str, text: str) -> bool:
        """ctrl+g: what comes back from the editor, or failed to, is in the panel."""
        if key == EDITOR:
            self.tab(browser, text, None)
            edit_outside(browser)
        return key == EDITOR

    def cancel(self, browser: Browser) -> None:
        """The draft stays."""
        if how := drafts.keep(browser, self.draft, drafts.kept(browser, self.draft)):
            browser.say(how, resumed(browser, self.draft))

    def keep(self, browser: Browser, text: str) -> None:
        """A refused note is a draft."""
        drafts.keep(browser, self.draft, text)

    def pasted(self, browser: Browser, text: str, lines: str) -> bool:
        """Several lines are a note for the panel."""
        browser.close_prompt()
        open_panel(browser, self.draft, text + lines)
        return True

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Write the note."""
        if not text.strip():
            drafts.drop(browser, self.draft)
            browser.say("nothing written")
            return
        edit = await self.draft.write(browser, text)
        drafts.drop(browser, self.draft)
        written(browser, edit)


_SCROLLS = {
    "j": (1, 0), "down": (1, 0), "k": (-1, 0), "up": (-1, 0),
    "space": (0, 1), "pagedown": (0, 1), "pageup": (0, -1),
}  # fmt: skip
"""Keys that scroll the passage while the panel stands aside: by lines, by pages."""


def open_panel(browser: Browser, draft: Draft, text: str) -> None:
    """Write on in the docked panel."""
    browser.noting = draft
    browser.message = ""
    browser.notepad.start(draft.title(browser, text), text)
    browser.sync_hints()


def typed(browser: Browser, text: str) -> None:
    """The panel's text has changed: the draft is kept, and the heading says what it will be."""
    if browser.noting is None:
        return
    drafts.keep(browser, browser.noting, text)
    browser.notepad.title(browser.noting.title(browser, text))
    if browser.message and text != browser.notepad.given:
        browser.message = ""
        browser.sync_hints()


async def key_in_panel(browser: Browser, key: str) -> bool:
    """Keys that the text area left over; whether it was one of the panel's own."""
    match key:
        case "ctrl+s":
            await save(browser)
        case "escape":
            close(browser)
        case _ if key == EDITOR:
            edit_outside(browser)
        case "tab" | "shift+tab":
            browser.notepad.step_aside(not browser.notepad.aside)
            browser.sync_hints()
        case _ if browser.notepad.aside and key in _SCROLLS:
            lines, pages = _SCROLLS[key]
            scroll(browser, browser.reader, lines + pages * max(browser.reader.size.height - 2, 1))
        case _:
            if browser.notepad.aside:  # on with the note
                browser.notepad.step_aside(False)
                browser.sync_hints()
            return False
    return True


async def save(browser: Browser) -> None:
    """ctrl+s: the panel's text becomes a note. If that is refused, panel and text stay."""
    draft = browser.noting
    if draft is None:
        return
    text = browser.notepad.area.text
    drafts.keep(browser, draft, text)
    if not text.strip():
        close(browser)
        if draft.changes:
            browser.say(f"a note needs words; {browser.key('note-delete')} deletes it")
        return
    try:
        edit = await draft.write(browser, text)
    except (DossierError, OSError) as error:
        browser.notepad.area.spent = False
        browser.fail(drafts.refusal(error))
        return
    drafts.drop(browser, draft)
    browser.noting = None
    browser.notepad.close()
    written(browser, edit)


def written(browser: Browser, edit: Edit | None) -> None:
    """A note was written: bring it into view, where its page has it."""
    browser.sync()
    for record_id in edit.records if edit else ():
        browser.reader.reveal(record_id)


def close(browser: Browser) -> None:
    """Esc: the panel goes, the draft stays."""
    draft = browser.noting
    if draft is None:
        return
    how = drafts.keep(browser, draft, browser.notepad.area.text)
    browser.noting = None
    browser.notepad.close()
    browser.sync()
    if how:
        browser.say(how, resumed(browser, draft))


def resumed(browser: Browser, draft: Draft) -> str:
    """How one goes on with a draft."""
    key = "note-edit" if draft.changes else "note" if draft.selector is None else "drafts"
    return f"{browser.key(key)} goes on with it"


def edit_outside(browser: Browser) -> bool:
    """The panel's text goes to the user's editor and back; whether it did. A failure is said."""
    draft, text = browser.noting, browser.notepad.area.text
    if draft is None:
        return False
    drafts.keep(browser, draft, text)
    try:
        found = editor.edit(browser.app, text, list(_about(browser, draft)))
    except editor.EditorError as error:
        browser.fail(str(error))
        return False
    drafts.keep(browser, draft, found)
    browser.notepad.put(found)
    return True


def _about(browser: Browser, draft: Draft) -> Iterator[str]:
    """What a note is on, for the editor's file: the words, where they stand, and what they are quoted for."""
    dossier = browser.dossier
    yield draft.title(browser)
    if draft.answers:
        yield f"> {labels.name(dossier, draft.answers)}"
    for target in draft.targets:
        text = own_text(dossier, target) if target[0] in "qc" else None
        yield f"> {one_line(text or labels.name(dossier, target))}"
        if draft.selector:
            yield f'the words: "{one_line(words_at(dossier, target, draft.selector))}"'
        quotes = dossier.quotes_of(target)[:_QUOTES] if target[0] == "c" else (target,)
        for quote in map(dossier.find, quotes):
            if isinstance(quote, Quote):
                words = f'"{one_line(quote.exact)}" ' if quote.id != target else ""
                yield f"{words}({labels.citation(dossier, quote)})"


def note_here(browser: Browser) -> Annotation | None:
    """The note under the cursor; of another record, one's own where it has exactly one."""
    dossier, subject = browser.dossier, browser.subject
    found = dossier.find(subject) if subject else None
    if isinstance(found, Annotation):
        if isinstance(found.body, TextBody):
            return found
        browser.say("this is not a note")
        return None
    mine = [note for note in notes_on(dossier, subject) if note.by == dossier.by] if subject else []
    if len(mine) == 1:
        return mine[0]
    many = f"{plural(len(mine), 'note')} of yours here" if mine else "no note of yours here"
    browser.say(f"{many} - {browser.key('go-notes')} lists the notes")
    return None


async def new(browser: Browser, count: int | None, words: str) -> None:
    """a: one line, or on with a draft. A draft of several lines opens the panel."""
    begin(browser, words)


async def ask(browser: Browser, count: int | None, words: str) -> None:
    """:ask"""
    begin(browser, f"? {words}")


def begin(browser: Browser, words: str) -> None:
    """A note on the words chosen, on what is marked or under the cursor; on another's note, a reply to it."""
    draft = draft_here(browser)
    if draft is None:
        return
    text = words if words.strip("? ") else drafts.kept(browser, draft) or words
    if "\n" in text:
        open_panel(browser, draft, text)
    else:
        browser.ask(AskNote(browser, draft, text))


def draft_here(browser: Browser) -> Draft | None:
    """What a note written here would be on; None, and said why, where there is nothing."""
    if words := selecting.chosen(browser):
        return Draft((words.record,), selector=words.span)
    found = browser.dossier.find(browser.subject) if browser.subject else None
    if isinstance(found, Annotation) and found.by != browser.dossier.by and not marked(browser):
        return Draft((subject_of(browser.dossier, found.id),), answers=found.id)
    chosen = targets(browser)
    return Draft(tuple(chosen)) if chosen else None


async def edit(browser: Browser, count: int | None, words: str) -> None:
    """e: in the editor, where one is set, and saved when it comes back; else in the panel."""
    note = note_here(browser)
    if note is None:
        return
    if note.by != browser.dossier.by:
        browser.say(f"this note is {one_line(note.by)}'s: it can only be answered - {browser.key('note')}")
        return
    draft = Draft((subject_of(browser.dossier, note.id),), changes=note.id)
    text = drafts.kept(browser, draft) or draft.before(browser.dossier)
    open_panel(browser, draft, text)
    if editor.is_set() and edit_outside(browser):
        await save(browser)


async def delete(browser: Browser, count: int | None, words: str) -> None:
    """d: at once; undo brings it back."""
    chosen = rows_meant(browser)
    edit = await browser.edit(lambda: delete_notes(browser.dossier, chosen))
    browser.marks.spend(chosen)
    browser.sync()
    browser.say_edit(edit, "nothing deleted")


async def settle(browser: Browser, count: int | None, words: str) -> None:
    """r: a question is resolved, a resolved one opened again."""
    chosen = rows_meant(browser)
    waiting = [each for each in chosen if not browser.dossier.peek(each).get("resolved")]
    edit = await browser.edit(lambda: resolve(browser.dossier, waiting or chosen, bool(waiting)))
    browser.marks.spend(chosen)
    browser.sync()
    browser.say_edit(edit, "nothing to resolve")


class AskDraft(Ask):
    """`:drafts`: which one to go on with."""

    label = "draft"
    keys = "Up Down choose   Enter goes on with it   Esc none"

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.kept = drafts.all_kept(browser)

    def offer(self, text: str) -> Offer:
        """The drafts that hold what is typed, the last one first."""
        rows = []
        for number, (draft, words) in enumerate(self.kept):
            gone = any(record not in self.browser.dossier for record in draft.records)
            what = f"{'on what is gone, ' if gone else ''}{draft.title(self.browser, words)}"
            line = f"{clip(one_line(words), self.browser.size.width // 2)} - {what}"
            if text.casefold() in f"{one_line(words)} {what}".casefold():
                rows.append(Candidate(str(number), styled(clip(line, self.browser.size.width - 4))))
        return Offer("drafts of notes", rows)

    async def submit(self, browser: Browser, text: str, choice: Candidate | None) -> None:
        """Go on."""
        if choice is None:
            browser.say("no draft was chosen")
            return
        draft, words = self.kept[int(choice.value)]
        if "\n" in words:
            open_panel(browser, draft, words)
        else:
            browser.ask(AskNote(browser, draft, words))


async def ask_draft(browser: Browser, count: int | None, words: str) -> None:
    """:drafts"""
    ask = AskDraft(browser)
    if ask.kept:
        browser.ask(ask)
    else:
        browser.say("no draft is kept")


HANDLERS: dict[str, Handler] = {
    "note": new,
    "ask": ask,
    "note-edit": edit,
    "note-delete": delete,
    "resolve": settle,
    "drafts": ask_draft,
}
