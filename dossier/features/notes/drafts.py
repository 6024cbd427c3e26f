"""Drafts of notes: kept outside the dossier as they are typed, resumed after a crash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from dossier.features.notes.act import edit_note, write_note, write_reply
from dossier.home import NoHome
from dossier.records.annotation import Annotation, Span, TextBody
from dossier.records.ids import is_id
from dossier.records.problems import describe_error
from dossier.screen import session
from dossier.screen.acts import Act, perform, target_words
from dossier.screen.chosen_words import let_go
from dossier.screen.state import FeatureState
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.screen.browser import Browser
    from dossier.store.history import Edit


def question_in(text: str) -> str | None:
    """The question that a note is which begins with `? `; None where it is a plain note."""
    mark, rest = text[:1], text[1:]
    return rest.lstrip() if mark in ("?", "\uff1f") and rest[:1].isspace() else None


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note that is being written: on which records, on which words of the only one.

    `changes` is the note of one's own that gets a new text, `answers` the note that this one is a reply to.
    """

    targets: tuple[str, ...]
    selector: Span | None = None
    changes: str | None = None
    answers: str | None = None

    @property
    def key(self) -> str:
        """What tells it from other drafts."""
        words = f" {self.selector.start}-{self.selector.end}" if self.selector else ""
        verb = (
            f"changes {self.changes} " if self.changes else f"answers {self.answers} " if self.answers else ""
        )
        return f"{verb}{' '.join(self.targets)}{words}"

    @property
    def is_new(self) -> bool:
        """Whether it will be a note of its own, or a question."""
        return not self.changes and not self.answers

    @property
    def records(self) -> tuple[str, ...]:
        """Every record that must be there for it to be written."""
        return (*self.targets, *(record for record in (self.changes, self.answers) if record))

    def title(self, dossier: Dossier, text: str = "") -> str:
        """What it is and what it is on, as the prompt and the panel name it."""
        if self.answers:
            answered = dossier.find(self.answers)
            by = one_line(answered.by) if isinstance(answered, Annotation) else "a note"
            return f"reply to {by} on {target_words(dossier, self.targets, 40)}"
        what = "note" if question_in(text) is None else "question"
        what = "change of a note" if self.changes else what
        return f"{what} on {target_words(dossier, self.targets, words=self.selector)}"

    def before(self, dossier: Dossier) -> str:
        """The text that there is already: of a note that is changed."""
        found = dossier.find(self.changes) if self.changes else None
        return found.body.text if isinstance(found, Annotation) and isinstance(found.body, TextBody) else ""

    async def write(self, browser: Browser, text: str) -> Edit | None:
        """Make a note of it: one edit. Where it is on records, `.` writes it on others."""
        dossier = browser.dossier
        if changed := self.changes:
            edit = await browser.life.edit(lambda: edit_note(dossier, changed, text))
            browser.say_edit(edit, "the note says that already")
            return edit
        if answered := self.answers:
            edit = await browser.life.edit(lambda: write_reply(dossier, answered, text))
            browser.say_edit(edit, "nothing written")
            return edit
        edit = await perform(browser, self._writing(dossier, text), list(self.targets))
        if self.selector:
            let_go(browser)
        return edit

    def _writing(self, dossier: Dossier, text: str) -> Act:
        """The act of putting a new note or question on records, or on words of one."""
        asked = question_in(text)
        words, question = (text, False) if asked is None else (asked, True)

        def do(targets: Sequence[str]) -> Edit | None:
            selector = self.selector if tuple(targets) == self.targets else None
            return write_note(dossier, targets, words, selector=selector, question=question)

        return Act(
            "question" if question else "note",
            do,
            "nothing written",
            on_words=lambda on: NoteDraft((on.record,), selector=on.span)._writing(dossier, text),
        )

    def to_json(self) -> dict[str, Any]:
        """For its file."""
        words = self.selector.to_doc() if self.selector else None
        return {"targets": self.targets, "selector": words, "changes": self.changes, "answers": self.answers}

    @classmethod
    def from_json(cls, data: Any) -> NoteDraft:
        """A draft from its file; ValueError or TypeError where it does not read as one."""
        targets, words = data["targets"], data.get("selector")
        changes, answers = data.get("changes"), data.get("answers")
        if not targets or not all(is_id(each) for each in (*targets, changes or "a.x", answers or "a.x")):
            raise ValueError("this is no draft of a note")
        selector = Span.model_validate(words) if words else None
        return cls(tuple(targets), selector, changes or None, answers or None)


class Drafts(FeatureState):
    """The drafts of a dossier: in memory and on disk, a file each."""

    def __init__(self, browser: Browser) -> None:
        super().__init__(browser)
        self._texts: dict[str, str] = {}

    def loaded(self) -> None:
        """Say that there are some, unless something graver is being said."""
        kept = self.all()
        if kept and not self.browser.state.message.words:
            words = f"{plural(len(kept), 'draft of a note', 'drafts of notes')} not saved yet"
            self.browser.say(words, f"{self.browser.key('drafts')} goes on")

    @property
    def _folder(self) -> Path:
        return session.folder(self.browser.dossier) / "drafts"

    def _file(self, draft: NoteDraft) -> Path:
        return self._folder / f"{hashlib.sha256(draft.key.encode()).hexdigest()[:16]}.json"

    def text_of(self, draft: NoteDraft) -> str:
        """What was written of it, in this session or an earlier one; empty where nothing was."""
        if draft.key in self._texts:
            return self._texts[draft.key]
        found = None
        with suppress(NoHome):
            found = self._read_draft(self._file(draft))
        return found[1] if found else ""

    def all(self) -> list[tuple[NoteDraft, str]]:
        """The drafts on disk, the last one first; also of notes on what is gone: their words are not lost."""
        try:
            files = [(file.stat().st_mtime, file) for file in self._folder.glob("*.json")]
        except OSError:
            return []
        return [read for _, file in sorted(files, reverse=True) if (read := self._read_draft(file))]

    def _read_draft(self, file: Path) -> tuple[NoteDraft, str] | None:
        found, notice = session.load_state(file, _parse_draft)
        if notice:
            self.browser.fail(f"a draft of a note: {notice}")
        return found

    def keep(self, draft: NoteDraft, text: str) -> str:
        """Keep a draft; drop one that says nothing new. Answers how far it is kept."""
        if not text.strip() or text == draft.before(self.browser.dossier):
            self.drop(draft)
            return ""
        self._texts[draft.key] = text
        words = text.encode("utf-8", errors="replace").decode("utf-8")
        try:
            session.write(self._file(draft), orjson.dumps({"draft": draft.to_json(), "text": words}))
        except OSError as error:
            return f"draft kept only until you quit ({describe_error(error)})"
        return "draft kept"

    def drop(self, draft: NoteDraft) -> None:
        """The draft has become a note, or nothing."""
        self._texts.pop(draft.key, None)
        with suppress(OSError):
            self._file(draft).unlink()


def _parse_draft(data: Any) -> tuple[NoteDraft, str]:
    text = data["text"]
    if not isinstance(text, str):
        raise TypeError("a draft has a text")
    return NoteDraft.from_json(data["draft"]), text
