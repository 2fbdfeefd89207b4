from __future__ import annotations

import pytest

from drill.exam.options import fixed_order, is_about_all, is_about_letters, movable_options


@pytest.mark.parametrize(
    "text",
    [
        "以上都不对", "以上都对", "以上皆非", "以上皆是", "以上均正确", "以上各项都是", "上述说法均不正确",
        "以上选项全部正确",
        "以上皆對", "以上說法都不對", "以上都不是", "都对", "全部正确", "以上全错", "上述选项错误",
        "以上都不对。", "以上没有正确选项", "没有一项正确", "以上三项均正确", "以上做法都不恰当",
        "All of the above", "none of the above", "None of these", "Neither of the above", "None are correct",
    ],
)  # fmt: skip
def test_options_about_all_the_others_are_known(text: str) -> None:
    assert is_about_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "以上级的意见为准",
        "以上问题都要逐一记录",
        "对上述问题全部记录下来",
        "以上全部记录",
        "没有客户在场",
        "对以上问题逐一记录",
        "全部记录下来",
        "all customers",
        "write to all of them",
        "都要先致歉",
        "正确记录",
    ],
)
def test_options_about_the_matter_are_not_taken_for_such(text: str) -> None:
    assert not is_about_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "A和C",
        "A、B 都对",
        "B和D都不对",
        "Both A and B",
        "A, B and C",
        "A或B",
        "A与B",
        "A、B两项",
        "A and B are correct",
        "B、C。",
    ],
)
def test_options_about_letters_are_known(text: str) -> None:
    assert is_about_letters(text)


@pytest.mark.parametrize(
    "text", ["A 类客户", "A与B同时办理", "A和B银行卡", "ATM", "先请 A 组接手，再与 B 组核对全部记录", "a and"]
)
def test_letters_that_are_part_of_the_matter_are_not(text: str) -> None:
    assert not is_about_letters(text)


def test_what_is_about_all_is_pinned_last() -> None:
    assert movable_options(["甲", "以上都对", "乙", "以上都不对"]) == ((0, 2), (1, 3))
    assert fixed_order(["甲", "以上都对", "乙", "以上都不对"]) is None


def test_numbers_ascend_and_what_is_pinned_follows() -> None:
    assert fixed_order(["5 天", "以上都不对", "48 小时", "1 天"]) == (3, 2, 0, 1)


def test_options_that_name_letters_stay_as_written() -> None:
    assert fixed_order(["甲", "乙", "A和B", "丙"]) == (0, 1, 2, 3)


@pytest.mark.parametrize("texts", [["3 天", "致歉", "5 天"], ["3 天", "5 次"], ["3 天"], ["致歉", "记录"], []])
def test_everything_else_may_be_shuffled(texts: list[str]) -> None:
    assert fixed_order(texts) is None
