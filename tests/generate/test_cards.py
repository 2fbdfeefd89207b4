from __future__ import annotations

from dataclasses import replace

import pytest

from drill.generate.cards import cards_of
from drill.model.bank import NoteKind, Option
from drill.model.notes import (
    Breadcrumb,
    ChoiceContent,
    ClozeContent,
    ListContent,
    Note,
    NoteContent,
    PartContent,
    RecallContent,
    SequenceContent,
)

RECALL = RecallContent(
    term="语速适中", question="“语速适中”要求做到什么？", gist="不快不慢", statement="说得不快也不慢。", clue="不快不慢"
)


def note(content: NoteContent) -> Note:
    return Note(
        id="n",
        kind=NoteKind.RECALL,
        fact_ids=("f",),
        breadcrumb=Breadcrumb(chapter="沟通", section="电话"),
        content=content,
    )


def test_a_recall_note_asks_for_the_gist_and_then_for_the_term() -> None:
    first, second = cards_of(note(RECALL))
    assert (first.ord, first.prompt, first.answer) == (0, "沟通 › 电话\n“语速适中”要求做到什么？", "不快不慢")
    assert (second.ord, second.prompt, second.answer) == (1, "沟通 › 电话\n不快不慢", "语速适中")


def test_without_a_clue_the_term_is_not_asked_for() -> None:
    assert [card.ord for card in cards_of(note(replace(RECALL, clue="")))] == [0]


def test_a_breadcrumb_that_tells_the_answer_stays_off_the_front() -> None:
    hidden = replace(note(RECALL), breadcrumb_on_front=False)
    assert cards_of(hidden)[0].prompt == RECALL.question


def test_a_section_without_a_title_leaves_no_trace_in_the_breadcrumb() -> None:
    cut_off = replace(note(RECALL), breadcrumb=Breadcrumb(chapter="沟通", section=""))
    assert cards_of(cut_off)[0].prompt.startswith("沟通\n")


@pytest.mark.parametrize(
    ("content", "prompt", "answer"),
    [
        (PartContent(question="快慢怎样？", gist="不快不慢", term="t", statement="s"), "快慢怎样？", "不快不慢"),
        (ClozeContent(before="手机应", blank="静音", after="。", term="t"), "手机应____。", "静音"),
        (ListContent(question="有哪两点？", points=("甲", "乙")), "有哪两点？", "甲\n乙"),
        (SequenceContent(question="顺序？", steps=("甲", "乙")), "顺序？", "甲 → 乙"),
        (
            ChoiceContent(stem="怎么办？", options=(Option(text="甲"), Option(text="乙", key=True)), rationale="r"),
            "怎么办？\n- 甲\n- 乙",
            "乙",
        ),
    ],
)
def test_other_notes_yield_one_card_of_ordinal_nought(content: NoteContent, prompt: str, answer: str) -> None:
    (card,) = cards_of(note(content))
    assert card.ord == 0
    assert card.prompt == f"沟通 › 电话\n{prompt}"
    assert card.answer == answer
