"""The lines around the content: strip, headings, crumbs, hint line. And the layout by size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from rich.text import Text
from textual.geometry import Size

from dossier.keys.commands import SELECTION, short, works_in
from dossier.keys.names import key_words
from dossier.records.kinds import MAIN_PANES
from dossier.records.quote import Quote
from dossier.screen import running
from dossier.screen.one_key import OneKey
from dossier.screen.place import Place
from dossier.screen.widgets.bar import Bar, Word
from dossier.screen.widgets.next_keys import NextKey, NextKeys
from dossier.screen.widgets.reader import Reader
from dossier.show.kit import labels, roles
from dossier.show.kit.page import BLANK, Block, Page
from dossier.show.kit.roles import join, styled
from dossier.show.rows import claim_grade
from dossier.text import clip, one_line, plural, width

if TYPE_CHECKING:
    from dossier.screen.browser import Browser

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


class Arrangement(Enum):
    """The five arrangements (INTERACTION, section 3)."""

    TINY = "tiny"
    SINGLE = "single"
    STACKED = "stacked"
    BESIDE = "beside"
    WIDE = "wide"


def arrangement_for(size: Size) -> Arrangement:
    """How to lay out a screen of this size."""
    columns, rows = size
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        return Arrangement.TINY
    if columns < 72 or rows < 18:
        return Arrangement.SINGLE
    if columns < 100:
        return Arrangement.STACKED
    return Arrangement.WIDE if columns >= 160 and rows >= 34 else Arrangement.BESIDE


def draw_bars(browser: Browser) -> None:
    """Everything around the content, and which parts of it are on screen."""
    place = browser.place
    reading = place.focus == "reader"
    browser.set_class(reading, "-reading")
    browser.set_class(browser.state.zoomed and not reading, "-zoom-list")
    browser.set_class(browser.state.zoomed and reading, "-zoom-reader")
    browser.set_class(place.quotes and browser.state.sheet is None, "-quotes")
    browser.set_class(place.pane == "timeline" and not place.quotes, "-timeline")
    browser.set_class(not browser.state.reader_shown and not reading, "-no-reader")
    side = browser.side_list
    browser.set_class(side is not None and not side.keeps_source and not place.quotes, "-lone")
    columns, rows = browser.size
    browser.query_one("#too-small", Bar).show(
        [Word(styled(f"dossier needs {SMALLEST[0]}x{SMALLEST[1]}, this is {columns}x{rows}"))]
    )
    _strip(browser)
    for name in browser.shown_lists:
        _list_heading(browser, name)
    _reader_headings(browser)


def _count(browser: Browser, pane: str) -> str:
    total, shown = browser.panes.total(pane), browser.panes.records(pane, browser.place)
    return f"{total:,}" if shown == total else f"{shown:,}/{total:,}"


def _strip(browser: Browser) -> None:
    """The four panes and the crumbs. Where it is narrow the totals go first, then the other counts.

    What is left out of all that is shown has to be known: names are cut before that is.
    """
    lens = f"  [{browser.dossier.lens.words}]" if browser.dossier.lens else ""
    words: list[Word] = []
    for form in _FORMS if lens else _FORMS[:-1]:
        words = list(_strip_words(browser, *form))
        used = sum(word.text.cell_len for word in words)
        if used + width(lens) <= browser.size.width:
            break
    if lens:
        lens = clip(lens, max(browser.size.width - used, 0))
        words.append(Word(styled(lens, roles.KEY), "as-of" if browser.dossier.lens.as_of else "layer"))
    room = browser.size.width - used - width(lens) - 5
    trail = clip(crumb_words(browser, browser.place, room), room) if room >= 8 else ""
    right = [Word(styled(f"  {trail} ", roles.SOURCE), "out")] if trail else []
    browser.query_one("#strip", Bar).show(words, right)


def _strip_words(browser: Browser, between: str, totals: bool, counts: bool, names: bool) -> Iterator[Word]:
    yield Word(Text(" "))
    for number, name in enumerate(MAIN_PANES):
        here = name == browser.place.pane
        label = name.upper() if here else name.capitalize() if names else name[0].upper()
        if counts or here:
            count = _count(browser, name)
            label += f" {count if totals else count.partition('/')[0]}"
        text = styled(label, roles.TITLE if here else roles.DIM)
        if here:
            text.stylize("underline")
        yield Word(text, f"go-{name}")
        if number < len(MAIN_PANES) - 1:
            yield Word(styled(between, roles.DIM))
    if browser.place.pane not in MAIN_PANES:
        yield Word(styled(f" {_pane_title(browser, browser.place.pane)}", roles.TITLE))


def _pane_title(browser: Browser, pane: str) -> str:
    """What a pane's heading calls it."""
    side = browser.panes.lists.get(pane)
    title = side.title if side else ""
    return (title or pane).upper()


def crumbs(browser: Browser, place: Place) -> list[str]:
    """The levels above what is shown: entity, scope, claim, quote and passage."""
    dossier = browser.dossier
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


