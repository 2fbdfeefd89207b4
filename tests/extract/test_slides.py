from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extract.readings import DIGITS, STATEMENT, TERM, TITLE, Scores, certain, cuts

from drill.extract.layouts import Layout
from drill.extract.network import Segment, SegmentKind
from drill.extract.segments import Cuts
from drill.extract.slides import Slide, read_along, ways_through

if TYPE_CHECKING:
    import random

    from drill.extract.slides import Way

_KINDS = {"T": TERM, "H": TITLE, "S": STATEMENT, "D": DIGITS}
_TEXTS = {"T": "要点名称", "H": "本页标题", "S": "这里说明一件事情。"}


def _slide_text(kinds: str) -> tuple[str, tuple[Segment, ...]]:
    terms = kinds.count("T")
    text, segments = "", []
    for kind in kinds:
        part = "".join(f"{number + 1:02}" for number in range(terms)) if kind == "D" else _TEXTS[kind]
        segments.append(Segment(len(text), len(text) + len(part), _KINDS[kind]))
        text += part
    return text, tuple(segments)


def _way(found: Cuts) -> Way:
    ways = ways_through(found)
    assert ways is not None
    return ways.best


def _read(kinds: str) -> tuple[Slide, ...]:
    text, segments = _slide_text(kinds)
    found, slides = read_along(_way(cuts(text, certain(*segments))))
    assert found == segments
    return slides


@pytest.mark.parametrize(
    ("kinds", "layout"),
    [
        ("TSTSTSH", Layout.PAIRS),
        ("HTSTSTS", Layout.PAIRS),
        ("STSTSTH", Layout.REVERSED),
        ("SSSTTTH", Layout.STATEMENTS_FIRST),
        ("TTTHDSSS", Layout.TERMS_FIRST),
        ("HTTTDSSS", Layout.TERMS_FIRST),
        ("STTTSSDH", Layout.FIRST_STATEMENT_APART),
        ("TSTTDSSH", Layout.FIRST_PAIR_APART),
    ],
)
def test_a_slide_is_one_slide_whatever_its_layout(kinds: str, layout: Layout) -> None:
    (slide,) = _read(kinds)
    text, segments = _slide_text(kinds)
    (form,) = (step.closed for step in _way(cuts(text, certain(*segments))) if step.closed is not None)
    assert form.layout is layout
    assert form.is_whole
    assert [kinds[at] for at in slide.terms] == ["T"] * 3
    assert [kinds[at] for at in slide.statements] == ["S"] * 3
    assert slide.title == kinds.index("H")


def test_slides_that_follow_each_other_are_told_apart_by_their_titles() -> None:
    first, second = _read("TSTSH" + "SSSTTTH")
    assert (first.terms, first.title) == ((0, 2), 4)
    assert (second.statements, second.title) == ((5, 6, 7), 11)


def test_there_are_as_many_terms_as_statements_where_the_reading_is_in_doubt() -> None:
    text = "主动沟通及时反馈团队协作说明第一件事情。说明第二件事情。说明第三件事情。"
    borders = [0, 4, 8, 12, 20, 28, 36]
    joined = [Segment(0, 8, TERM), Segment(8, 12, TITLE)]
    joined += [Segment(start, end, STATEMENT) for start, end in pairwise(borders[3:])]
    doubtful = certain(*joined, doubt={4: 0.3})
    # The reading alone would take the first two terms for one.
    assert cuts(text, doubtful).likeliest()[0] == Segment(0, 8, TERM)
    doubtful[8:12, 2 * TERM : 2 * TERM + 2] = doubtful[8:12, 2 * TITLE : 2 * TITLE + 2] - 0.5
    segments, (slide,) = read_along(_way(cuts(text, doubtful)))
    assert [text[segments[at].start : segments[at].end] for at in slide.terms] == ["主动沟通", "及时反馈", "团队协作"]


def test_a_slide_that_lacks_a_term_does_not_spoil_the_next() -> None:
    slides = _read("STSH" + "TSTSTSH")
    assert (slides[-1].terms, slides[-1].title) == ((4, 6, 8), 10)


@given(st.integers(1, 60), st.randoms(use_true_random=False))
def test_whatever_the_scores_the_segments_cover_the_text_and_each_is_in_at_most_one_slide(
    length: int, rng: random.Random
) -> None:
    text = "".join(rng.choice("甲乙。,1 \n") for _ in range(length))
    shares: Scores = np.array([[rng.random() ** 6 + 1e-6 for _ in range(10)] for _ in range(length)])
    logs = np.log(shares / shares.sum(axis=1, keepdims=True))
    ways = ways_through(Cuts(text, logs, np.array([-5 * rng.random() for _ in range(length)])))
    if ways is None:
        return
    for way in (ways.best, *ways.others(6.0, 5)):
        assert all(step.after is after.before for step, after in pairwise(way))
        segments, slides = read_along(way)
        assert [place for segment in segments for place in range(segment.start, segment.end)] == list(range(length))
        members = [at for slide in slides for at in (*slide.terms, *slide.statements)]
        assert len(members) == len(set(members))
        assert all(segments[at].kind is SegmentKind.TERM for slide in slides for at in slide.terms)


def test_the_other_ways_come_likeliest_first_and_each_once() -> None:
    text = "主动沟通及时反馈说明第一件事情。说明第二件事情。"
    segments = [Segment(0, 4, TERM), Segment(4, 8, TERM), Segment(8, 16, STATEMENT), Segment(16, 24, STATEMENT)]
    ways = ways_through(cuts(text, certain(*segments, doubt={4: 0.4, 16: 0.2})))
    assert ways is not None
    others = ways.others(20.0, 50)
    sums = [sum(step.score for step in way) for way in (ways.best, *others)]
    assert sums == sorted(sums, reverse=True)
    assert len({read_along(way) for way in others}) > 1
    assert all(sums[0] - score <= 20.0 for score in sums)
    assert ways.others(20.0, 1) == others[:1]
    assert ways.others(0.0, 50) == []
    assert ways.others(1000.0, 100_000)[: len(others)] == others


def test_where_nothing_can_stand_there_is_no_way() -> None:
    text = "甲" * 400
    assert ways_through(cuts(text, certain(Segment(0, 400, TERM)))) is None
