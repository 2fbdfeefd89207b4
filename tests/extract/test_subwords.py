from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.extract.subwords import UNKNOWN, Subword, Subwords

PIECES = ["<unk>", "<s>", "</s>", "客", "户", "客户", "服务", "服", "务", "满意"]
SCORES = [-60.0, -60.0, -60.0, -6.0, -6.5, -8.0, -7.0, -8.0, -8.0, -7.5]


@pytest.fixture
def subwords() -> Subwords:
    return Subwords(PIECES, SCORES)


def test_the_likeliest_cut_wins_over_the_first_that_fits(subwords: Subwords) -> None:
    assert subwords.cut("客户服务") == [Subword(0, 2, 5), Subword(2, 4, 6)]


def test_what_is_unknown_is_cut_by_the_character(subwords: Subwords) -> None:
    assert subwords.cut("客Ω户") == [Subword(0, 1, 3), Subword(1, 2, UNKNOWN), Subword(2, 3, 4)]


def test_a_special_piece_never_matches_a_text(subwords: Subwords) -> None:
    assert {piece.number for piece in subwords.cut("<s></s>")} == {UNKNOWN}


@given(st.text(alphabet="客户服务满意Ω, a", max_size=30))
def test_the_pieces_cover_the_text_without_gap_or_overlap(text: str) -> None:
    pieces = Subwords(PIECES, SCORES).cut(text)
    assert [place for piece in pieces for place in range(piece.start, piece.end)] == list(range(len(text)))
