from __future__ import annotations

import random
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from training.layouts import read_deck, render

from drill.extract.network import SegmentKind
from drill.extract.surface import canonical

TRAINING = Path(__file__).parents[2] / "training"
DECKS = sorted((TRAINING / "decks").glob("*.txt"))[::50]


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_every_point_is_rendered_once_whatever_the_layout_but_for_one_a_slide(path: Path) -> None:
    for seed, chapter in enumerate(read_deck(path)):
        pieces = render(chapter, random.Random(seed), endless=0)  # noqa: S311 - renders decks, guards nothing
        points = Counter((canonical(term), canonical(said)) for slide in chapter.slides for term, said in slide.points)
        terms, said = (
            {(piece.slide, piece.point): piece.text for piece in pieces if piece.kind is kind}
            for kind in (SegmentKind.TERM, SegmentKind.STATEMENT)
        )
        rendered = Counter((terms[place], said[place]) for place in terms)
        assert terms.keys() == said.keys()
        assert rendered <= points
        assert (points - rendered).total() <= len(chapter.slides)
        assert {slide for slide, _ in terms} == set(range(len(chapter.slides)))


def test_no_statement_stands_in_two_of_the_sets() -> None:
    sets = [
        {
            said
            for path in (TRAINING / name).glob("*.txt")
            for chapter in read_deck(path)
            for slide in chapter.slides
            for _, said in slide.points
        }
        for name in ("decks", "judged", "left_out", "held_out")
    ]
    assert all(sets)
    assert all(not one & other for one, other in combinations(sets, 2))
