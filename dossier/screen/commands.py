"""The frame's own commands: moving, going in and out, marking, and the screen itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.evidence.checks.records import find_faults
from dossier.keys.commands import works_in
from dossier.keys.keymap import load_keymap
from dossier.records.annotation import Annotation
from dossier.records.kinds import MAIN_PANES
from dossier.screen.chrome import Arrangement
from dossier.screen.help import Help, HelpFor
from dossier.screen.items import is_record
from dossier.screen.palette import AskCommand
from dossier.screen.running import fits_rows
from dossier.screen.state import Message
from dossier.screen.themes import DARK, LIGHT
from dossier.show.cards import lines_page
from dossier.show.info import info_page
from dossier.text import one_line, plural

if TYPE_CHECKING:
    from dossier.screen.browser import Browser
    from dossier.screen.place import Place

# Moving


def _move(browser: Browser, rows: int) -> None:
    """Move the cursor in a list; scroll in a reader."""
    if browser.place.focus == "reader":
        browser.scroll(rows)
    else:
        browser.move_cursor(rows)


def _page(browser: Browser, *, down: bool = True) -> int:
    """How many rows or lines a page goes on."""
    if browser.place.focus == "reader":
        return max(browser.reader.size.height - 2, 1)
    return browser.box.count_page(down=down) if browser.box.items else 1


def _half(browser: Browser, *, down: bool = True) -> int:
    return max((_page(browser, down=down) + 1) // 2, 1)


def down(browser: Browser, count: int | None) -> None:
    """j."""
    _move(browser, count or 1)


def up(browser: Browser, count: int | None) -> None:
    """k."""
    _move(browser, -(count or 1))


def half_down(browser: Browser, count: int | None) -> None:
    """ctrl+d."""
    _move(browser, _half(browser) * (count or 1))


def half_up(browser: Browser, count: int | None) -> None:
    """ctrl+u."""
    _move(browser, -_half(browser, down=False) * (count or 1))


def page_down(browser: Browser, count: int | None) -> None:
    """PgDn."""
    _move(browser, _page(browser) * (count or 1))


def page_up(browser: Browser, count: int | None) -> None:
    """PgUp."""
    _move(browser, -_page(browser, down=False) * (count or 1))


def reader_page(browser: Browser) -> None:
    """Space in a reader."""
    _move(browser, _page(browser))


def first(browser: Browser, count: int | None) -> None:
    """gg: the first row or line, or that of the count."""
    _go_to_end(browser, count, 0, -1)


def last(browser: Browser, count: int | None) -> None:
    """G: the last row or line, or that of the count."""
    _go_to_end(browser, count, len(browser.reader.lines), 1)


def _go_to_end(browser: Browser, count: int | None, line: int, direction: int) -> None:
    if browser.place.focus == "reader":
        browser.reader.scroll_to_line(count - 1 if count else line)
        browser.redraw_bars()
        return
    rows = len(browser.panes.items(browser.place.depth, browser.place)) + 1
    if count:
        browser.move_cursor(-rows)
        browser.move_cursor(count - 1)
    else:
        browser.move_cursor(direction * rows)


def next_claim(browser: Browser, count: int | None) -> None:
    """>: at any depth."""
    _step_claims(browser, count or 1)


def previous_claim(browser: Browser, count: int | None) -> None:
    """<."""
    _step_claims(browser, -(count or 1))


def _step_claims(browser: Browser, step: int) -> None:
    place = browser.place
    claims = browser.panes.items("claims", place)
    if not claims:
        return
    here = place.claim if place.quotes else place.cursor("claims")
    position = (claims.index(here) if here in claims else 0) + step
    if not 0 <= position < len(claims):
        end = "last" if step > 0 else "first"
        browser.say(f"this is the {end} of {plural(len(claims), 'claim')}")
        position = min(max(position, 0), len(claims) - 1)
    claim = claims[position]
    moved = place.at("claims", claim)
    if place.quotes:
        quotes = browser.dossier.quotes_of(claim)
        moved = replace(moved, claim=claim, quote=quotes[0] if quotes else None)
    browser.state.sheet = None
    browser.update(moved)


def follow_down(browser: Browser, count: int | None) -> None:
    """J: in a list scroll its reader, in a reader move its list."""
    _follow(browser, count or 1)


def follow_up(browser: Browser, count: int | None) -> None:
    """K."""
    _follow(browser, -(count or 1))


def _follow(browser: Browser, steps: int) -> None:
    if browser.place.focus == "reader":
        browser.move_cursor(steps)
    else:
        browser.scroll(steps * max(browser.reader.size.height // 3, 1))


def next_pane(browser: Browser) -> None:
    """Tab."""
    _step_panes(browser, 1)


def previous_pane(browser: Browser) -> None:
    """Shift+Tab."""
    _step_panes(browser, -1)


def _step_panes(browser: Browser, step: int) -> None:
    """The panes on screen in turn; list and reader where only one pane is."""
    place = browser.place
    if browser.arrangement is not Arrangement.WIDE or place.pane not in MAIN_PANES:
        browser.update(replace(place, focus="list" if place.focus == "reader" else "reader"))
        return
    stops = (*MAIN_PANES, "evidence", "source")
    here = place.pane
    if place.quotes:
        here = "source" if place.focus == "reader" else "evidence"
    elif place.focus == "reader":
        here = "evidence"
    stop = stops[(stops.index(here) + step) % len(stops)]
    if stop == "source":
        claim = place.cursor("claims")
        if place.pane == "claims" and claim and not place.quotes:
            place = replace(place, quotes=True, claim=claim, quote=None)
        if not place.quotes:  # no quote, no source: on to the stop behind it
            stop = stops[(stops.index("source") + step) % len(stops)]
    browser.update(_at_stop(place, stop))


def _at_stop(place: Place, stop: str) -> Place:
    """The place with the keyboard in a pane, in the evidence or in the source."""
    if stop == "source":
        return replace(place, focus="reader")
    if stop == "evidence":
        return replace(place, focus="list" if place.quotes else "reader")
    return replace(place, pane=stop, focus="list", quotes=False)


# Going in and out


async def in_(browser: Browser, count: int | None) -> None:
    """Enter: one level in. A count opens that quote in its source."""
    place, subject = browser.place, browser.subject
    browser.state.newcomer = False
    if browser.close_sheet() or subject is None:
        return
    if side := browser.side_list:
        await side.enter(subject)
    elif place.depth in ("claims", "quotes") and count:
        source(browser, count)
    elif place.quotes and place.focus == "reader":
        out_, following = browser.key("out"), browser.key("follow-down")
        browser.say(f"this is the source - {out_} goes out, {following} the next quote")
    else:
        _go_inward(browser, place, subject)


def _go_inward(browser: Browser, place: Place, subject: str) -> None:
    """One level in: entity > claims > quotes > source; of a note to what it is on."""
    if place.quotes:
        browser.go(replace(place, focus="reader"))
    elif place.pane == "entities":
        if subject != place.entity:  # another entity's claims are read from their top
            place = place.at("claims", None)
        browser.go(replace(place, entity=subject, pane="claims", scope=None, focus="list"))
    elif place.pane == "claims":
        browser.go(browser.inside_claim(place, subject))
    elif place.pane in ("sources", "timeline"):
        browser.go(replace(place.at("claims", None), pane="claims", scope=subject, focus="list"))
    elif isinstance(note := browser.dossier.find(subject), Annotation):
        browser.reveal(note.target)


def out(browser: Browser) -> None:
    """h: reader to list, then up a level."""
    if browser.close_sheet():
        return
    place = browser.place.outward()
    if place is None:
        leave, escape_ = browser.key("back-or-quit"), browser.key("escape")
        browser.say(f"this is the top - {leave} quits, {escape_} shows all again")
    else:
        browser.go(place)


def source(browser: Browser, count: int | None) -> None:
    """o: the source of the quote under the cursor, or of quote `count`, with the passage in view."""
    place, claim = browser.place, browser.claim
    browser.state.newcomer = False
    if claim is None:
        return
    quotes = browser.dossier.quotes_of(claim)
    if not quotes:
        browser.say("no quote supports this claim yet")
    elif count and count > len(quotes):
        browser.say(f"this claim has {plural(len(quotes), 'quote')}")
    elif place.quotes and not count:
        browser.go(replace(place, focus="reader"))
    else:
        browser.go(replace(browser.inside_claim(place, claim, count or 1), focus="reader"))


async def back_or_quit(browser: Browser) -> None:
    """q: where I was; out of the program where there is no such place."""
    if browser.state.sheet is None and browser.state.trail.here == 0:
        await browser.quit()
    else:
        back(browser)


def back(browser: Browser) -> None:
    """Backspace: where I was."""
    if not browser.close_sheet() and not browser.step_trail(-1):
        browser.say(f"this is where the session began - {browser.key('quit')} quits")


def history_back(browser: Browser, count: int | None) -> None:
    """H."""
    browser.close_sheet()
    if not browser.step_trail(-(count or 1)):
        browser.say("this is where the session began")


def history_forward(browser: Browser, count: int | None) -> None:
    """L."""
    browser.close_sheet()
    if not browser.step_trail(count or 1):
        browser.say("there is no later place")


def escape(browser: Browser) -> None:
    """Exactly one visible thing, as the hint line said."""
    state = browser.state
    word, place = browser.escape_step()
    match word:
        case "dismiss":
            state.message = Message()
        case "drop selection" if browser.chosen_words is not None:
            browser.chosen_words.close()
        case "close":
            browser.close_sheet()
        case "drop range":
            state.marks.anchor = ""
        case "end search":
            state.found = browser.reader.found = ""
        case "unzoom":
            state.zoomed = False
        case _ if place is not None:
            browser.go(place)
    browser.redraw()


def info(browser: Browser) -> None:
    """i: what the dossier knows of the record itself."""
    if browser.subject is not None:
        browser.show_sheet(info_page(browser.dossier, browser.subject))


# Marking


def mark(browser: Browser, count: int | None) -> None:
    """Space: mark, and on to the next row; at the end of a range keep all of it, and on."""
    browser.redraw()
    if browser.marks.anchor:
        browser.keep_range()
        browser.move_cursor(1)
        return
    for _ in range(count or 1):
        item = browser.subject
        if item is None or not is_record(item):
            break
        browser.marks.toggle(item)
        browser.move_cursor(1)
        if browser.subject == item:
            break


def mark_range(browser: Browser) -> None:
    """v: from here to wherever the cursor goes; v again keeps it."""
    marks = browser.marks
    browser.redraw()
    if marks.anchor:
        browser.keep_range()
        items = browser.panes.items(browser.place.depth, browser.place)
        browser.say(marks.words(items), f"an act takes them, {browser.key('mark')} takes one off")
    else:
        marks.anchor = browser.subject or ""
        keep, drop = browser.key("mark-range"), browser.key("escape")
        browser.say(f"range: move, then act on it; {keep} keeps it", f"{drop} drops it")


def mark_all(browser: Browser) -> None:
    """V: all rows shown; where all are marked, none."""
    browser.redraw()
    browser.marks.anchor = ""
    items = browser.panes.items(browser.place.depth, browser.place)
    shown = [item for item in items if is_record(item)]
    if not shown:
        browser.say("no rows are shown")
        return
    marked = browser.marks.all(shown)
    browser.say(f"{plural(len(shown), 'row')} {'marked' if marked else 'no longer marked'}")


def mark_again(browser: Browser) -> None:
    """gv: what was marked before the last act."""
    browser.redraw()
    found = browser.marks.again()
    browser.say(f"{plural(found, 'row')} marked again" if found else "nothing was marked before")


# The screen itself


def zoom(browser: Browser) -> None:
    """z."""
    browser.state.zoomed = not browser.state.zoomed
    browser.redraw()


def reader(browser: Browser) -> None:
    """p."""
    browser.state.reader_shown = not browser.state.reader_shown
    browser.redraw()


async def reload(browser: Browser) -> None:
    """R. Where the history was replaced, all that was open is kept first: what is on disk may lack edits."""
    life, dossier = browser.life, browser.dossier
    browser.state.sheet = None
    await life.follow()
    kept = await life.off_thread(life.rescue) if life.cut_off else None
    await life.edit(dossier.reload)
    life.cut_off = False
    browser.use_keys(await life.off_thread(lambda: load_keymap(browser.registry.commands)))
    if conflicts := len(dossier.conflicts):
        words = plural(conflicts, "edit no longer fits", "edits no longer fit")
        copy = f"; all that was open is in {kept}" if kept else ""
        browser.fail(f"reloaded; {words} what is on disk - :problems lists them{copy}")
    elif found := len(dossier.problems):
        browser.fail(f"reloaded; {plural(found, 'problem')} in the files - :problems lists them")
    elif edited := "; ".join(dossier.edited_outside):
        browser.fail(f"reloaded; {edited}")
    else:
        browser.say("reloaded from disk")
        life.tell_of_keys()


async def save(browser: Browser) -> None:
    """:save."""
    written = await browser.life.edit(browser.dossier.save)
    browser.say("saved" if written else "the tables are up to date")


def _theme_words(name: str) -> str:
    """`light theme`; a theme of Textual's own by its name."""
    own = {DARK: "dark theme", LIGHT: "light theme"}
    return own.get(name, f"theme {name}")


