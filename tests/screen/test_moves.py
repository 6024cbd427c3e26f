"""Every move by its keys: where the cursor goes, what Esc does, what a key that does nothing says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from rich.text import Text
from textual import events

from dossier.keys.commands import READER, works_in
from dossier.registry import REGISTRY
from dossier.screen import chrome
from dossier.screen.drawing import slot_of
from dossier.screen.help import Help
from dossier.screen.widgets.bar import Bar
from dossier.screen.widgets.prompt import Candidate
from tests.screen.driver import Driver, bundled, ended, flat, opened, steps_of

pytestmark = pytest.mark.opens(bundled=True)


def number(driver: Driver) -> int:
    """The row that the cursor is on, from 1."""
    place = driver.place
    items = [item for item in driver.browser.panes.items(place.depth, place) if item[0] != "#"]
    return items.index(driver.browser.subject or "") + 1


async def test_the_cursor_moves_by_rows_and_counts(driver: Driver) -> None:
    await driver.press("down")
    assert number(driver) == 2
    await driver.keys("down", "down", "up")
    assert number(driver) == 3
    await driver.press("down", count=10)
    assert number(driver) == 13
    await driver.press("up", count=4)
    assert number(driver) == 9
    await driver.press("last")
    assert number(driver) == 90
    assert driver.cursor_row() in driver.rows()
    await driver.press("down")
    assert number(driver) == 90
    await driver.press("last", count=12)
    assert number(driver) == 12
    await driver.press("first")
    assert number(driver) == 1
    await driver.press("up", count=7)
    assert number(driver) == 1
    await driver.press("first", count=30)
    assert number(driver) == 30
    await driver.keys("home")
    assert number(driver) == 1
    await driver.keys("end")
    assert number(driver) == 90


async def test_pages_and_half_pages(driver: Driver) -> None:
    page = driver.box().page
    await driver.press("page-down")
    assert number(driver) == page
    await driver.press("page-up")
    assert number(driver) == 1
    await driver.press("half-down")
    half = number(driver)
    assert 1 < half <= page // 2 + 1
    await driver.press("half-down", count=2)
    assert number(driver) == 3 * (half - 1) + 1
    await driver.press("half-up", count=3)
    assert number(driver) == 1


async def test_counts_skip_the_year_headings(driver: Driver) -> None:
    await driver.press("go-timeline")
    await driver.press("down", count=3)
    rows = driver.rows()
    assert rows[3].split() == ["2023", "━━━━━━──────────", "2"]
    assert number(driver) == 4
    assert rows.index(driver.cursor_row()) == 4
    await driver.press("first")
    assert number(driver) == 1
    assert rows[0].endswith("High-Flyer is founded                         2c")
    await driver.press("down", count=6)
    assert number(driver) == 7
    await driver.press("last", count=3)
    assert number(driver) == 3
    await driver.press("last")
    assert number(driver) == 31
    await driver.press("first")
    assert number(driver) == 1


async def test_a_long_list_keeps_rows_around_the_cursor(driver: Driver) -> None:
    box = driver.box()
    await driver.press("down", count=40)
    above = box.cursor - box.top
    assert 2 <= above <= box.page - 3
    await driver.press("up", count=5)
    assert 2 <= box.cursor - box.top <= box.page - 3


async def test_next_and_previous_claim_at_any_depth(driver: Driver) -> None:
    await driver.press("in")
    claims = driver.box().items
    await driver.press("next-claim")
    assert driver.place.cursor("claims") == claims[1]
    await driver.press("in", "next-claim", count=None)
    assert (driver.place.depth, driver.place.claim) == ("quotes", claims[2])
    assert driver.place.quote == driver.browser.dossier.quotes_of(claims[2])[0]
    await driver.press("in", "next-claim")
    assert (driver.place.focus, driver.place.claim) == ("reader", claims[3])
    await driver.press("previous-claim", count=3)
    assert driver.place.claim == claims[0]
    await driver.press("previous-claim")
    assert driver.place.claim == claims[0]
    assert driver.status().startswith("this is the first of 74 claims")
    await driver.press("next-claim", count=99)
    assert driver.place.claim == claims[-1]
    assert driver.status().startswith("this is the last of 74 claims")
    await driver.press("go-sources", "next-claim")
    assert driver.status().startswith("> and < step through claims")


async def test_j_and_k_move_the_other_side(driver: Driver) -> None:
    await driver.press("in", "in")
    quotes = driver.browser.dossier.quotes_of(driver.place.claim or "")
    reader = driver.reader()
    await driver.press("first")
    reader.scroll_to_line(0)
    await driver.press("follow-down")
    assert reader.top > 0
    assert driver.place.quote == quotes[0]
    await driver.press("follow-up", count=9)
    assert reader.top == 0
    await driver.press("next-pane")
    assert driver.place.focus == "reader"
    await driver.press("follow-down")
    assert (driver.place.quote, driver.place.focus) == (quotes[1], "reader")
    await driver.press("follow-down", count=50)
    assert driver.place.quote == quotes[-1]
    await driver.press("follow-up", count=50)
    assert driver.place.quote == quotes[0]


async def test_moves_in_the_reader_scroll_it(driver: Driver) -> None:
    await driver.press("next-pane")
    reader, cursor = driver.reader(), driver.place.cursor("entities")
    assert driver.place.focus == "reader"
    await driver.press("down")
    assert reader.top == 1
    await driver.press("down", count=5)
    assert reader.top == 6
    await driver.press("first")
    assert reader.top == 0
    await driver.press("reader-page")
    assert reader.top == reader.size.height - 2
    await driver.press("last")
    assert reader.top == len(reader.lines) - reader.size.height
    assert driver.bar("heading-evidence").endswith(" end")
    await driver.press("last", count=4)
    assert reader.top == 3
    assert driver.place.cursor("entities") == cursor
    await driver.press("previous-pane")
    assert side(driver) == "list"


def side(driver: Driver) -> str:
    """List or reader."""
    return driver.place.focus


async def test_history_goes_back_and_forward_by_jumps(driver: Driver) -> None:
    await driver.press("down", "in")
    first = driver.place
    await driver.press("down", "down", "in")
    await driver.press("go-timeline")
    assert driver.place.pane == "timeline"
    await driver.press("history-back")
    assert driver.place.depth == "quotes"
    await driver.press("history-back")
    assert (driver.place.depth, driver.place.entity) == ("claims", first.entity)
    assert number(driver) == 3  # the cursor's moves are part of the place, not places of their own
    await driver.press("history-back")
    assert (driver.place.depth, number(driver)) == ("entities", 2)
    await driver.press("history-back")
    assert driver.status().startswith("this is where the session began")
    await driver.press("history-forward", count=3)
    assert driver.place.pane == "timeline"
    await driver.press("history-forward")
    assert driver.status().startswith("there is no later place")
    await driver.keys("alt+left")
    assert driver.place.depth == "quotes"
    await driver.press("history")
    assert (driver.browser.prompt.choice or Candidate("", Text(""))).text.plain.startswith("DeepSeek > ")
    await driver.keys("up", "enter")  # one of the places, and what is ahead of it stays
    assert (driver.place.depth, driver.place.entity) == ("claims", first.entity)
    await driver.press("history-forward")
    assert driver.place.depth == "quotes"
    await driver.press("go-sources")  # a new place drops what was ahead
    await driver.press("history-forward")
    assert driver.status().startswith("there is no later place")


async def test_q_goes_back_and_quits_at_the_top_and_backspace_does_not(driver: Driver) -> None:
    await driver.press("in", "in")
    await driver.press("back-or-quit")
    assert driver.place.depth == "claims"
    await driver.press("back")
    assert driver.place.depth == "entities"
    await driver.press("back")
    assert driver.app.is_running
    assert driver.status().startswith("this is where the session began - Q quits")
    await driver.press("back-or-quit")
    await ended(driver)
    assert (driver.app.return_code or 0) == 0


@pytest.mark.parametrize("keys", ["Q", "ctrl+q", ":q"])
async def test_quitting_from_anywhere(driver: Driver, keys: str) -> None:
    await driver.press("in", "in", "in")
    if keys == ":q":
        await driver.keys(":", "q", "enter")
    else:
        await driver.keys(keys)
    await ended(driver)
    assert driver.app.return_code in (0, None)


async def test_h_walks_the_whole_chain_out(driver: Driver) -> None:
    await driver.press("in", "in", "in")
    seen = [(driver.place.depth, driver.place.focus)]
    for _ in range(3):
        await driver.press("out")
        seen.append((driver.place.depth, driver.place.focus))
    assert seen == [("quotes", "reader"), ("quotes", "list"), ("claims", "list"), ("entities", "list")]
    await driver.press("out")
    assert driver.status().startswith("this is the top")
    await driver.press("go-sources", "in")
    assert scope(driver).startswith("s.")
    assert f"CLAIMS {len(driver.box().items)}/266" in driver.bar("heading-claims")
    await driver.press("out")
    assert driver.place.pane == "sources"
    assert scope(driver) == ""
    await driver.press("go-timeline", "in")
    assert scope(driver).startswith("v.")
    await driver.press("out")
    assert driver.place.pane == "timeline"
    assert scope(driver) == ""


def scope(driver: Driver) -> str:
    """The source or event whose claims are listed."""
    return driver.place.scope or ""


async def test_the_source_of_a_quote_by_number(driver: Driver) -> None:
    await driver.press("in")
    claim = driver.place.cursor("claims") or ""
    quotes = driver.browser.dossier.quotes_of(claim)
    await driver.press("source", count=2)
    assert (driver.place.claim, driver.place.quote, driver.place.focus) == (claim, quotes[1], "reader")
    assert f"quote 2/{len(quotes)}" in chrome.crumb_words(driver.browser, driver.place)
    await driver.press("out", "out")
    await driver.press("in", count=2)
    assert (driver.place.quote, driver.place.focus) == (quotes[1], "reader")
    await driver.press("out")
    await driver.press("source", count=3)
    assert driver.place.quote == quotes[2]
    await driver.press("out", "out")
    await driver.press("source", count=99)
    assert driver.status().startswith(f"this claim has {len(quotes)} quotes")
    await driver.press("source")
    assert (driver.place.quote, driver.place.focus) == (quotes[0], "reader")


async def test_after_a_count_the_hint_line_lists_what_may_follow(driver: Driver) -> None:
    await driver.keys("1", "2")
    assert driver.status().startswith("12 ")
    assert "j one down" in driver.status()
    assert driver.status().endswith("Esc cancel")
    assert not driver.shows("#next-keys")
    await driver.press("escape")
    await driver.press("down")
    assert number(driver) == 2  # the count was forgotten


@pytest.mark.parametrize("command", ["go-entities", "go-claims", "go-sources", "go-timeline", "go-notes"])
async def test_g_goes_to_every_view(driver: Driver, command: str) -> None:
    await driver.press("in", "in", "in")
    await driver.press(command)
    view = command.removeprefix("go-")
    assert (driver.place.pane, driver.place.depth, driver.place.focus) == (view, view, "list")
    assert driver.place.entity == "e.liang-wenfeng"
    assert view.upper() in driver.bar("strip")
    assert driver.shows(f"#list-{slot_of(view)}")


async def test_keys_that_do_nothing_say_so(driver: Driver) -> None:
    await driver.keys("X")
    assert driver.status().startswith("X is not bound here - ? for help")
    await driver.keys("g", "z")
    assert driver.status().startswith("gz is not bound here")
    await driver.keys("f12")
    assert driver.status().startswith("f12 is not bound here")
    await driver.press("next-pane")
    await driver.keys("V")
    assert "works in list" in driver.status()
    await driver.press("next-pane")
    await driver.keys("o")
    assert "works in claims" in driver.status()
    await driver.press("down")
    assert driver.status().startswith("Enter its claims")  # said once
    assert number(driver) == 2


async def test_a_hint_line_is_never_cut_in_mid_word(driver: Driver) -> None:
    await driver.press("go-claims", "mark-range")
    await driver.press("down")
    assert driver.status().endswith("Esc drop range")
    assert ".." not in driver.status()
    await driver.resize(60, 16)
    assert ".." not in driver.status()
    for command in ("note", "tag", "grade"):
        await driver.press(command)
        assert "Esc" in driver.status()
        assert ".." not in driver.status()
        await driver.keys("escape")
    await driver.press("note")
    await driver.keys("tab")
    assert driver.status().startswith("NOTE")
    assert driver.status().endswith("Esc keeps draft")


async def test_over_a_sheet_enter_closes_and_the_hint_line_says_so(driver: Driver) -> None:
    await driver.press("info")
    assert driver.status().startswith("Enter close")
    await driver.press("in")
    assert driver.browser.state.sheet is None
    assert driver.place.pane == "entities"


async def test_alt_and_a_letter_is_esc_and_the_letter(driver: Driver) -> None:
    await driver.press("in", "in", "in")
    await driver.keys("alt+j")
    assert (driver.place.focus, driver.place.depth) == ("list", "quotes")
    quotes = driver.browser.dossier.quotes_of(driver.place.claim or "")
    assert driver.place.quote == quotes[1]
    await driver.keys("alt+G")
    assert driver.place.depth == "claims"
    assert number(driver) == 74
    await driver.keys("alt+q")  # Esc, and no more: never for q
    assert driver.app.is_running
    assert (driver.place.pane, driver.place.entity) == ("claims", None)


async def test_full_width_punctuation_of_chinese_input(driver: Driver) -> None:
    await driver.keys("：")
    assert driver.shows("#prompt")
    await driver.press("escape")
    await driver.keys("／")
    assert driver.bar("prompt-label").startswith("find")
    await driver.press("escape")
    await driver.keys("？")
    assert isinstance(driver.screen, Help)
    await driver.keys("escape")
    assert not isinstance(driver.screen, Help)


async def test_find_goes_from_hit_to_hit(driver: Driver) -> None:
    await driver.press("down", "find")
    await driver.type("openai")
    assert "OpenAI" in driver.cursor_row()
    await driver.press("escape")
    assert number(driver) == 2  # Esc goes back to where it began
    await driver.press("find")
    await driver.enter("deep")
    hits = [n for n, item in enumerate(driver.box().items, 1) if "deep" in searched(driver, item)]
    assert number(driver) == next(n for n in hits if n >= 2)
    assert driver.message.endswith(f"/{len(hits)}")
    await driver.press("find-next")
    assert number(driver) == hits[1]
    await driver.press("find-next", count=len(hits) - 2)
    assert number(driver) == hits[-1]
    await driver.press("find-next")
    assert number(driver) == hits[0]  # round the end
    await driver.press("find-previous")
    assert number(driver) == hits[-1]
    await driver.press("find")
    await driver.enter("no such words")
    assert driver.status().startswith('no row has "no such words"')
    assert driver.status().endswith("Esc end search")


def searched(driver: Driver, item: str) -> str:
    raw = driver.browser.dossier.peek(item)
    return " ".join([raw["name"], *raw.get("aliases", []), raw["kind"]]).casefold()


async def test_find_in_the_reader_marks_the_words(driver: Driver) -> None:
    await driver.press("in", "in", "in")
    await driver.press("find")
    await driver.type("nvidia")
    reader = driver.reader()
    assert any("nvidia" in line.casefold() for line in driver.page().splitlines())
    first = reader.top
    await driver.keys("enter")
    marked = [
        segment.text
        for y in range(reader.size.height)
        for segment in reader.render_line(y)
        if segment.style is not None and segment.style.reverse
    ]
    assert "nvidia" in " ".join(marked).casefold()
    await driver.press("find-next", "find-next")
    await driver.press("find-previous", "find-previous")
    assert reader.top == first
    await driver.press("find")
    await driver.enter("zzzz")
    assert driver.status().startswith('no line has "zzzz"')


async def test_a_filter_narrows_while_it_is_typed(driver: Driver) -> None:
    await driver.press("in", "filter")
    assert "all rows" in driver.bar("prompt-heading")
    await driver.type("nvidia")
    shown = driver.box().items
    claims = driver.browser.dossier.claims
    assert shown
    assert all("nvidia" in claims[claim].text.casefold() for claim in shown)
    assert f"{len(shown)} row" in driver.bar("prompt-heading")
    assert f"CLAIMS {len(shown)}/266" in driver.bar("strip")
    await driver.keys("backspace", "backspace")
    assert len(driver.box().items) >= len(shown)
    await driver.press("escape")
    assert (len(driver.box().items), driver.place.filter("claims")) == (74, "")
    await driver.press("filter")
    await driver.enter("nvidia -2021")
    narrowed = driver.box().items
    assert narrowed == tuple(each for each in shown if "2021" not in claims[each].text)
    assert driver.status().endswith("Esc clear filter")
    await driver.press("down")
    here = driver.place.cursor("claims")
    await driver.press("escape")
    assert (len(driver.box().items), driver.place.cursor("claims")) == (74, here)
    await driver.press("history-back")
    assert driver.box().items == narrowed
    await driver.press("filter")
    assert driver.browser.prompt.input.value == "nvidia -2021"
    await driver.press("escape")
    assert driver.box().items == narrowed
    await driver.command("filter nvidia zzzz")
    said = " ".join(driver.text().split())
    assert "No claim fits nvidia zzzz, of 74 claims. Without zzzz: 3. Esc clears, f edits." in said
    await driver.press("in")
    assert driver.status().startswith("there is nothing to go into here")


async def test_esc_does_what_the_hint_line_says(tmp_path: Path) -> None:
    """A walk over keys; wherever it leads, Esc's effect is the one that was announced."""
    rng = random.Random(7)
    steps = ["in", "down", "out", "next-pane", "zoom", "go-claims", "go-sources", "go-timeline", "go-notes"]
    steps += ["info", "source", "reader", "next-claim", "in", "in"]
    seen: set[str] = set()
    async with opened(bundled(tmp_path)) as driver:
        for turn in range(20):
            await driver.press(*rng.choices(steps, k=rng.randint(1, 3)))
            if turn % 5 == 0:
                await driver.press("find")
                await driver.enter("the")
            if turn % 7 == 0 and driver.place.focus == "list" and not driver.place.quotes:
                await driver.command("filter e")
            if turn % 9 == 0:
                await driver.command("theme no-such-theme")
                driver.browser.fail("something went wrong")
                await driver.settle()
            await escape_as_announced(driver, seen)
        for command in ("zoom", "info", "in"):
            for _ in range(6):
                await escape_as_announced(driver, seen)
            await driver.press("go-claims", command)
            await escape_as_announced(driver, seen)
    all_steps = {"show all", "back", "clear filter", "end search", "unzoom", "close", "dismiss"}
    assert seen == {"", *all_steps}


