from __future__ import annotations

import random
from pathlib import Path

import pytest
from training.layouts import read_deck, render

from drill.extract.surface import canonical

DECKS = sorted((Path(__file__).parents[2] / "training" / "decks").glob("*.txt"))[::25]


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_every_point_is_rendered_once_whatever_the_layout(path: Path) -> None:
    for seed, chapter in enumerate(read_deck(path)):
        pieces = render(chapter, random.Random(seed))  # noqa: S311 - renders decks, guards nothing
        points = [(canonical(term), canonical(said)) for slide in chapter for term, said in slide.points]
        assert sorted(piece.text for piece in pieces if piece.kind == "T") == sorted(term for term, _ in points)
        assert sorted(piece.text for piece in pieces if piece.kind == "S") == sorted(said for _, said in points)


def test_no_held_out_statement_is_trained_on() -> None:
    folder = Path(__file__).parents[2] / "training"
    trained, held = (
        {
            said
            for path in (folder / name).glob("*.txt")
            for chapter in read_deck(path)
            for slide in chapter
            for _, said in slide.points
        }
        for name in ("decks", "held_out")
    )
    assert held
    assert not trained & held
