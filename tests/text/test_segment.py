from __future__ import annotations

import pytest

from drill.text.segment import words


def test_words_put_together_give_the_text_back() -> None:
    text = "接到投诉后，按性质归类 the file."
    assert "".join(word.text for word in words(text)) == text


@pytest.mark.parametrize(
    ("text", "word", "is_content", "is_noun"),
    [
        ("按投诉的性质归类", "性质", True, True),
        ("按投诉的性质归类", "归类", True, False),
        ("按投诉的性质归类", "的", False, False),
        ("verify the caller", "verify", True, False),
        ("verify the caller", "the", False, False),
        ("第3步", "3", False, False),
    ],
)
def test_content_words_are_told_from_function_words(text: str, word: str, *, is_content: bool, is_noun: bool) -> None:
    found = {one.text: one for one in words(text)}[word]
    assert (found.is_content, found.is_noun) == (is_content, is_noun)
