"""An afternoon of notes: in the editor, changed, deleted, answered, asked, resolved, from templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dossier.core.dossier import Dossier
from dossier.evidence.judgements import notes_on
from dossier.features.notes import editor
from dossier.features.notes.drafts import Drafts
from dossier.features.notes.editor import SCISSORS
from dossier.home import config_folder
from dossier.records.annotation import Annotation, TextBody
from tests.builders import build, note
from tests.screen.driver import Driver, flat, opened

BENS = note("a.bens", "c.cost", "Crowns of which year?", by="ben", created="2025-02-02T10:00:00Z")
ASKED = note("a.asked", "c.vote", "Was there a vote?", by="ben", motivation="questioning")


pytestmark = pytest.mark.opens(extra=[BENS, ASKED], press=("go-claims",), at="c.cost")


async def at(driver: Driver, record: str) -> None:
    """The cursor on a claim."""
    await driver.press("go-claims")
    driver.browser.update(driver.place.at("claims", record))
    await driver.settle()


async def at_note(driver: Driver, words: str) -> None:
    """The cursor on a note."""
    await driver.press("go-notes", "first")
    while words not in driver.cursor_row():
        await driver.press("down")


def texts(driver: Driver, record: str) -> list[str]:
    """What the analyst's own notes on a record say."""
    return [each.body.text for each in mine(driver, record) if isinstance(each.body, TextBody)]


def mine(driver: Driver, record: str) -> list[Annotation]:
    dossier = driver.browser.dossier
    return [each for each in notes_on(dossier, record) if each.by == dossier.by and each.id != "a.note"]


Edit = Callable[[str], str | int]


@pytest.fixture
def edit_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Edit], list[str]]:
    """Set a function as the editor: it is given the file's text, and answers the new one or a status."""

    def use(change: Edit) -> list[str]:
        seen: list[str] = []
        monkeypatch.setenv("EDITOR", "ed --wait")
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

        def run(app: object, words: Sequence[str]) -> int:
            file = Path(words[-1])
            seen.append(file.read_text("utf-8"))
            answer = change(seen[-1])
            if isinstance(answer, int):
                return answer
            file.write_text(answer, "utf-8")
            return 0

        monkeypatch.setattr(editor, "run_in_terminal", run)
        return seen

    return use


async def test_a_note_goes_to_the_editor_and_comes_back(
    driver: Driver, edit_with: Callable[[Edit], list[str]]
) -> None:
    seen = edit_with(lambda text: f"{text}# Heading\n\nAdded in the editor.\n")
    await driver.press("note")
    await driver.type("Begun in the prompt. ")
    await driver.keys("ctrl+g")
    assert seen[0].split("\n")[:4] == [
        "# note on claim The move costs about 12 million crowns.",
        "# > The move costs about 12 million crowns.",
        '# "about 12 million crowns" (Orsund Courier, undated)',
        '# "some 12 million crowns" (Quay plan makes waves, 4 May 2024)',
    ]
    assert seen[0].endswith(f"{SCISSORS}\nBegun in the prompt. \n")
    assert driver.shows("#notepad")
    assert driver.note_area.text == "Begun in the prompt. \n# Heading\n\nAdded in the editor."
    await driver.keys("ctrl+g", "ctrl+s")
    assert len(seen) == 2
    assert texts(driver, "c.cost") == [
        "Begun in the prompt. \n# Heading\n\nAdded in the editor.\n# Heading\n\nAdded in the editor."
    ]


async def test_an_editor_that_fails_loses_nothing(
    driver: Driver, edit_with: Callable[[Edit], list[str]], tmp_path: Path
) -> None:
    edit_with(lambda text: 3)
    await driver.press("note")
    await driver.type("Mine.")
    await driver.keys("ctrl+g")
    assert driver.message.startswith("! ed --wait ended with 3; nothing is lost")
    assert driver.status().startswith("! ed --wait ended with 3")
    assert driver.note_area.text == "Mine."
    file = next(tmp_path.glob("dossier-*/note.md"))
    assert driver.message.endswith(str(file))
    await driver.type(" Still")
    assert "ctrl+s save" in driver.status()
    await driver.keys("ctrl+s")
    assert texts(driver, "c.cost") == ["Mine. Still"]