async def escape_as_announced(driver: Driver, seen: set[str]) -> None:
    browser = driver.browser
    announced = driver.status().rpartition("Esc ")[2] if "Esc " in driver.status() else ""
    word, target = browser.escape_step()
    assert announced == word
    was = (
        browser.place,
        browser.state.sheet,
        browser.state.zoomed,
        browser.state.found,
        browser.state.message.text,
    )
    await driver.press("escape")
    now = (
        browser.place,
        browser.state.sheet,
        browser.state.zoomed,
        browser.state.found,
        browser.state.message.text,
    )
    if word in ("back", "show all", "clear filter"):
        assert target is not None
        changed = (target.depth, target.focus, target.entity, target.scope, target.filters)
        place = browser.place
        assert (place.depth, place.focus, place.entity, place.scope, place.filters) == changed
        assert now[1:4] == was[1:4]
    else:
        one = {"close": 1, "unzoom": 2, "end search": 3, "dismiss": 4}.get(word)
        differ = [n for n in (1, 2, 3) if now[n] != was[n]]
        assert differ == ([one] if one in (1, 2, 3) else [])
        if word != "close":  # closing a sheet gives the keys back to where they were
            assert now[0] == was[0]
        if word == "dismiss":
            assert (was[4][0], now[4]) == ("!", "")
    seen.add(word)


