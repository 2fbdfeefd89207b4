from __future__ import annotations

import numpy as np
from tests.extract.readings import STATEMENT, TERM, TITLE

from drill.extract.network import Judgement, Segment, SegmentKind
from drill.extract.points import points
from drill.extract.slides import Slide


def segments(*kinds: SegmentKind) -> tuple[Segment, ...]:
    return tuple(Segment(10 * at, 10 * at + 10, kind) for at, kind in enumerate(kinds))


def slide(cut: tuple[Segment, ...], title: int | None = None) -> Slide:
    terms, said = (tuple(at for at, one in enumerate(cut) if one.kind is kind) for kind in (TERM, STATEMENT))
    return Slide(terms, said, title)


def judgement(count: int, pairs: dict[tuple[int, int], float]) -> Judgement:
    partner = np.zeros((count, count))
    for place, score in pairs.items():
        partner[place] = score
    return Judgement(np.full(count, 3.0), partner)


def test_statements_go_to_the_terms_that_fit_best_as_a_whole() -> None:
    cut = segments(TERM, TERM, STATEMENT, STATEMENT)
    # Both statements like the first term best, but the second has no other.
    found = points([slide(cut)], judgement(4, {(2, 0): 5.0, (2, 1): 4.0, (3, 0): 6.0, (3, 1): -6.0}))
    assert [(point.term, point.statement) for point in found] == [(0, 3), (1, 2)]


def test_a_statement_too_many_stays_without_a_term() -> None:
    cut = segments(TERM, STATEMENT, STATEMENT)
    found = points([slide(cut)], judgement(3, {(1, 0): -2.0, (2, 0): 4.0}))
    assert [(point.term, point.statement) for point in found] == [(0, 2)]


def test_a_term_too_many_stays_without_a_statement() -> None:
    cut = segments(TERM, TERM, STATEMENT)
    found = points([slide(cut)], judgement(3, {(2, 1): 4.0}))
    assert [(point.term, point.statement) for point in found] == [(1, 2)]


def test_nothing_is_paired_across_slides() -> None:
    apart = [Slide((0,), (1,), None), Slide((2,), (3,), None)]
    found = points(apart, judgement(4, {(1, 2): 9.0, (3, 0): 9.0}))
    assert [(point.term, point.statement) for point in found] == [(0, 1), (2, 3)]


def test_a_point_stands_under_its_slides_title_if_there_is_one() -> None:
    cut = segments(TERM, STATEMENT, TITLE, TITLE)
    assert [points([slide(cut, at)], judgement(4, {}))[0].title for at in (3, 2, None)] == [3, 2, None]


def test_without_terms_or_statements_there_are_no_points() -> None:
    for cut in (segments(TITLE, STATEMENT), segments(TERM, TITLE)):
        assert points([slide(cut)], judgement(2, {})) == []


def test_the_only_pair_of_a_slide_is_sure_of_itself() -> None:
    cut = segments(TERM, STATEMENT)
    (found,) = points([slide(cut)], judgement(2, {}))
    assert found.evidence == (9.0, 3.0, 3.0)
