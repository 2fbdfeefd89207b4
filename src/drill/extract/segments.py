"""Cut a chapter into segments: the likeliest cut by what the network reads, and the cuts next to it."""

from __future__ import annotations

import itertools
import math
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


def likeliest(scores: NDArray[np.float64]) -> tuple[Segment, ...]:
    """Return the likeliest segments by a reading's scores (Viterbi: at each character a kind begins or goes on)."""
    begins, goes_on = scores[:, 0::2], scores[:, 1::2]
    came = np.full((len(scores), _KINDS), -1)
    best = begins[0].copy()
    for at in range(1, len(scores)):
        leader = int(best.argmax())
        stays, starts = best + goes_on[at], best[leader] + begins[at]
        is_new = starts > stays
        came[at] = np.where(is_new, leader, -1)
        best = np.where(is_new, starts, stays)
    return _traced(came, int(best.argmax()))


def _traced(came: NDArray[np.int64], kind: int) -> tuple[Segment, ...]:
    found = []
    end = len(came)
    for at in range(len(came) - 1, 0, -1):
        if came[at, kind] >= 0:
            found.append(Segment(at, end, SegmentKind(kind)))
            end, kind = at, int(came[at, kind])
    found.append(Segment(0, end, SegmentKind(kind)))
    return tuple(found[::-1])


def alternatives(
    scores: NDArray[np.float64], segments: tuple[Segment, ...], doubtful: frozenset[Segment]
) -> Iterator[tuple[Segment, ...]]:
    """Yield what could stand in place of a doubtful segment, or of it and a neighbour: other borders, other kinds.

    Each alternative covers the same characters as the segments that it would replace.
    """
    shares = np.exp(scores)
    begins = shares[:, 0::2].sum(axis=1)
    sums = _kind_sums(shares)
    open_places = np.flatnonzero((begins > _DOUBT) & (begins < 1 - _DOUBT)).tolist()
    for segment in doubtful:
        yield from _other_kinds(segment, sums)
        for at in open_places:
            if segment.start < at < segment.end:
                yield _kinded([segment.start, at, segment.end], sums)
    for before, after in itertools.pairwise(segments):
        border = before.end
        if before not in doubtful and after not in doubtful:
            continue
        if begins[border] < 1 - _DOUBT:
            yield _kinded([before.start, after.end], sums)
        for at in open_places:
            if at != border and abs(at - border) <= _NEAR and before.start < at < after.end:
                yield (Segment(before.start, at, before.kind), Segment(at, after.end, after.kind))


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


def _kind_sums(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    logs = np.log(np.clip(shares[:, 0::2] + shares[:, 1::2], 1e-6, 1))
    return np.vstack([np.zeros((1, _KINDS)), np.cumsum(logs, axis=0)])


def _kinded(borders: list[int], sums: NDArray[np.float64]) -> tuple[Segment, ...]:
    return tuple(
        Segment(start, end, SegmentKind(int((sums[end] - sums[start]).argmax())))
        for start, end in itertools.pairwise(borders)
    )


def _other_kinds(segment: Segment, sums: NDArray[np.float64]) -> Iterator[tuple[Segment, ...]]:
    means = (sums[segment.end] - sums[segment.start]) / (segment.end - segment.start)
    for kind in SegmentKind:
        if kind is not segment.kind and means[kind] > math.log(_DOUBT):
            yield (segment._replace(kind=kind),)
