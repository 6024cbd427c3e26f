"""Grades, status and weight on the screen: one key a judgement, refusals that say why, reasons."""

from __future__ import annotations

import pytest

from dossier.evidence.judgements import (
    badge_of,
    judged_value,
    list_judgements,
    newest_judgement,
    status_mark,
)
from dossier.features.judging.screen import AskWhich
from tests.screen.driver import Driver, flat

pytestmark = pytest.mark.opens(press=("go-claims",))


async def judge(driver: Driver, command: str, *keys: str) -> None:
    await driver.press(command)
    await driver.keys(*keys)


async def test_the_prompt_names_its_target_and_shows_both_scales(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await driver.press("grade")
    assert "grade claim The council votes" in driver.bar("prompt-heading")
    assert "A completely" in driver.text()
    assert "6 cannot be judged" in flat(driver.text())


async def test_a_letter_and_a_digit_grade_source_and_claim_at_once(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await judge(driver, "grade", "c", "3")
    dossier = driver.browser.dossier
    assert badge_of(dossier, "c.vote").text == "C3"
    assert judged_value(dossier, "s.courier", "admiralty-source") == "C"
    assert len(list_judgements(dossier, "s.courier")) == 2  # the past one stays
    await driver.press("undo")
    assert badge_of(dossier, "c.vote").text == "B"


async def test_a_key_that_is_no_grade_says_what_is_and_changes_nothing(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await judge(driver, "grade", "z")
    assert "z is not one of a/b/c/d/e/f, 1/2/3/4/5/6 (or -)" in driver.bar("prompt-heading")
    await driver.keys("b", "a")
    assert "a is not one of 1/2/3/4/5/6 behind B" in driver.bar("prompt-heading")
    await driver.keys("backspace")
    assert driver.browser.prompt.input.value == ""
    await driver.keys("2")
    assert badge_of(driver.browser.dossier, "c.vote").text == "B2"


async def test_one_origin_refuses_a_one_and_says_why(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await judge(driver, "grade", "1")
    assert driver.status().startswith("! ")
    assert "origin" in driver.message
    assert badge_of(driver.browser.dossier, "c.vote").text == "B"


async def test_what_has_no_status_is_called_what_it_is(driver: Driver) -> None:
    await driver.press("go-entities", "status")
    assert driver.message == "a status is for claims; this is an entity"


async def test_a_letter_for_a_claim_of_two_sources_asks_which(driver: Driver) -> None:
    await driver.reveal("c.cost")
    await judge(driver, "grade", "d", "3")
    assert driver.browser.mode is not None
    assert "Which one?" in driver.bar("prompt-heading")
    await driver.keys("9")
    assert "9 is not one of 1/2" in driver.bar("prompt-heading")
    await driver.keys("2")
    dossier = driver.browser.dossier
    letters = {s: judged_value(dossier, s, "admiralty-source") for s in dossier.sources_of("c.cost")}
    assert sorted(letters.items(), key=lambda pair: pair[0]) == [("s.courier", "B"), ("s.daily", "D")]
    assert badge_of(dossier, "c.cost").text == "B3"


async def test_a_wrong_answer_to_which_source_does_not_lose_the_grade(driver: Driver) -> None:
    await driver.reveal("c.cost")
    await judge(driver, "grade", "d", "3")
    await driver.ask.answer("srw3")  # all of it before the prompt could look at a letter
    await driver.settle()
    assert "srw3 is not one of 1/2" in driver.status()
    await driver.keys("2")
    assert badge_of(driver.browser.dossier, "c.cost").text == "B3"


async def test_where_there_is_no_room_for_a_scale_its_ends_are_shown(driver: Driver) -> None:
    await driver.resize(50, 10)
    await driver.reveal("c.vote")
    await driver.press("grade")
    text = flat(driver.text())
    assert "A completely .. F cannot be judged" in text
    assert "1 confirmed by other sources .. 6" in text
    await driver.keys("escape")
    await driver.press("weigh")
    text = flat(driver.text())
    assert "1 almost no chance .. 7 almost certain" in text
    assert "l low m moderate h high" in text


async def test_a_digit_on_a_quote_grades_that_support(driver: Driver) -> None:
    await driver.reveal("c.finished")
    await driver.press("in", "down")
    await judge(driver, "grade", "4")
    found = newest_judgement(driver.browser.dossier, "c.finished", "admiralty-info", quote="q.winter")
    assert found is not None
    assert found.value == "4"
    assert newest_judgement(driver.browser.dossier, "c.finished", "admiralty-info") is None


async def test_minus_takes_mine_off_and_what_was_judged_before_counts(driver: Driver) -> None:
    await driver.press("go-sources")
    await driver.reveal("s.courier")
    await judge(driver, "grade", "e")
    assert judged_value(driver.browser.dossier, "s.courier", "admiralty-source") == "E"
    await judge(driver, "grade", "-")
    assert judged_value(driver.browser.dossier, "s.courier", "admiralty-source") == "B"


@pytest.mark.parametrize(
    ("key", "sign"), [("s", "+"), ("r", "-"), ("d", "~"), ("o", "?"), ("+", "+"), ("~", "~")]
)
async def test_a_status_is_one_key(driver: Driver, key: str, sign: str) -> None:
    await driver.reveal("c.vote")
    await judge(driver, "status", key)
    assert status_mark(driver.browser.dossier, "c.vote") == sign
    assert f" {sign} " in driver.cursor_row()


async def test_a_weight_is_likelihood_and_confidence(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await judge(driver, "weigh", "6", "h")
    dossier = driver.browser.dossier
    assert judged_value(dossier, "c.vote", "likelihood") == "very likely"
    assert judged_value(dossier, "c.vote", "confidence") == "high"
    await judge(driver, "weigh", "2", "enter")
    assert judged_value(dossier, "c.vote", "likelihood") == "very unlikely"
    assert judged_value(dossier, "c.vote", "confidence") == "high"


async def test_a_right_after_a_judgement_asks_why(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await judge(driver, "grade", "2")
    assert "a add a reason" in driver.status()
    await driver.press("note")
    assert driver.bar("prompt-label").startswith("why>")
    await driver.enter("The minutes say so.")
    found = newest_judgement(driver.browser.dossier, "c.vote", "admiralty-info")
    assert found is not None
    assert found.reason == "The minutes say so."
    assert "The minutes say so." in flat(driver.whole_page())
    await driver.press("note")
    assert driver.bar("prompt-label").startswith("note on")


async def test_a_move_after_a_judgement_makes_a_a_note_again(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await judge(driver, "grade", "2")
    await driver.press("up", "note")
    assert driver.bar("prompt-label").startswith("note on")


async def test_marks_are_judged_together_and_what_cannot_be_is_told(driver: Driver) -> None:
    await driver.press("mark-all", "status")
    await driver.keys("o")
    dossier = driver.browser.dossier
    assert {status_mark(dossier, claim) for claim in dossier.claims.ids()} == {"?"}
    await driver.press("mark-all", "grade")
    await driver.keys("1")
    assert "refused" in driver.message or "origin" in driver.message


async def test_entities_are_not_judged(driver: Driver) -> None:
    await driver.press("go-entities", "grade")
    assert driver.browser.mode is None
    assert "grades are for sources, claims and their quotes" in driver.status()


async def test_a_command_line_takes_the_answer(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await driver.command("grade b3")
    assert badge_of(driver.browser.dossier, "c.vote").text == "B3"
    await driver.command("status x9")
    assert "is not one of" in driver.status()


async def test_a_refusal_is_read_whole_and_takes_the_lines_it_needs(driver: Driver) -> None:
    reader = driver.browser.query_one("#readers").region.height
    driver.browser.update(driver.place.at("claims", "c.vote"))
    await driver.press("grade")
    await driver.type("1")
    said = driver.status()
    assert said.startswith("! 1 means confirmed by other, independent sources; this claim has 1 origin: ")
    assert ".." not in said
    assert said.endswith("Esc dismiss")
    assert driver.browser.query_one("#readers").region.height < reader
    await driver.press("escape")
    assert driver.browser.query_one("#readers").region.height == reader
    assert len(driver.lines()) == 24


async def test_full_width_keys_mean_the_plain_ones(driver: Driver) -> None:
    dossier = driver.browser.dossier
    await driver.reveal("c.cost")
    await judge(driver, "status", "～")
    assert status_mark(dossier, "c.cost") == "~"
    await judge(driver, "grade", "３")
    assert badge_of(dossier, "c.cost").text.endswith("3")
    await driver.press("tag")
    await driver.keys("１")
    assert driver.browser.mode is None


async def test_thousands_of_digits_are_no_number(driver: Driver) -> None:
    await driver.reveal("c.cost")
    await judge(driver, "grade", "b")
    await driver.keys("enter")
    driver.ask.retype("1" * 5_000)
    await driver.settle()
    assert "B rates" in driver.bar("prompt-label")
    await driver.keys("escape")
    await driver.press("template")
    driver.ask.retype("1" * 5_000)
    await driver.settle()
    assert driver.browser.mode is not None
    await driver.keys("escape")


async def test_esc_at_the_question_for_a_source_keeps_the_digit_that_was_typed(driver: Driver) -> None:
    await driver.reveal("c.cost")
    await judge(driver, "grade", "d", "3")
    assert "Esc only the 3" in driver.status()
    await driver.keys("escape")
    dossier = driver.browser.dossier
    assert driver.browser.mode is None
    assert judged_value(dossier, "c.cost", "admiralty-info") == "3"
    assert {judged_value(dossier, s, "admiralty-source") for s in dossier.sources_of("c.cost")} == {"B", ""}


async def test_a_digit_that_is_refused_after_esc_says_why(driver: Driver) -> None:
    await driver.reveal("c.cost")
    await judge(driver, "grade", "d", "1", "escape")
    assert driver.status().startswith("! 1 means confirmed by other, independent sources")


async def test_esc_at_the_question_without_a_digit_judges_nothing(driver: Driver) -> None:
    await driver.reveal("c.cost")
    await judge(driver, "grade", "d", "enter", "escape")
    assert driver.browser.dossier.can_undo is None


async def test_all_sources_are_offered_for_several_claims_only(driver: Driver) -> None:
    await driver.reveal("c.cost")
    await judge(driver, "grade", "d", "3")
    assert "a  all" not in driver.text()
    await driver.keys("a")
    assert "a is not one of 1/2" in driver.bar("prompt-heading")
    await driver.keys("escape")
    await driver.press("mark-all", "grade")
    await driver.keys("d", "enter")
    assert "a  all 2" in driver.text()
    await driver.keys("a")
    assert judged_value(driver.browser.dossier, "s.daily", "admiralty-source") == "D"
    assert judged_value(driver.browser.dossier, "s.courier", "admiralty-source") == "D"


async def test_more_sources_than_digits_are_chosen_with_the_cursor(driver: Driver) -> None:
    ask = AskWhich(driver.browser, ["c.cost"], "d", None, None, [f"s.{n}" for n in range(12)])
    assert [row.value for row in ask.offer("").candidates] == [f"s.{n}" for n in range(12)]


async def test_a_letter_says_how_many_claims_it_affects(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await judge(driver, "grade", "c", "2")
    assert driver.message.startswith("Ferry terminal to.. is now C: affects 9 claims; the claim is now C2")
    assert driver.browser.dossier.can_undo
    await driver.press("undo")
    assert "graded C2 on claim The council votes on 12 June 2024." in driver.message


async def test_a_claims_digit_says_what_its_grade_is_now(driver: Driver) -> None:
    await driver.reveal("c.vote")
    await judge(driver, "grade", "2")
    assert driver.message.startswith("claim The council votes.. is now B2")


@pytest.mark.opens(bundled=True, size=(80, 24), press=("go-claims",))
async def test_a_claim_of_three_sources_at_80x24(driver: Driver) -> None:
    """A story: a digit needs no source; a letter asks which; in the quotes and the reader it knows."""
    dossier = driver.browser.dossier
    claim = next(claim for claim in dossier.claims.docs if len(dossier.sources_of(claim)) == 3)
    sources = dossier.sources_of(claim)
    await driver.reveal(claim)
    await judge(driver, "grade", "2")
    assert judged_value(dossier, claim, "admiralty-info") == "2"
    assert driver.browser.mode is None

    await judge(driver, "grade", "b", "3")
    assert [line for line in driver.lines() if line.lstrip("> ")[:3] in ("1  ", "2  ", "3  ")]
    await driver.keys("2")
    assert judged_value(dossier, sources[1], "admiralty-source") == "B"
    assert "is now B: affects" in driver.status()

    await driver.press("in")
    await driver.press("down", count=len(dossier.quotes_of(claim)))
    await judge(driver, "grade", "c", "enter")
    last = dossier.quotes[dossier.quotes_of(claim)[-1]].source
    assert driver.browser.mode is None
    assert judged_value(dossier, last, "admiralty-source") == "C"

    await driver.press("out", "next-pane")
    assert driver.place.focus == "reader"
    quote = dossier.quotes_of(claim)[-1]
    driver.browser.reader.reveal(quote)
    await driver.settle()
    await driver.press("grade")
    assert "a letter is for" in driver.bar("prompt-heading")
    await driver.keys("d", "enter")
    assert driver.browser.mode is None
    assert judged_value(dossier, last, "admiralty-source") == "D"
    assert judged_value(dossier, sources[1], "admiralty-source") == ("D" if last == sources[1] else "B")