async def test_esc_in_a_prompt_gives_the_keyboard_back(driver: Driver) -> None:
    await driver.press("in", "down", "down")
    for command in ("tag", "note", "filter", "find", "palette", "export"):
        before = driver.place
        await driver.press(command)
        assert driver.shows("#prompt")
        begin = {"note": "Enter save", "export": "a letter"}.get(command, "Enter apply")
        assert driver.status().startswith(begin)
        await driver.keys("backspace")
        assert driver.shows("#prompt")
        await driver.press("escape")
        assert not driver.shows("#prompt")
        assert driver.place == before
        assert driver.screen.focused is None
    await driver.press("down")
    assert number(driver) == 4


async def test_info_lies_over_the_reader_and_esc_takes_it_away(driver: Driver) -> None:
    await driver.press("in", "down")
    place = driver.place
    await driver.press("info")
    claim = place.cursor("claims") or ""
    assert f"INFO  claim {claim}" in driver.bar("heading-evidence")
    assert claim in driver.page()
    await driver.press("escape")
    assert driver.place == place  # the keyboard is back in the list
    assert driver.browser.dossier.claims[claim].text in flat(driver.whole_page())


async def test_the_palette_finds_commands(driver: Driver) -> None:
    await driver.press("palette")
    await driver.type("gocl")
    assert "> go-claims" in driver.text()
    assert "gc" in driver.text()
    await driver.keys("enter")
    assert driver.place.pane == "claims"
    await driver.press("palette")
    await driver.type("zoo")
    await driver.keys("tab")
    assert driver.browser.prompt.input.value == "zoom "
    await driver.keys("enter")
    assert driver.browser.state.zoomed
    await driver.command("qqqq")
    assert driver.status().startswith("there is no command qqqq")
    await driver.keys("ctrl+p")
    await driver.keys("down", "down", "up", "enter")
    assert driver.place.pane == "claims"
    await driver.command("messages")
    assert "there is no command qqqq" in driver.page()


