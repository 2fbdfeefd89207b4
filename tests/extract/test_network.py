from __future__ import annotations

import numpy as np
import pytest

from drill.extract.network import Reading, Segment, SegmentKind
from drill.extract.surface import WORD_PLACES, Repeats, canonical, measures, word_places
from drill.files.preview_model import preview_network

TITLE = "柜台服务"
CHAPTER = (
    "佩戴工牌上岗时把工牌别在左胸,姓名朝外。保持桌面整洁下班前收好文件,锁上抽屉。"
    "按时交接班提前十分钟到岗,逐项核对未办事项。柜台日常要求"
)
TERMS = ("佩戴工牌", "保持桌面整洁", "按时交接班")


def _read(text: str) -> Reading:
    return preview_network().read(TITLE, text, Repeats(text))


def _begins(text: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(np.exp(_read(text).scores)[:, 0::2].sum(axis=1))


def test_a_reading_has_one_entry_a_character_and_adds_up() -> None:
    read = _read(CHAPTER)
    assert len(read) == len(read.scores) == len(read.first) == len(read.last) == len(read.sums) - 1 == len(CHAPTER)
    assert np.allclose(np.exp(read.scores).sum(axis=1), 1)
    assert (read.opens <= 0).all()


def test_reading_twice_gives_the_same() -> None:
    assert np.array_equal(_read(CHAPTER).scores, _read(CHAPTER).scores)


def test_terms_begin_where_they_begin() -> None:
    begins = _begins(CHAPTER)
    assert all(begins[CHAPTER.index(term)] > 0.5 for term in TERMS)
    assert begins[CHAPTER.index("左胸")] < 0.05


def test_wide_and_narrow_punctuation_read_the_same() -> None:
    wide = CHAPTER.replace(",", "，")
    assert canonical(wide) == CHAPTER
    assert np.array_equal(_read(wide).scores, _read(CHAPTER).scores)


def test_a_text_longer_than_the_encoder_sees_at_once_is_read_whole() -> None:
    begins = _begins(CHAPTER * 12)
    assert len(begins) == 12 * len(CHAPTER)
    every = [at for at in range(len(begins)) if (CHAPTER * 12).startswith(TERMS, at)]
    assert len(every) == 12 * len(TERMS)
    assert np.mean(begins[every] > 0.5) > 0.9


def test_a_statement_goes_best_with_its_own_term_wherever_it_stands() -> None:
    pairs = (
        ("消防器材", "每月检查灭火器的压力。"),
        ("疏散通道", "走廊和楼梯间里不得堆放杂物。"),
        ("用电管理", "离开时切断用电设备的电源。"),
    )
    order = (1, 2, 0)
    parts = [*((term, SegmentKind.TERM) for term, _ in pairs), ("安全检查", SegmentKind.TITLE)]
    parts += [(pairs[at][1], SegmentKind.STATEMENT) for at in order]
    segments, text = [], ""
    for part, kind in parts:
        segments.append(Segment(len(text), len(text) + len(part), kind))
        text += part
    network = preview_network()
    judged = network.judge(network.read("消防安全", text, Repeats(text)), segments)
    assert judged.partner[4:, :3].argmax(axis=1).tolist() == list(order)


@pytest.mark.parametrize("shift", [-2, -1, 1, 2])
def test_a_right_cut_is_judged_better_than_a_wrong_one(shift: int) -> None:
    def cut(middle_end: int) -> list[Segment]:
        found, at = [], 0
        for term in TERMS:
            start, end = CHAPTER.index(term), CHAPTER.index(term) + len(term)
            if start:
                found.append(Segment(at, start, SegmentKind.STATEMENT))
            at = end + (middle_end if term == TERMS[1] else 0)
            found.append(Segment(start, at, SegmentKind.TERM))
        return [*found, Segment(at, len(CHAPTER), SegmentKind.STATEMENT)]

    network, read = preview_network(), _read(CHAPTER)
    assert network.judge(read, cut(0)).right[2] > network.judge(read, cut(shift)).right[2] + 1


@pytest.mark.parametrize("text", ["", "。"])
def test_measures_of_next_to_nothing(text: str) -> None:
    assert measures(text, Repeats(text)).shape == (len(text), 8)


def test_measures_tell_what_a_document_repeats() -> None:
    text = "客服人员要耐心。客服人员要细心。"
    repeats = Repeats(text)
    assert repeats.ahead(text, 0) == len("客服人员要")
    assert repeats.behind(text, len("客服人员要") - 1) == len("客服人员要")
    assert repeats.ahead(text, text.index("耐")) == 1
    assert measures(text, repeats)[0, 2] == len("客服人员要") / 8


def test_every_character_has_a_place_in_its_word() -> None:
    places = word_places("耐心倾听,请坐\n2026 年ABC")
    assert len(places) == len("耐心倾听,请坐\n2026 年ABC")
    assert ((places >= 0) & (places < WORD_PLACES)).all()
    first, last, comma = places[0], places[1], places[4]
    assert first // 4 == last // 4 != comma // 4
    assert [first % 4, last % 4, comma % 4] == [1, 3, 0]
    assert len(word_places("")) == 0
