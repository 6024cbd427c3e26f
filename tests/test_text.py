"""What is shown of foreign text: joiners where a script spells with them, nothing that hides or commands."""

from __future__ import annotations

import pytest

from dossier.text import clean, escape_json, places

SPELLED = ["نمی\u200cخواهم کتاب\u200cها", "ක්\u200dෂ", "കേര\u200dളം", "ক্\u200dষ"]


@pytest.mark.parametrize("text", SPELLED)
def test_a_joiner_within_a_word_of_a_script_that_joins_is_part_of_it(text: str) -> None:
    assert clean(text) == text
    assert list(places(text)) == list(range(len(text) + 1))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("inter\u00adnational", "international"),
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("🏳\ufe0f\u200d🌈", "🏳\ufe0f🌈"),
    ],
)
def test_what_only_line_ends_and_emoji_need_is_not_seen(text: str, shown: str) -> None:
    assert clean(text) == shown
    assert [places(text)[0], places(text)[len(text)]] == [0, len(shown)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pay\u200cpal", "pay<U+200C>pal"),
        ("pay\u200dpal", "pay<U+200D>pal"),
        ("\u200cنمی", "<U+200C>نمی"),
        ("نمی\u200c\u200cخواهم", "نمی<U+200C><U+200C>خواهم"),
        ("نمی\u200c", "نمی<U+200C>"),
        ("a \u00ad b", "a <U+00AD> b"),
        ("نمی\u200eخواهم", "نمی<U+200E>خواهم"),
        ("👨\u200d", "👨<U+200D>"),
        ("\u202etxt.exe", "<U+202E>txt.exe"),
    ],
)
def test_joiners_elsewhere_and_bidi_controls_are_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_json_escapes_what_is_not_shown_as_it_is() -> None:
    assert escape_json('"\x7f \u202e \U000e0041 a\u00adb"') == '"\\u007f \\u202e \\udb40\\udc41 a\\u00adb"'
    assert escape_json('"نمی\u200cخواهم"') == '"نمی\u200cخواهم"'
