"""Cut a chapter into segments: the likeliest cut by what the network reads, and the cuts next to it."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from drill.extract.network import Segment, SegmentKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_KINDS = len(SegmentKind)
# A border is worth moving if it is neither nearly certain nor nearly out of the question.
_DOUBT = 0.04
_NEAR = 12
# What it costs a statement to end without a full stop, in nats: some authors set none, most set all.
_BARE_END = 4.0
_CHANCE = 0.01
_WORST = -14.0
_MOST_SENTENCES = 3
_LONGEST_LABEL = 24
_NO_LABEL = frozenset(",，;；。!！?？\n")
_FULL_STOPS = frozenset("。！？!?\n")
_SENTENCE_ENDS = frozenset("。！？!?；;…\n”」』）)")


class Arc(NamedTuple):
    """A segment that may be: its log-likelihood, how many numbers it lists, whether it opens a slide or goes on."""

    start: int
    end: int
    kind: SegmentKind
    score: float
    numbers: int
    opens: float
    stays: float


class Cuts:
    """The ways of cutting a text, by the scores of its reading and by where its sentences end."""

    def __init__(self, text: str, scores: NDArray[np.float64], opens: NDArray[np.float64] | None = None) -> None:
        self._text = text
        self._opens = opens
        self._bare = np.array([0.0, *(0.0 if char in _SENTENCE_ENDS else _BARE_END for char in text[:-1]), 0.0])
        self._begins, self._goes_on = scores[:, 0::2], scores[:, 1::2]
        self._chances = np.exp(self._begins).sum(axis=1)
        self._going_on = _running_sums(self._goes_on)
        self._kinds = _running_sums(np.logaddexp(self._begins, self._goes_on))
        open_places = (self._chances > _DOUBT) & (self._chances < 1 - _DOUBT)
        self._ends = np.array(self.places[1:])
        self._open_places = np.flatnonzero(open_places).tolist()

    @property
    def places(self) -> list[int]:
        """Where something may begin, and the end."""
        return [0, *(np.flatnonzero(self._chances[1:] > _CHANCE) + 1).tolist(), len(self._text)]

    def arcs(self, start: int) -> Iterator[Arc]:
        """Yield what may begin at a place, with its log-likelihood."""
        opens = float(self._opens[start])
        stays = float(np.log1p(-np.exp(min(opens, -1e-4))))
        sentences = 0
        for end in self._ends[np.searchsorted(self._ends, start + 1) :]:
            text = self._text[start:end]
            for kind in self._possible(text):
                score = self._begins[start, kind] + self._going_on[end, kind] - self._going_on[start + 1, kind]
                if kind is SegmentKind.STATEMENT:
                    score -= self._bare[end]
                if score > _WORST:
                    yield Arc(start, end, kind, float(score), _numbers(text), opens, stays)
            sentences += self._text[end - 1] in _FULL_STOPS
            if sentences > _MOST_SENTENCES:
                return

    def _possible(self, text: str) -> tuple[SegmentKind, ...]:
        if text.isdigit():
            return (SegmentKind.DIGITS,)
        if not text.strip():
            return (SegmentKind.BLANK,)
        is_label = len(text) <= _LONGEST_LABEL and not any(char in _NO_LABEL for char in text)
        return (SegmentKind.TERM, SegmentKind.TITLE, SegmentKind.STATEMENT) if is_label else (SegmentKind.STATEMENT,)

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

    def log_likelihood(self, segments: tuple[Segment, ...]) -> float:
        """Return the natural logarithm of how likely the segments are."""
        starts, ends, kinds = np.array(segments).T
        inside = self._going_on[ends, kinds] - self._going_on[starts + 1, kinds]
        bare = self._bare[ends[kinds == SegmentKind.STATEMENT]]
        return float((self._begins[starts, kinds] + inside).sum() - bare.sum())

    def alternatives(
        self, segments: tuple[Segment, ...], doubtful: frozenset[Segment]
    ) -> Iterator[tuple[Segment, ...]]:
        """Yield what could stand in place of a doubtful segment, or of it and a neighbour: other borders, other kinds.

        Each alternative covers the same characters as the segments that it would replace.
        """
        for segment in segments:
            if segment in doubtful:
                yield from self._of_other_kind(segment)
                for at in self._open_places:
                    if segment.start < at < segment.end:
                        yield self._kinded(segment.start, at, segment.end)
        for before, after in pairwise(segments):
            if before in doubtful or after in doubtful:
                yield from self._with_other_border(before, after)

    def _with_other_border(self, before: Segment, after: Segment) -> Iterator[tuple[Segment, ...]]:
        border = before.end
        if self._chances[border] < 1 - _DOUBT:
            yield self._kinded(before.start, after.end)
        for at in self._open_places:
            if at != border and abs(at - border) <= _NEAR and before.start < at < after.end:
                yield (Segment(before.start, at, before.kind), Segment(at, after.end, after.kind))

    def _kinded(self, *borders: int) -> tuple[Segment, ...]:
        return tuple(
            Segment(start, end, SegmentKind(int((self._kinds[end] - self._kinds[start]).argmax())))
            for start, end in pairwise(borders)
        )

    def _of_other_kind(self, segment: Segment) -> Iterator[tuple[Segment, ...]]:
        means = (self._kinds[segment.end] - self._kinds[segment.start]) / (segment.end - segment.start)
        for kind in SegmentKind:
            if kind is not segment.kind and means[kind] > math.log(_DOUBT):
                yield (segment._replace(kind=kind),)


def _numbers(text: str) -> int:
    if not text.isdigit():
        return 0
    return len(text) // 2 if text.startswith("0") else len(text)


def replaced(segments: tuple[Segment, ...], other: tuple[Segment, ...]) -> tuple[Segment, ...] | None:
    """Return the segments with another cut of the same characters; None if its ends are no borders of theirs."""
    start, end = other[0].start, other[-1].end
    before = tuple(segment for segment in segments if segment.end <= start)
    after = tuple(segment for segment in segments if segment.start >= end)
    if (before[-1].end if before else segments[0].start) != start:
        return None
    if (after[0].start if after else segments[-1].end) != end:
        return None
    return (*before, *other, *after)


def _traced(came: NDArray[np.int64], kind: int) -> tuple[Segment, ...]:
    found = []
    end = len(came)
    for at in range(len(came) - 1, 0, -1):
        if came[at, kind] >= 0:
            found.append(Segment(at, end, SegmentKind(kind)))
            end, kind = at, int(came[at, kind])
    found.append(Segment(0, end, SegmentKind(kind)))
    return tuple(found[::-1])


def _running_sums(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.vstack([np.zeros((1, _KINDS)), np.cumsum(rows, axis=0)])
