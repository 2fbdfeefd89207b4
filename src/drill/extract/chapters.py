"""Read a chapter of a preview: cut it into segments, pair them, and mend the cut where more pairs come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.extract.points import Point, points
from drill.extract.segments import Cuts, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.extract.network import Network, Reading, Segment
    from drill.extract.surface import Repeats

_LONGEST = 1500
_SENTENCE_ENDS = frozenset("。！？!?\n")
_ROUNDS = 2
# A new cut must be worth this much more, seen alone and among the others that were taken.
_GAIN = 0.02
_GAIN_AGAIN = 0.01
# The log-odds of a segment being right from which on no other cut of it is tried.
_SURE = 2.2
# What a right title is worth beside a right point, and a nat of the reading's own likelihood.
_TITLE = 0.5
_CUT = 0.05


@dataclass(frozen=True, slots=True)
class ReadChapter:
    """The segments of a part of a chapter, the points made of them, the segments that are likely wrong, and the worth.

    The worth is the number of right points and titles to be expected, and what the reading itself says of the cut.
    """

    segments: tuple[Segment, ...]
    points: tuple[Point, ...]
    doubtful: frozenset[Segment]
    worth: float


def read_chapter(title: str, text: str, network: Network, repeats: Repeats) -> Iterator[tuple[int, ReadChapter]]:
    """Yield the parts of a chapter with the place where each begins; a chapter of usual length has one."""
    for start, end in _parts(text):
        part = text[start:end]
        if part.strip():
            yield start, _Reader(network.read(title, part, repeats), network).read()


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


class _Reader:
    """Reads one part of a chapter."""

    def __init__(self, reading: Reading, network: Network) -> None:
        self._reading = reading
        self._network = network
        self._cuts = Cuts(reading.scores)

    def read(self) -> ReadChapter:
        best = self._judged(self._cuts.likeliest())
        for _ in range(_ROUNDS):
            better = self._mended(best)
            if better is best:
                break
            best = better
        return best

    def _mended(self, best: ReadChapter) -> ReadChapter:
        promising = []
        for other in dict.fromkeys(self._cuts.alternatives(best.segments, best.doubtful)):
            cut = replaced(best.segments, other)
            if cut is not None and cut != best.segments:
                gain = self._judged(cut).worth - best.worth
                if gain > _GAIN:
                    promising.append((gain, other))
        for _, other in sorted(promising, key=lambda found: -found[0]):
            cut = replaced(best.segments, other)
            if cut is not None:
                judged = self._judged(cut)
                if judged.worth > best.worth + _GAIN_AGAIN:
                    best = judged
        return best

    def _judged(self, segments: tuple[Segment, ...]) -> ReadChapter:
        judgement = self._network.judge(self._reading, segments)
        doubtful = (segment for segment, odds in zip(segments, judgement.right, strict=True) if odds < _SURE)
        made = tuple(points(segments, judgement))
        worth = sum(point.likelihood * (1 + _TITLE * point.headed) for point in made)
        worth += _CUT * self._cuts.log_likelihood(segments)
        return ReadChapter(segments, made, frozenset(doubtful), worth)
