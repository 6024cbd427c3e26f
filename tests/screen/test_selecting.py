"""Words chosen in a reader, with keys and the mouse: noted, tagged, copied, seen again."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import MouseMove

from dossier.evidence.judgements import annotations_on, notes_on, tags_on
from dossier.evidence.spans import words_at
from dossier.screen.clipboard import clip_file
from dossier.show.kit import roles
from dossier.text import one_line
from tests.builders import TEXT, build
from tests.screen.driver import Driver, opened


async def into(driver: Driver, claim: str, quote: str) -> None:
    """To a quote in its source."""
    await driver.press("go-claims")
    driver.browser.update(driver.place.at("claims", claim))
    await driver.press("in")
    while driver.place.quote != quote:
        await driver.press("down")
    await driver.press("in")
    assert (driver.place.quote, driver.place.focus) == (quote, "reader")


async def into_a_source(driver: Driver) -> None:
    """In the source of the claim that Nordlink was not asked."""
    await into(driver, "c.not-asked", "q.nobody")


pytestmark = pytest.mark.opens(press=("go-claims",), then=into_a_source)


def chosen(driver: Driver, slot: str = "evidence") -> str:
    """The words that stand out on the screen as chosen, and that the divider names."""
    reader = driver.reader(slot)
    style = reader.palette.console.get_style
    colours = {style(role).bgcolor for role in (roles.CHOSEN, roles.CHOSEN_END)}
    words = []
    for y in range(reader.size.height):
        cells = [
            segment.text
            for segment in reader.render_line(y)
            if segment.style and segment.style.bgcolor in colours
        ]
        words += ["".join(cells)] if cells else []
    return " ".join(word.strip() for word in words)


def selected(driver: Driver) -> str:
    """What is chosen, as the divider says it, cut to the room that there is."""
    mode, selection = driver.browser.chosen_words, driver.selection
    assert mode is not None
    assert selection is not None
    words = one_line(selection.words)
    said = driver.bar(f"heading-{mode.reader.slot}").partition('SELECTED "')[2].rpartition('"')[0]
    assert said == words or (said.endswith("..") and words.startswith(said[:-2]))
    return words


def noted(driver: Driver, record: str) -> tuple[str, str]:
    """The last note on a record: the words that it is on, and what it says."""
    dossier = driver.browser.dossier
    note = [note for note in notes_on(dossier, record) if note.by == dossier.by][-1]
    assert note.selector is not None
    return words_at(dossier, record, note.selector), getattr(note.body, "text", "")


async def test_a_note_on_a_few_words_of_the_quote_being_read(driver: Driver) -> None:
    await driver.press("select")
    assert chosen(driver) == selected(driver) == "Nobody"
    assert driver.bar("heading-evidence").endswith(" 6 chars")
    assert "Esc drop selection" in driver.bar("hints")
    await driver.press("select-word")
    assert chosen(driver) == selected(driver) == "Nobody called"
    await driver.press("select-anew", "note")
    assert driver.bar("prompt-label").startswith('note on "us" in quote')
    assert chosen(driver) == "us"  # the evidence stays in view
    await driver.enter("Who is us?")
    assert noted(driver, "q.nobody") == ("us", "Who is us?")
    assert chosen(driver) == ""
    assert 'on "us": Who is us?' in driver.page()
    await driver.press("undo")
    assert [note for note in notes_on(driver.browser.dossier, "q.nobody") if note.by == "ada"] == []


async def test_counts_and_every_step(driver: Driver) -> None:
    await driver.press("select")
    await driver.press("select-word", count=2)
    assert selected(driver) == "Nobody called us"
    await driver.press("select-left", count=4)
    assert selected(driver) == "Nobody calle"
    await driver.press("select-right", "select-word-back")
    assert selected(driver) == "Nobody"
    await driver.press("select-sentence")
    assert selected(driver) == 'Nobody called us," said Tomas Brandt, who heads Nordlink.'
    await driver.press("select-sentence", "select-sentence-back")
    assert selected(driver).startswith('Nobody called us," said')
    await driver.press("select-paragraph", "select-other-end", "select-word")
    assert selected(driver).startswith("called us,")
    assert selected(driver).endswith("learned of the plan")
    await driver.press("select-paragraph-back")
    assert selected(driver).startswith('"Nobody called us')
    await driver.press("select-paragraph-back")
    assert selected(driver).startswith("at about 12 million")
    await driver.press("escape")
    assert driver.selection is None
    assert driver.place.focus == "reader"


async def test_words_beyond_the_quote_are_the_sources(driver: Driver) -> None:
    await driver.press("select")
    await driver.press("select-word", count=4)
    assert selected(driver) == 'Nobody called us," said Tomas'
    await driver.press("note")
    await driver.enter("Not on the telephone?")
    assert noted(driver, "s.courier") == ('Nobody called us," said Tomas', "Not on the telephone?")
    await driver.press("last")
    assert 'on "Nobody called us," said Tomas' in driver.page()


async def test_a_tag_on_words(driver: Driver) -> None:
    await driver.press("select", "tag")
    assert 'tag "Nobody" in quote' in driver.bar("prompt-heading")
    await driver.enter("who")
    dossier = driver.browser.dossier
    (tagging,) = [each for each in annotations_on(dossier, "q.nobody") if each.motivation == "tagging"]
    assert tagging.selector is not None
    assert words_at(dossier, "q.nobody", tagging.selector) == "Nobody"
    await driver.press("next-pane", "down", "repeat")  # elsewhere it is a tag on all of the record
    assert driver.place.quote == "q.newspaper"
    (again,) = [each for each in annotations_on(dossier, "q.newspaper") if each.motivation == "tagging"]
    assert again.selector is None
    assert [tag.path for tag in tags_on(dossier, "q.newspaper")] == ["who"]


async def test_copying_takes_the_words_as_the_source_has_them(driver: Driver) -> None:
    await driver.press("select", "select-paragraph")
    assert selected(driver).endswith("of the plan")
    await driver.press("copy-words")
    start = TEXT.index("Nobody called")
    assert clip_file().read_text("utf-8") == TEXT[start : TEXT.index("\n", start)]
    assert "chars chosen: sent to the terminal" in driver.message
    assert driver.selection is None


async def test_lines_and_the_end_of_the_text(driver: Driver) -> None:
    await driver.press("select")
    before = driver.selection
    await driver.press("select-down")
    after = driver.selection
    assert before is not None
    assert after is not None
    assert (after.start, after.end > before.end) == (before.start, True)
    await driver.press("select-down", count=99)
    assert driver.selection.end == len(TEXT.rstrip())  # type: ignore[union-attr]
    await driver.press("select-up", count=999)
    assert driver.selection.start == 0  # type: ignore[union-attr]
    assert "Ferry terminal to move" in driver.page()  # the end that moves stays in view


async def test_what_one_moves_away_from_is_no_longer_chosen(driver: Driver) -> None:
    for leave in ("follow-down", "next-pane", "go-claims", "history-back"):
        await into(driver, "c.not-asked", "q.nobody")
        await driver.press("select", leave)
        assert driver.selection is None, leave
        assert chosen(driver) == "", leave
    await into(driver, "c.not-asked", "q.nobody")
    await driver.press("select", "page-down")
    assert driver.selection is not None  # reading on is not moving away


async def test_another_size_keeps_what_is_chosen(driver: Driver) -> None:
    await driver.press("select")
    await driver.press("select-word", count=9)
    words = driver.selection.words  # type: ignore[union-attr]
    await driver.resize(120, 36)
    assert "".join(chosen(driver).split()) == "".join(words.split())
    await driver.resize(60, 20)
    assert "".join(chosen(driver).split()) == "".join(words.split())
    await driver.press("note")
    await driver.keys("tab")
    assert '"Nobody called us' in driver.text()
    await driver.type("Panel")
    await driver.keys("ctrl+s")
    assert noted(driver, "s.courier") == (words, "Panel")


async def test_a_claims_text_and_where_there_is_none(driver: Driver) -> None:
    await driver.press("go-claims", "next-pane", "select")
    await driver.press("select-word", count=2)
    assert selected(driver) == "Nordlink was not"
    await driver.press("note")
    await driver.enter("By whom?")
    assert noted(driver, "c.not-asked") == ("Nordlink was not", "By whom?")
    await driver.press("go-timeline", "next-pane", "info", "select")
    assert "nothing here is the text of" in driver.status()


async def test_v_finds_the_first_words_below_what_is_in_view(driver: Driver) -> None:
    await driver.resize(80, 18)
    await driver.press("go-sources", "next-pane", "select")
    assert chosen(driver)
    assert selected(driver)


async def test_a_repeat_is_for_the_words_chosen(driver: Driver) -> None:
    dossier = driver.browser.dossier
    await driver.press("select", "tag")
    await driver.enter("first-word")
    await driver.press("select", "select-anew", "repeat")
    spans = [each.selector for each in annotations_on(dossier, "q.nobody") if each.motivation == "tagging"]
    assert [words_at(dossier, "q.nobody", span) for span in spans if span] == ["Nobody", "called"]
    assert chosen(driver) == ""
    await driver.press("grade")
    await driver.keys("3")
    await driver.press("select", "repeat")
    assert "3 is for whole records" in driver.status()
    assert chosen(driver)


async def drag(driver: Driver, first: str, last: str, slot: str = "evidence") -> None:
    """Press the button on one word, release it on the last character of another."""
    reader = driver.reader(slot)
    lines = driver.page(slot).split("\n")
    y1 = next(y for y, line in enumerate(lines) if first in line)
    y2 = next(y for y, line in enumerate(lines) if last in line and y >= y1)
    x1, x2 = lines[y1].index(first), lines[y2].index(last) + len(last) - 1
    selector = f"#reader-{slot}"
    await driver.pilot.mouse_down(selector, offset=(x1, y1))
    await driver.pilot.hover(selector, offset=(x2, y2))
    for step in ((x1 + 1, y1), (x2, y2)):
        driver.app.screen._forward_event(moved(reader.region.x + step[0], reader.region.y + step[1]))
        await driver.settle()
    await driver.pilot.mouse_up(selector, offset=(x2, y2))
    await driver.settle()


def moved(x: int, y: int) -> MouseMove:
    """The mouse at a cell of the screen, with its first button held."""
    return MouseMove(None, x, y, 1, 0, 1, False, False, False, screen_x=x, screen_y=y)


async def test_a_drag_chooses_and_a_click_lets_go(driver: Driver) -> None:
    await driver.press("next-pane")
    await drag(driver, "heads", "newspaper")
    assert driver.place.focus == "reader"
    assert selected(driver).startswith("heads Nordlink. According to Brandt")
    assert "".join(chosen(driver).split()).endswith("fromthenewspaper")
    await driver.press("select-left")
    assert "".join(chosen(driver).split()).endswith("fromthenewspape")
    await driver.press("note")
    await driver.enter("Dragged.")
    words, text = noted(driver, "s.courier")
    assert (words.startswith("heads Nordlink."), words.endswith("newspape"), text) == (True, True, "Dragged.")
    await drag(driver, "council", "June")
    assert selected(driver) == "council votes on 12 June"
    await driver.pilot.click("#reader-evidence", offset=(20, 0))
    await driver.settle()
    assert driver.selection is None
    assert chosen(driver) == ""


async def test_without_colour_chosen_words_are_reversed_and_nothing_else_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(build(tmp_path / "ferry")) as driver:
        await into(driver, "c.not-asked", "q.nobody")
        await driver.press("select", "select-word")
        reader = driver.reader()
        reversed_ = [
            segment.text
            for y in range(reader.size.height)
            for segment in reader.render_line(y)
            if segment.style and segment.style.reverse
        ]
        assert "".join(reversed_) == "Nobody called"
        assert selected(driver) == "Nobody called"


async def test_four_panes_wide(tmp_path: Path) -> None:
    async with opened(build(tmp_path / "ferry"), (200, 60)) as driver:
        await into(driver, "c.not-asked", "q.nobody")
        await driver.press("select", "select-word")
        assert chosen(driver, "source") == "Nobody called"
        await drag(driver, "runs all 14", "crossings", "source")
        assert chosen(driver, "source") == "runs all 14 crossings"
        await drag(driver, "Nordlink was", "not")
        assert chosen(driver, "source") == ""
        assert selected(driver) == "Nordlink was not"
        await driver.press("note")
        await driver.enter("Wide.")
        assert noted(driver, "c.not-asked") == ("Nordlink was not", "Wide.")