async def test_help_is_generated_and_searched(driver: Driver) -> None:
    await driver.press("help")
    reader = driver.screen.query_one("#reader-help")
    shown = "\n".join(line.text.plain for line in reader.lines)  # type: ignore[attr-defined]
    contexts = frozenset(("list", "entities"))
    for command in REGISTRY.commands:
        assert command.title in flat(shown)
    assert shown.index("ELSEWHERE") < shown.index("a page down", shown.index("ELSEWHERE"))
    assert not any(works_in(command, contexts) for command in REGISTRY.commands if command.where == (READER,))
    await driver.type("undo")
    assert "undo my last change" in driver.text()
    assert "half a page" not in driver.text()
    assert driver.bar("help-hints").startswith(" undo_")
    await driver.keys("backspace", "z")
    assert 'Neither a command nor the manual has "undz"' in driver.text()
    await driver.keys("escape")
    assert "IN FRONT OF A CLAIM" in driver.text()
    await driver.keys("pagedown")
    assert "IN FRONT OF A CLAIM" not in driver.text()
    await driver.keys("escape")
    assert not isinstance(driver.screen, Help)
    await driver.press("down")
    assert number(driver) == 2


async def test_toggles(driver: Driver) -> None:
    await driver.press("reader")
    assert not driver.shows("#readers")
    await driver.press("reader")
    assert driver.shows("#readers")
    await driver.command("hints")
    assert driver.status() == ""
    await driver.command("hints")
    assert driver.status().startswith("Enter its claims")
    await driver.command("theme")
    assert driver.app.theme == "dossier-light"
    await driver.command("theme dossier-dark")
    assert driver.app.theme == "dossier-dark"
    await driver.command("theme x")
    assert driver.status().startswith("there is no theme x")
    await driver.command("save")
    assert driver.status().startswith("the tables are up to date")
    await driver.command("problems")
    assert "every record follows the format" in driver.page()
    await driver.press("escape")
    await driver.command("clip")
    assert driver.status().startswith("nothing has been copied yet")
    await driver.press("copy-id")
    assert driver.status().startswith("id e.liang-wenfeng, 15 chars: ")
    await driver.command("clip")
    assert "e.liang-wenfeng" in driver.page()


