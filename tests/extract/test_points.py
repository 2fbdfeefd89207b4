from __future__ import annotations

import numpy as np

from drill.extract.network import Judgement, Segment, SegmentKind
from drill.extract.points import points

TERM, TITLE, STATEMENT, DIGITS, _ = SegmentKind


def segments(*kinds: SegmentKind) -> tuple[Segment, ...]:
    return tuple(Segment(10 * at, 10 * at + 10, kind) for at, kind in enumerate(kinds))


def judgement(count: int, pairs: dict[tuple[int, int], float], titles: dict[tuple[int, int], float]) -> Judgement:
    partner, title = np.zeros((count, count)), np.zeros((count, count + 1))
    for place, score in pairs.items():
        partner[place] = score
    for place, score in titles.items():
        title[place] = score
    return Judgement(np.full(count, 3.0), partner, title)


def test_statements_go_to_the_terms_that_fit_best_as_a_whole() -> None:
    cut = segments(TERM, TERM, STATEMENT, STATEMENT)
    # Both statements like the first term best, but the second has no other.
    found = points(cut, judgement(4, {(2, 0): 5.0, (2, 1): 4.0, (3, 0): 6.0, (3, 1): -6.0}, {}))
    assert [(point.term, point.statement) for point in found] == [(1, 2), (0, 3)]


def test_a_statement_too_many_stays_without_a_term() -> None:
    cut = segments(TERM, STATEMENT, STATEMENT)
    found = points(cut, judgement(3, {(1, 0): -2.0, (2, 0): 4.0}, {}))
    assert [(point.term, point.statement) for point in found] == [(0, 2)]


def test_a_term_too_many_stays_without_a_statement() -> None:
    cut = segments(TERM, TERM, STATEMENT)
    found = points(cut, judgement(3, {(2, 1): 4.0}, {}))
    assert [(point.term, point.statement) for point in found] == [(1, 2)]


def test_term_and_statement_choose_their_title_together() -> None:
    cut = segments(TERM, STATEMENT, TITLE, TITLE)
    found = points(cut, judgement(4, {}, {(0, 2): 1.0, (1, 3): 4.0}))
    assert found[0].title == 3
    assert 2 < found[0].evidence.under < 6


def test_there_may_be_no_title() -> None:
    cut = segments(TERM, STATEMENT, TITLE)
    found = points(cut, judgement(3, {}, {(0, 3): 4.0, (1, 3): 4.0}))
    assert found[0].title is None


def test_without_terms_or_statements_there_are_no_points() -> None:
    for kinds in ((TITLE, STATEMENT), (TERM, DIGITS)):
        assert points(segments(*kinds), judgement(2, {}, {})) == []


def test_a_point_is_as_likely_as_pair_and_both_its_segments() -> None:
    cut = segments(TERM, STATEMENT)
    (found,) = points(cut, judgement(2, {}, {}))
    assert found.evidence[:4] == (6.0, 3.0, 3.0, 6.0)
    assert 0.9 < found.likelihood < 0.91


def test_the_least_sure_neighbour_speaks_along() -> None:
    cut = segments(TITLE, TERM, STATEMENT, TERM)
    judged = judgement(4, {(2, 1): 9.0}, {})
    judged.right[:] = (2.0, 3.0, 4.0, -1.0)
    (found,) = points(cut, judged)
    assert found.evidence.beside == -1.0
