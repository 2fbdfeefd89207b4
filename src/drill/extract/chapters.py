"""Read a chapter of a preview: cut it into segments, pair them, and mend the cut where more pairs come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.extract.points import Point, points
from drill.extract.segments import alternatives, likeliest, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.extract.network import Network, Reading, Segment
    from drill.extract.surface import Repeats

_LONGEST = 1500
_SENTENCE_ENDS = frozenset("。！？!?\n")
_ROUNDS = 2
# A new cut must promise this many more right points, seen alone and among the others that were taken.
_GAIN = 0.02
_GAIN_AGAIN = 0.01
# The log-odds of a segment being right from which on no other cut of it is tried.
_SURE = 2.2


@dataclass(frozen=True, slots=True)
class ReadChapter:
    """The segments of a part of a chapter, the points made of them, and the segments that are likely wrong."""

    segments: tuple[Segment, ...]
    points: tuple[Point, ...]
    doubtful: frozenset[Segment]

    @property
    def promise(self) -> float:
        """How many points are right, to be expected."""
        return sum(point.likelihood for point in self.points)


def read_chapter(title: str, text: str, network: Network, repeats: Repeats) -> Iterator[tuple[int, ReadChapter]]:
    """Yield the parts of a chapter with the place where each begins; a chapter of usual length has one."""
    for start, end in _parts(text):
        part = text[start:end]
        if part.strip():
            yield start, _read(network.read(title, part, repeats), network)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > _LONGEST:
        end = start + _LONGEST
        # Past the limit to the next sentence end, but no farther than once more its length.
        while end < min(len(text), start + 2 * _LONGEST) and text[end - 1] not in _SENTENCE_ENDS:
            end += 1
        yield start, end
        start = end
    yield start, len(text)


def _read(reading: Reading, network: Network) -> ReadChapter:
    best = _judged(reading, network, likeliest(reading.scores))
    for _ in range(_ROUNDS):
        better = _mended(reading, network, best)
        if better is best:
            break
        best = better
    return best


def _mended(reading: Reading, network: Network, best: ReadChapter) -> ReadChapter:
    promising = []
    for other in dict.fromkeys(alternatives(reading.scores, best.segments, best.doubtful)):
        cut = replaced(best.segments, other)
        if cut is not None and cut != best.segments:
            gain = _judged(reading, network, cut).promise - best.promise
            if gain > _GAIN:
                promising.append((gain, other))
    for _, other in sorted(promising, key=lambda found: -found[0]):
        cut = replaced(best.segments, other)
        if cut is not None:
            judged = _judged(reading, network, cut)
            if judged.promise > best.promise + _GAIN_AGAIN:
                best = judged
    return best


def _judged(reading: Reading, network: Network, segments: tuple[Segment, ...]) -> ReadChapter:
    judgement = network.judge(reading, segments)
    doubtful = (segment for segment, odds in zip(segments, judgement.right, strict=True) if odds < _SURE)
    return ReadChapter(segments, tuple(points(segments, judgement)), frozenset(doubtful))
