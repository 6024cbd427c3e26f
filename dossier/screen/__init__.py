"""The frame of the screen: panes, readers, prompt, and its own commands. It knows no feature."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dossier.keys.commands import (
    CLAIM,
    CLAIMS_LIST,
    FIND,
    GO,
    LIST,
    MARK,
    MARKABLE,
    MOVE,
    READ,
    READER,
    ROW,
    SCREEN,
    SELECT,
    SELECTION,
    Command,
    Feature,
    Registry,
)

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.core.lens import Lens

_SHOWN = ROW.saying("no rows are shown")


def _choosing(id: str, title: str, *keys: str, hint: str = "", rank: int = 0) -> Command:
    """What a key does while words are chosen; there it comes before all others."""
    return Command(
        id,
        title,
        SELECT,
        keys,
        where=(SELECTION,),
        counts=id not in ("copy-words", "select-other-end"),
        hint=hint,
        rank=rank,
        module="chosen_words",
    )


FRAME = Feature(
    __name__,
    (
        Command("down", "one down", MOVE, ("j", "down"), counts=True),
        Command("up", "one up", MOVE, ("k", "up"), counts=True),
        Command("half-down", "half a page down", MOVE, ("ctrl+d",), counts=True),
        Command("half-up", "half a page up", MOVE, ("ctrl+u",), counts=True),
        Command("page-down", "a page down", MOVE, ("pagedown", "ctrl+f"), counts=True),
        Command("page-up", "a page up", MOVE, ("pageup", "ctrl+b"), counts=True),
        Command("reader-page", "a page down", MOVE, ("space",), where=(READER,), hint="page", rank=7),
        Command("first", "first row; with a count, that row", MOVE, ("g g", "home"), counts=True),
        Command("last", "last row; with a count, that row", MOVE, ("G", "end"), counts=True),
        Command("next-claim", "next claim, at any depth", MOVE, (">",), counts=True, needs=(CLAIMS_LIST,)),
        Command("previous-claim", "previous claim", MOVE, ("<",), counts=True, needs=(CLAIMS_LIST,)),
        Command(
            "in",
            "go in",
            READ,
            ("enter", "l", "right"),
            help="entity > its claims > a claim's quotes > the source; "
            "a count opens that quote in its source",
            counts=True,
            hint="in",
            rank=1,
            needs=(ROW.saying("there is nothing to go into here"),),
        ),
        Command(
            "out",
            "go out",
            READ,
            ("h", "left"),
            help="source > quotes > claims > entities",
            hint="out",
            rank=12,
        ),
        Command("back-or-quit", "back where I was; at the top quits", READ, ("q",)),
        Command("back", "back where I was", READ, ("backspace",)),
        Command(
            "source",
            "the source of this quote; with a count, of that quote",
            READ,
            ("o",),
            where=("claims", "quotes", "timeline"),
            counts=True,
            hint="source",
            rank=3,
            needs=(CLAIM,),
        ),
        Command("next-pane", "next pane on screen", READ, ("tab",)),
        Command("previous-pane", "previous pane on screen", READ, ("shift+tab",)),
        Command(
            "follow-down",
            "move the other side on",
            READ,
            ("J",),
            help="in a list scrolls its reader, in a reader moves its list (next quote or claim)",
            counts=True,
        ),
        Command("follow-up", "move the other side back", READ, ("K",), counts=True),
        Command(
            "info",
            "ids, check of the words, origins of a claim, who made and changed it",
            READ,
            ("i",),
            needs=(ROW.saying("there is nothing here to tell about"),),
        ),
        Command("go-entities", "entities", GO, ("g e",), opens="entities"),
        Command("go-claims", "claims", GO, ("g c",), opens="claims"),
        Command("go-sources", "sources", GO, ("g s",), opens="sources"),
        Command("go-timeline", "timeline", GO, ("g t",), opens="timeline"),
        Command("go-notes", "notes", GO, ("g n",), opens="notes"),
        Command("history-back", "previous place", GO, ("H", "alt+left"), counts=True),
        Command("history-forward", "next place", GO, ("L", "alt+right"), counts=True),
        Command("escape", "one step out of what is on", FIND, ("escape",)),
        Command(
            "mark",
            "mark and go on",
            MARK,
            ("space",),
            where=(LIST,),
            counts=True,
            hint="mark",
            rank=10,
            needs=(MARKABLE, _SHOWN),
        ),
        Command(
            "mark-range",
            "mark a range: move, then act; again keeps it",
            MARK,
            ("v", "shift+down"),
            where=(LIST,),
            needs=(MARKABLE, _SHOWN),
        ),
        Command(
            "mark-all", "mark all rows shown, or none", MARK, ("V",), where=(LIST,), needs=(MARKABLE, _SHOWN)
        ),
        Command("mark-again", "the last marks again", MARK, ("g v",), hint="last marks"),
        Command(
            "select",
            "choose words: move, then act",
            SELECT,
            ("v",),
            help="or drag",
            where=(READER,),
            module="chosen_words",
        ),
        _choosing("select-word", "a word on", "w", hint="word", rank=41),
        _choosing("select-word-back", "a word back", "b", hint="back", rank=42),
        _choosing("select-sentence", "to where the sentence ends", ")"),
        _choosing("select-sentence-back", "to where the sentence starts", "("),
        _choosing("select-paragraph", "to where the paragraph ends", "}"),
        _choosing("select-paragraph-back", "to where the paragraph starts", "{"),
        _choosing("select-right", "a character on", "l", "right"),
        _choosing("select-left", "a character back", "h", "left"),
        _choosing("select-down", "a line on", "j", "down"),
        _choosing("select-up", "a line back", "k", "up"),
        _choosing("select-anew", "begin again at the next word", "v", hint="next word", rank=43),
        _choosing("select-other-end", "move the other end", "o"),
        _choosing("copy-words", "copy the words", "y", hint="copy", rank=44),
        Command("zoom", "zoom the focused pane", SCREEN, ("z",)),
        Command("reader", "hide or show the reader", SCREEN, ("p",)),
        Command("reload", "reload what changed outside", SCREEN, ("R", "f5")),
        Command("save", "write the tables now", SCREEN, help="edits are durable at once; this folds them in"),
        Command("theme", "dark or light", SCREEN),
        Command("hints", "hide or show the hint line", SCREEN),
        Command("messages", "messages of this session", SCREEN),
        Command("problems", "what is wrong with the dossier's files", SCREEN),
        Command("palette", "every command, by name", SCREEN, (":", "：")),
        Command("help", "help", SCREEN, ("?", "？", "f1")),
        Command("quit", "quit", SCREEN, ("Q", "ctrl+q")),
    ),
    module="commands",
)


def start(
    path: Path, registry: Registry, by: str | None, notice: str | None = None, lens: Lens | None = None
) -> int:
    """Open the screen on a dossier, seen through `lens` once it is read; the exit code."""
    os.environ.setdefault("ESCDELAY", "25")  # read when textual is imported: Esc must not wait 100 ms
    from dossier.screen.app import DossierApp, run  # noqa: PLC0415  (textual: 200 ms)

    return run(DossierApp(path, by, notice, lens, registry=registry))
