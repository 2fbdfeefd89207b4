from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.model.bank import ItemKind, Language
from drill.render.exam_view import paper_view, part_ordinal, part_title, stem_runs

if TYPE_CHECKING:
    from drill.model.exam import Paper


def _words(stem: str, wanted: str, kind: ItemKind = ItemKind.SINGLE_CHOICE) -> list[str]:
    return [run["text"] for run in stem_runs(stem, kind) if run["kind"] == wanted]


@pytest.mark.parametrize(
    ("stem", "emphasised"),
    [
        ("下列各项中，不属于投诉受理环节的是", ["不属于"]),
        ("下列哪些做法错误？", ["错误"]),
        ("哪种处理最不恰当？", ["不恰当"]),
        ("有关会议礼仪的说法，不正确的是（　　）。", ["不正确"]),
        ("以下各項屬於禮貌用語，除外", ["除外"]),
        ("下列哪項不屬於禮貌用語？", ["不屬於"]),
        ("Which of these is NOT a greeting?", ["NOT"]),
    ],
)
def test_the_word_that_asks_for_the_wrong_option_is_set_apart(stem: str, emphasised: list[str]) -> None:
    assert _words(stem, "negative") == emphasised


@pytest.mark.parametrize(
    "stem",
    [
        "客户不满意时，最恰当的做法是？",
        "客户说账单有错误，要求更正。下列哪种做法最合适？",
        "他认为流程不合理，你会怎样回答？",
        "下列各项中，最能概括“不应打断客户”的是哪一项？",
        "质检中听到下列四种错误说法，哪一种与着装有关？",
    ],
)
def test_a_negative_word_that_belongs_to_the_story_is_left_alone(stem: str) -> None:
    assert _words(stem, "negative") == []


def test_nothing_is_set_apart_where_there_are_no_options() -> None:
    assert _words("下列说法错误", "negative", ItemKind.TRUE_FALSE) == []


def test_a_choice_stem_gets_one_bracket_and_keeps_its_own() -> None:
    assert [run["kind"] for run in stem_runs("最先做的是？", ItemKind.SINGLE_CHOICE)] == ["text", "tail"]
    assert [run["kind"] for run in stem_runs("最先做的是（ ）。", ItemKind.SINGLE_CHOICE)] == [
        "text",
        "bracket",
        "text",
    ]
    assert [run["kind"] for run in stem_runs("最先应当____。", ItemKind.FILL_IN)] == ["text", "blank", "text"]


@given(st.text(alphabet="下列不属于错误除外的是？。（）_ #$\\", max_size=40), st.sampled_from(ItemKind))
def test_runs_hold_all_of_a_stem_but_its_blanks(stem: str, kind: ItemKind) -> None:
    runs = stem_runs(stem, kind)
    gaps = re.findall(r"__+|（ *）", stem)
    assert "".join(run["text"] for run in runs) == re.sub(r"__+|（ *）", "", stem)
    assert sum(run["kind"] in {"blank", "bracket"} for run in runs) == len(gaps)


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (42, "四十二"), (100, "100")]
)
def test_parts_count_in_chinese(number: int, expected: str) -> None:
    assert part_ordinal(number, Language.ZH_HANS) == expected


def test_part_headings_speak_the_language_of_the_paper() -> None:
    assert part_title(ItemKind.TRUE_FALSE, 3, Language.ZH_HANS) == "三、判断题"
    assert part_title(ItemKind.TRUE_FALSE, 3, Language.ZH_HANT) == "三、判斷題"
    assert part_title(ItemKind.TRUE_FALSE, 3, Language.EN) == "Part 3. True or false"


def test_a_part_says_what_it_is_worth(paper: Paper) -> None:
    parts = paper_view(paper, Language.ZH_HANS)["parts"]
    assert isinstance(parts, list)
    assert parts[0]["marks"] == "（每题 2 分，共 10 题，20 分）"
    assert sum(part["points"] for part in parts) == paper.points
