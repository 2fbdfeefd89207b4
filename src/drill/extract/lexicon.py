"""How likely a stretch of Chinese is: words by their frequency, and the pairs of characters a document uses."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache

import rjieba

# The dictionary's counts add up to about this much.
_TOTAL = 6.0e7
_UNKNOWN = math.log(0.02 / _TOTAL)
_PUNCTUATION_MARK = -6.0
_FOREIGN = math.log(50 / _TOTAL)
PUNCTUATION = frozenset("，、；：。！？“”‘’《》（）,.;:?!()")
_HAN = re.compile(r"[\u3400-\u9fff]")


def is_han(char: str) -> bool:
    """Tell whether a character is a Chinese one."""
    return _HAN.match(char) is not None


@cache
def word_log_probability(word: str) -> float:
    """Return the natural logarithm of a word's share of running text; a small constant for unknown words."""
    if word in PUNCTUATION:
        return _PUNCTUATION_MARK
    if not rjieba.has_word(word):
        return _UNKNOWN if _HAN.search(word) else _FOREIGN
    return math.log(max(rjieba.suggest_freq(word), 1) / _TOTAL)


def text_log_probability(text: str) -> float:
    """Return the log probability of a text in Simplified Chinese, cut into its likeliest words."""
    return sum(word_log_probability(word) for word in rjieba.cut(text, hmm=False))


class DocumentPairs:
    """How often a document uses each pair of neighbouring characters."""

    def __init__(self, text: str) -> None:
        self._counts = Counter(text[place : place + 2] for place in range(len(text) - 1))

    def bonus(self, text: str) -> float:
        """Return how much better known a text's pairs of Chinese characters are here than elsewhere."""
        pairs = (text[place : place + 2] for place in range(len(text) - 1))
        return sum(math.log1p(self._counts[pair]) for pair in pairs if is_han(pair[0]) and is_han(pair[1]))
