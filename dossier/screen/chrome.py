"""The lines around the content: strip, headings, crumbs, hint line. And the layout by size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from rich.text import Text
from textual.geometry import Size

from dossier.features.notes.notepad import Notepad
from dossier.keys.commands import SELECTION, works_in
from dossier.keys.names import key_words
from dossier.records.quote import Quote
from dossier.screen.place import PANES, SIDES, Place
from dossier.screen.widgets.bar import Bar, Word
from dossier.screen.widgets.reader import Reader
from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import join, styled
from dossier.show.rows import claim_grade
from dossier.text import clip, one_line, plural, width

if TYPE_CHECKING:
    from dossier.screen.stage import Stage

SMALLEST = (50, 10)
_NAMED = 10
_FORMS: tuple[tuple[str, bool, bool, bool], ...] = (
    (" | ", True, True, True),
    ("|", True, True, True),
    ("|", False, True, True),
    ("|", False, False, True),
    ("|", False, False, False),
)
"""Of the strip, from wide to narrow: what stands between panes; whether totals, counts, names do."""


class Mode(Enum):
    """The five arrangements (INTERACTION, section 3)."""

    TINY = "tiny"
    SINGLE = "single"
    STACKED = "stacked"
    BESIDE = "beside"
    WIDE = "wide"


def mode_of(size: Size) -> Mode:
    """How to lay out a screen of this size."""
    columns, rows = size
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        return Mode.TINY
    if columns < 72 or rows < 18:
        return Mode.SINGLE
    if columns < 100:
        return Mode.STACKED
    return Mode.WIDE if columns >= 160 and rows >= 34 else Mode.BESIDE


def draw(stage: Stage) -> None:
    """Everything around the content, and which parts of it are on screen."""
    place = stage.place
    reading = place.focus == "reader"
    stage.set_class(reading, "-reading")
    stage.set_class(stage.zoomed and not reading, "-zoom-list")
    stage.set_class(stage.zoomed and reading, "-zoom-reader")
    stage.set_class(place.quotes and stage.sheet is None, "-quotes")
    stage.set_class(not stage.reader_shown and not reading, "-no-reader")
    side = stage.panes.sides.get(place.pane)
    stage.set_class(side is not None and side.lone and not place.quotes, "-lone")
    columns, rows = stage.size
    stage.query_one("#too-small", Bar).show(
        [Word(styled(f"dossier needs {SMALLEST[0]}x{SMALLEST[1]}, this is {columns}x{rows}"))]
    )
    _strip(stage)
    for name in stage.lists:
        _list_heading(stage, name)
    _reader_headings(stage)


def _count(stage: Stage, pane: str) -> str:
    total, shown = stage.panes.total(pane), stage.panes.records(pane, stage.place)
    return f"{total:,}" if shown == total else f"{shown:,}/{total:,}"


def _strip(stage: Stage) -> None:
    """The four panes and the crumbs. Where it is narrow the totals go first, then the other counts.

    What is left out of all that is shown has to be known: names are cut before that is.
    """
    lens = f"  [{stage.dossier.lens.words}]" if stage.dossier.lens else ""
    words: list[Word] = []
    for form in _FORMS if lens else _FORMS[:-1]:
        words = list(_strip_words(stage, *form))
        used = sum(word.text.cell_len for word in words)
        if used + width(lens) <= stage.size.width:
            break
    if lens:
        lens = clip(lens, max(stage.size.width - used, 0))
        words.append(Word(styled(lens, roles.KEY), "as-of" if stage.dossier.lens.as_of else "layer"))
    room = stage.size.width - used - width(lens) - 5
    trail = clip(crumb_words(stage, stage.place, room), room) if room >= 8 else ""
    right = [Word(styled(f"  {trail} ", roles.SOURCE), "out")] if trail else []
    stage.query_one("#strip", Bar).show(words, right)


def _strip_words(stage: Stage, between: str, totals: bool, counts: bool, names: bool) -> Iterator[Word]:
    yield Word(Text(" "))
    for number, name in enumerate(PANES):
        here = name == stage.place.pane
        label = name.upper() if here else name.capitalize() if names else name[0].upper()
        if counts or here:
            count = _count(stage, name)
            label += f" {count if totals else count.partition('/')[0]}"
        text = styled(label, roles.TITLE if here else roles.DIM)
        if here:
            text.stylize("underline")
        yield Word(text, f"go-{name}")
        if number < len(PANES) - 1:
            yield Word(styled(between, roles.DIM))
    if stage.place.pane in SIDES:
        yield Word(styled(f" {stage.place.pane.upper()}", roles.TITLE))


def crumbs(stage: Stage, place: Place) -> list[str]:
    """The levels above what is shown: entity, scope, claim, quote and passage."""
    dossier = stage.dossier
    parts = []
    if place.entity:
        parts.append(labels.name(dossier, place.entity))
    if place.scope and place.pane == "claims":
        parts.append(clip(labels.name(dossier, place.scope), 24))
    if not place.quotes:
        parts.append(place.pane.capitalize())
        return parts
    quotes = dossier.quotes_of(place.claim) if place.claim else ()
    parts.append(clip(labels.name(dossier, place.claim or ""), 24))
    number = quotes.index(place.quote) + 1 if place.quote in quotes else 0
    parts.append(f"quote {number}/{len(quotes)}")
    quote = dossier.find(place.quote) if place.quote else None
    if isinstance(quote, Quote) and place.focus == "reader":
        parts.append(
            f"{clip(labels.source_name(dossier, quote.source), 20)} {labels.paragraph(quote)}".rstrip()
        )
    return parts


def crumb_words(stage: Stage, place: Place, room: int = 200) -> str:
    """The crumbs in `room` cells: the outer ones give way first, the last one never."""
    parts = crumbs(stage, place)
    full = " > ".join(parts)
    while width(full) > room and len(parts) > 2:
        parts = parts[1:]
        full = " > ".join(["..", *parts])
    if width(full) > room and len(parts) == 2:
        left = room - width(full) + width(parts[0])
        full = " > ".join([clip(parts[0], left), parts[1]]) if left > 7 else parts[1]
    return full


def _list_heading(stage: Stage, pane: str) -> None:
    place = stage.place
    here = pane == place.pane
    live = here and place.focus == "list"
    quotes = here and place.quotes and stage.mode is not Mode.WIDE
    title = "quotes" if quotes else pane
    count = str(len(stage.panes.items("quotes", place))) if quotes else _count(stage, pane)
    role = roles.TITLE if live else roles.HEADING
    words = [Word(styled(f" {title.upper()} {count} ", role), f"go-{pane}")]
    if place.filter(pane) and not quotes:
        words.append(Word(styled(f" f: {one_line(place.filter(pane))} ", roles.KEY), "filter"))
    name, reverse = place.sort(pane)
    if name and not quotes:
        words.append(Word(styled(f" sort: {name}{', reversed' if reverse else ''} ", roles.DIM), "sort"))
    if pane == "timeline" and (place.scale, place.clock) != ("year", "happened"):
        clock = ", when reported" if place.clock == "reported" else ""
        words.append(Word(styled(f" by {place.scale}{clock} ", roles.DIM), "swap-clock"))
    if (side := stage.panes.sides.get(pane)) and (more := side.heading()):
        words.append(Word(styled(f" {more} ", roles.DIM)))
    right = []
    if here and (marked := stage.marks.words(stage.panes.items(title, place))):
        right.append(Word(styled(f" {marked} ", roles.KEY), "mark-all"))
    stage.query_one(f"#heading-{'side' if pane in SIDES else pane}", Bar).show(words, right, fill="─")


def _reader_headings(stage: Stage) -> None:
    place, wide = stage.place, stage.mode is Mode.WIDE
    evidence = stage.query_one("#reader-evidence", Reader)
    source = stage.query_one("#reader-source", Reader)
    on_source = place.quotes and place.focus == "reader"
    on_evidence = (on_source and not wide) or (not place.quotes and place.focus == "reader")
    on_evidence = on_evidence or (wide and place.quotes and place.focus == "list")
    pinned = place.claim if place.quotes and not wide and stage.sheet is None else None
    _heading(stage, "evidence", evidence, live=on_evidence, claim=pinned)
    _heading(stage, "source", source, live=on_source and wide, claim=None)


def _heading(stage: Stage, slot: str, reader: Reader, *, live: bool, claim: str | None) -> None:
    """A divider. While a source is read, the claim stays pinned in it."""
    if selection := reader.selection:
        right = styled(f" {plural(selection.end - selection.start, 'char')} ", roles.KEY)
        room = reader.size.width - right.cell_len - len(' SELECTED "" ') - 3
        words = styled(f' SELECTED "{clip(one_line(selection.words), room)}" ', roles.KEY)
    elif claim is not None:
        badge = claim_grade(stage.dossier, claim)
        words = styled(f" {labels.name(stage.dossier, claim)} ", roles.TITLE if live else roles.HEADING)
        right = join(" ", badge, styled(f" {reader.share} ", roles.DIM))
    else:
        right = styled(f" {reader.share} " if reader.lines else "", roles.DIM)
        text = reader.page.heading.plain if reader.page else ""
        text = _fitted(text, reader.size.width - right.cell_len - 3)
        words = styled(f" {text} " if text else " ", roles.TITLE if live else roles.HEADING)
    stage.query_one(f"#heading-{slot}", Bar).show([Word(words)], [Word(right)], fill="─")


def _fitted(heading: str, room: int) -> str:
    """A heading such as `EVIDENCE  5 quotes - 2 origins`: where it is narrow its first words give way."""
    name, _, counts = heading.partition("  ")
    if not counts or width(heading) <= room:
        return heading
    left = room - width(counts) - 2
    return f"{clip(name, left)}  {counts}" if left >= _NAMED else counts


def draw_hints(stage: Stage) -> None:
    """A message; else the next keys of what is half typed; else the keys that matter here."""
    from dossier.features.filters.find import escape_step  # noqa: PLC0415

    bar = stage.query_one("#hints", Bar)
    if stage.asking is not None:
        if stage.refused:
            _say(stage, bar, [])
        else:
            bar.show([Word(styled(f" {keys_line(stage.asking.keys, stage.size.width)}", roles.DIM))])
        return
    if stage.noting is not None:
        said = "NOTE  ctrl+s save   ctrl+g editor   Tab passage   Enter newline   Esc keeps draft"
        if stage.query_one(Notepad).aside:
            said = "PASSAGE  j k Space scroll   Tab back to the note   Esc keeps draft"
        if stage.message.startswith("!"):
            _say(stage, bar, [])
        else:
            bar.show([Word(styled(f" {keys_line(said, stage.size.width)}", roles.DIM))])
        return
    step, _ = escape_step(stage)
    right = [Word(styled(f"{stage.key('help')} help ", roles.DIM), "help")]
    if step:
        right.append(Word(styled(f" {stage.key('escape')}:{step} ", roles.KEY), "escape"))
    if typed := stage.dispatcher.typed:
        words = [Word(styled(f" {typed} ", roles.KEY))]
        words += [
            Word(
                styled(f" {key_words(keys.removeprefix(stage.dispatcher.pending + ' '))} {title} ", roles.DIM)
            )
            for keys, title in stage.options
        ]
        bar.show(whole(words, stage.size.width - 14), [Word(styled("Esc:cancel ", roles.KEY), "escape")])
    elif stage.message:
        _say(stage, bar, right)
    elif stage.hints_shown:
        room = stage.size.width - sum(word.text.cell_len for word in right) - 1
        bar.show(whole(_hints(stage), room), right)
    else:
        bar.show([])


def _say(stage: Stage, bar: Bar, right: list[Word]) -> None:
    """The message in one line; what was refused in as many as it takes, up to some."""
    role = roles.WARN if stage.message.startswith("!") else roles.NOTE
    said, then = one_line(stage.message), f" - {stage.then}" if stage.then else ""
    columns, rows = stage.size
    if width(said + then) + 24 > columns:
        right = right[1:]  # a long message needs the room more than the reminder of help
    room = columns - sum(word.text.cell_len for word in right) - width(then) - 3
    above: list[Text] = []
    if stage.whole and width(said) > room:
        above = [join(" ", line) for line in styled(said, role).wrap(stage.palette.console, columns - 2)]
        del above[max(rows // 8, 1) :]
        last = above[-1].plain.strip()
        said = last if width(last) <= room else ""
        above = above[:-1] if said else above
    bar.show([Word(join(" ", styled(clip(said, room), role), styled(then, roles.KEY)))], right, above=above)


def _hints(stage: Stage) -> list[Word]:
    shown = [c for c in stage.keymap.commands if c.rank and c.keys and works_in(c, stage.contexts)]
    if SELECTION in stage.contexts:
        shown = [c for c in shown if SELECTION in c.where or c.id in ("note", "tag")]
    elif stage.place.quotes and stage.place.focus == "reader":  # the source is as far in as it goes
        shown = [c for c in shown if c.id not in ("in", "source")]
    side, row = stage.panes.sides.get(stage.place.pane), stage.subject
    taken = not side or not row or side.target(row) is not None
    shown = [c for c in shown if c.id not in _useless(stage.letter, taken)]
    own = dict(side.hints_on(row)) if side and SELECTION not in stage.contexts else {}
    here = ((stage.place.depth,), (SELECTION,))
    rest = sorted(shown, key=lambda c: (c.where not in here, c.rank))  # this list's own keys first
    hints = [*own.items(), *((c.id, _hint(stage, c.id, c.hint)) for c in rest if c.id not in own)]
    return [
        Word(join(styled(f" {stage.key(command)} ", roles.KEY), styled(f"{word} ", roles.DIM)), command)
        for command, word in hints
    ]


def _useless(kind: str, taken: bool) -> tuple[str, ...]:
    """What cannot be done to rows of a kind: those that are no records, or not yet, are not annotated."""
    if not kind:
        return ("tag", "note", "grade", "mark")
    if not taken:
        return ("tag", "note", "grade")
    return () if kind in "scq" else ("grade",)


def _hint(stage: Stage, command: str, hint: str) -> str:
    """What `in` leads to from here, said as what it is."""
    if command != "in":
        return hint
    if stage.sheet is not None:
        return "close"
    place = stage.place
    if place.quotes:
        return "read source"
    return {"entities": "its claims", "claims": "quotes", "sources": "claims", "timeline": "claims"}.get(
        place.pane, "go there"
    )


def keys_line(keys: str, columns: int) -> str:
    """A prompt's own keys, which stand three spaces apart, as far as they fit; Esc, the last, always does."""
    *words, last = keys.split("   ")
    while len(words) > 1 and width("   ".join((*words, last))) > columns - 2:
        words.pop()
    return "   ".join((*words, last))


def whole(words: list[Word], room: int) -> list[Word]:
    """As many words as fit whole: a hint line is never cut in mid-word."""
    fitting, used = [], 0
    for word in words:
        used += word.text.cell_len
        if used > room:
            break
        fitting.append(word)
    return fitting


def with_first_help(page: Page, words: str) -> Page:
    """A newcomer's first page, with the keys above it."""
    return replace(page, blocks=(Block(styled(words, roles.KEY)), BLANK, *page.blocks))