def theme(browser: Browser, words: str) -> None:
    """:theme swaps dark and light; `:theme NAME` takes any."""
    names = browser.app.available_themes
    if words and words not in names:
        browser.say(f"there is no theme {words}: {', '.join(sorted(names))}")
        return
    browser.app.theme = words or (LIGHT if browser.app.theme == DARK else DARK)
    browser.say(_theme_words(browser.app.theme))


def hints(browser: Browser) -> None:
    """:hints."""
    browser.state.hints_shown = not browser.state.hints_shown
    browser.redraw()


def messages(browser: Browser) -> None:
    """:messages."""
    said = map(one_line, browser.state.said)
    browser.show_sheet(lines_page("MESSAGES", said, "nothing was said yet"))


async def problems(browser: Browser) -> None:
    """:problems checks every record and lists what is wrong, file and line first."""
    dossier = browser.dossier
    found = await browser.life.off_thread(lambda: [*dossier.validate(), *find_faults(dossier)])
    lines = [f"! {problem}" for problem in (*found, *dossier.conflicts, *browser.keymap.problems)]
    browser.show_sheet(lines_page("PROBLEMS", lines, "every record follows the format"))


def palette(browser: Browser) -> None:
    """:, every command by name."""
    browser.ask(AskCommand(browser))


def help(browser: Browser, words: str) -> None:
    """?; `:help TOPIC` opens that page of the manual, and other words are searched for."""
    place = f"{browser.place.depth} reader" if browser.place.focus == "reader" else browser.place.depth
    contexts, possible = browser.contexts, set[str]()
    for command in browser.keymap.commands:
        if works_in(command, contexts) and fits_rows(browser, command):
            possible.add(command.id)
    here = HelpFor(place, frozenset(possible))
    browser.app.push_screen(Help(browser.palette, browser.keymap, here, words))


async def quit(browser: Browser) -> None:
    """Q."""
    await browser.quit()
