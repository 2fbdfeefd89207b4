from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.exam.quantity import quantity

if TYPE_CHECKING:
    from fractions import Fraction


def size(text: str) -> Fraction:
    found = quantity(text)
    assert found is not None
    return found.size


@pytest.mark.parametrize(
    "texts",
    [
        ["1 次", "2 次", "10 次"],
        ["30 秒", "1 分钟", "1.5小时", "2 天", "1周", "1个月", "1年"],
        ["三个工作日", "五个工作日", "十个工作日", "十五个工作日", "二十个工作日"],
        ["一百零五元", "三百二十元", "两千元", "1万元", "一万二千元", "5万元", "一亿元"],
        ["1,000元", "2,000元", "10,000元"],
        ["2023年12月31日", "2024年1月1日", "2024-03-05"],
        ["3月5日", "3月16日", "11月1日"],
        ["9:05", "9:30", "17：00"],
        ["-3%", "0%", "２％", "5%"],
        ["24 hours", "3 days", "1 week"],
    ],
)
def test_quantities_of_the_same_thing_compare(texts: list[str]) -> None:
    sizes = [size(text) for text in texts]
    assert sizes == sorted(set(sizes))
    assert len({found.of for found in map(quantity, texts) if found}) == 1


@pytest.mark.parametrize(("one", "other"), [("3 天内", "5 次"), ("不少于 3 天", "不超过 5 天"), ("3 天", "3%")])
def test_quantities_of_different_things_do_not(one: str, other: str) -> None:
    first, second = quantity(one), quantity(other)
    assert first is not None
    assert second is not None
    assert first.of != second.of


@pytest.mark.parametrize("text", ["先致歉", "", "3 至 5 天", "2 小时 30 分", "二三天"])
def test_text_that_states_no_single_quantity_has_none(text: str) -> None:
    assert quantity(text) is None


@given(st.integers(0, 10**9))
def test_an_arabic_number_is_its_own_size(number: int) -> None:
    assert size(f"约{number:,}元") == number
