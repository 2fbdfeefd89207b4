from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from drill.extract.cuts import Usage
from drill.extract.hypotheses import pieces
from drill.extract.pairing import Agreement, Pair
from drill.extract.surface import Repeats, canonical, surface
from drill.files.preview_model import preview_network

if TYPE_CHECKING:
    from drill.extract.network import Likelihoods

CHAPTER = (
    "佩戴工牌上岗时把工牌别在左胸,姓名朝外。保持桌面整洁下班前收好文件,锁上抽屉。"
    "按时交接班提前十分钟到岗,逐项核对未办事项。柜台日常要求"
)
TERMS = ("佩戴工牌", "保持桌面整洁", "按时交接班")


def _read(text: str) -> Likelihoods:
    return preview_network().read(text, Repeats(text))


def test_likelihoods_have_one_entry_a_character_and_add_up() -> None:
    read = _read(CHAPTER)
    assert len(read.begins) == len(read.opens) == len(CHAPTER)
    assert np.allclose(np.exp(read.begins) + np.exp(read.goes_on), 1, atol=1e-5)
    kinds = np.exp(np.diff(read.kinds, axis=0))
    assert kinds.shape == (len(CHAPTER), 5)
    assert np.allclose(kinds.sum(axis=1), 1, atol=1e-4)
    assert np.allclose(np.diff(read.on), read.goes_on)


def test_reading_twice_gives_the_same() -> None:
    assert np.array_equal(_read(CHAPTER).begins, _read(CHAPTER).begins)


def test_terms_begin_where_they_begin() -> None:
    begins = np.exp(_read(CHAPTER).begins)
    assert all(begins[CHAPTER.index(term)] > 0.5 for term in TERMS)
    assert begins[CHAPTER.index("左胸")] < 0.05


def test_wide_and_narrow_punctuation_read_the_same() -> None:
    wide = CHAPTER.replace(",", "，")
    assert canonical(wide) == CHAPTER
    assert np.array_equal(_read(wide).begins, _read(CHAPTER).begins)


def test_the_surface_knows_what_a_document_repeats() -> None:
    text = "客服人员要耐心。客服人员要细心。"
    repeats = Repeats(text)
    assert repeats.ahead(text, 0) == len("客服人员要")
    assert repeats.behind(text, len("客服人员要") - 1) == len("客服人员要")
    assert repeats.ahead(text, text.index("耐")) == 1
    seen = surface(text, repeats, preview_network().numbering)
    assert seen.measures.shape == (len(text), 8)
    assert seen.characters[0] == seen.characters[text.index("客", 1)]
    assert not seen.words[text.index("。")].any()


@pytest.mark.parametrize("term", TERMS)
def test_every_true_cut_is_among_the_pieces(term: str) -> None:
    start = CHAPTER.index(term)
    end = CHAPTER.index("。", start) + 1
    found = pieces(CHAPTER[start:end], _read(CHAPTER), start, is_ended=True, usage=Usage(CHAPTER))
    assert (0, len(term), False) in {(piece.start, piece.end, piece.is_sentence) for piece in found}
    assert (len(term), end - start, True) in {(piece.start, piece.end, piece.is_sentence) for piece in found}


def test_a_label_holds_no_comma_and_does_not_end_a_sentence() -> None:
    stretch = CHAPTER[: CHAPTER.index("。") + 1]
    labels = [
        piece
        for piece in pieces(stretch, _read(CHAPTER), 0, is_ended=True, usage=Usage(CHAPTER))
        if not piece.is_sentence
    ]
    assert labels
    assert all("," not in stretch[piece.start : piece.end] and piece.end < len(stretch) for piece in labels)


def test_a_term_agrees_best_with_what_is_said_of_it() -> None:
    names, claims = (
        ("消防器材", "疏散通道", "用电管理"),
        ("每月检查消防器材的压力。", "通道里不堆放杂物。", "离开时关掉用电设备。"),
    )
    text = "".join(names + claims)
    agreement = Agreement(text, preview_network())
    terms = [(text.index(name), text.index(name) + len(name)) for name in names]
    said = [(text.index(claim), text.index(claim) + len(claim)) for claim in claims]
    for term, own in zip(terms, said, strict=True):
        assert agreement.of(term, own) == max(agreement.of(term, place) for place in said)
    turned = [said[1], said[2], said[0]]
    pairs = agreement.paired(terms, turned, weight=1.0, per_move=0.1)
    assert set(pairs) == {Pair(term, own) for term, own in zip(terms, said, strict=True)}
