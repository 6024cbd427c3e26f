"""Every command once: bindings, palette, `?` screen, hint line and README's table come from here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dossier.keys.names import key_words

LIST = "list"
READER = "reader"
SELECTION = "selection"
"""While words are chosen in a reader."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done.

    `keys` are sequences, steps apart by a space (`g c`), each step a printable character or the name
    of a key. `where` lists the contexts it works in (empty: all): `list`, `reader`, a pane's name.
    `hint` is its word on the hint line, `rank` its place there (0: not shown).
    """

    id: str
    title: str
    section: str
    keys: tuple[str, ...] = ()
    help: str = ""
    where: tuple[str, ...] = ()
    counts: bool = False
    hint: str = ""
    rank: int = 0


MOVE, READ, GO, FIND, MARK, SELECT, ANNOTATE, TAKE, SCREEN = (
    "Move",
    "Read",
    "Go to",
    "Find",
    "Mark",
    "Choose words",
    "Annotate",
    "Take away",
    "Screen",
)
SECTIONS = (MOVE, READ, GO, FIND, MARK, SELECT, ANNOTATE, TAKE, SCREEN)


def _choosing(id: str, title: str, *keys: str, hint: str = "", rank: int = 0) -> Command:
    return Command(id, title, SELECT, keys, where=(SELECTION,), counts=True, hint=hint, rank=rank)


CHOOSING = (
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
)
"""What keys do while words are chosen; there they come before all others."""

COMMANDS: tuple[Command, ...] = (
    Command("down", "one down", MOVE, ("j", "down"), counts=True),
    Command("up", "one up", MOVE, ("k", "up"), counts=True),
    Command("half-down", "half a page down", MOVE, ("ctrl+d",), counts=True),
    Command("half-up", "half a page up", MOVE, ("ctrl+u",), counts=True),
    Command("page-down", "a page down", MOVE, ("pagedown", "ctrl+f"), counts=True),
    Command("page-up", "a page up", MOVE, ("pageup", "ctrl+b"), counts=True),
    Command("reader-page", "a page down", MOVE, ("space",), where=(READER,), hint="page", rank=7),
    Command("first", "first row; with a count, that row", MOVE, ("g g", "home"), counts=True),
    Command("last", "last row; with a count, that row", MOVE, ("G", "end"), counts=True),
    Command("next-claim", "next claim, at any depth", MOVE, (">",), counts=True),
    Command("previous-claim", "previous claim", MOVE, ("<",), counts=True),
    Command(
        "in",
        "go in",
        READ,
        ("enter", "l", "right"),
        help="entity > its claims > a claim's quotes > the source; a count opens that quote in its source",
        counts=True,
        hint="in",
        rank=1,
    ),
    Command(
        "out", "go out", READ, ("h", "left"), help="source > quotes > claims > entities", hint="out", rank=12
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
    Command("info", "ids, check of the words, origins of a claim, who made and changed it", READ, ("i",)),
    Command("go-entities", "entities", GO, ("g e",)),
    Command("go-claims", "claims", GO, ("g c",)),
    Command("go-sources", "sources", GO, ("g s",)),
    Command("go-timeline", "timeline", GO, ("g t",)),
    Command("go-notes", "notes", GO, ("g n",)),
    Command("go-codebook", "codebook: tags, their meaning and uses", GO, ("g T",)),
    Command("go-figures", "figures bench: do the figures agree", GO, ("g f",)),
    Command("go-conflicts", "conflicts: what cannot both be true", GO, ("g x",)),
    Command("go-echoes", "echoes: who shares words with whom, what is told twice", GO, ("g d",)),
    Command("go-review", "review: what lacks a grade, a status, a second origin", GO, ("g q",)),
    Command("go-anywhere", "anything by name: entities, sources, tags, commands", GO, ("ctrl+p",)),
    Command("history-back", "previous place", GO, ("H", "alt+left"), counts=True),
    Command("history-forward", "next place", GO, ("L", "alt+right"), counts=True),
    Command("history", "places where I was, to go back to", GO, ("g h",), hint="places"),
    Command("find", "find in this list or reader", FIND, ("/", "／"), hint="find", rank=9),
    Command("find-next", "next hit", FIND, ("n",), counts=True),
    Command("find-previous", "previous hit", FIND, ("N",), counts=True),
    Command("filter", "filter this list", FIND, ("f",), hint="filter", rank=8),
    Command("search", "search everything: quotes, texts and notes too", FIND, ("g /",)),
    Command("facets", "what the rows are spread over; Enter narrows", FIND, ("F",)),
    Command("sort", "sort this list, a letter; again reverses", FIND, ("S",)),
    Command(
        "save-filter", "give this list's filter a name", FIND, help="the facets and the go-to prompt list it"
    ),
    Command("use-filter", "a saved filter by name", FIND),
    Command("drop-filter", "take a saved filter away", FIND),
    Command("escape", "one step out of what is on", FIND, ("escape",)),
    Command(
        "tag",
        "tags: name adds, -name removes",
        ANNOTATE,
        ("t",),
        help="several at once; a digit first applies that recent tag",
        hint="tag",
        rank=4,
    ),
    Command(
        "note",
        "note",
        ANNOTATE,
        ("a",),
        help="Tab enlarges it, ctrl+g $EDITOR; a question with ? and a space first; answers another's note",
        hint="note",
        rank=6,
    ),
    Command("template", "note from a template", ANNOTATE, ("A",), help="a number or its first letters"),
    Command("ask", "question, open until it is resolved", ANNOTATE),
    Command(
        "note-edit",
        "change a note of mine",
        ANNOTATE,
        ("e",),
        help="in $EDITOR where one is set",
        where=("entities", "claims", "quotes", "sources", "timeline", "notes"),
    ),
    Command("note-delete", "delete notes of mine", ANNOTATE, ("d",), "", ("notes",), hint="delete", rank=52),
    Command(
        "resolve",
        "resolve a question, or open it again",
        ANNOTATE,
        ("r",),
        where=("notes",),
        hint="resolve",
        rank=51,
    ),
    Command("drafts", "go on with a draft of a note", ANNOTATE),
    Command(
        "grade",
        "grade: A-F for the source, 1-6 for the information",
        ANNOTATE,
        ("c",),
        help="b2 is two keys more, a digit alone keeps the source's letter",
        hint="grade",
        rank=5,
    ),
    Command(
        "status",
        "status: supported, refuted, disputed, open",
        ANNOTATE,
        ("s",),
        help="or + - ~ ?; of a finding c confirms, x dismisses with a reason, o opens it again",
    ),
    Command("weigh", "weigh: likelihood 1-7, confidence l m h", ANNOTATE, ("w",)),
    Command("repeat", "the last annotation again, here", ANNOTATE, (".",)),
    Command("mark", "mark and go on", MARK, ("space",), where=(LIST,), counts=True, hint="mark", rank=10),
    Command(
        "mark-range",
        "mark a range: move, then act; again keeps it",
        MARK,
        ("v", "shift+down"),
        where=(LIST,),
    ),
    Command("mark-all", "mark all rows shown, or none", MARK, ("V",), where=(LIST,)),
    Command("mark-again", "the last marks again", MARK, ("g v",), hint="last marks"),
    Command("select", "choose words: move, then act", SELECT, ("v",), help="or drag", where=(READER,)),
    *CHOOSING,
    Command("undo", "undo my last change", ANNOTATE, ("u", "ctrl+z"), counts=True),
    Command("redo", "redo it", ANNOTATE, ("ctrl+r", "ctrl+y"), counts=True),
    Command(
        "review-supported",
        "supported, and on to the next",
        ANNOTATE,
        ("+",),
        where=("review",),
        hint="supported",
        rank=21,
    ),
    Command(
        "review-refuted",
        "refuted, and on to the next",
        ANNOTATE,
        ("-",),
        where=("review",),
        hint="refuted",
        rank=22,
    ),
    Command(
        "review-disputed",
        "disputed, and on to the next",
        ANNOTATE,
        ("~",),
        where=("review",),
        hint="disputed",
        rank=23,
    ),
    Command(
        "review-leave",
        "leave it as it is, and on to the next",
        ANNOTATE,
        ("=",),
        where=("review",),
        hint="leave",
        rank=24,
    ),
    Command(
        "tag-define",
        "say what the tag stands for",
        ANNOTATE,
        ("e",),
        where=("codebook",),
        hint="define",
        rank=31,
    ),
    Command(
        "tag-rename", "rename or move the tag", ANNOTATE, ("r",), where=("codebook",), hint="rename", rank=32
    ),
    Command(
        "tag-merge",
        "merge the tag, or those marked, into another",
        ANNOTATE,
        ("m",),
        where=("codebook",),
        hint="merge",
        rank=33,
    ),
    Command(
        "tag-delete",
        "delete the tag and its uses",
        ANNOTATE,
        ("d",),
        where=("codebook",),
        hint="delete",
        rank=34,
    ),
    Command(
        "tag-alias", "other names for the tag", ANNOTATE, ("@",), where=("codebook",), hint="alias", rank=35
    ),
    Command(
        "tag-split", "give marked records another tag in its place", ANNOTATE, ("%",), where=("codebook",)
    ),
    Command("split", "give the figures of a conflict distinct scopes", ANNOTATE, where=("conflicts",)),
    Command("log", "the history: who did what when", ANNOTATE, help="going in leads to what an edit changed"),
    Command("revert", "take this one edit of the history back", ANNOTATE, ("U",), where=("log",)),
    Command("copy-citation", "copy quote and citation", TAKE, ("y y",), counts=True, hint="quote + citation"),
    Command("copy-quote", "copy the quote", TAKE, ("y q",), counts=True, hint="quote"),
    Command("copy-claim", "copy the claim, its quotes as footnotes (Markdown)", TAKE, ("y c",), hint="claim"),
    Command("copy-passage", "copy the passage around the quote", TAKE, ("y p",), counts=True, hint="passage"),
    Command("copy-link", "copy where it can be read", TAKE, ("y l",), hint="link"),
    Command("copy-id", "copy the id", TAKE, ("y i",), hint="id"),
    Command("clip", "show what was copied last", TAKE),
    Command("export", "export the dossier as JSON", TAKE, ("x",), hint="export", rank=11),
    Command("layer", "whose annotations are shown", SCREEN, help="everybody's, mine, one person's"),
    Command("as-of", "as of a date: what sources had published by then", SCREEN, ("D",)),
    Command(
        "withdraw",
        "withdraw the source from the reckoning, or put it back",
        SCREEN,
        ("W",),
        where=("sources",),
        help="a view, not an edit: says at once what loses its last quote or second origin",
    ),
    Command("scale-in", "finer: months, days", SCREEN, ("+",), where=("timeline",), hint="finer", rank=61),
    Command(
        "scale-out", "coarser: months, years", SCREEN, ("-",), where=("timeline",), hint="coarser", rank=62
    ),
    Command(
        "swap-clock",
        "the other clock: when it happened, when it was reported",
        SCREEN,
        ("C",),
        where=("timeline",),
        hint="clock",
        rank=63,
    ),
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
)

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}


def shown_keys(command: Command) -> tuple[str, ...]:
    """All keys of a command, written; full-width doubles, which are there for Chinese input, left out."""
    narrow = {keys: unicodedata.normalize("NFKC", keys) for keys in command.keys}
    return tuple(key_words(keys) for keys, n in narrow.items() if n == keys or n not in command.keys)


def keys_words(command: Command) -> str:
    """The keys of a command on one line."""
    return " ".join(shown_keys(command))


def short(command: Command) -> str:
    """What a command does in a word or two: for lines with many of them."""
    return command.hint or re.split("[:;,]", command.title)[0]


def works_in(command: Command, contexts: frozenset[str]) -> bool:
    """Whether the command is for one of these contexts."""
    return not command.where or not contexts.isdisjoint(command.where)


def markdown_table() -> str:
    """README's key table; where a key works in one place alone, that is said."""
    lines = ["| Keys | Does |", "|---|---|"]
    for section in SECTIONS:
        lines.append(f"| **{section}** | |")
        for command in COMMANDS:
            if command.section == section:
                keys = " ".join(f"`{keys}`" for keys in shown_keys(command)) or f"`:{command.id}`"
                more = f"{'; ' if ':' in command.title else ': '}{command.help}" if command.help else ""
                does = command.title + more
                if len(command.where) == 1 and section != SELECT:
                    does += f" ({command.where[0]})"
                lines.append(f"| {keys} | {does} |")
    return "\n".join(lines)
