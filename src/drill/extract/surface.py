"""What the network sees of a text: each character, its word, the word's kind, and what the document repeats."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import rjieba

from drill.extract.lexicon import is_han

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

# Order and number of the kinds are what the network was trained with.
_KINDS = (*"nvadpmqrcuilftsbzkhjyoxwe", "vn", "an", "ad")
_KIND_PLACES = {kind: place for place, kind in enumerate(_KINDS)}
_LONGEST_REPEAT = 8
_MOST_WORDS = 4
_CANONICAL = str.maketrans("，；：（）？！", ",;:()?!")


@dataclass(frozen=True, slots=True)
class Surface:
    """Per character: its number, up to four words' numbers (0 none), kind of word and place in it, eight measures."""

    characters: NDArray[np.int64]
    words: NDArray[np.int64]
    kinds: NDArray[np.int64]
    measures: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of the characters and words the network knows; those from 1 on."""

    characters: Mapping[str, int]
    words: Mapping[str, int]

    def words_of(self, word: str) -> tuple[int, ...]:
        """Return a word's number, or those of its characters where it is unknown."""
        known = self.words.get(word)
        return (known,) if known else tuple(self.words[char] for char in word if char in self.words)


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


def surface(text: str, repeats: Repeats, numbering: Numbering) -> Surface:
    """Return what the network sees of a text."""
    text = canonical(text)
    words, kinds = _words(text, numbering)
    return Surface(
        characters=np.array([numbering.characters.get(char, 0) for char in text], dtype=np.int64),
        words=words,
        kinds=kinds,
        measures=np.array([_measures(text, at, repeats) for at in range(len(text))], dtype=np.float32),
    )


def _words(text: str, numbering: Numbering) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    words = np.zeros((len(text), _MOST_WORDS), dtype=np.int64)
    kinds = np.zeros(len(text), dtype=np.int64)
    at = 0
    for word, tag in rjieba.tag(text):
        known = numbering.words_of(word)[:_MOST_WORDS] if is_han(word[0]) else ()
        kind = _KIND_PLACES[_kind(word, tag)] * 4
        for place in range(len(word)):
            kinds[at + place] = kind + _place(place, len(word))
            words[at + place, : len(known)] = known
        at += len(word)
    return words, kinds


def _kind(word: str, tag: str) -> str:
    if not is_han(word[0]):
        return "m" if word[0].isdigit() else "e" if word[0].isalpha() else "w"
    if tag in {"vn", "an", "ad"}:
        return tag
    return tag[0] if tag[0] in _KIND_PLACES else "n"


def _place(place: int, length: int) -> int:
    if length == 1:
        return 0
    return 1 if place == 0 else 3 if place == length - 1 else 2


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