def crumb_words(browser: Browser, place: Place, room: int = 200) -> str:
    """The crumbs in `room` cells: the outer ones give way first, the last one never."""
    parts = crumbs(browser, place)
    full = " > ".join(parts)
    while width(full) > room and len(parts) > 2:
        parts = parts[1:]
        full = " > ".join(["..", *parts])
    if width(full) > room and len(parts) == 2:
        left = room - width(full) + width(parts[0])
        full = " > ".join([clip(parts[0], left), parts[1]]) if left > 7 else parts[1]
    return full


def _list_heading(browser: Browser, pane: str) -> None:
    place = browser.place
    here = pane == place.pane
    live = here and place.focus == "list"
    quotes = here and place.quotes and browser.arrangement is not Arrangement.WIDE
    title = "quotes" if quotes else pane
    count = str(len(browser.panes.items("quotes", place))) if quotes else _count(browser, pane)
    role = roles.TITLE if live else roles.HEADING
    words = [Word(styled(f" {_pane_title(browser, title)} {count} ", role), f"go-{pane}")]
    if place.filter(pane) and not quotes:
        words.append(Word(styled(f" f: {one_line(place.filter(pane))} ", roles.KEY), "filter"))
    name, reverse = place.sort(pane)
    if name and not quotes:
        words.append(Word(styled(f" sort: {name}{', reversed' if reverse else ''} ", roles.DIM), "sort"))
    if pane == "timeline" and (place.scale, place.clock) != ("year", "happened"):
        clock = ", when reported" if place.clock == "reported" else ""
        words.append(Word(styled(f" by {place.scale}{clock} ", roles.DIM), "swap-clock"))
    if (side := browser.lists.get(pane)) and (more := side.heading()):
        words.append(Word(styled(f" {more} ", roles.DIM)))
    right = []
    if here and (marked := browser.marks.words(browser.panes.items(title, place))):
        right.append(Word(styled(f" {marked} ", roles.KEY), "mark-all"))
    browser.query_one(f"#heading-{pane if pane in MAIN_PANES else 'side'}", Bar).show(words, right, fill="─")


def _reader_headings(browser: Browser) -> None:
    place, wide = browser.place, browser.arrangement is Arrangement.WIDE
    evidence = browser.query_one("#reader-evidence", Reader)
    source = browser.query_one("#reader-source", Reader)
    on_source = place.quotes and place.focus == "reader"
    on_evidence = (on_source and not wide) or (not place.quotes and place.focus == "reader")
    on_evidence = on_evidence or (wide and place.quotes and place.focus == "list")
    pinned = place.claim if place.quotes and not wide and browser.state.sheet is None else None
    _heading(browser, "evidence", evidence, live=on_evidence, claim=pinned)
    _heading(browser, "source", source, live=on_source and wide, claim=None)


def _heading(browser: Browser, slot: str, reader: Reader, *, live: bool, claim: str | None) -> None:
    """A divider. While a source is read, the claim stays pinned in it."""
    if selection := reader.selection:
        right = styled(f" {plural(selection.end - selection.start, 'char')} ", roles.KEY)
        room = reader.size.width - right.cell_len - len(' SELECTED "" ') - 3
        words = styled(f' SELECTED "{clip(one_line(selection.words), room)}" ', roles.KEY)
    elif claim is not None:
        badge = claim_grade(browser.dossier, claim)
        words = styled(f" {labels.name(browser.dossier, claim)} ", roles.TITLE if live else roles.HEADING)
        right = join(" ", badge, styled(f" {reader.share} ", roles.DIM))
    else:
        right = styled(f" {reader.share} " if reader.lines else "", roles.DIM)
        text = reader.page.heading.plain if reader.page else ""
        text = _fitted(text, reader.size.width - right.cell_len - 3)
        words = styled(f" {text} " if text else " ", roles.TITLE if live else roles.HEADING)
    browser.query_one(f"#heading-{slot}", Bar).show([Word(words)], [Word(right)], fill="─")


def _fitted(heading: str, room: int) -> str:
    """A heading such as `EVIDENCE  5 quotes - 2 origins`: where it is narrow its first words give way."""
    name, _, counts = heading.partition("  ")
    if not counts or width(heading) <= room:
        return heading
    left = room - width(counts) - 2
    return f"{clip(name, left)}  {counts}" if left >= _NAMED else counts


def draw_hints(browser: Browser) -> None:
    """A mode's keys; a message; the next keys of what is half typed; else the keys that matter here."""
    bar, state, columns = browser.query_one("#hints", Bar), browser.state, browser.size.width
    _draw_next_keys(browser)
    if browser.mode is not None:
        if keys := browser.mode.hint():
            bar.show([Word(styled(f" {keys_line(keys, columns)}", roles.DIM))])
        else:
            _say(browser, bar, [])
        return
    step, _ = browser.escape_step()
    right = [Word(styled(f"{browser.key('help')} help ", roles.DIM), "help")]
    if step:
        right.append(Word(styled(f" {browser.key('escape')} {step} ", roles.KEY), "escape"))
    if browser.dispatcher.typed:
        words = list(_typed_words(browser))
        bar.show(whole(words, columns - 14), [Word(styled("Esc cancel ", roles.KEY), "escape")])
    elif state.message.words:
        _say(browser, bar, right)
    elif state.hints_shown:
        room = columns - sum(word.text.cell_len for word in right) - 1
        bar.show(whole(_hints(browser), room), right)
    else:
        bar.show([])