async def test_the_theme_is_remembered(tmp_path: Path) -> None:
    folder = bundled(tmp_path)
    async with opened(folder) as driver:
        await driver.command("theme")
        await driver.press("quit")
        await ended(driver)
    async with opened(folder) as driver:
        assert driver.app.theme == "dossier-light"
        assert driver.cursor_row().startswith("> Liang Wenfeng")


async def test_a_click_chooses_and_a_double_click_goes_in(driver: Driver) -> None:
    await driver.pilot.click("#list-entities", offset=(10, 3))
    await driver.settle()
    assert number(driver) == 4
    await driver.pilot.double_click("#list-entities", offset=(10, 1))
    await driver.settle()
    assert (driver.place.pane, driver.place.entity) == ("claims", "e.deepseek")
    await driver.pilot.click("#reader-evidence", offset=(10, 3))
    await driver.settle()
    assert driver.place.focus == "reader"
    await driver.pilot.click("#list-claims", offset=(10, 0))
    await driver.settle()
    assert (driver.place.focus, number(driver)) == ("list", 1)


async def test_a_double_click_on_a_quote_opens_its_source(driver: Driver) -> None:
    await driver.press("in")
    reader = driver.reader()
    quotes = driver.browser.dossier.quotes_of(driver.place.cursor("claims") or "")
    y = next(n for n, line in enumerate(reader.lines) if line.item == quotes[0]) - reader.top
    await driver.pilot.double_click("#reader-evidence", offset=(10, y))
    await driver.settle()
    assert (driver.place.depth, driver.place.quote) == ("quotes", quotes[0])


