"""What the network is told of each character beside the character: its place, and what the document repeats."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import rjieba

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST_REPEAT = 8
# Parts of speech by their first letter; the rest count as one.
_PARTS_OF_SPEECH = {tag: number for number, tag in enumerate("nvadpcrmquftsbljizx", start=1)}
_ALONE, _FIRST, _WITHIN, _LAST = range(4)
_CANONICAL = str.maketrans("，；：（）？！", ",;:()?!")


class Repeats:
    """How often a document says each run of up to eight characters."""

    def __init__(self, text: str) -> None:
        text = canonical(text)
        self.counts = [
            Counter(text[at : at + size] for at in range(len(text) - size + 1)) for size in range(_LONGEST_REPEAT + 1)
        ]

    def ahead(self, text: str, at: int) -> int:
        """Return the length of the longest run from `at` on that stands elsewhere too; at least 1."""
        size = 1
        while size < _LONGEST_REPEAT and at + size < len(text) and self.counts[size + 1][text[at : at + size + 1]] > 1:
            size += 1
        return size

    def behind(self, text: str, at: int) -> int:
        """Return the length of the longest run up to `at` that stands elsewhere too; at least 1."""
        size = 1
        while size < _LONGEST_REPEAT and at >= size and self.counts[size + 1][text[at - size : at + 1]] > 1:
            size += 1
        return size


def canonical(text: str) -> str:
    """Return a text with the narrow forms of punctuation that preview sites use; the length stays."""
    return text.translate(_CANONICAL)


WORD_PLACES = 4 * (len(_PARTS_OF_SPEECH) + 1)


def word_places(text: str) -> NDArray[np.int64]:
    """Return for each character its place in its word and the word's part of speech, as one number (n)."""
    found: list[int] = []
    for word, tag in rjieba.tag(text):
        places = [_FIRST, *[_WITHIN] * (len(word) - 2), _LAST] if len(word) > 1 else [_ALONE]
        speech = _PARTS_OF_SPEECH.get(tag[:1], 0)
        found += (4 * speech + place for place in places)
    return np.array(found, dtype=np.int64)


def measures(text: str, repeats: Repeats) -> NDArray[np.float32]:
    """Return eight measures for each character of a text in its canonical form."""
    return np.array([_measures(text, at, repeats) for at in range(len(text))], dtype=np.float32).reshape(-1, 8)


def _measures(text: str, at: int, repeats: Repeats) -> tuple[float, ...]:
    often = held = 0.0
    if at:
        pair = text[at - 1 : at + 1]
        elsewhere = max(repeats.counts[2][pair] - 1, 0)
        often = min(float(np.log1p(elsewhere)), 2.0)
        held = elsewhere / max(min(repeats.counts[1][pair[0]], repeats.counts[1][pair[1]]) - 1, 1)
    before = text[at - 1] if at else ""
    return (
        often,
        held,
        repeats.ahead(text, at) / _LONGEST_REPEAT,
        repeats.behind(text, at) / _LONGEST_REPEAT,
        float(at == 0),
        float(before in {"。", "!", "?"}),
        float(text[at] in "。!?,;:"),
        float(text[at].isdigit()),
    )
