"""Read a chapter of a preview: its slides, and the points of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.extract.choice import choose
from drill.extract.points import Point, points
from drill.extract.segments import Cuts
from drill.extract.slides import slide_of, ways_through
from drill.extract.surface import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.extract.network import Network, Reading, Segment
    from drill.extract.surface import Repeats

_LONGEST = 1500
_SENTENCE_ENDS = frozenset("。！？!?\n")


@dataclass(frozen=True, slots=True)
class ReadChapter:
    """The segments of a part of a chapter, and the points made of them."""

    segments: tuple[Segment, ...]
    points: tuple[Point, ...]


def read_chapter(title: str, text: str, network: Network, repeats: Repeats) -> Iterator[tuple[int, ReadChapter]]:
    """Yield the parts of a chapter with the place where each begins; a chapter of usual length has one."""
    for start, end in _parts(text):
        part = text[start:end]
        if part.strip():
            yield start, _read(canonical(part), network.read(title, part, repeats), network)


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


def _read(text: str, reading: Reading, network: Network) -> ReadChapter:
    cuts = Cuts(text, reading.scores, reading.opens)
    ways = ways_through(cuts)
    if ways is not None:
        choice = choose(ways, lambda segments: network.judge(reading, segments))
        return ReadChapter(choice.read.segments, choice.points)
    segments = cuts.likeliest()
    slide = slide_of(segments, range(len(segments)))
    return ReadChapter(segments, tuple(points((slide,), network.judge(reading, segments))))
