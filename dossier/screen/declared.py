"""The frame's own commands, declared: moving, reading, marking, choosing words, and the screen itself."""

from __future__ import annotations

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
)

_SHOWN = ROW.saying("no rows are shown")


def _choosing(
    id: str, title: str, *keys: str, hint: str = "", rank: int = 0, synonyms: str = "extend"
) -> Command:
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
        synonyms=synonyms,
        module="chosen_words",
    )


FRAME = Feature(
    __package__,
    (
        Command("down", "one down", MOVE, ("j", "down"), counts=True, synonyms="next cursor"),
        Command("up", "one up", MOVE, ("k", "up"), counts=True, synonyms="previous cursor"),
        Command("half-down", "half a page down", MOVE, ("ctrl+d",), counts=True, synonyms="scroll"),
        Command("half-up", "half a page up", MOVE, ("ctrl+u",), counts=True, synonyms="scroll"),
        Command(
            "page-down", "a page down", MOVE, ("pagedown", "ctrl+f"), counts=True, synonyms="scroll next"
        ),
        Command("page-up", "a page up", MOVE, ("pageup", "ctrl+b"), counts=True, synonyms="scroll previous"),
        Command(
            "reader-page",
            "a page down",
            MOVE,
            ("space",),
            where=(READER,),
            hint="page",
            rank=7,
            synonyms="scroll",
        ),
        Command(
            "first",
            "first row; with a count, that row",
            MOVE,
            ("g g", "home"),
            counts=True,
            synonyms="top start beginning",
        ),
        Command(
            "last", "last row; with a count, that row", MOVE, ("G", "end"), counts=True, synonyms="bottom end"
        ),
        Command(
            "next-claim",
            "next claim, at any depth",
            MOVE,
            (">",),
            counts=True,
            needs=(CLAIMS_LIST,),
            synonyms="forward",
        ),
        Command(
            "previous-claim",
            "previous claim",
            MOVE,
            ("<",),
            counts=True,
            needs=(CLAIMS_LIST,),
            synonyms="backward",
        ),
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
            synonyms="open enter drill expand view",
        ),
        Command(
            "out",
            "go out",
            READ,
            ("h", "left"),
            help="source > quotes > claims > entities",
            hint="out",
            rank=12,
            synonyms="close leave up parent",
        ),
        Command(
            "back-or-quit",
            "back where I was; at the top quits",
            READ,
            ("q",),
            synonyms="close return previous",
        ),
        Command("back", "back where I was", READ, ("backspace",), synonyms="return previous"),
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
            synonyms="open original document text",
        ),
        Command("next-pane", "next pane on screen", READ, ("tab",), synonyms="switch focus window"),
        Command(
            "previous-pane", "previous pane on screen", READ, ("shift+tab",), synonyms="switch focus window"
        ),
        Command(
            "follow-down",
            "scroll the other pane",
            READ,
            ("J",),
            help="in a list scrolls its reader, in a reader moves its list (next quote or claim)",
            counts=True,
            synonyms="scroll",
        ),
        Command("follow-up", "scroll the other pane back", READ, ("K",), counts=True, synonyms="scroll"),
        Command(
            "info",
            "details and history",
            READ,
            ("i",),
            needs=(ROW.saying("there is nothing here to tell about"),),
            synonyms="properties provenance metadata about",
        ),
        Command(
            "go-entities",
            "entities",
            GO,
            ("g e",),
            opens="entities",
            synonyms="open people companies organizations actors",
        ),
        Command("go-claims", "claims", GO, ("g c",), opens="claims", synonyms="open statements facts"),
        Command(
            "go-sources",
            "sources",
            GO,
            ("g s",),
            opens="sources",
            synonyms="open documents articles references",
        ),
        Command(
            "go-timeline", "timeline", GO, ("g t",), opens="timeline", synonyms="open events chronology dates"
        ),
        Command(
            "go-notes", "notes", GO, ("g n",), opens="notes", synonyms="open comments annotations questions"
        ),
        Command("history-back", "previous place", GO, ("H", "alt+left"), counts=True, synonyms="return undo"),
        Command("history-forward", "next place", GO, ("L", "alt+right"), counts=True, synonyms="forward"),
        Command(
            "escape", "one step out of what is on", FIND, ("escape",), synonyms="cancel clear close stop"
        ),
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
            synonyms="select tick",
        ),
        Command(
            "mark-range",
            "mark a range: move, then act; again keeps it",
            MARK,
            ("v", "shift+down"),
            where=(LIST,),
            needs=(MARKABLE, _SHOWN),
            synonyms="select",
        ),
        Command(
            "mark-all",
            "mark all rows shown, or none",
            MARK,
            ("V",),
            where=(LIST,),
            needs=(MARKABLE, _SHOWN),
            synonyms="select everything",
        ),
        Command("mark-again", "the last marks again", MARK, ("g v",), hint="last marks", synonyms="select"),
        Command(
            "select",
            "choose words: move, then act",
            SELECT,
            ("v",),
            help="or drag",
            where=(READER,),
            module="chosen_words",
            synonyms="highlight text",
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
        _choosing(
            "select-anew", "restart selection here", "v", hint="next word", rank=43, synonyms="restart"
        ),
        _choosing("select-other-end", "move the other end", "o", synonyms="swap"),
        _choosing("copy-words", "copy the words", "y", hint="copy", rank=44, synonyms="clipboard yank"),
        Command("zoom", "zoom the focused pane", SCREEN, ("z",), synonyms="maximize enlarge fullscreen"),
        Command(
            "border-left",
            "move the border to the left",
            SCREEN,
            ("ctrl+left",),
            help="less room for the list, more for the reader; remembered",
            counts=True,
            synonyms="wider narrower resize split",
            module="border",
        ),
        Command(
            "border-right",
            "move the border to the right",
            SCREEN,
            ("ctrl+right",),
            help="more room for the list, less for the reader; remembered",
            counts=True,
            synonyms="wider narrower resize split",
            module="border",
        ),
        Command("reader", "hide or show the reader", SCREEN, ("p",), synonyms="preview panel hide"),
        Command(
            "reload", "reload what changed outside", SCREEN, ("R", "f5"), synonyms="refresh update import"
        ),
        Command(
            "save",
            "write the tables now",
            SCREEN,
            help="edits are durable at once; this folds them in",
            synonyms="w store disk",
        ),
        Command("theme", "dark or light", SCREEN, synonyms="colours colors appearance"),
        Command("hints", "hide or show the hint line", SCREEN, synonyms="bar keys"),
        Command("messages", "messages of this session", SCREEN, synonyms="notifications errors"),
        Command(
            "problems",
            "what is wrong with the dossier's files",
            SCREEN,
            synonyms="errors check validate warnings",
        ),
        Command("palette", "every command, by name", SCREEN, (":", "："), synonyms="commands menu run"),
        Command("help", "help", SCREEN, ("?", "？", "f1"), synonyms="manual keys shortcuts documentation"),
        Command("quit", "quit", SCREEN, ("Q", "ctrl+q"), synonyms="q wq exit close leave"),
    ),
    module="commands",
)