def _typed_words(browser: Browser) -> Iterator[Word]:
    """What is half typed; after a count, also what may follow it."""
    yield Word(styled(f" {browser.dispatcher.typed} ", roles.KEY))
    if not browser.dispatcher.pending:
        for keys, command in browser.state.typed_next:
            yield Word(styled(f" {key_words(keys)} {short(command)} ", roles.DIM))


def _draw_next_keys(browser: Browser) -> None:
    """The window of the keys that may come next: while a sequence is half typed, or one key is asked for."""
    window, mode = browser.query_one(NextKeys), browser.mode
    if isinstance(mode, OneKey):
        window.show(mode.title, mode.next_keys())
    elif mode is None and browser.dispatcher.pending:
        window.show(_sequence_title(browser), _keys_of_sequence(browser))
    else:
        window.show("", ())


def _sequence_title(browser: Browser) -> str:
    """The section that most of the commands belong to that the sequence may become."""
    sections = Counter(command.section for _, command in browser.state.typed_next)
    section, _ = sections.most_common(1)[0]
    return section.upper()


def _keys_of_sequence(browser: Browser) -> list[NextKey]:
    """Places first, each with what is known of how much is there; then what else may follow."""
    begun = browser.dispatcher.pending + " "
    options = sorted(browser.state.typed_next, key=lambda option: not option[1].opens)
    cells = []
    for keys, command in options:
        note = ""
        words = short(command)
        if command.opens:
            count = browser.panes.known_count(command.opens)
            note = ".." if count is None else f"{count:,}"
            words = words.capitalize()
        cells.append(NextKey(key_words(keys.removeprefix(begun)), words, note))
    return cells


def _say(browser: Browser, bar: Bar, right: list[Word]) -> None:
    """The message in one line; what was refused in as many as it takes, up to some."""
    message = browser.state.message
    role = roles.WARN if message.is_error else roles.NOTE
    said, then = one_line(message.text), f" - {message.then}" if message.then else ""
    columns, rows = browser.size
    if width(said + then) + 24 > columns:
        right = right[1:]  # a long message needs the room more than the reminder of help
    room = columns - sum(word.text.cell_len for word in right) - width(then) - 3
    above: list[Text] = []
    if message.whole and width(said) > room:
        above = [join(" ", line) for line in styled(said, role).wrap(browser.palette.console, columns - 2)]
        del above[max(rows // 8, 1) :]
        last = above[-1].plain.strip()
        said = last if width(last) <= room else ""
        above = above[:-1] if said else above
    bar.show([Word(join(" ", styled(clip(said, room), role), styled(then, roles.KEY)))], right, above=above)


def _hints(browser: Browser) -> list[Word]:
    """The keys that matter here: first those that the list on screen names, then its own, then the rest."""
    contexts, place, side = browser.contexts, browser.place, browser.side_list
    choosing = SELECTION in contexts
    shown = [c for c in browser.keymap.commands if c.rank and c.keys and works_in(c, contexts)]
    if choosing:
        shown = [c for c in shown if SELECTION in c.where or c.on_words]
    elif place.quotes and place.focus == "reader":  # the source is as far in as it goes
        shown = [c for c in shown if c.id not in ("in", "source")]
    shown = [c for c in shown if running.fits_rows(browser, c)]
    named = dict(side.hints_on(browser.subject)) if side and not choosing else {}
    here = ((place.depth,), (SELECTION,))
    shown.sort(key=lambda c: (c.where not in here, c.rank))
    hints = [*named.items(), *((c.id, _hint(browser, c.id, c.hint)) for c in shown if c.id not in named)]
    return [
        Word(join(styled(f" {browser.key(command)} ", roles.KEY), styled(f"{word} ", roles.DIM)), command)
        for command, word in hints
    ]


def _hint(browser: Browser, command: str, hint: str) -> str:
    """What `in` leads to from here, said as what it is."""
    if command != "in":
        return hint
    if browser.state.sheet is not None:
        return "close"
    place = browser.place
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


def with_first_help(page: Page, key: Callable[[str], str]) -> Page:
    """A newcomer's first page, with the keys above it."""
    words = (
        f"{key('in')} goes in, {key('out')} comes out. {key('tag')} tags, {key('note')} notes, "
        f"{key('export')} exports. {key('help')} shows the rest."
    )
    return replace(page, blocks=(Block(styled(words, roles.KEY)), BLANK, *page.blocks))
