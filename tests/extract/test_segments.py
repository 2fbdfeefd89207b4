from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from drill.extract.network import Segment, SegmentKind
from drill.extract.segments import Cuts, replaced

TERM, TITLE, STATEMENT, DIGITS, BLANK = SegmentKind


Scores = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def scores(shares: Scores) -> Scores:
    return np.asarray(np.log(shares / shares.sum(axis=1, keepdims=True)))


def certain(*segments: Segment, doubt: dict[int, float] | None = None) -> Scores:
    """Scores that are sure of the segments but for the doubtful places: there the chance that one begins."""
    length = segments[-1].end
    shares = np.full((length, 10), 1e-4)
    for segment in segments:
        for at in range(segment.start, segment.end):
            chance = (doubt or {}).get(at, 1.0 if at == segment.start else 0.0)
            shares[at, 2 * segment.kind] += chance
            shares[at, 2 * segment.kind + 1] += 1 - chance
    return scores(shares)


ROW = (Segment(0, 4, TERM), Segment(4, 8, TERM), Segment(8, 20, STATEMENT))
EVERY = frozenset(ROW)


def test_what_is_certain_is_cut_so() -> None:
    assert Cuts(certain(*ROW)).likeliest() == ROW


@given(st.integers(1, 40), st.randoms(use_true_random=False))
def test_segments_cover_the_text_in_order(length: int, rng: np.random.Generator) -> None:
    shares = np.array([[rng.random() + 1e-3 for _ in range(10)] for _ in range(length)])
    found = Cuts(scores(shares)).likeliest()
    assert [place for segment in found for place in range(segment.start, segment.end)] == list(range(length))


def test_a_certain_cut_has_no_alternatives() -> None:
    assert list(Cuts(certain(*ROW)).alternatives(ROW, EVERY)) == []


def test_a_doubtful_border_may_go_and_may_come() -> None:
    doubtful = certain(*ROW, doubt={4: 0.6})
    assert (Segment(0, 8, TERM),) in set(Cuts(doubtful).alternatives(ROW, EVERY))
    joined = (Segment(0, 8, TERM), Segment(8, 20, STATEMENT))
    assert (Segment(0, 4, TERM), Segment(4, 8, TERM)) in set(Cuts(doubtful).alternatives(joined, frozenset(joined)))


def test_a_border_may_move_to_a_doubtful_place_nearby() -> None:
    doubtful = certain(*ROW, doubt={4: 0.6, 6: 0.4})
    assert (Segment(0, 6, TERM), Segment(6, 8, TERM)) in set(Cuts(doubtful).alternatives(ROW, EVERY))


def test_a_label_of_doubtful_kind_may_be_of_the_other() -> None:
    shares = np.exp(certain(*ROW))
    shares[4:8, 2 * TITLE : 2 * TITLE + 2] += shares[4:8, 2 * TERM : 2 * TERM + 2] / 2
    assert (Segment(4, 8, TITLE),) in set(Cuts(scores(shares)).alternatives(ROW, EVERY))


def test_replacing_keeps_what_stands_around() -> None:
    other = (Segment(0, 3, TERM), Segment(3, 8, TERM))
    assert replaced(ROW, other) == (*other, ROW[2])
    assert replaced(ROW, (Segment(8, 20, DIGITS),)) == (*ROW[:2], Segment(8, 20, DIGITS))


def test_what_begins_or_ends_inside_a_segment_replaces_nothing() -> None:
    assert replaced(ROW, (Segment(2, 8, TERM),)) is None
    assert replaced(ROW, (Segment(4, 10, TERM),)) is None


def test_only_the_doubtful_segments_and_their_neighbours_change() -> None:
    doubtful = certain(*ROW, doubt={2: 0.5, 12: 0.5})
    assert list(Cuts(doubtful).alternatives(ROW, frozenset())) == []
    found = list(Cuts(doubtful).alternatives(ROW, frozenset({ROW[0]})))
    assert found
    assert all(other[-1].end <= ROW[1].end for other in found)


def test_the_likeliest_cut_is_more_likely_than_its_alternatives() -> None:
    cuts = Cuts(certain(*ROW, doubt={4: 0.6, 6: 0.3}))
    others = [replaced(ROW, other) for other in cuts.alternatives(ROW, EVERY)]
    assert others
    assert all(cuts.log_likelihood(ROW) > cuts.log_likelihood(other) for other in others if other)
