"""What is on the screen, apart from the dossier: the browser changes it, the widgets are drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from dossier.screen.marks import Marks
from dossier.screen.place import Focus, Trail
from dossier.show.kit.page import Page

if TYPE_CHECKING:
    from dossier.keys.commands import Command
    from dossier.screen.acts import Act
    from dossier.screen.browser import Browser
    from dossier.screen.modes import Mode
    from dossier.screen.prompt import Ask

_QUERIES = 50


class Severity(Enum):
    """How grave a message is: a note goes with the next command, an error stays until Esc."""

    NOTE = "note"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Message:
    """One line of status; `then`, the key to know now, is never cut off.

    `whole`: nor are the words, they take more lines.
    """

    words: str = ""
    then: str = ""
    severity: Severity = Severity.NOTE
    whole: bool = False

    @property
    def is_error(self) -> bool:
        """Whether something went wrong."""
        return self.severity is Severity.ERROR

    @property
    def text(self) -> str:
        """The words as they are shown."""
        return f"! {self.words}" if self.is_error else self.words


@dataclass(slots=True)
class State:
    """Where the analyst is, what is marked, what is said, and what lies over the lists and readers."""

    trail: Trail = field(default_factory=Trail)
    marks: Marks = field(default_factory=Marks)
    modes: list[Mode] = field(default_factory=list)
    message: Message = Message()
    said: list[str] = field(default_factory=list)
    """Every message of this session."""
    sheet: Page | None = None
    """A page over the reader until Esc."""
    focus_before_sheet: Focus = "list"
    zoomed: bool = False
    reader_shown: bool = True
    list_shares: dict[str, int] = field(default_factory=dict)
    """Percentages of the screen that the lists have, by arrangement, where the border has been moved."""
    hints_shown: bool = True
    newcomer: bool = False
    """Whether the first keys are shown above the first page."""
    found: str = ""
    """The words that `/` looks for."""
    queries: list[str] = field(default_factory=list)
    """Earlier queries, the latest last."""
    typed_next: tuple[tuple[str, Command], ...] = ()
    """What may follow the keys typed so far: whole sequences, each with its command."""
    layout_told: bool = False
    """Whether it was said how keys of another keyboard layout are read."""
    warned_of: str = ""
    """The large edit of an earlier session that was named before it is undone; `u` then undoes it."""
    last_act: Act | None = None
    ask_why: Callable[[], Ask] | None = None
    """Asks for the reason of what the last command did; None where it takes none."""

    def remember_query(self, query: str) -> None:
        """Keep a query for Up."""
        if query:
            self.queries[:] = [*(past for past in self.queries if past != query), query][-_QUERIES:]


class FeatureState:
    """What a feature keeps while a dossier is open on the screen."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def loaded(self) -> None:
        """The dossier has been read."""

    def changed(self) -> None:
        """Records have changed."""
