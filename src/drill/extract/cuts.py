"""Where the terms and titles in front of a sentence end: every segmentation of a stretch, scored.

A stretch holds labels (terms, slide titles) and at most one sentence, run together. The model is log-linear: features
of each label, of the sentence's beginning, and of each border between two words; its weights are fitted on decks of
our own (see docs/import.md). Part of speech carries most of it, so that it holds for subjects it never saw.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import rjieba

from drill.extract.lexicon import is_han
from drill.extract.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONGEST_LABEL = 18
_LONGEST_LABELS = 90
# Labels and sentences with less than this share of all segmentations, as a logarithm, are left out.
_LEAST_SHARE = -6.0
_COMMAS = frozenset(",，;；:：")
# Words that end the title of a slide or chapter rather than a term.
TITLE_WORDS = frozenset(
    re.findall(
        "..",
        "原则要求规范流程技巧礼仪管理制度方法步骤要点内容准备概述标准类型机制措施分类意义作用体系基础知识处理处置控制应对"
        "要领法则规则服务培训预防安全说明策略政策结构概念职责素质素养特点对象设计设定目标",
    )
)


class Word(NamedTuple):
    """A word of a stretch: where it stands, and its coarse part of speech."""

    start: int
    end: int
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Arc:
    """Characters [start, end) of a stretch as one label or as its sentence.

    `margin` is the share of all segmentations, weighed by their likelihood, that have it.
    """

    start: int
    end: int
    score: float
    is_sentence: bool
    margin: float


class Usage:
    """What a document says elsewhere: its pairs of neighbouring characters."""

    def __init__(self, text: str) -> None:
        self.pairs = Counter(text[place : place + 2] for place in range(len(text) - 1))
        self.chars = Counter(text)

    def cohesion(self, pair: str) -> str:
        """Return how often a pair stands elsewhere, and what share of its rarer character's places that is."""
        often = self.pairs[pair] - 1
        if often < 1:
            return "0"
        rarer = max(min(self.chars[pair[0]], self.chars[pair[1]]) - 1, 1)
        return f"{1 if often == 1 else 2 if often < 4 else 4}/{min(int(4 * often / rarer), 4)}"


def arcs(text: str, *, is_ended: bool, usage: Usage) -> list[Arc]:
    """Return the labels and sentences that a stretch can hold, by where they begin; hopeless ones are left out."""
    words = words_of(text)
    scored = Scored(text, words, is_ended=is_ended, usage=usage, weights=WEIGHTS)
    bounds = [word.start for word in words] + [len(text)]
    labels, sentences = scored.scores()
    before, behind = ways(labels, sentences, len(words))
    found = []
    for (first, last), score in labels.items():
        share = before[first] + score + behind[last] - behind[0]
        if share > _LEAST_SHARE:
            found.append(Arc(bounds[first], bounds[last], score, is_sentence=False, margin=math.exp(share)))
    for first, score in sentences.items():
        share = before[first] + score - behind[0]
        if share > _LEAST_SHARE:
            found.append(Arc(bounds[first], len(text), score, is_sentence=True, margin=math.exp(share)))
    return sorted(found, key=lambda arc: (arc.start, arc.end))


def ways(
    labels: Mapping[tuple[int, int], float], sentences: Mapping[int, float], count: int
) -> tuple[list[float], list[float]]:
    """Return the logarithm of the summed weight of all ways to each place, and from it to the end."""
    before = [-math.inf] * (count + 1)
    before[0] = 0.0
    for (first, last), score in sorted(labels.items()):
        before[last] = log_add(before[last], before[first] + score)
    behind = [sentences.get(place, -math.inf) for place in range(count)] + [0.0]
    for (first, last), score in sorted(labels.items(), reverse=True):
        behind[first] = log_add(behind[first], score + behind[last])
    return before, behind


