from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.extract.readings import STATEMENT, TERM, TITLE, certain, cuts

from drill.extract.choice import choose
from drill.extract.network import Judgement, Segment, SegmentKind
from drill.extract.slides import ways_through

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drill.extract.slides import Ways

# Two slides; of each the border between the two terms is in doubt, one place to the left or to the right.
TEXT = "主动沟通及时反馈说明第一件事情。说明第二件事情。沟通要求" * 2
HALF = len(TEXT) // 2


def _segments(first: int, second: int) -> list[Segment]:
    found = []
    for start, border in ((0, first), (HALF, second)):
        places = (0, border, 8, 16, 24, HALF)
        kinds = (TERM, TERM, STATEMENT, STATEMENT, TITLE)
        found += [Segment(start + places[at], start + places[at + 1], kind) for at, kind in enumerate(kinds)]
    return found


def _ways() -> Ways:
    scores = certain(*_segments(4, 4))
    for start in (0, HALF):
        for place, chance in ((3, 0.2), (4, 0.5), (5, 0.3)):
            scores[start + place, 2 * TERM : 2 * TERM + 2] = np.log((chance, 1 - chance))
    ways = ways_through(cuts(TEXT, scores))
    assert ways is not None
    return ways


def _judge(odds: Callable[[Segment], float]) -> Callable[[Sequence[Segment]], Judgement]:
    def judged(segments: Sequence[Segment]) -> Judgement:
        count = len(segments)
        right = np.array([odds(segment) for segment in segments])
        return Judgement(right, np.zeros((count, count)))

    return judged


def _borders(ways: Ways, odds: Callable[[Segment], float]) -> list[int]:
    choice = choose(ways, _judge(odds))
    assert [segment.start for segment in choice.read.segments[1:]] == [
        segment.end for segment in choice.read.segments[:-1]
    ]
    return [segment.end for segment in choice.read.segments if segment.kind is TERM][::2]


def test_the_likeliest_way_is_taken_where_all_are_judged_alike() -> None:
    assert _borders(_ways(), lambda _: 3.0) == [4, HALF + 4]


def test_whatever_is_judged_better_is_changed_wherever_it_stands() -> None:
    assert _borders(_ways(), lambda segment: -5.0 if segment.end in {4, HALF + 4} else 5.0) == [5, HALF + 5]


def test_of_two_changes_of_one_place_the_better_is_made() -> None:
    odds = {4: -9.0, 5: -2.0, 3: 9.0}
    assert _borders(_ways(), lambda segment: odds.get(segment.end, 5.0)) == [3, HALF + 4]


def test_a_change_is_left_out_where_a_better_one_has_removed_what_it_starts_from() -> None:
    scores = certain(*_segments(4, 4))
    for place, kind, chance in ((4, TERM, 0.5), (5, TERM, 0.4), (7, STATEMENT, 0.4), (8, STATEMENT, 0.5)):
        scores[place, 2 * kind : 2 * kind + 2] = np.log((chance, 1 - chance))
    ways = ways_through(cuts(TEXT, scores))
    assert ways is not None
    odds = {(0, 5): 9.0, (4, 7): 5.0, (5, 7): -9.0}
    choice = choose(ways, _judge(lambda segment: odds.get((segment.start, segment.end), 0.0)))
    assert [segment.end for segment in choice.read.segments[:3]] == [5, 8, 16]


def test_a_way_that_is_far_less_likely_is_not_taken_however_well_it_is_judged() -> None:
    ways = ways_through(cuts(TEXT, certain(*_segments(4, 4))))
    assert ways is not None
    assert _borders(ways, lambda segment: -30.0 if segment.end == 4 else 30.0) == [4, HALF + 4]


def test_the_points_are_those_of_the_way_that_was_chosen() -> None:
    choice = choose(_ways(), _judge(lambda segment: -5.0 if segment.end in {4, HALF + 4} else 5.0))
    assert len(choice.points) == 4
    assert all(choice.read.segments[point.term].kind is TERM for point in choice.points)
    assert all(choice.read.segments[point.statement].kind is STATEMENT for point in choice.points)
    assert choice.way != _ways().best


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_judge_holds_the_choice_is_a_whole_way(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = certain(*_segments(4, 4))
    scores[:, : 2 * len(SegmentKind)] += rng.normal(scale=1.5, size=scores.shape)
    ways = ways_through(cuts(TEXT, scores))
    assert ways is not None
    choice = choose(ways, _judge(lambda segment: float((segment.start * 7 + segment.end * seed) % 17 - 8)))
    segments = choice.read.segments
    assert (segments[0].start, segments[-1].end) == (0, len(TEXT))
    assert all(one.end == other.start for one, other in pairwise(segments))
    assert all(one.after is other.before for one, other in pairwise(choice.way))
