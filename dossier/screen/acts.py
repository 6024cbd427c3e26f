"""Doing an act on records: it is one edit, it spends the marks, and `.` does it again elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dossier.core.annotating import ActOutcome
from dossier.evidence.spans import words_at
from dossier.records.kinds import KIND_BY_LETTER
from dossier.show.kit import labels
from dossier.text import clip, one_line

if TYPE_CHECKING:
    from dossier.core.dossier import Dossier
    from dossier.records.annotation import Span
    from dossier.screen.browser import Browser
    from dossier.screen.chosen_words import Chosen
    from dossier.screen.prompt import Ask
    from dossier.store.history import Edit


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to records, apart from which: so it can be repeated.

    `letters` are the kinds of record that it can be done to (empty: any); `otherwise` is said where it
    changed nothing.
    """

    words: str
    do: Callable[[Sequence[str]], Edit | ActOutcome | None]
    otherwise: str = "nothing changed"
    letters: str = ""
    ask_why: Callable[[Browser, Edit], Ask] | None = None
    """Asks for the reason of the edit; None where it takes none."""
    on_words: Callable[[Chosen], Act] | None = None
    """The same act on words chosen in one record; None where it is for whole records."""


async def perform(browser: Browser, act: Act, targets: Sequence[str]) -> Edit | None:
    """Do it, say it, and remember it for `.`; the marks of the targets are spent."""
    done = await browser.life.edit(lambda: act.do(targets))
    outcome = done if isinstance(done, ActOutcome) else ActOutcome(done)
    edit = outcome.edit
    browser.marks.spend(targets)
    browser.state.last_act = act
    if edit is None:
        browser.say(outcome.words or act.otherwise)
        return None
    then = f"{browser.key('undo')} undo"
    if act.ask_why is not None:
        browser.state.ask_why = partial(act.ask_why, browser, edit)
        then += f", {browser.key('note')} add a reason"
    browser.say(outcome.words or edit.label, then, whole=bool(outcome.refused))
    return edit


def target_words(dossier: Dossier, records: Sequence[str], cells: int = 48, words: Span | None = None) -> str:
    """What an act is on, as every prompt names it: `claim The lab was founded ..`, `3 MARKED claims`.

    Of `words` chosen in one: `"was founded" in claim The lab ..`.
    """
    if words is not None:
        quoted = clip(one_line(words_at(dossier, records[0], words)), cells * 2 // 3)
        return f'"{quoted}" in {target_words(dossier, records, cells // 2)}'
    if len(records) == 1:
        return f"{labels.kind(records[0])} {clip(labels.name(dossier, records[0]), cells)}"
    letters = {record[0] for record in records}
    nouns = KIND_BY_LETTER[letters.pop()].nouns if len(letters) == 1 else "records"
    return f"{len(records):,} MARKED {nouns}"
