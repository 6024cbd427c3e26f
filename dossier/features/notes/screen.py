"""Notes on the screen: one line, or on in the panel; questions, replies, one's own changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.evidence.judgements import notes_on, subject_of
from dossier.features.notes import act, editor
from dossier.features.notes.drafts import Drafts, NoteDraft, question_in
from dossier.features.notes.notepad import EDITOR, NotePanel, describe_resuming, show_note
from dossier.records.annotation import Annotation, TextBody
from dossier.screen.chosen_words import chosen
from dossier.screen.prompt import Ask, Offer
from dossier.screen.widgets.prompt import Candidate
from dossier.show.kit.roles import styled
from dossier.text import clip, one_line, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser


@dataclass
class AskNote(Ask):
    """`a`: a note of one line; Tab enlarges it to the panel, ctrl+g takes it to the editor."""

    draft: NoteDraft
    text: str = ""
    keys = "Enter save   Tab a larger panel   ctrl+g $EDITOR   Esc close (draft kept)"

    def __post_init__(self) -> None:
        self.label = self.draft.title(self.browser.dossier)
        self.drafts = self.browser.feature(Drafts)

    def offer(self, text: str) -> Offer:
        """What it will be, where that is not just a note."""
        if question_in(text) is not None and self.draft.is_new:
            return Offer("a QUESTION: it stays open, and first in the notes, until it is resolved")
        return Offer()

    def typed(self, text: str) -> bool:
        """Keep the draft as it is typed."""
        self.drafts.keep(self.draft, text)
        return False

    def _enlarge(self, text: str) -> NotePanel:
        self.close()
        return NotePanel(self.browser, self.draft, text)

    async def tab(self, text: str, choice: Candidate | None) -> str | None:
        """Go on in the panel."""
        self._enlarge(text)
        return None

    async def pressed(self, key: str, text: str) -> bool:
        """ctrl+g: what comes back from the editor, or failed to, is in the panel."""
        if key == EDITOR:
            self._enlarge(text).edit_outside()
        return key == EDITOR

    async def pasted(self, text: str, lines: str) -> bool:
        """Several lines are a note for the panel."""
        self._enlarge(text + lines)
        return True

    def cancel(self) -> None:
        """The draft stays."""
        if how := self.drafts.keep(self.draft, self.drafts.text_of(self.draft)):
            self.browser.say(how, describe_resuming(self.browser, self.draft))

    def keep(self, text: str) -> None:
        """A refused note is a draft."""
        self.drafts.keep(self.draft, text)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Write the note."""
        if not text.strip():
            self.drafts.drop(self.draft)
            self.browser.say("nothing written")
            return
        edit = await self.draft.write(self.browser, text)
        self.drafts.drop(self.draft)
        show_note(self.browser, edit)


@dataclass
class AskDraft(Ask):
    """`:drafts`: which one to go on with."""

    label = "draft"
    keys = "Up Down choose   Enter goes on with it   Esc cancel"

    def __post_init__(self) -> None:
        self.kept = self.browser.feature(Drafts).all()

    def offer(self, text: str) -> Offer:
        """The drafts that hold what is typed, the last one first."""
        dossier, columns = self.browser.dossier, self.browser.size.width
        rows = []
        for number, (draft, words) in enumerate(self.kept):
            gone = any(record not in dossier for record in draft.records)
            what = f"{'on what is gone, ' if gone else ''}{draft.title(dossier, words)}"
            line = f"{clip(one_line(words), columns // 2)} - {what}"
            if text.casefold() in f"{one_line(words)} {what}".casefold():
                rows.append(Candidate(str(number), styled(clip(line, columns - 4))))
        return Offer("drafts of notes", rows)

    async def submit(self, text: str, choice: Candidate | None) -> None:
        """Go on."""
        if choice is None:
            self.browser.say("no draft was chosen")
        else:
            write_on(self.browser, *self.kept[int(choice.value)])


def write_on(browser: Browser, draft: NoteDraft, text: str) -> None:
    """Go on with a draft: one of several lines in the panel."""
    if "\n" in text:
        NotePanel(browser, draft, text)
    else:
        browser.ask(AskNote(browser, draft, text))


def draft_here(browser: Browser) -> NoteDraft:
    """A note on what is meant here: the words chosen, or records; on another's note, a reply to it."""
    if words := chosen(browser):
        return NoteDraft((words.record,), selector=words.span)
    found = browser.dossier.find(browser.subject) if browser.subject else None
    if isinstance(found, Annotation) and found.by != browser.dossier.by and not browser.marked():
        return NoteDraft((subject_of(browser.dossier, found.id),), answers=found.id)
    return NoteDraft(tuple(browser.targets()))


def note(browser: Browser, words: str) -> None:
    """a: one line, or on with a draft."""
    draft = draft_here(browser)
    text = words if words.strip("? ") else browser.feature(Drafts).text_of(draft) or words
    write_on(browser, draft, text)


def ask(browser: Browser, words: str) -> None:
    """:ask"""
    note(browser, f"? {words}")


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


async def note_edit(browser: Browser) -> None:
    """e: in the editor, where one is set, and saved when it comes back; else in the panel."""
    found = note_here(browser)
    if found is None:
        return
    if found.by != browser.dossier.by:
        browser.say(f"this note is {one_line(found.by)}'s: it can only be answered - {browser.key('note')}")
        return
    draft = NoteDraft((subject_of(browser.dossier, found.id),), changes=found.id)
    text = browser.feature(Drafts).text_of(draft) or draft.before(browser.dossier)
    panel = NotePanel(browser, draft, text)
    if editor.is_editor_set() and panel.edit_outside():
        await panel.save()


async def note_delete(browser: Browser) -> None:
    """d: at once; undo brings it back."""
    meant = browser.rows_meant()
    edit = await browser.life.edit(lambda: act.delete_notes(browser.dossier, meant))
    browser.marks.spend(meant)
    browser.say_edit(edit, "nothing deleted")


async def resolve(browser: Browser) -> None:
    """r: a question is resolved, a resolved one opened again."""
    meant = browser.rows_meant()
    waiting = [each for each in meant if not browser.dossier.peek(each).get("resolved")]
    edit = await browser.life.edit(
        lambda: act.resolve_questions(browser.dossier, waiting or meant, bool(waiting))
    )
    browser.marks.spend(meant)
    browser.say_edit(edit, "nothing to resolve")


def drafts(browser: Browser) -> None:
    """:drafts"""
    asking = AskDraft(browser)
    if asking.kept:
        browser.ask(asking)
    else:
        browser.say("no draft is kept")
