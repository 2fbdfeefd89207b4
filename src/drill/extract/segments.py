"""The segments that a chapter can be cut into, by what the network reads and by where sentences end."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from drill.extract.network import Segment, SegmentKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_KINDS = len(SegmentKind)
_LEAST_LOG = 1e-4
# Likelihoods below which nothing begins at a place, and a segment does not come into question (nats).
_LEAST_CHANCE = 0.01
_WORST = -14.0
# What it costs a statement to end without a full stop, in nats: some authors set none, most set all.
_BARE_END = 3.0
_MOST_SENTENCES = 3
_LONGEST = 300
_LONGEST_LABEL = 24
_NO_LABEL = frozenset(",，;；。!！?？\n")
_FULL_STOPS = frozenset("。！？!?\n")
_SENTENCE_ENDS = _FULL_STOPS | frozenset("；;…”」』）)")


class Arc(NamedTuple):
    """A segment that may be, its log-likelihood, and those of it opening a slide or not; how many numbers it lists."""

    start: int
    end: int
    kind: SegmentKind
    score: float
    opens: float
    stays: float
    numbers: int


class Cuts:
    """The ways of cutting a text, by the scores of its reading and by where its sentences end."""

    def __init__(self, text: str, scores: NDArray[np.float64], opens: NDArray[np.float64]) -> None:
        self._text = text
        self._opens = np.minimum(opens, -_LEAST_LOG)
        self._bare = np.array([0.0, *(0.0 if char in _SENTENCE_ENDS else _BARE_END for char in text[:-1]), 0.0])
        self._begins, self._goes_on = scores[:, 0::2], scores[:, 1::2]
        self._going_on = np.vstack([np.zeros((1, _KINDS)), np.cumsum(self._goes_on, axis=0)])
        chances = np.exp(self._begins).sum(axis=1)
        self.places = [0, *(np.flatnonzero(chances[1:] > _LEAST_CHANCE) + 1).tolist(), len(text)]

    def arcs(self, start: int) -> Iterator[Arc]:
        """Yield what may begin at a place."""
        opens = float(self._opens[start])
        stays = math.log1p(-math.exp(opens))
        sentences = 0
        for end in self.places[bisect_right(self.places, start) :]:
            text = self._text[start:end]
            for kind in _kinds_of(text):
                score = self._score(start, end, kind)
                if score > _WORST:
                    yield Arc(start, end, kind, score, opens, stays, _numbers(text))
            sentences += text[-1] in _FULL_STOPS
            if sentences > _MOST_SENTENCES or end - start > _LONGEST:
                return

    def _score(self, start: int, end: int, kind: SegmentKind) -> float:
        bare = self._bare[end] if kind is SegmentKind.STATEMENT else 0.0
        inside = self._going_on[end, kind] - self._going_on[start + 1, kind]
        return float(self._begins[start, kind] + inside - bare)

    def likeliest(self) -> tuple[Segment, ...]:
        """Return the likeliest segments (Viterbi: at each character a kind begins or goes on)."""
        came = np.full(self._begins.shape, -1)
        best = self._begins[0].copy()
        for at in range(1, len(came)):
            ended = best.copy()
            ended[SegmentKind.STATEMENT] -= self._bare[at]
            leader = int(ended.argmax())
            stays, starts = best + self._goes_on[at], ended[leader] + self._begins[at]
            is_new = starts > stays
            came[at] = np.where(is_new, leader, -1)
            best = np.where(is_new, starts, stays)
        return _traced(came, int(best.argmax()))


def _kinds_of(text: str) -> tuple[SegmentKind, ...]:
    if text.isdigit():
        return (SegmentKind.DIGITS,)
    if not text.strip():
        return (SegmentKind.BLANK,)
    if len(text) > _LONGEST_LABEL or any(char in _NO_LABEL for char in text):
        return (SegmentKind.STATEMENT,)
    return (SegmentKind.TERM, SegmentKind.TITLE, SegmentKind.STATEMENT)


def _numbers(text: str) -> int:
    if not text.isdigit():
        return 0
    return len(text) // 2 if text.startswith("0") else len(text)


def _traced(came: NDArray[np.int64], kind: int) -> tuple[Segment, ...]:
    found = []
    end = len(came)
    for at in range(len(came) - 1, 0, -1):
        if came[at, kind] >= 0:
            found.append(Segment(at, end, SegmentKind(kind)))
            end, kind = at, int(came[at, kind])
    found.append(Segment(0, end, SegmentKind(kind)))
    return tuple(found[::-1])