async def test_without_an_editor_the_panel_says_so(driver: Driver) -> None:
    await driver.press("note")
    await driver.type("Mine.")
    await driver.keys("ctrl+g")
    assert driver.status() == "! $VISUAL and $EDITOR are not set"
    assert driver.note_area.text == "Mine."


async def test_where_no_editor_can_be_shown(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "ed")  # and no terminal to give it
    await driver.press("note")
    await driver.type("Mine.")
    await driver.keys("ctrl+g")
    assert driver.message.startswith("! ed cannot be shown here; nothing is lost")
    assert driver.note_area.text == "Mine."


async def test_a_note_is_changed_in_the_panel(driver: Driver) -> None:
    await at(driver, "c.crossings")
    await driver.press("note")
    await driver.enter("Frist thought.")
    await driver.press("note-edit")
    assert driver.note_area.text == "Frist thought."
    assert "CHANGE of a note on claim" in driver.text()
    await driver.keys("ctrl+u")
    await driver.type("First thought.")
    await driver.keys("ctrl+s")
    assert texts(driver, "c.crossings") == ["First thought."]
    assert driver.status().startswith("changed note on claim")
    await driver.press("undo")
    assert texts(driver, "c.crossings") == ["Frist thought."]
    await driver.press("note-edit")
    await driver.keys("ctrl+u", "ctrl+s")  # emptied
    assert "a note needs words; d deletes it" in driver.status()
    assert texts(driver, "c.crossings") == ["Frist thought."]


async def test_a_note_is_changed_in_the_editor_and_saved_when_it_ends(
    driver: Driver, edit_with: Callable[[Edit], list[str]]
) -> None:
    await at(driver, "c.crossings")
    await driver.press("note")
    await driver.enter("One.")
    edit_with(lambda text: text.replace("One.", "Two."))
    await driver.press("note-edit")
    assert not driver.shows("#notepad")
    assert texts(driver, "c.crossings") == ["Two."]
    edit_with(lambda text: text)
    await driver.press("note-edit")
    assert "the note says that already" in driver.status()
    edit_with(lambda text: 1)
    await driver.press("note-edit")
    assert driver.shows("#notepad")
    assert driver.status().startswith("! ed --wait ended with 1")
    await driver.keys("escape")
    assert texts(driver, "c.crossings") == ["Two."]


async def test_which_note_is_meant(driver: Driver) -> None:
    await at(driver, "c.move")
    await driver.press("note-edit")
    assert "no note of yours here" in driver.status()
    for words in ("One.", "Two."):
        await driver.press("note")
        await driver.enter(words)
    await driver.press("note-edit")
    assert "2 notes of yours here - gn lists the notes" in driver.status()
    await at_note(driver, "Two.")
    await driver.press("note-edit")
    assert driver.note_area.text == "Two."
    await driver.keys("escape")
    assert driver.browser.feature(Drafts).all() == []  # nothing was changed: there is no draft


async def test_notes_are_deleted_at_once_and_brought_back(driver: Driver) -> None:
    for words in ("One.", "Two.", "Three."):
        await driver.press("note")
        await driver.enter(words)
    await at_note(driver, "Two.")
    await driver.press("note-delete")
    assert driver.status().startswith("deleted note on claim")
    assert "Two." not in driver.text()
    await driver.press("undo")
    assert texts(driver, "c.cost") == ["One.", "Two.", "Three."]
    await at_note(driver, "Three.")
    await driver.press("mark", "mark", "note-delete")
    assert driver.status().startswith("deleted 2 notes on claim")
    assert texts(driver, "c.cost") == ["One."]
    await driver.press("undo")
    assert len(texts(driver, "c.cost")) == 3
    assert driver.place.pane == "notes"  # where the notes are seen that came back
    assert "Three." in driver.cursor_row() or "Two." in driver.cursor_row()


