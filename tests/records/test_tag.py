"""What can be a tag, in any script."""

from __future__ import annotations

import pytest

from dossier.records.tag import require_tag_path

WORDS = ["हिन्दी", "ভারত", "தமிழ்", "เงินทุน", "ខ្មែរ", "မြန်မာ", "കേരളം", "ọ̀rọ̀", "نمی\u200cشود", "مُوازَنة", "it’s"]


@pytest.mark.parametrize("word", [*WORDS, "cost", "money/training-cost", "r&d", "c++", "year-2024", "x/2024"])
def test_a_word_of_any_script_can_be_a_tag(word: str) -> None:
    assert require_tag_path(word) == word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "a b",
        "/a",
        "a/",
        "a//b",
        "_a",
        "\u0301a",
        "a/\u0301",
        "a\u200c",
        "\u200ca",
        "a\u200c\u200cb",
        "a:b",
        "a\u202eb",
        "a\x1b",
    ],
)
def test_what_is_no_word_cannot(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be a tag"):
        require_tag_path(text)
