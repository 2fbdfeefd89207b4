from __future__ import annotations

from drill.extract.chapters import read_chapter
from drill.extract.network import SegmentKind
from drill.extract.surface import Repeats
from drill.files.preview_model import preview_network

SLIDE = (
    "佩戴工牌上岗时把工牌别在左胸,姓名朝外。保持桌面整洁下班前收好文件,锁上抽屉。"
    "准时交接班上班前十分钟到岗,逐项核对未办事项。柜台日常要求"
)
TERMS = ("佩戴工牌", "保持桌面整洁", "准时交接班")


def _terms(text: str) -> list[str]:
    return [
        text[start + read.segments[point.term].start : start + read.segments[point.term].end]
        for start, read in read_chapter("柜台服务", text, preview_network(), Repeats(text))
        for point in read.points
    ]


def test_each_statement_of_a_slide_gets_its_term_and_the_slides_title() -> None:
    ((start, read),) = read_chapter("柜台服务", SLIDE, preview_network(), Repeats(SLIDE))
    assert start == 0
    assert [SLIDE[read.segments[point.term].start : read.segments[point.term].end] for point in read.points] == [*TERMS]
    for point in read.points:
        assert read.segments[point.term].end == read.segments[point.statement].start
        assert point.title is not None
        assert read.segments[point.title].kind is SegmentKind.TITLE


def test_a_chapter_of_any_length_is_read_in_parts_that_end_with_a_sentence() -> None:
    text = SLIDE * 30
    found = list(read_chapter("柜台服务", text, preview_network(), Repeats(text)))
    assert len(found) > 1
    assert all(text[start - 1] == "。" for start, _ in found[1:])
    assert sum(read.segments[-1].end for _, read in found) == len(text)
    assert len(_terms(text)) > 60


def test_what_never_ends_a_sentence_is_still_cut_into_parts() -> None:
    text = "甲乙丙丁" * 1000
    found = list(read_chapter("", text, preview_network(), Repeats(text)))
    assert [start for start, _ in found] == sorted({start for start, _ in found})
    assert sum(read.segments[-1].end for _, read in found) == len(text)


def test_an_empty_chapter_has_nothing_to_read() -> None:
    assert list(read_chapter("柜台服务", " \n", preview_network(), Repeats("\n"))) == []