@lru_cache(maxsize=4096)
def _tagged(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(rjieba.tag(text))


def words_of(text: str) -> list[Word]:
    """Cut a text into characters that know whether a word begins with them; Latin words and numbers stay whole."""
    found = []
    at = 0
    for word, tag in _tagged(text):
        # Words of a term and of the sentence behind it can be taken for one: every character can begin something.
        coarse = _coarse(word, tag)
        if len(word) == 1 or not is_han(word[0]):
            found.append(Word(at, at + len(word), word, coarse))
        else:
            for place, char in enumerate(word):
                found.append(Word(at + place, at + place + 1, char, coarse if place == 0 else "+"))
        at += len(word)
    return found


def _coarse(word: str, tag: str) -> str:
    if not is_han(word[0]):
        return "m" if word[0].isdigit() else "e" if word[0].isalpha() else "w"
    if tag in {"vn", "an", "ad", "vd"}:
        return tag
    return tag[0] if tag[0] in "nvadpmqrcuilftsbzkhjyo" else "n"


class Scored:
    """All segmentations of a stretch as a lattice over its characters' words."""

    def __init__(
        self, text: str, words: list[Word], *, is_ended: bool, usage: Usage, weights: Mapping[str, float]
    ) -> None:
        self._text = text
        self._words = words
        self._is_ended = is_ended
        self._usage = usage
        self.weights = weights
        self.count = len(words)

    def labels_from(self, first: int) -> Iterator[int]:
        """Yield every end that a label beginning with word `first` may have."""
        for last in range(first + 1, self.count + 1):
            start, end = self._words[first].start, self._words[last - 1].end
            if end - start > _LONGEST_LABEL or self._words[last - 1].text in _COMMAS or end > _LONGEST_LABELS:
                return
            if not (last == self.count and self._is_ended):
                yield last

    def label_score(self, first: int, last: int) -> float:
        """Score words [first, last) as one label."""
        return sum(self.weights.get(name, 0.0) for name in self.label_features(first, last))

    def sentence_score(self, first: int) -> float:
        """Score the words from `first` to the end as a sentence."""
        return sum(self.weights.get(name, 0.0) for name in self.sentence_features(first))

    def label_features(self, first: int, last: int) -> list[str]:
        """Name what speaks for or against words [first, last) being a label, and a border behind them."""
        text = self._text[self._words[first].start : self._words[last - 1].end]
        tags = [word.tag for word in self._words[first:last] if word.tag != "+"] or ["+"]
        names = [f"len={_length(text)}", f"first={tags[0]}", f"last={tags[-1]}", f"words={min(len(tags), 7)}"]
        if len(tags) <= 3:
            names.append("shape=" + "".join(f"{tag}." for tag in tags))
        ending = text[-2:] in TITLE_WORDS
        names += ["titleword"] * ending
        names += [f"listed={_is_even(text)}"] if "、" in text else []
        inner = set(tags[1:-1])
        names += [f"has={tag}" for tag in sorted(set(tags) & {"u", "p", "d", "m", "c", "w", "r", "f", "q"})]
        names += ["inside=p"] if "p" in inner else []
        names += ["ends=" + text[-1]] if text[-1] in "的了着和与及或在、要应" else []
        names += ["starts=+"] if self._words[first].tag == "+" else []
        if last < self.count:
            names += self._border(last)
        return names

    def _border(self, at: int) -> list[str]:
        before, after = self._words[at - 1], self._words[at]
        pair = before.text[-1] + after.text[0]
        names = [f"pair={self._usage.cohesion(pair)}"]
        if after.tag == "+":
            names.append("split")
        else:
            names.append(f"tags={self._tag_before(at)}|{after.tag}")
            word = self._word_at(at)
            if rjieba.has_word(before.text + word):
                names.append("joins")
        return names

    def _tag_before(self, at: int) -> str:
        while at > 0 and self._words[at - 1].tag == "+":
            at -= 1
        return self._words[at - 1].tag

    def _word_at(self, at: int) -> str:
        end = at + 1
        while end < self.count and self._words[end].tag == "+":
            end += 1
        return "".join(word.text for word in self._words[at:end])

    def sentence_features(self, first: int) -> list[str]:
        """Name what speaks for or against a sentence beginning at word `first`."""
        word = self._words[first]
        text = self._text[word.start :]
        clause = next((at for at, char in enumerate(text) if char in _COMMAS or char == "、"), len(text))
        second = self._words[first + 1].tag if first + 1 < self.count else "."
        names = [f"s.first={word.tag}", f"s.len={min(len(text) // 4, 8)}", f"s.clause={min(clause // 2, 8)}"]
        names.append(f"s.two={word.tag}{second}")
        if word.tag != "+":
            names.append(f"s.word={self._word_at(first)}")
        names += ["s.unended"] * (not self._is_ended) + ["s.whole"] * (first == 0)
        if not self._is_ended:
            names.append(f"s.unended.comma={any(char in _COMMAS for char in text)}")
        return names

    def scores(self) -> tuple[dict[tuple[int, int], float], dict[int, float]]:
        """Return the score of every label by its first and last word, and of a sentence from every word on."""
        labels: dict[tuple[int, int], float] = {}
        reached = {0}
        for first in range(self.count):
            if first in reached:
                for last in self.labels_from(first):
                    labels[first, last] = self.label_score(first, last)
                    reached.add(last)
        return labels, {first: self.sentence_score(first) for first in range(self.count) if first in reached}


def log_add(one: float, other: float) -> float:
    """Return log(exp(one) + exp(other))."""
    low, high = sorted((one, other))
    return high if low == -math.inf else high + math.log1p(math.exp(low - high))


def _length(text: str) -> str:
    length = len(text)
    return str(length) if length <= 9 else "10-12" if length <= 12 else "13+"


def _is_even(text: str) -> str:
    sizes = [len(part) for part in text.split("、")]
    return "empty" if min(sizes) < 2 else "even" if max(sizes) - min(sizes) <= 1 else "uneven"