async def test_the_wheel_turns_what_is_under_it(driver: Driver) -> None:
    await wheel(driver, "#list-entities", events.MouseScrollDown)
    assert number(driver) == 4
    await wheel(driver, "#list-entities", events.MouseScrollUp)
    assert number(driver) == 1
    await wheel(driver, "#reader-evidence", events.MouseScrollDown)
    assert (driver.reader().top, number(driver)) == (3, 1)
    await wheel(driver, "#reader-evidence", events.MouseScrollUp)
    assert driver.reader().top == 0


async def wheel(
    driver: Driver, selector: str, turn: type[events.MouseScrollDown | events.MouseScrollUp]
) -> None:
    widget = driver.screen.query_one(selector)
    x, y = widget.region.x + 3, widget.region.y + 1
    driver.app.post_message(turn(widget, x, y, 0, 0, 0, False, False, False, screen_x=x, screen_y=y))
    await driver.settle()


async def click_word(driver: Driver, bar: str, words: str) -> None:
    x = driver.screen.query_one(f"#{bar}", Bar).render_line(0).text.index(words)
    await driver.pilot.click(f"#{bar}", offset=(x, 0))
    await driver.settle()


async def test_strip_crumbs_and_hints_can_be_clicked(driver: Driver) -> None:
    await click_word(driver, "strip", "Timeline")
    assert driver.place.pane == "timeline"
    await click_word(driver, "strip", "Claims")
    assert driver.place.pane == "claims"
    await driver.press("in")
    await click_word(driver, "strip", "quote 1/")
    assert driver.place.depth == "claims"
    await click_word(driver, "hints", "filter")
    assert driver.bar("prompt-label").startswith("filter")
    await driver.enter("nvidia")
    await click_word(driver, "hints", "Esc clear filter")
    assert driver.place.filter("claims") == ""
    await click_word(driver, "hints", "? help")
    assert isinstance(driver.screen, Help)


async def test_every_key_of_the_registry_is_answered(driver: Driver) -> None:
    """Pressing anything anywhere does something or says something; nothing raises."""
    for context in ("claims", "timeline"):
        for command in REGISTRY.commands:
            if not command.keys or command.id in ("quit", "back-or-quit", "export"):
                continue
            await driver.tap(*steps_of(f"go-{context}"), *steps_of(command.id))
            if isinstance(driver.screen, Help) or driver.browser.mode:
                await driver.tap("escape")
            assert driver.app.is_running
            assert not driver.message.startswith("!"), (context, command.id)
    assert driver.place.pane == "timeline"
