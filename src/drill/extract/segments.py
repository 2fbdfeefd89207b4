"""Cut a chapter into segments: the likeliest cut by what the network reads, and the cuts next to it."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from drill.extract.network import Segment, SegmentKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_KINDS = len(SegmentKind)
# A border is worth moving if it is neither nearly certain nor nearly out of the question.
_DOUBT = 0.04
_NEAR = 12


class Cuts:
    """The ways of cutting a text, by the scores of its reading."""

    def __init__(self, scores: NDArray[np.float64]) -> None:
        self._begins, self._goes_on = scores[:, 0::2], scores[:, 1::2]
        self._chances = np.exp(self._begins).sum(axis=1)
        self._going_on = _running_sums(self._goes_on)
        self._kinds = _running_sums(np.logaddexp(self._begins, self._goes_on))
        open_places = (self._chances > _DOUBT) & (self._chances < 1 - _DOUBT)
        self._open_places = np.flatnonzero(open_places).tolist()

    def likeliest(self) -> tuple[Segment, ...]:
        """Return the likeliest segments (Viterbi: at each character a kind begins or goes on)."""
        came = np.full(self._begins.shape, -1)
        best = self._begins[0].copy()
        for at in range(1, len(came)):
            leader = int(best.argmax())
            stays, starts = best + self._goes_on[at], best[leader] + self._begins[at]
            is_new = starts > stays
            came[at] = np.where(is_new, leader, -1)
            best = np.where(is_new, starts, stays)
        return _traced(came, int(best.argmax()))

    def log_likelihood(self, segments: tuple[Segment, ...]) -> float:
        """Return the natural logarithm of how likely the segments are."""
        starts, ends, kinds = np.array(segments).T
        inside = self._going_on[ends, kinds] - self._going_on[starts + 1, kinds]
        return float((self._begins[starts, kinds] + inside).sum())

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
