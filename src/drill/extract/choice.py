"""Choose among the ways through a chapter: the one whose terms and statements also go together best.

The search that finds the ways knows only segments one by one. The network's judgement of a whole way (what stands in
its slides just so, what belongs to what) is too dear to search by; so the likeliest way is taken, and changed wherever
one of the next likeliest ways is judged better.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from drill.extract.network import SegmentKind
from drill.extract.points import Point, points
from drill.extract.slides import Read, read_along

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drill.extract.network import Judgement, Segment
    from drill.extract.slides import State, Way, Ways

# How much less likely a way may be to be judged still, in nats, and how many are.
_WITHIN = 6.0
_MOST = 24
# What the judgement weighs against the search: each segment's log-likelihood of standing just so, each pair's log-odds.
_RIGHT, _PAIR = 1.0, 0.45
_LABELS = frozenset({SegmentKind.TERM, SegmentKind.TITLE, SegmentKind.STATEMENT})


class Choice(NamedTuple):
    """A way, what is read along it, and how good it is as a whole, in nats."""

    score: float
    way: Way
    read: Read
    points: tuple[Point, ...]


class _Change(NamedTuple):
    """Other steps from one state to another."""

    before: State
    after: State
    steps: Way


def choose(ways: Ways, judge: Callable[[Sequence[Segment]], Judgement]) -> Choice:
    """Return the likeliest way with every change, the best first, that makes the whole better."""
    chosen = base = _judged(ways.best, judge)
    better: list[tuple[Choice, _Change]] = []
    for way in ways.others(_WITHIN, _MOST):
        other = _judged(way, judge)
        if other.score > base.score:
            better.append((other, _change(base.way, way)))
    for other, change in sorted(better, key=lambda found: -found[0].score):
        changed = other if chosen is base else _judged(_applied(chosen.way, change), judge)
        chosen = max(chosen, changed, key=lambda choice: choice.score)
    return chosen


def _judged(way: Way, judge: Callable[[Sequence[Segment]], Judgement]) -> Choice:
    read = read_along(way)
    judgement = judge(read.segments)
    found = tuple(points(read.slides, judgement))
    score = sum(step.score for step in way)
    score += _RIGHT * sum(
        -math.log1p(math.exp(-min(max(odds, -30.0), 30.0)))
        for segment, odds in zip(read.segments, judgement.right.tolist(), strict=True)
        if segment.kind in _LABELS
    )
    score += _PAIR * sum(point.evidence.pair for point in found)
    return Choice(score, way, read, found)


def _change(way: Way, other: Way) -> _Change:
    """Return where a way leaves another for the first time, where it comes back for the last, and how it goes there."""
    shortest = min(len(way), len(other))
    first = next(at for at in range(shortest) if way[at] is not other[at])
    behind = next(at for at in range(shortest - first + 1) if way[-1 - at] is not other[-1 - at])
    return _Change(way[first].before, way[-1 - behind].after, other[first : len(other) - behind])


def _applied(way: Way, change: _Change) -> Way:
    """Return a way with a change; the way itself where it does not pass there."""
    first = next((at for at, step in enumerate(way) if step.before is change.before), None)
    last = next((at for at, step in enumerate(way) if step.after is change.after), None)
    if first is None or last is None or last < first:
        return way
    return (*way[:first], *change.steps, *way[last + 1 :])