async def test_anothers_note_is_only_answered(driver: Driver) -> None:
    await at_note(driver, "which year")
    for command in ("note-edit", "note-delete"):
        await driver.press(command)
        assert "ben's" in driver.message
        assert not driver.shows("#notepad")
    await driver.press("note")
    assert driver.bar("prompt-label").startswith("reply to ben on claim The move")
    await driver.enter("Of this year.")
    (reply,) = [each for each in driver.browser.dossier.annotations if each.motivation == "replying"]
    assert (reply.target, reply.by) == ("a.bens", "ada")
    await at(driver, "c.cost")
    page = flat(driver.whole_page())
    assert page.index("Crowns of which year?") < page.index("> ada") < page.index("Of this year.")
    await driver.press("note-edit")  # it is the one that I wrote here, beside the one of the file
    assert "2 notes of yours here" in driver.status()
    await at_note(driver, "Of this year.")
    await driver.press("in")  # a reply leads to what it answers
    assert "which year" in driver.cursor_row()
    await at_note(driver, "Of this year.")
    await driver.press("note")  # and a note on my own is one on the claim
    assert driver.bar("prompt-label").startswith("note on claim The move")


async def test_a_question_is_asked_waits_and_is_resolved(driver: Driver) -> None:
    await driver.press("note")
    await driver.type("?")
    assert "QUESTION" not in driver.text()
    await driver.type(" Which crowns?")
    assert "a QUESTION" in driver.bar("prompt-heading")
    await driver.keys("enter")
    (asked,) = mine(driver, "c.cost")
    assert (asked.motivation, getattr(asked.body, "text", "")) == ("questioning", "Which crowns?")
    assert "n? ada" in driver.whole_page()
    await driver.press("note")
    await driver.enter("Later, and plain.")
    await driver.command("ask How many of them?")
    await driver.keys("enter")
    await driver.press("go-notes")
    rows = [row for row in driver.rows() if row]
    waiting = [row for row in rows if " ? " in row]
    assert rows[:3] == waiting[:3]  # open ones first
    await at_note(driver, "Which crowns?")
    assert driver.bar("heading-evidence").strip().startswith("QUESTION, open")
    assert "r resolve" in driver.bar("hints")
    await driver.press("resolve")
    assert driver.status().startswith("resolved question on claim")
    await at_note(driver, "Which crowns?")
    assert driver.bar("heading-evidence").strip().startswith("QUESTION, resolved 20")
    await at(driver, "c.cost")
    assert "(question, resolved" in driver.whole_page()
    await at_note(driver, "Which crowns?")
    await driver.press("resolve")
    assert driver.status().startswith("reopened question on claim")
    await at_note(driver, "Was there a vote?")
    await driver.press("resolve")
    assert "ben's, who alone resolves it" in driver.message
    await at_note(driver, "Later, and plain.")
    await driver.press("escape", "resolve")
    assert "only questions are resolved" in driver.message


async def test_templates_by_number_and_by_letters(driver: Driver) -> None:
    await driver.press("template")
    assert "1  discrepancy" in driver.text()
    await driver.keys("1")
    assert driver.shows("#notepad")
    assert driver.note_area.text.startswith(
        "Discrepancy: The move costs about 12 million crowns.\n"
        'Orsund Courier, undated has: "about 12 million crowns"\nAgainst this: '
    )
    assert driver.note_area.cursor_location == driver.note_area.document.end
    await driver.keys("ctrl+s")
    assert texts(driver, "c.cost")[0].startswith("Discrepancy: The move")
    await driver.press("template")
    await driver.keys("f")
    assert driver.note_area.text.startswith("Follow up (noted 20")
    await driver.keys("escape")
    await driver.press("template")  # a second one stands behind what was kept
    await driver.keys("t")
    assert driver.note_area.text.count("Follow up") == 1
    assert 'Translation: "about 12 million crowns"' in driver.note_area.text


async def test_templates_of_ones_own_and_broken_ones(driver: Driver) -> None:
    folder = config_folder() / "templates"
    folder.mkdir(parents=True)
    (folder / "fees.md").write_text("# Fees\n\n{claim}\n{cite}: {quote}\n", "utf-8")
    (folder / "torn.md").write_bytes(b"\xff\xfe\x00")
    await driver.press("template")
    heading = driver.bar("prompt-heading")
    assert "torn.md" in heading
    assert "is not UTF-8" in heading
    assert "5  fees" in driver.text()
    await driver.type("fe")
    assert driver.note_area.text.split("\n")[:3] == [
        "# Fees",
        "",
        "The move costs about 12 million crowns.",
    ]
    await driver.keys("ctrl+s")
    await driver.press("template")
    await driver.type("x")
    await driver.keys("enter")
    assert "there is no template x" in driver.status()


