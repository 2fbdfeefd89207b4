from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.extract.readings import DIGITS, STATEMENT, TERM, TITLE, Scores, certain, cuts

from drill.extract.network import Segment
from drill.extract.segments import Cuts

if TYPE_CHECKING:
    import random

TEXT = "甲乙丙丁子丑寅卯一二三四五六七八九十百。"
ROW = (Segment(0, 4, TERM), Segment(4, 8, TERM), Segment(8, 20, STATEMENT))


def test_what_is_certain_is_cut_so() -> None:
    assert cuts(TEXT, certain(*ROW)).likeliest() == ROW


@given(st.integers(1, 40), st.randoms(use_true_random=False))
def test_segments_cover_the_text_in_order(length: int, rng: random.Random) -> None:
    shares: Scores = np.array([[rng.random() + 1e-3 for _ in range(10)] for _ in range(length)])
    logs = np.log(shares / shares.sum(axis=1, keepdims=True))
    found = Cuts("甲" * length, logs, np.full(length, -1.0)).likeliest()
    assert [place for segment in found for place in range(segment.start, segment.end)] == list(range(length))


def test_something_begins_where_it_may() -> None:
    assert cuts(TEXT, certain(*ROW)).places == [0, 4, 8, 20]
    assert cuts(TEXT, certain(*ROW, doubt={4: 0.6, 6: 0.4, 12: 0.001})).places == [0, 4, 6, 8, 20]


def test_a_likely_segment_is_offered_with_its_likelihood() -> None:
    doubtful = cuts(TEXT, certain(*ROW, doubt={4: 0.5}))
    offered = {(arc.end, arc.kind): arc.score for arc in doubtful.arcs(0)}
    assert np.isclose(offered[4, TERM], 0, atol=0.01)
    assert np.isclose(offered[8, TERM], np.log(0.5), atol=0.01)


def test_neither_term_nor_title_holds_a_comma_or_a_full_stop() -> None:
    text = "核对,登记交接完毕。"
    even = np.full((len(text), 10), 0.1)
    offered = [arc for start in range(len(text)) for arc in cuts(text, np.log(even)).arcs(start)]
    labels = [text[arc.start : arc.end] for arc in offered if arc.kind in {TERM, TITLE}]
    assert "登记" in labels
    assert not any("," in label or "。" in label for label in labels)


def test_a_statement_that_ends_bare_is_less_likely_than_one_that_ends_with_a_full_stop() -> None:
    scores = certain(Segment(0, 4, STATEMENT), Segment(4, 8, TERM))
    ended, bare = (next(iter(cuts(text, scores).arcs(0))) for text in ("说明完。下一项目", "说明完毕下一项目"))
    assert ended.kind is bare.kind is STATEMENT
    assert ended.score > bare.score + 2


def test_digits_say_how_many_numbers_they_list() -> None:
    for text, count in (("010203", 3), ("321", 3), ("04", 1), ("1", 1)):
        (arc,) = cuts(text, certain(Segment(0, len(text), DIGITS))).arcs(0)
        assert (arc.kind, arc.numbers) == (DIGITS, count)


def test_a_statement_may_have_a_few_sentences_but_not_a_page() -> None:
    text = "甲乙。" * 12
    scores = certain(Segment(0, len(text), STATEMENT), doubt=dict.fromkeys(range(3, len(text), 3), 0.05))
    assert max(text[: arc.end].count("。") for arc in cuts(text, scores).arcs(0)) == 4
