"""What a stretch can be cut into: every likely term, title and sentence, by two models that check each other.

The network (`network`) knows the whole chapter and the meaning of words; the log-linear model (`cuts`) knows one
stretch and the form of its words. Each alone errs more often than both together (docs/import.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.extract.cuts import arcs
from drill.extract.layouts import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.extract.cuts import Usage
    from drill.extract.network import Likelihoods

LABEL_KINDS = {Role.TERM: 0, Role.TITLE: 1}
_STATEMENT = 2
_LONGEST_LABEL = 22
_LEAST_BEGIN = math.log(0.01)
_NETWORK = 0.7
_LINEAR = 0.6
# The log-linear model lists no cut below its own threshold: such a cut counts as this (nats).
_UNLISTED = -9.0
_WORST_LABEL = -7.5
_WORST_SENTENCE = -12.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) of a stretch as a label (`scores` as term and as title) or as its sentence.

    Scores are natural logarithms up to a constant.
    """

    start: int
    end: int
    scores: tuple[float, ...]
    is_sentence: bool

    @property
    def score(self) -> float:
        """The best score."""
        return max(self.scores)


def pieces(text: str, likelihoods: Likelihoods, offset: int, *, is_ended: bool, usage: Usage) -> list[Piece]:
    """Return the labels and sentences of a stretch, which stands `offset` characters into its chapter."""
    linear = {
        (arc.start, arc.end, arc.is_sentence): _LINEAR * max(math.log(max(arc.margin, 1e-9)), _UNLISTED)
        for arc in arcs(text, is_ended=is_ended, usage=usage)
    }
    found = []
    for start, end in _spans(text, likelihoods, offset, {(first, last) for first, last, _ in linear}):
        base = _NETWORK * float(
            likelihoods.begins[offset + start] + likelihoods.on[offset + end] - likelihoods.on[offset + start + 1]
        )
        kinds = (likelihoods.kinds[offset + end] - likelihoods.kinds[offset + start]) / (end - start)
        if _can_be_label(text, start, end, is_ended=is_ended):
            score = base + linear.get((start, end, False), _LINEAR * _UNLISTED)
            if score > _WORST_LABEL:
                scores = tuple(score + float(kinds[kind]) for kind in LABEL_KINDS.values())
                found.append(Piece(start, end, scores, is_sentence=False))
        if end == len(text):
            score = base + linear.get((start, end, True), _LINEAR * _UNLISTED) + float(kinds[_STATEMENT])
            if score > _WORST_SENTENCE:
                found.append(Piece(start, end, (score,), is_sentence=True))
    return sorted(found, key=lambda piece: (piece.start, piece.end))


def _spans(text: str, likelihoods: Likelihoods, offset: int, listed: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    likely = {at for at in range(1, len(text)) if likelihoods.begins[offset + at] > _LEAST_BEGIN}
    places = sorted({0, len(text)} | likely | {place for span in listed for place in span})
    for at, start in enumerate(places):
        for end in places[at + 1 :]:
            if end - start <= _LONGEST_LABEL or end == len(text):
                yield start, end


def _can_be_label(text: str, start: int, end: int, *, is_ended: bool) -> bool:
    if end - start > _LONGEST_LABEL or (end == len(text) and is_ended):
        return False
    return not any(char in ",，;；:：" for char in text[start:end])