async def test_a_template_on_chosen_words(driver: Driver) -> None:
    await driver.press("in", "in", "select")
    await driver.press("select-word")
    await driver.press("template")
    await driver.type("tr")
    text = driver.note_area.text
    assert text.startswith('Translation: "about 12" (Orsund Courier, undated)')
    await driver.keys("ctrl+s")
    (made,) = mine(driver, "q.cost")
    assert made.selector is not None
    assert (made.selector.start, made.selector.end) == (0, 8)


async def test_every_kind_of_draft_is_found_again(tmp_path: Path) -> None:
    folder = build(tmp_path / "ferry", extra=[BENS])
    async with opened(folder) as driver:
        await at(driver, "c.cost")
        await driver.press("note")
        await driver.enter("Saved.")
        await driver.press("in", "in", "select", "select-word", "note")
        await driver.type("on words")
        await driver.keys("escape")
        assert driver.status().startswith("draft kept - :drafts goes on")
        await at_note(driver, "which year")
        await driver.press("note")
        await driver.type("an answer")
        await driver.keys("escape")
        assert driver.status().startswith("draft kept - a goes on")
        await at_note(driver, "Saved.")
        await driver.press("note-edit")
        await driver.type(" And more")
        await driver.keys("escape")
        assert driver.status().startswith("draft kept - e goes on")
    async with opened(folder) as driver:
        assert driver.status().startswith("3 drafts of notes not saved yet - :drafts goes on")
        await driver.command("drafts")
        rows = driver.text()
        for words in (
            "change of a note on claim The move costs",
            "reply to ben on claim The move",
            'note on "about 12" in quote',
        ):
            assert words in rows
        await driver.enter("on words")
        await driver.enter(" found")
        assert texts(driver, "q.cost") == ["on words found"]
        assert [made.selector is not None for made in mine(driver, "q.cost")] == [True]
        await at_note(driver, "which year")
        await driver.press("note")
        assert driver.browser.prompt.input.value == "an answer"
        await driver.keys("enter")
        await at_note(driver, "Saved.")
        await driver.press("note-edit")
        assert driver.note_area.text == "Saved. And more"
        await driver.keys("ctrl+s")
        assert {"Saved. And more", "an answer"} <= set(texts(driver, "c.cost"))
        await driver.command("drafts")
        assert "no draft is kept" in driver.status()


async def test_a_draft_whose_note_went_away_keeps_its_words(tmp_path: Path) -> None:
    folder = build(tmp_path / "ferry", extra=[BENS])
    async with opened(folder) as driver:
        await at_note(driver, "which year")
        await driver.press("note")
        await driver.type("an answer")
        with Dossier.open(folder, by="ben") as ben:
            ben.edit("gone", lambda draft: draft.remove("a.bens"))
        await driver.browser.life.follow()
        await driver.keys("enter")
        assert driver.message.startswith("!")
        assert "a.bens" in driver.message
        assert [text for _, text in driver.browser.feature(Drafts).all()] == [
            "an answer"
        ]  # it is refused, and kept
        await driver.press("escape")
        await driver.command("drafts")
        assert "an answer - on what is gone, reply to" in driver.text()
        await driver.keys("enter")
        assert driver.browser.prompt.input.value == "an answer"
        await driver.keys("ctrl+u", "enter")
        await driver.command("drafts")
        assert "no draft is kept" in driver.status()


async def test_tab_in_the_panel_scrolls_the_passage_and_back(tmp_path: Path) -> None:
    async with opened(build(tmp_path / "ferry"), (80, 24)) as driver:
        await driver.press("go-claims")
        driver.browser.reveal("c.finished")
        await driver.press("note")
        await driver.type("One")
        await driver.keys("tab", "enter")
        await driver.type("two")
        top = driver.reader().top
        await driver.keys("tab")
        assert driver.status().startswith("PASSAGE")
        await driver.keys("j", "j")
        assert driver.reader().top == top + 2
        await driver.type("!")
        assert driver.note_area.text == "One\ntwo!"
        assert driver.status().startswith("NOTE")
        await driver.keys("ctrl+s")
        assert not driver.shows("#notepad")
